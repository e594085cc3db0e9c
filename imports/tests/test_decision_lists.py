"""Lists of decisions and what they recognise, as offices write them."""

import datetime
from decimal import Decimal

from django.test import TestCase

from areas.models import Agency
from products.models import Recognition
from products.regimes import load_regimes
from tests.places import load_cao_bang, unit

from .plans import codes, imported, plan_of
from .workbooks import workbook

HEADS = [
    ["TT", "Quyết định công nhận", None, None, "Tên sản phẩm", "Chủ thể", "Kết quả",
     None, "Ghi chú"],
    [None, "Số QĐ", "Ngày ký", "Cơ quan ban hành", None, None, "Điểm", "Hạng sao",
     None],
]  # fmt: skip
MERGES = ["A3:A4", "B3:D3", "E3:E4", "F3:F4", "G3:H3", "I3:I4"]
ROWS = [
    [1, "1806/QĐ-UBND", datetime.date(2023, 9, 16), "UBND tỉnh Cao Bằng", "Rượu gạo",
     "HTX Hoàng Tung", 82.5, "4 sao", None],
    [2, None, None, None, "Miến dong", "HTX Hoàng Tung", "71,25", "***", "cấp lại"],
    [3, "QĐ số 25/QĐ-UBND", "5/1/2024", "UBND huyện Hòa An", "Rượu gạo",
     "HTX Hoàng Tung", "90", "5 sao", None],
]  # fmt: skip


class DecisionListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        cls.province = Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))
        cls.district = Agency.objects.create(
            name="UBND huyện Hòa An",
            area=unit("04"),
            valid_to=datetime.date(2025, 6, 30),
        )

    def test_each_award_has_its_decision_issuer_date_and_score(self):
        rows = [["DANH SÁCH CÁC QUYẾT ĐỊNH CÔNG NHẬN SẢN PHẨM OCOP"], [], *HEADS, *ROWS]
        merges = [*MERGES, "B5:B6", "C5:C6", "D5:D6"]
        plan = imported(rows, merges=merges)
        outcomes = [row.outcome for row in plan.rows]
        self.assertEqual(outcomes, ["new", "new", "changed"])
        self.assertEqual(
            {c for row in plan.rows for c in codes(row)}, {"place_missing"}
        )
        awards = Recognition.objects.order_by("valid_from", "product__name")
        self.assertEqual(
            [
                (
                    award.product.name,
                    str(award.decision),
                    award.decision.issuer,
                    award.get_grade_display(),
                    award.score,
                    award.valid_from,
                )
                for award in awards.select_related("product", "decision__issuer")
            ],
            [
                ("Miến dong", "1806/QĐ-UBND ngày 16/09/2023", self.province, "3 sao",
                 Decimal("71.25"), datetime.date(2023, 9, 16)),
                ("Rượu gạo", "1806/QĐ-UBND ngày 16/09/2023", self.province, "4 sao",
                 Decimal("82.50"), datetime.date(2023, 9, 16)),
                ("Rượu gạo", "25/QĐ-UBND ngày 05/01/2024", self.district, "5 sao",
                 Decimal("90.00"), datetime.date(2024, 1, 5)),
            ],
        )  # fmt: skip
        again = plan_of(workbook(rows, merges=merges))
        self.assertTrue(again.writes_nothing)

    def attached(self, *titles, head=("TT", "Tên sản phẩm", "Chủ thể", "Hạng sao")):
        """Return what an annex to a decision awards; nothing in it names one."""
        above = [
            ["Phụ lục"],
            ["DANH SÁCH SẢN PHẨM ĐẠT HẠNG SAO OCOP"],
            ["(Kèm theo Quyết định số 1925/QĐ-UBND ngày 31/12/2022"],
            ["của Ủy ban nhân dân tỉnh Cao Bằng)"],
        ]
        line = [1, "Rượu gạo", "HTX Hoàng Tung", "4 sao"]
        imported([*above, list(head), [*line, *titles]])
        return Recognition.objects.select_related("decision__issuer").get()

    def test_an_annex_is_of_the_decision_that_it_is_attached_to(self):
        award = self.attached()
        self.assertEqual(str(award.decision), "1925/QĐ-UBND ngày 31/12/2022")
        self.assertEqual(award.decision.issuer, self.province)
        self.assertEqual(award.valid_from, datetime.date(2022, 12, 31))
        self.assertEqual(award.valid_to, datetime.date(2025, 12, 31))

    def test_a_table_that_tells_when_is_not_of_the_decision_above_it(self):
        head = ("TT", "Tên sản phẩm", "Chủ thể", "Hạng sao", "Năm công nhận")
        award = self.attached(2021, head=head)
        self.assertEqual((award.decision, award.valid_from), (None, None))
        self.assertEqual(award.dates_as_printed, "2021")
