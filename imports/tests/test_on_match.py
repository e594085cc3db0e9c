"""What a file may do to what is stored: update, fill gaps, nothing; row by row too."""

from django.test import TestCase

from imports.planning.plan import Plan
from producers.models import Producer, Site
from products.models import Product, Recognition
from products.regimes import load_regimes
from tests.places import load_cao_bang

from .plans import imported, plan_of
from .workbooks import workbook

TITLES = ["Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Điện thoại", "Nhãn hiệu",
          "Hạng sao", "Số quyết định"]  # fmt: skip
HERE, THERE = "Thị trấn Nước Hai, huyện Hòa An", "Xã Hoàng Tung, huyện Hòa An"
DECISION = "1806/QĐ-UBND ngày 16/9/2020"
SHEET = "Danh sách"


def row(product="Gạo", phone="", brand="", star="3 sao", place=HERE, by=DECISION):
    return [product, "HTX Bản Giốc", place, phone, brand, star, by]


class OnMatchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        imported([TITLES, row(phone="0912345678")])

    def plan(self, *rows, on_match, **rows_chosen) -> Plan:
        chosen = {number.strip("_"): one for number, one in rows_chosen.items()}
        return plan_of(
            workbook([TITLES, *rows]), on_match=on_match, rows={SHEET: chosen}
        )

    def outcomes(self, plan) -> list[str]:
        return [one.outcome.value for one in plan.rows]

    def wanted(self, plan) -> dict:
        """Return what a plan changes in stored rows, by model and column."""
        return {
            (model.__name__, column): value
            for model in (Producer, Site, Product, Recognition)
            for record in plan.changed(model)
            for column, value in record.wanted.items()
        }

    def new(self, plan) -> list[int]:
        return [len(plan.new(m)) for m in (Producer, Site, Product, Recognition)]

    def test_updating_takes_what_the_file_says(self):
        plan = self.plan(
            row(phone="0987654321", brand="Bản Giốc", star="4 sao"), on_match="update"
        )
        self.assertEqual(self.outcomes(plan), ["changed"])
        self.assertEqual(
            self.wanted(plan),
            {
                ("Producer", "phones"): "0987654321",
                ("Product", "brand"): "Bản Giốc",
                ("Recognition", "grade"): "4",
            },
        )

    def test_filling_leaves_what_is_stored_and_adds_what_is_not(self):
        plan = self.plan(
            row(phone="0987654321", brand="Bản Giốc", star="4 sao", place=THERE),
            row("Miến", phone="0987654321"),
            on_match="fill",
        )
        self.assertEqual(self.outcomes(plan), ["changed", "new"])
        self.assertEqual(self.wanted(plan), {("Product", "brand"): "Bản Giốc"})
        self.assertEqual(self.new(plan), [0, 0, 1, 1])
        self.assertEqual(
            [(c["field"], c["old"], c["new"]) for c in plan.rows[0].changes],
            [("nhãn hiệu", "", "Bản Giốc")],
        )

    def test_filling_with_nothing_to_fill_changes_nothing(self):
        plan = self.plan(row(phone="0987654321", star="4 sao"), on_match="fill")
        self.assertEqual(self.outcomes(plan), ["unchanged"])
        self.assertTrue(plan.writes_nothing)

    def test_a_further_award_comes_beside_what_is_stored(self):
        other = "2105/QĐ-UBND ngày 25/12/2023"
        plan = self.plan(row(star="4 sao", by=other), on_match="fill")
        self.assertEqual(self.new(plan), [0, 0, 0, 1])
        self.assertEqual(self.wanted(plan), {})

    def test_keeping_leaves_known_products_and_writes_new_ones(self):
        plan = self.plan(
            row(phone="0987654321", brand="Bản Giốc"),
            row("Miến", phone="0987654321"),
            row("Miến", phone="0987654321"),
            on_match="skip",
        )
        self.assertEqual(self.outcomes(plan), ["left", "new", "duplicate"])
        self.assertEqual(self.wanted(plan), {})
        self.assertEqual(self.new(plan), [0, 0, 1, 1])
        self.assertEqual(plan.counts()["left"], 1)

    def test_a_row_may_be_an_exception_from_what_holds_for_the_file(self):
        rows = [row(brand="Bản Giốc"), row("Miến"), row("Ngô")]
        plan = self.plan(*rows, on_match="update", _2="skip", _3="skip")
        self.assertEqual(self.outcomes(plan), ["left", "left", "new"])
        self.assertEqual(self.new(plan), [0, 0, 1, 1])
        plan = self.plan(*rows, on_match="skip", _2="update")
        self.assertEqual(self.outcomes(plan), ["changed", "new", "new"])
        plan = self.plan(row(phone="0987654321"), on_match="update", _2="fill")
        self.assertEqual(self.outcomes(plan), ["unchanged"])

    def test_a_row_left_out_creates_nothing_at_all(self):
        rows = [TITLES, ["Chè", "HTX Mới", THERE, "", "", "3 sao", DECISION]]
        plan = plan_of(workbook(rows), rows={SHEET: {"2": "skip"}})
        self.assertEqual(self.outcomes(plan), ["left"])
        self.assertTrue(plan.writes_nothing)
        plan.ask()
        self.assertEqual(plan.asked, [])
