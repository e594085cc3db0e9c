"""What stands above and below the tables of an office."""

from .pages import Page

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def letterhead(page: Page, office: str, below: str, *, last: str) -> None:
    """Write the office on the left, the name of the country on the right."""
    middle = chr(ord("A") + (ord(last) - ord("A")) // 2)
    right = chr(ord(middle) + 1)
    gap = [None] * (ord(right) - ord("A") - 1)
    for left_text, right_text in ((office, COUNTRY), (below, MOTTO)):
        row = page.line(left_text, *gap, right_text)
        page.merges += [f"A{row}:{middle}{row}", f"{right}{row}:{last}{row}"]
        page.bold_rows.add(row)
    page.blank()


def ends(page: Page, last: str, *, left: str, right: str) -> None:
    """Write the date, the recipients and who signed, close under the table."""
    middle = ord(last) - ord("A") - 2
    gap = [None] * (middle - 1)
    page.aside(None, *gap, "Cao Bằng, ngày 28 tháng 12 năm 2020")
    page.aside(left, *gap, right)
    page.blank(3)
    page.aside(None, *gap, "Nông Văn Tuấn")
