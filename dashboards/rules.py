"""How each figure is counted, in the words that stand beside it."""

from products.enums import Status

from .enums import Coverage
from .scope import Scope

HELD = "Chỉ tính buổi kiểm tra đã nộp, đã duyệt hoặc đã ký."
HELD_APPROVED = "Chỉ tính buổi kiểm tra đã duyệt hoặc đã ký."
IN_FORCE = (
    "Sản phẩm làm tại cơ sở trong địa bàn, có lần công nhận còn hiệu lực, sắp hết hạn"
    " hoặc kéo dài theo Điều 12 vào ngày xem. Mỗi sản phẩm tính một lần, theo lần công"
    " nhận gần nhất đã bắt đầu."
)
PRODUCERS = "Chủ thể có ít nhất một sản phẩm có hiệu lực trong địa bàn vào ngày xem."
CHECKS = (
    "Lượt kiểm tra tại cơ sở trong địa bàn từ ngày 01/01 đến ngày xem; cơ sở được kiểm"
    f" tra nhiều buổi thì tính mỗi buổi một lượt. {HELD}"
)
OPEN = (
    "Đề nghị, kiến nghị nêu từ ngày xem trở về trước và chưa kết thúc vào ngày xem."
    f" {HELD}"
)
OVERDUE = f"Đang mở vào ngày xem và thời hạn là trước ngày xem. {HELD}"
UNDATED = f"Đang mở vào ngày xem, khi nêu không đặt thời hạn. {HELD}"
CAMPAIGNS = (
    "Đợt kiểm tra có ngày trong năm của ngày xem và có địa bàn trong, bao gồm hoặc"
    " giao với địa bàn này. Số cơ sở dự kiến là của cả đợt."
)
PLANNED = (
    "Mọi buổi kiểm tra đã lập cho năm của ngày xem, kể cả bản nháp: buổi do địa bàn"
    " tiếp đoàn hoặc có kiểm tra cơ sở trong địa bàn."
)
DONE = f"Buổi kiểm tra từ ngày 01/01 đến ngày xem. {HELD}"
LATE = (
    "Buổi kiểm tra từ ngày 01/01 đến ngày xem mà nay còn là bản nháp hoặc bị trả lại."
)
BY_STARS = "Sản phẩm có hiệu lực vào ngày xem, chia theo hạng sao được công nhận."
BY_KIND = (
    "Sản phẩm có hiệu lực vào ngày xem, chia theo loại hình của chủ thể; trang trại và"
    " cơ sở sản xuất tính cùng hộ kinh doanh."
)
BY_GROUP = (
    "Sản phẩm có hiệu lực vào ngày xem, chia theo nhóm của bộ sản phẩm hiện ghi cho"
    " sản phẩm."
)
STATUSES = (
    "Sản phẩm đã được công nhận tính đến ngày xem, mỗi sản phẩm theo lần công nhận gần"
    " nhất đã bắt đầu."
)
BY_STATUS = {
    Status.EXTENDED: (
        "Đã qua ngày cuối nhưng được kéo dài theo Điều 12 Quyết định 26/2026/QĐ-TTg vì"
        " hồ sơ đánh giá lại chưa có kết quả, tối đa 180 ngày."
    ),
    Status.EXPIRED: (
        "Lần công nhận gần nhất đã qua ngày cuối, không được kéo dài và chưa bị thu"
        " hồi hay loại khỏi danh sách."
    ),
}
COVERAGE = {
    Coverage.NEVER: (
        "Chủ thể có sản phẩm có hiệu lực mà không cơ sở nào từng được kiểm tra đến"
        f" ngày xem. {HELD}"
    ),
    Coverage.LONG_AGO: (
        "Chủ thể có sản phẩm có hiệu lực, đã từng được kiểm tra nhưng không có lần nào"
        f" trong 12 tháng đến ngày xem. {HELD}"
    ),
    Coverage.RECENT: (
        "Chủ thể có sản phẩm có hiệu lực, có cơ sở được kiểm tra trong 12 tháng đến"
        f" ngày xem. {HELD}"
    ),
}
REPORTED = (
    "Số do địa phương báo cáo tính đến ngày ghi, đặt cạnh số mà hệ thống tính cho"
    " cùng chỉ tiêu, cùng địa bàn, cùng ngày. Số báo cáo được giữ nguyên, không sửa"
    " theo số tính. Cơ sở được kiểm tra tính từ ngày 01/01 của năm đó."
)

CROSS = (
    "Mỗi sản phẩm tính một lần, theo lần công nhận gần nhất đã bắt đầu đến ngày xem và"
    " theo tình trạng của lần đó vào ngày xem. Nhóm, bộ sản phẩm, địa bàn và loại hình"
    " là của sản phẩm, chủ thể hiện ghi. Sản phẩm chưa từng được công nhận không tính."
)

PEOPLE = (
    "Chủ thể có sản phẩm có hiệu lực vào ngày xem mà hồ sơ người đại diện hiện ghi như"
    " vậy; dân tộc khác dân tộc Kinh tính là dân tộc thiểu số. Tỷ lệ tính trên số chủ"
    " thể đã ghi giới tính, dân tộc của người đại diện."
)
FINDINGS = (
    "Nhận định của các buổi kiểm tra từ ngày 01/01 đến ngày xem: về cơ sở trong địa bàn"
    " hoặc về buổi kiểm tra do địa bàn tiếp đoàn. Nhóm là nhóm của nội dung kiểm tra mà"
    f" nhận định trả lời. {HELD}"
)
BY_DIRECTION = (
    "Đang mở và quá hạn tính vào ngày xem. Kết thúc trong năm: đã thực hiện hoặc thôi"
    " theo dõi từ ngày 01/01 đến ngày xem; số ngày tính từ ngày kiểm tra đến ngày kết"
    f" thúc. {HELD}"
)
BY_YEAR = f"{IN_FORCE} Mỗi dòng tính vào đúng ngày đó của từng năm."
CHECKS_BY_YEAR = (
    "Lượt kiểm tra tại cơ sở trong địa bàn từ ngày 01/01 đến cùng ngày của từng năm."
    f" {HELD}"
)


def told(rule: str, scope: Scope) -> str:
    """Return a rule as it is with the visits that the page counts."""
    return rule.replace(HELD, HELD_APPROVED) if scope.approved else rule


def running_out(months: int) -> str:
    return (
        f"Sản phẩm có hiệu lực, ngày cuối trong vòng {months} tháng kể từ ngày xem;"
        " mốc dài gồm cả mốc ngắn."
    )


MAP = (
    "Mỗi xã, phường hiện nay tính mọi sản phẩm, chủ thể, đề nghị ở đó mà bạn được xem,"
    " kể cả khi chỉ một phần của xã, phường thuộc địa bàn đang chọn; một đề nghị liên"
    " quan nhiều xã, phường thì tính ở từng nơi. Cơ sở chưa rõ xã, phường hiện nay"
    f" không nằm trong bảng. {HELD}"
)
