"""The templates of documents; those of minutes stand here."""

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
    repeat,
    when,
)
from .letter_template import REMINDER, reminder

SITE_CHECK = TEMPLATES / "bien-ban-kiem-tra-co-so.docx"
SESSION = TEMPLATES / "bien-ban-buoi-lam-viec.docx"


def build() -> list:
    """Write all templates anew; returns their paths."""
    TEMPLATES.mkdir(exist_ok=True)
    _site_check().save(SITE_CHECK)
    _session().save(SESSION)
    reminder().save(REMINDER)
    return [SITE_CHECK, SESSION, REMINDER]


def _opening(document, subject: str) -> None:
    heading(document)
    line(document, "BIÊN BẢN", bold=True)
    line(document, subject, bold=True)
    line(document, "{%p if edition %}")
    line(document, "({{ edition }})", italic=True, size=Pt(12))
    line(document, "{%p endif %}")
    line(document)
    when(document, "basis", "Căn cứ {{ basis }}")
    body(document, "{{ opening }}")


def _team(document) -> None:
    body(document, "I. ĐOÀN KIỂM TRA", bold=True)
    repeat(document, "member in team", "{{ loop.index }}. {{ member }}")


def _recommendations(document, *, direction: str, title: str) -> None:
    line(document, f"{{%p if {direction} %}}")
    body(document, title, bold=True, italic=True)
    line(document, f"{{%p for item in {direction} %}}")
    body(document, "- {{ item }}")
    line(document, "{%p endfor %}")
    line(document, "{%p endif %}")


def _site_check():
    document = new_document()
    _opening(document, "Kiểm tra, giám sát sản phẩm OCOP tại {{ producer }}")
    _team(document)
    body(document, "II. CƠ SỞ ĐƯỢC KIỂM TRA", bold=True)
    repeat(document, "fact in facts", "{{ fact }}")
    body(document, "III. NỘI DUNG KIỂM TRA", bold=True)
    when(document, "looked_at", "Nội dung đã xem tại cơ sở: {{ looked_at }}")
    when(document, "producer_results", "1. Kết quả kiểm tra đối với chủ thể")
    _results(document, "producer_results")
    line(document, "{%p for product in products %}")
    body(document, "{{ product.title }}", keep=True)
    _results(document, "product.results")
    line(document, "{%p endfor %}")
    when(
        document,
        "unchecked",
        "Chưa kiểm tra {{ unchecked }} nội dung khác của danh mục ({{ checklist }}).",
    )
    when(document, "samples", "Mẫu đã lấy để kiểm nghiệm:")
    repeat(document, "sample in samples", "- {{ sample }}")
    body(document, "IV. NHẬN XÉT, ĐỀ NGHỊ", bold=True)
    when(document, "assessment", "{{ assessment }}")
    repeat(document, "finding in findings", "- {{ finding }}")
    _recommendations(
        document, direction="to_producer", title="Đề nghị đối với chủ thể:"
    )
    when(document, "opinion", "V. Ý KIẾN CỦA CƠ SỞ", "{{ opinion }}")
    when(document, "conclusion", "Kết luận: {{ conclusion }}")
    body(document, "{{ closing }}", keep=True)
    _end(document, ("ĐẠI DIỆN CƠ SỞ", "producer_side", "signatures.producer"))
    return document


def _results(document, loop: str) -> None:
    line(document, f"{{%p if {loop} %}}")
    grid(
        document,
        ["TT", "Nội dung", "Kết quả", "Ghi chú"],
        [Mm(10), Mm(82), Mm(28), Mm(40)],
        f"row in {loop}",
        ["{{ loop.index }}", "{{ row.text }}", "{{ row.outcome }}", "{{ row.note }}"],
    )
    line(document, "", size=Pt(6))
    line(document, "{%p endif %}")


