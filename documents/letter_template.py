"""The template of the letter that reminds a producer of its certificates."""

from docx.shared import Mm, Pt

from .layout import (
    LEFT,
    TEMPLATES,
    body,
    columns,
    grid,
    heading,
    line,
    new_document,
    when,
)

REMINDER = TEMPLATES / "cong-van-nhac-danh-gia-lai.docx"
HEADER = [
    "TT",
    "Sản phẩm",
    "Hạng sao",
    "Quyết định công nhận",
    "Có giá trị đến hết ngày",
    "Đề nghị chủ thể",
]
CELLS = ["number", "product", "grade", "decision", "last_day", "request"]


def reminder():
    """Return the letter as an empty form with its tags."""
    document = new_document()
    heading(document, about="{{ about }}")
    line(document, "Kính gửi: {{ addressee }}")
    line(document)
    _text(document)
    line(document)
    _end(document)
    return document


def _text(document) -> None:
    body(
        document,
        "Căn cứ Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng"
        " Chính phủ ban hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm mỗi"
        " xã một sản phẩm;",
    )
    body(
        document,
        "Qua theo dõi hạn công nhận sản phẩm OCOP tính đến {{ date }}, {{ office }}"
        " thông báo để {{ addressee }} biết và thực hiện:",
        keep=True,
    )
    widths = [Mm(9), Mm(38), Mm(18), Mm(27), Mm(25), Mm(47)]
    cells = [f"{{{{ row.{name} }}}}" for name in CELLS]
    grid(document, HEADER, widths, "row in lines", cells)
    line(document)
    _requests(document)
    when(document, "note", "{{ note }}")
    body(
        document,
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ {{ office }} để"
        " được hướng dẫn./.",
    )


def _requests(document) -> None:
    """Add what is asked, for each way that the certificates of a letter stand."""
    when(
        document,
        "to_file",
        "Đối với sản phẩm chưa nộp hồ sơ: lập hồ sơ đăng ký đánh giá lại và nộp tại Ủy"
        " ban nhân dân cấp xã nơi sản xuất trong kỳ nộp hồ sơ ghi ở bảng trên (từ 180"
        " đến 120 ngày trước ngày hết hạn).",
    )
    when(
        document,
        "missed",
        "Đối với sản phẩm đã qua kỳ nộp hồ sơ: gửi {{ office }} lý do chưa nộp hồ sơ và"
        " kế hoạch tham gia đánh giá, phân hạng tiếp theo.",
    )
    when(
        document,
        "expired",
        "Đối với sản phẩm đã hết hạn: dừng ngay việc sử dụng nhãn hiệu OCOP và hạng"
        " sao; nếu tiếp tục tham gia Chương trình thì đăng ký đánh giá, phân hạng theo"
        " quy định.",
    )


def _end(document) -> None:
    left, right = columns(document, Mm(80), Mm(84))
    line(left, "Nơi nhận:", bold=True, italic=True, size=Pt(12), align=LEFT)
    line(left, "{%p for recipient in recipients %}")
    line(left, "- {{ recipient }};", size=Pt(11), align=LEFT)
    line(left, "{%p endfor %}")
    line(left, "- Lưu: VT, {{ archive }}.", size=Pt(11), align=LEFT)
    line(right, "{%p if on_behalf %}")
    line(right, "{{ on_behalf }}", bold=True)
    line(right, "{%p endif %}")
    line(right, "{{ position }}", bold=True)
    for _ in range(4):
        line(right)
    line(right, "{{ signer }}", bold=True)
