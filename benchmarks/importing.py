"""An annex of 10,000 rows against reading the file plus one bulk insert."""

import io

import xlsxwriter
from django.db import transaction
from python_calamine import CalamineWorkbook

from imports import services
from products.models import Product
from products.models.products import product_key

from .measure import Result, paired, seconds
from .world import World

ROWS = 10_000
PRODUCTS_A_PRODUCER = 2
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


def run(world: World, *, rounds: int) -> list[Result]:
    """Measure a list that is new to the portal, and the same list once more.

    Each round is rolled back, so that the next one finds what the first one found.
    """
    data = annex()
    site = Product.objects.select_related("site__producer").first().site
    floor = ("read the file, insert its rows at once", lambda: _floor(data, site))
    first = paired(
        f"import {ROWS} new rows",
        ("upload, preview and commit", lambda: _rolled_back(data, world.steering, 1)),
        floor,
        rounds=rounds,
    )
    again = paired(
        f"import the same {ROWS} rows again",
        ("upload, preview and commit", lambda: _rolled_back(data, world.steering, 2)),
        floor,
        rounds=rounds,
    )
    return [first, again]


def annex() -> bytes:
    """Return a workbook of one list, laid out as an office would."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write(0, 0, "DANH SÁCH SẢN PHẨM OCOP")
    sheet.write_row(2, 0, TITLES)
    for number in range(1, ROWS + 1):
        producer = number // PRODUCTS_A_PRODUCER
        line = [
            number,
            f"Rượu gạo nếp số {number}",
            f"HTX Nông nghiệp Bản Mới số {producer}",
            "Thị trấn Nước Hai, huyện Hòa An, tỉnh Cao Bằng",
            900000000 + producer,
            ("3 sao", "4 sao", "***")[number % 3],
            f"{number % 40 + 900}/QĐ-UBND",
            f"{number % 28 + 1:02}/06/2024",
            "Rượu trắng",
        ]
        sheet.write_row(number + 2, 0, line)
    book.close()
    return file.getvalue()


def _rolled_back(data: bytes, user, times: int) -> float:
    """Return the seconds of the last of so many imports of the same file."""
    with transaction.atomic():
        for _ in range(times):
            spent = seconds(_import, data, user)
        transaction.set_rollback(True)
    return spent


def _import(data: bytes, user) -> None:
    run = services.start_import(data, "danh-sach.xlsx", by=user)
    plan = services.preview_import(run, by=user)
    counts = plan.counts()
    assert counts["rejected"] == 0, counts
    services.commit_import(run, by=user)


def _floor(data: bytes, site) -> float:
    with transaction.atomic():
        spent = seconds(_read_and_insert, data, site)
        transaction.set_rollback(True)
    return spent


def _read_and_insert(data: bytes, site) -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    lines = rows.to_python()[-ROWS:]
    Product.objects.bulk_create(
        Product(
            producer=site.producer,
            site=site,
            name=line[1],
            match_key=product_key(line[1]),
        )
        for line in lines
    )
