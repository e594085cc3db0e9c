"""The columns of lists of revoked products and of those taken off the list."""

from functools import partial

from core.cells import read_date, read_line
from core.sheets import SheetField, SheetResource, in_words, longest

from ..causes import read_awarded_grade, read_causes, read_end_kind
from ..cells import read_decision
from ..enums import DecisionKind, EndReason, Grade
from ..models import RecognitionEnd


class EndingResource(SheetResource):
    """What a list of revoked or removed products says beside product and producer."""

    award_grade = SheetField(
        "recognition__grade",
        "Hạng sao đã công nhận",
        read_awarded_grade,
        write=in_words(Grade),
        wordings=["Hạng sao", "Số sao", "Sao", "Xếp hạng", "Phân hạng", "Hạng"],
        hint="Để biết lần công nhận nào; để trống thì là lần đang tính.",
        example="4 sao",
        options=[grade.label for grade in Grade],
        readonly=True,
    )
    award_decision = SheetField(
        "recognition__decision__number",
        "Quyết định công nhận",
        read_decision,
        wordings=[
            "QĐ công nhận",
            "Số quyết định công nhận",
            "Số QĐ công nhận",
            "Công nhận theo quyết định",
            "Đã công nhận theo quyết định",
        ],
        hint="Quyết định đã công nhận, nếu sản phẩm có nhiều lần công nhận.",
        example="1806/QĐ-UBND",
        readonly=True,
    )
    cause = SheetField(
        "reason",
        "Lý do thu hồi",
        read_causes,
        write=in_words(EndReason),
        wordings=[
            "Lý do thu hồi, loại khỏi danh sách",
            "Lý do",
            "Căn cứ thu hồi",
            "Lý do, căn cứ thu hồi",
            "Lý do chấm dứt",
            "Lý do loại khỏi danh sách",
            "Lý do đưa ra khỏi danh sách",
            "Lý do đưa khỏi danh sách",
            "Nguyên nhân",
            "Nguyên nhân thu hồi",
        ],
        hint="Một hoặc nhiều căn cứ của khoản 1 Điều 8, cách nhau bằng dấu chấm phẩy;"
        " hoặc hết hạn, không đăng ký đánh giá lại.",
        example=EndReason.STOPPED.label,
        options=[reason.label for reason in EndReason],
    )
    end_kind = SheetField(
        "recognition__end_decision__kind",
        "Hình thức",
        read_end_kind,
        write=in_words(DecisionKind),
        wordings=[
            "Hình thức xử lý",
            "Hình thức chấm dứt",
            "Thu hồi/loại khỏi danh sách",
        ],
        hint="Để trống thì theo lý do.",
        example=DecisionKind.REVOKE.label,
        options=[DecisionKind.REVOKE.label, DecisionKind.REMOVE.label],
        readonly=True,
    )
    decision = SheetField(
        "recognition__end_decision__number",
        "Số quyết định thu hồi",
        read_decision,
        wordings=[
            "Quyết định thu hồi",
            "QĐ thu hồi",
            "Số QĐ thu hồi",
            "Số quyết định",
            "Số QĐ",
            "QĐ số",
            "Quyết định",
            "Quyết định số",
            "Số, ngày quyết định",
            "Quyết định chấm dứt",
            "Quyết định loại khỏi danh sách",
            "Quyết định đưa ra khỏi danh sách",
        ],
        hint="Để trống thì lấy ở dòng “Kèm theo Quyết định số …” đầu danh sách.",
        example="905/QĐ-UBND",
        readonly=True,
    )
    decision_date = SheetField(
        "recognition__end_decision__signed_on",
        "Ngày quyết định thu hồi",
        read_date,
        wordings=[
            "Ngày quyết định",
            "Ngày QĐ",
            "Ngày QĐ thu hồi",
            "Ngày ký",
            "Ngày ban hành",
            "Ngày ký quyết định",
            "Ngày, tháng, năm quyết định",
        ],
        hint="dd/mm/yyyy.",
        example="05/06/2026",
        readonly=True,
    )
    issuer = SheetField(
        "recognition__end_decision__issuer__name",
        "Cơ quan ban hành",
        partial(read_line, max_length=200),
        wordings=["Cơ quan thu hồi", "Cơ quan quyết định", "Cơ quan ký"],
        example="UBND tỉnh Cao Bằng",
        readonly=True,
    )
    ended_on = SheetField(
        "recognition__ended_on",
        "Ngày thu hồi",
        read_date,
        wordings=[
            "Ngày chấm dứt",
            "Thu hồi từ ngày",
            "Chấm dứt từ ngày",
            "Ngày loại khỏi danh sách",
            "Ngày đưa ra khỏi danh sách",
            "Ngày có hiệu lực",
            "Hiệu lực từ ngày",
            "Thời điểm thu hồi",
        ],
        hint="Để trống thì lấy ngày quyết định.",
        example="05/06/2026",
        readonly=True,
    )
    note = SheetField(
        "note",
        "Ghi chú",
        partial(read_line, max_length=longest(RecognitionEnd, "note")),
    )

    class Meta:
        model = RecognitionEnd
        fields = [
            "award_grade",
            "award_decision",
            "cause",
            "end_kind",
            "decision",
            "decision_date",
            "issuer",
            "ended_on",
            "note",
        ]