def _session():
    document = new_document()
    _opening(document, "Buổi làm việc về Chương trình OCOP với {{ host }}")
    _team(document)
    body(document, "II. ĐỊA PHƯƠNG VÀ CÁC CHỦ THỂ THAM DỰ", bold=True)
    repeat(document, "person in participants", "- {{ person }}")
    body(document, "III. NỘI DUNG LÀM VIỆC", bold=True)
    when(document, "session_note", "{{ session_note }}")
    line(document, "{%p if reported %}")
    body(document, "Số liệu địa phương báo cáo:", keep=True)
    grid(
        document,
        ["TT", "Chỉ tiêu", "Số báo cáo", "Nguyên văn"],
        [Mm(10), Mm(62), Mm(28), Mm(60)],
        "row in reported",
        ["{{ loop.index }}", "{{ row.label }}", "{{ row.value }}", "{{ row.text }}"],
    )
    line(document, "", size=Pt(6))
    line(document, "{%p endif %}")
    when(document, "checks", "Đoàn đã kiểm tra {{ checks|length }} cơ sở:")
    repeat(document, "check in checks", "- {{ check }}")
    body(document, "IV. NHẬN XÉT, KIẾN NGHỊ", bold=True)
    when(document, "assessment", "{{ assessment }}")
    repeat(document, "finding in findings", "- {{ finding }}")
    _recommendations(
        document, direction="to_producer", title="Đề nghị đối với các chủ thể:"
    )
    _recommendations(
        document, direction="to_locality", title="Đề nghị đối với địa phương:"
    )
    _recommendations(
        document,
        direction="to_agency",
        title="Kiến nghị với cơ quan chuyên môn, cấp trên:",
    )
    body(document, "{{ closing }}", keep=True)
    _end(document, ("ĐẠI DIỆN ĐỊA PHƯƠNG", "''", "signatures.locality"))
    return document


def _end(document, other_side: tuple[str, str, str]) -> None:
    """Add who signs, who receives a copy, and what tells the signed content apart."""
    _signatures(
        document,
        other_side,
        ("THƯ KÝ", "secretary", "signatures.secretary"),
        ("TRƯỞNG ĐOÀN", "head", "signatures.head"),
    )
    _signed_by_commune(document)
    _recipients(document)
    line(document, "{%p if sha256 %}")
    line(document, "Mã nội dung đã ký (SHA-256): {{ sha256 }}", size=Pt(9), align=LEFT)
    line(document, "{%p endif %}")


def _signatures(document, *blocks: tuple[str, str, str]) -> None:
    """Add places to sign: title, the name that is known, the signature if there is one.

    A signature that was put down on site is drawn in its place with its own name.
    """
    line(document).paragraph_format.keep_with_next = True
    cells = columns(document, Mm(62), Mm(44), Mm(58))
    for cell, (title, name, signed) in zip(cells, blocks, strict=True):
        line(cell, title, bold=True, size=Pt(13))
        line(cell, "(Ký, ghi rõ họ tên)", italic=True, size=Pt(12))
        line(cell, f"{{%p if {signed} %}}")
        line(cell, f"{{%p if {signed}.picture %}}")
        line(cell, f"{{{{ {signed}.picture }}}}")
        line(cell, "{%p else %}")
        line(cell, f"{{{{ {signed}.words }}}}", italic=True, size=Pt(12))
        line(cell, "{%p endif %}")
        line(cell, f"{{{{ {signed}.name }}}}", bold=True, size=Pt(13))
        line(cell, "{%p else %}")
        for _ in range(4):
            line(cell)
        line(cell, f"{{{{ {name} }}}}", bold=True, size=Pt(13))
        line(cell, "{%p endif %}")


def _signed_by_commune(document) -> None:
    """Add the place of the locality, where somebody signed for it."""
    line(document, "{%p if signatures.commune %}")
    line(document, "ĐẠI DIỆN ĐỊA PHƯƠNG", bold=True, size=Pt(13))
    line(document, "{%p if signatures.commune.picture %}")
    line(document, "{{ signatures.commune.picture }}")
    line(document, "{%p else %}")
    line(document, "{{ signatures.commune.words }}", italic=True, size=Pt(12))
    line(document, "{%p endif %}")
    line(document, "{{ signatures.commune.name }}", bold=True, size=Pt(13))
    line(document, "{%p endif %}")


def _recipients(document) -> None:
    line(document)
    line(document, "Nơi nhận:", bold=True, italic=True, size=Pt(12), align=LEFT)
    line(document, "{%p for recipient in recipients %}")
    line(document, "- {{ recipient }};", size=Pt(11), align=LEFT)
    line(document, "{%p endfor %}")
    line(document, "- Lưu: VT, {{ archive }}.", size=Pt(11), align=LEFT)
