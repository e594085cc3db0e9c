"""Every workbook of the corpus, from upload to what is stored, and once more."""

from django.test import TestCase

from areas.agencies import load_agencies
from areas.models import Agency
from imports.services import (
    change_layout,
    commit_import,
    load_book,
    preview_import,
    start_import,
)
from producers.models import Producer, Site
from products.models import Decision, Product, Recognition, Regime
from products.regimes import load_regimes
from tests.places import load_cao_bang

from .corpus import workbooks
from .corpus.pages import NEW, Workbook
from .corpus.writing import data_of
from .stored import values_of


class CorpusTests(TestCase):
    maxDiff = None

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        load_agencies("04")

    def check(self, book: Workbook) -> None:
        data = data_of(book)
        run = self.previewed(book, data)
        self.assertEqual(sheets_of(run), expected_sheets(book))
        self.assertEqual(rows_of(run), expected_rows(book))
        commit_import(run, by=None)
        self.assertEqual(stored_rows(book), expected_values(book))
        before = everything()
        again = self.previewed(book, data)
        self.assertFalse(again.counts["writes"])
        self.assertEqual(outcomes(again), expected_outcomes_again(book))
        commit_import(again, by=None)
        self.assertIsNone(again.batch)
        self.assertEqual(everything(), before)

    def previewed(self, book: Workbook, data: bytes):
        run = start_import(data, book.file, by=None)
        _, layout = load_book(run)
        chosen = {}
        if book.regime:
            chosen["regime"] = Regime.objects.get(number=book.regime)
        if book.issuer:
            chosen["issuer"] = Agency.objects.get(name=book.issuer)
        change_layout(run, layout, **chosen)
        preview_import(run, by=None)
        run.refresh_from_db()
        return run


def _check_of(book: Workbook):
    return lambda self: self.check(book)


for _book in workbooks():
    _name = _book.file.removesuffix(".xlsx").replace("-", "_")
    setattr(CorpusTests, f"test_{_name}", _check_of(_book))


def letters(index: int) -> str:
    return chr(ord("A") + index)


def sheets_of(run) -> list:
    """Return what was understood of each sheet."""
    return [
        (
            sheet["name"],
            sheet["is_hidden"],
            sheet["is_used"],
            [
                list(range(table["header_first"], table["header_last"] + 1))
                for table in sheet["tables"]
            ],
            [
                ", ".join(f"{letters(int(i))} {n}" for i, n in t["columns"].items())
                for t in sheet["tables"]
            ],
            sheet["notices"],
        )
        for sheet in run.layout["sheets"]
    ]


def expected_sheets(book: Workbook) -> list:
    return [
        (
            page.name,
            page.is_hidden,
            page.is_used,
            page.heads,
            page.columns,
            list(page.notices),
        )
        for page in book.pages
    ]


def rows_of(run) -> list:
    """Return (sheet, row, outcome, what is said of which cell) of every row."""
    return [
        (
            row.sheet,
            row.row,
            row.outcome,
            tuple(sorted(_said(row.row, message) for message in row.messages)),
        )
        for row in run.rows.order_by("pk")
    ]


def _said(row: int, message: dict) -> str:
    cell = f"{message['column']}{row}" if message["column"] else "-"
    return f"{message['code']} {cell}"


def expected_rows(book: Workbook) -> list:
    return [(one.sheet, one.row, one.outcome, one.says) for one in book.expected]


def expected_values(book: Workbook) -> list:
    return [(o.sheet, o.row, o.values) for o in book.expected if o.values]


def stored_rows(book: Workbook) -> list:
    """Return what is stored of each row that was taken over."""
    return [
        (one.sheet, one.row, values_of(one.values))
        for one in book.expected
        if one.values
    ]


def outcomes(run) -> list:
    return [(row.sheet, row.row, row.outcome) for row in run.rows.order_by("pk")]


def expected_outcomes_again(book: Workbook) -> list:
    settled = {NEW: "unchanged", "changed": "unchanged"}
    return [
        (one.sheet, one.row, settled.get(one.outcome, one.outcome))
        for one in book.expected
    ]


def everything() -> list:
    """Return every stored row with its version."""
    models = (Producer, Site, Decision, Product, Recognition)
    return [list(model.objects.order_by("pk").values()) for model in models]
