"""The columns of products and recognitions: what they are called and hold.

Serves the reader of annexes, the template for download, the back office and exports.
"""

from functools import partial

from core.cells import read_date, read_line
from core.sheets import SheetField, SheetResource, in_words, longest
from producers.cells import read_tax_code

from ..cells import (
    read_decision,
    read_grade,
    read_regime,
    read_score,
    read_term,
    score_text,
)
from ..enums import Grade
from ..models import Product, Recognition


class ProductResource(SheetResource):
    product = SheetField(
        "name",
        "Tên sản phẩm",
        partial(read_line, max_length=longest(Product, "name")),
        wordings=[
            "Sản phẩm",
            "Tên sản phẩm OCOP",
            "Sản phẩm OCOP",
            "Tên sản phẩm/dịch vụ",
            "Tên sản phẩm, dịch vụ",
            "Tên SP",
            "Tên SP OCOP",
            "Tên SP/DV",
            "Tên gọi sản phẩm",
            "Danh mục sản phẩm",
            "Tên sản phẩm đăng ký",
        ],
        hint="Hai quy cách như 500 ml và 750 ml là hai sản phẩm.",
        example="Rượu gạo Nhật Cao Bằng",
        is_required=True,
    )
    variant = SheetField(
        "variant",
        "Quy cách",
        partial(read_line, max_length=longest(Product, "variant")),
        wordings=[
            "Quy cách đóng gói",
            "Quy cách sản phẩm",
            "Dung tích",
            "Khối lượng",
            "Trọng lượng",
        ],
        example="chai 500 ml",
    )
    producer_name = SheetField(
        "producer__name",
        "Tên chủ thể",
        partial(read_line, max_length=200),
        wordings=["Chủ thể", "Chủ thể OCOP"],
        readonly=True,
    )
    producer_tax_code = SheetField(
        "producer__tax_code", "Mã số thuế", read_tax_code, readonly=True
    )
    brand = SheetField(
        "brand",
        "Nhãn hiệu",
        partial(read_line, max_length=longest(Product, "brand")),
        wordings=["Thương hiệu", "Tên nhãn hiệu"],
    )
    barcode = SheetField(
        "barcode",
        "Mã số mã vạch",
        partial(read_line, max_length=longest(Product, "barcode")),
        wordings=["Mã vạch", "Mã GTIN"],
        hint="Ghi dạng văn bản để không mất số 0 đầu.",
    )
    criteria_set = SheetField(
        "criteria_set__name",
        "Bộ sản phẩm",
        partial(read_line, max_length=200),
        wordings=[
            "Nhóm sản phẩm",
            "Nhóm",
            "Phân nhóm",
            "Nhóm, phân nhóm",
            "Nhóm SP",
            "Ngành, nhóm",
            "Ngành hàng",
            "Ngành nghề sản xuất/kinh doanh",
            "Ngành/nhóm/phân nhóm",
        ],
        hint="Tên bộ sản phẩm như trong bộ tiêu chí.",
        example="Rượu trắng",
        readonly=True,
    )

    class Meta:
        model = Product
        fields = [
            "product",
            "variant",
            "producer_name",
            "producer_tax_code",
            "brand",
            "barcode",
            "criteria_set",
        ]


