"""The list that is imported: 10,000 rows as an office would lay them out."""

import datetime
import io
import random
import re
from collections.abc import Iterable, Iterator

import xlsxwriter

from areas.locating import located
from areas.models import Area

ROWS = 10_000
PRODUCTS_A_PRODUCER = 2
CHANGED_EVERY = 20  # 5 % of the rows
SEED = 2026
PLACE, DISTRICT = "Thị trấn Nước Hai", "Huyện Hòa An"
TITLES = [
    "STT",
    "Tên sản phẩm",
    "Tên chủ thể",
    "Địa chỉ",
    "Điện thoại",
    "Hạng sao",
    "Số quyết định",
    "Ngày công nhận",
    "Bộ sản phẩm",
]
GRADE = TITLES.index("Hạng sao")
_KINDS = ("HTX Nông nghiệp", "Công ty TNHH", "Hộ kinh doanh", "Cơ sở sản xuất")
_SYLLABLES = re.findall(
    r"\w+",
    "An Bắc Bản Bằng Bình Cao Chí Cốc Đàm Đông Đức Gia Hà Hải Hạnh Hòa Hoàng Hồng Hợp"
    " Hưng Khánh Khuổi Kim Lam Lạng Lâm Liên Long Lũng Mai Minh Mông Nà Nam Nguyên Nhật"
    " Pác Phong Phúc Quang Quốc Quý Sơn Sông Tân Tày Thành Thạch Thắng Thiện Thông"
    " Thượng Tiên Trà Trung Trường Vân Viễn Việt Xuân Yên",
)


def lines(*, changed: bool = False, star: str = "") -> list[list]:
    """Return the cells of each row.

    ``changed`` gives every twentieth product other stars, ``star`` all of them the
    given text.
    """
    names = _producer_names()
    rows = []
    producer = ""
    for number in range(ROWS):
        if number % PRODUCTS_A_PRODUCER == 0:
            producer = next(names)
        grade = star or ("3 sao", "4 sao", "***")[number % 3]
        if changed and number % CHANGED_EVERY == 0:
            grade = "5 sao"
        day = datetime.date(2024, 6, number % 28 + 1)
        rows.append(
            [
                number + 1,
                f"Rượu gạo nếp số {number + 1}",
                producer,
                "Thị trấn Nước Hai, huyện Hòa An, tỉnh Cao Bằng",
                900000000 + number // PRODUCTS_A_PRODUCER,
                grade,
                f"{number % 28 + 900}/QĐ-UBND",
                f"{day:%d/%m/%Y}",
                "Rượu trắng",
            ]
        )
    return rows


def _producer_names() -> Iterator[str]:
    """Yield names that are never the same, and seldom alike by chance."""
    draw = random.Random(SEED)
    given = set()
    while True:
        words = " ".join(draw.choices(_SYLLABLES, k=3))
        name = f"{draw.choice(_KINDS)} {words}"
        if name not in given:
            given.add(name)
            yield name


def annex(rows: Iterable[list]) -> bytes:
    """Return a workbook with a title above the header, as annexes have it."""
    return _workbook([["DANH SÁCH SẢN PHẨM OCOP"], [], TITLES, *rows])


def plain(rows: Iterable[list]) -> bytes:
    """Return a workbook with its header in the first row, as importers want it."""
    return _workbook([TITLES, *rows])


def place_of_rows() -> dict[str, Area]:
    """Return where all rows lie, for those ways that do not read it."""
    return located(Area.objects.get(name=PLACE, parent__name=DISTRICT))


def _workbook(rows: Iterable[list]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()