class RecognitionResource(SheetResource):
    product_name = SheetField(
        "product__name", "Tên sản phẩm", partial(read_line, max_length=200)
    )
    owner_name = SheetField(
        "product__producer__name", "Tên chủ thể", partial(read_line, max_length=200)
    )
    grade = SheetField(
        "grade",
        "Hạng sao",
        read_grade,
        write=in_words(Grade),
        wordings=[
            "Số sao",
            "Sao",
            "Xếp hạng",
            "Phân hạng",
            "Xếp hạng sao",
            "Xếp hạng sao OCOP",
            "Xếp hạng OCOP",
            "Phân hạng sao",
            "Phân hạng sản phẩm",
            "Hạng",
            "Hạng sao OCOP",
            "Hạng OCOP",
            "Hạng sản phẩm",
            "Sao OCOP",
            "Số sao đạt",
            "Số sao đạt được",
            "Sao đạt được",
            "Cấp sao",
            "Xếp loại",
            "Xếp loại sao",
            "Kết quả công nhận",
            "Đạt sao",
            "Đạt hạng",
            "Đạt hạng sao",
            "Kết quả phân hạng",
            "Kết quả xếp hạng",
            "Kết quả đánh giá",
        ],
        hint="3 sao, 4 sao, 5 sao hoặc tiềm năng 5 sao; đề xuất thì để trống.",
        example="4 sao",
        options=[grade.label for grade in Grade],
    )
    score = SheetField(
        "score",
        "Điểm",
        read_score,
        write=score_text,
        wordings=[
            "Điểm trung bình",
            "Tổng điểm",
            "Số điểm",
            "Điểm đánh giá",
            "Điểm số",
            "Tổng số điểm",
            "Số điểm đạt",
            "Điểm TB",
            "Điểm chấm",
            "Kết quả chấm điểm",
        ],
        example="76,5",
    )
    decision = SheetField(
        "decision__number",
        "Số quyết định",
        read_decision,
        wordings=[
            "Số QĐ công nhận",
            "Số QĐ",
            "QĐ số",
            "Quyết định",
            "Quyết định số",
            "Quyết định công nhận",
            "QĐ công nhận",
            "Số quyết định công nhận",
            "Số, ngày quyết định",
            "Số, ngày QĐ",
            "Số QĐ, ngày QĐ",
            "Số QĐ, ngày tháng",
            "Số, ngày, tháng QĐ",
            "Số, ngày, tháng QĐ công nhận",
            "Văn bản công nhận",
            "Quyết định phê duyệt",
            "Căn cứ công nhận",
        ],
        hint="Kèm ngày ký nếu không có cột riêng: 1806/QĐ-UBND ngày 16/9/2020.",
        example="1806/QĐ-UBND",
    )
    decision_date = SheetField(
        "decision__signed_on",
        "Ngày quyết định",
        read_date,
        wordings=[
            "Ngày QĐ",
            "Ngày ký",
            "Ngày ban hành",
            "Ngày tháng quyết định",
            "Ngày ký quyết định",
            "Ngày, tháng, năm quyết định",
        ],
        hint="dd/mm/yyyy.",
        example="16/09/2020",
    )
    issuer = SheetField(
        "decision__issuer__name",
        "Cơ quan ban hành",
        partial(read_line, max_length=200),
        wordings=[
            "Cơ quan quyết định",
            "Cơ quan ký",
            "Cơ quan công nhận",
            "Nơi ban hành",
            "Cơ quan cấp",
            "Đơn vị cấp",
        ],
        example="UBND tỉnh Cao Bằng",
    )
    valid_from = SheetField(
        "valid_from",
        "Ngày công nhận",
        read_date,
        wordings=[
            "Ngày cấp",
            "Năm công nhận",
            "Ngày tháng công nhận",
            "Ngày, tháng, năm công nhận",
            "Thời điểm công nhận",
            "Năm đạt",
            "Năm đạt OCOP",
            "Năm cấp",
            "Thời gian cấp",
            "Năm đánh giá",
            "Năm",
            "Đợt",
            "Đợt công nhận",
            "Đợt đánh giá",
            "Thời gian công nhận",
            "Ngày cấp giấy chứng nhận",
        ],
        hint="Để trống thì lấy ngày quyết định.",
        example="16/09/2020",
    )
    term = SheetField(
        "valid_to",
        "Ngày hết hạn",
        read_term,
        wordings=[
            "Thời hạn",
            "Hiệu lực đến",
            "Có giá trị đến",
            "Giá trị đến",
            "Thời hạn công nhận",
            "Thời gian hiệu lực",
            "Thời hạn giấy chứng nhận",
            "Hết hạn",
            "Ngày hết hiệu lực",
        ],
        hint="Ngày cuối còn hiệu lực; để trống thì tính 36 tháng.",
        example="16/09/2023",
    )
    code = SheetField(
        "code",
        "Mã sản phẩm",
        partial(read_line, max_length=longest(Recognition, "code")),
        wordings=["Mã số sản phẩm", "Mã số", "Mã SP"],
    )
    certificate_number = SheetField(
        "certificate_number",
        "Số giấy chứng nhận",
        partial(read_line, max_length=longest(Recognition, "certificate_number")),
        wordings=["Số GCN", "Giấy chứng nhận OCOP", "Giấy chứng nhận số"],
    )
    regime = SheetField(
        "regime__number",
        "Bộ quy định",
        read_regime,
        wordings=["Bộ tiêu chí", "Đánh giá theo quyết định", "Theo bộ tiêu chí"],
        hint="Bộ tiêu chí đã dùng để chấm điểm; không suy từ ngày.",
        example="148/QĐ-TTg",
    )
    note = SheetField(
        "note",
        "Ghi chú",
        partial(read_line, max_length=2000),
    )

    class Meta:
        model = Recognition
        fields = [
            "product_name",
            "owner_name",
            "grade",
            "score",
            "decision",
            "decision_date",
            "issuer",
            "valid_from",
            "term",
            "code",
            "certificate_number",
            "regime",
            "note",
        ]
