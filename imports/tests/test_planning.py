"""What the rows of lists come to, cell by cell, against the real units of Cao Bằng."""

import datetime
import unicodedata
from decimal import Decimal

from django.test import TestCase

from areas.models import Agency
from producers.models import Producer, Representative, Site
from products.models import Decision, Product, Recognition
from products.regimes import load_regimes
from tests.places import load_cao_bang, unit

from .plans import codes, imported, rows_of
from .workbooks import HEAD, Failed, Formula

DAY = datetime.date(2020, 9, 16)


def row(product="Rượu gạo", producer="HTX Hoàng Tung", **cells):
    """Return a row under the given titles, with the usual cells in front."""
    return [1, product, producer, *cells.values()]


def listed(*lines, titles=("Địa chỉ",)):
    """Return rows with a header of the usual columns and the given ones."""
    return [["STT", "Tên sản phẩm", "Tên chủ thể", *titles], *lines]


class PlanTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()

    def outcomes(self, rows, **options):
        return [(r.outcome.value, codes(r)) for r in rows_of(rows, **options)]

    def one(self, *lines, titles=("Địa chỉ",), **options):
        """Import one row and return its product as stored."""
        imported(listed(*lines, titles=titles), **options)
        return Product.objects.get()


EVERY_COLUMN = {
    "STT": 1,
    "Tên sản phẩm": unicodedata.normalize("NFD", " Rượu  gạo\u200b "),
    "Quy cách": "chai 500 ml",
    "Tên chủ thể": "Hợp tác xã Hoàng Tung",
    "Loại hình": "hợp tác xã",
    "Mã số thuế": 100109106,
    "Người đại diện": "Nông Thị A",
    "Giới tính": "nữ",
    "Dân tộc": "Tày",
    "Điện thoại": 912345678,
    "Email": "htx@example.vn",
    "Website": "example.vn",
    "Địa chỉ": "Xóm 3, xã Hoàng Tung, huyện Hòa An",
    "Hạng sao": "4 sao",
    "Điểm": "82,5",
    "Số quyết định": "1806/QĐ-UBND",
    "Ngày quyết định": DAY,
    "Cơ quan ban hành": "UBND tỉnh Cao Bằng",
    "Ngày hết hạn": "15/9/2023",
    "Bộ sản phẩm": "Rượu trắng",
    "Bộ quy định": "1048",
    "Mã sản phẩm": "T-051-01",
    "Số giấy chứng nhận": "123/GCN",
    "Nhãn hiệu": "Pác Bó",
    "Mã số mã vạch": "8930000000012",
    "Tình trạng": "tạm dừng",
    "Ghi chú": "Đạt giải",
}


class EveryColumnTests(PlanTestCase):
    """One row that fills every column, and each row of the database made of it."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.agency = Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))
        imported([list(EVERY_COLUMN), list(EVERY_COLUMN.values())])

    def test_the_producer(self):
        producer = Producer.objects.get()
        self.assertEqual(
            (producer.name, producer.legal_kind, producer.tax_code, producer.phones),
            ("Hợp tác xã Hoàng Tung", "cooperative", "0100109106", "0912345678"),
        )
        self.assertEqual(
            (producer.email, producer.website, producer.state),
            ("htx@example.vn", "https://example.vn", "paused"),
        )

    def test_its_representative(self):
        person = Representative.objects.get(producer=Producer.objects.get())
        self.assertEqual(
            (person.name, person.sex, person.ethnicity), ("Nông Thị A", "female", "Tày")
        )

    def test_its_site_where_it_was_said_to_be_and_where_that_is_today(self):
        site = Site.objects.get(producer=Producer.objects.get())
        former = unit("01696", datetime.date(2025, 6, 30))
        self.assertEqual((site.place, site.is_main), (former, True))
        self.assertTrue(site.area.is_current)
        self.assertEqual(site.address, "Xóm 3, xã Hoàng Tung, huyện Hòa An")

    def test_the_product(self):
        product = Product.objects.get(producer=Producer.objects.get())
        self.assertEqual(
            (product.name, product.variant, product.brand, product.barcode),
            ("Rượu gạo", "chai 500 ml", "Pác Bó", "8930000000012"),
        )
        self.assertEqual(product.site, Site.objects.get())
        self.assertEqual(str(product.criteria_set.regime), "1048/QĐ-TTg")

    def test_the_decision(self):
        decision = Decision.objects.get()
        self.assertEqual(
            (decision.number, decision.signed_on, decision.issuer),
            ("1806/QĐ-UBND", DAY, self.agency),
        )

    def test_the_award(self):
        award = Recognition.objects.get(decision=Decision.objects.get())
        self.assertEqual((award.grade, award.score), ("4", Decimal("82.50")))
        self.assertEqual(
            (award.valid_from, award.valid_to), (DAY, datetime.date(2023, 9, 15))
        )
        self.assertEqual(str(award.regime), "1048/QĐ-TTg")
        self.assertEqual(award.criteria_set, award.product.criteria_set)
        self.assertEqual(
            (award.code, award.certificate_number, award.note),
            ("T-051-01", "123/GCN", "Đạt giải"),
        )


class CellTests(PlanTestCase):
    def test_a_row_needs_its_product_and_its_owner(self):
        self.assertEqual(
            self.outcomes(
                [HEAD, [1, None, "HTX"], [2, "Rượu"], [3, "-", "HTX", None, "4 sao"]]
            ),
            [
                ("rejected", ["missing_product", "star_missing"]),
                ("rejected", ["missing_producer", "star_missing"]),
                ("rejected", ["missing_product"]),
            ],
        )

    def test_owner_cells_hold_for_merged_rows_only(self):
        rows = [
            HEAD,
            [1, "Rượu", "HTX Hoàng Tung", "Xã Hoàng Tung, huyện Hòa An", "4 sao"],
            [2, "Bún", None, None, "3 sao"],
            [3, "Miến", None, None, "3 sao"],
        ]
        results = rows_of(rows, merges=["C2:C3", "D2:D3"])
        self.assertEqual([r.outcome.value for r in results], ["new", "new", "rejected"])
        self.assertEqual(results[1].producer, "HTX Hoàng Tung")
        self.assertEqual(codes(results[2]), ["missing_producer"])

    def test_stars(self):
        rows = listed(
            *[[n, f"Rượu {n}", "HTX", star] for n, star in enumerate(
                ["4 sao", None, "đề xuất 5 sao", "3-4 sao", "tiềm năng 5 sao"]
            )],
            titles=["Hạng sao"],
        )  # fmt: skip
        results = rows_of(rows)
        self.assertEqual(
            [codes(r)[:1] for r in results],
            [
                ["place_missing"],
                ["star_missing"],
                ["star_proposed"],
                ["invalid_star"],
                [],
            ],
        )
        imported(rows)
        awards = Recognition.objects.order_by("product").values_list("grade", flat=True)
        self.assertEqual(list(awards), ["4", "4+"])
        self.assertEqual(Product.objects.count(), 4)

    def test_a_star_may_stand_in_the_sub_heading_where_no_column_holds_it(self):
        imported(listed(["I. SẢN PHẨM ĐẠT 4 SAO"], row(a="Xã Hòa An")))
        self.assertEqual(Recognition.objects.get().grade, "4")

    def test_errors_of_formulas_reject_the_row_they_are_used_in(self):
        rows = listed(
            [1, Failed("#REF!"), "HTX", "4 sao", None],
            [2, "Rượu", "HTX", Formula(), None],
            [Formula(), "Bún", "HTX", "3 sao", Failed()],
            titles=["Hạng sao", "Doanh thu"],
        )
        self.assertEqual(
            [c for _, c in self.outcomes(rows)],
            [["formula_error"], ["formula_without_value"], ["place_missing"]],
        )

    def test_a_stray_text_in_an_old_font_is_converted_with_a_warning(self):
        product = self.one([1, "Rượu gạo", "Hîp t¸c x· Hoµng Tung", "Xã Hòa An"])
        self.assertEqual(product.producer.name, "Hợp tác xã Hoàng Tung")
        self.assertEqual(
            self.outcomes(listed([1, "Bún", "Hîp t¸c x· Hoµng Tung", "Xã Hòa An"])),
            [("new", ["legacy_converted"])],
        )

    def test_messages_name_the_cell_and_what_stands_there(self):
        [result] = rows_of(listed([1, "Rượu", "HTX", "7 sao"], titles=["Hạng sao"]))
        [message] = result.messages
        self.assertEqual(
            (message.column, message.title, message.value), ("D", "Hạng sao", "7 sao")
        )
        self.assertIn("7 sao", message.text)


class DateTests(PlanTestCase):
    titles = (
        "Hạng sao",
        "Số quyết định",
        "Ngày quyết định",
        "Ngày công nhận",
        "Thời hạn",
    )

    def award(self, *cells):
        imported(listed([1, "Rượu", "HTX", "3 sao", *cells], titles=self.titles))
        return Recognition.objects.get()

    def dates(self, *cells):
        award = self.award(*cells)
        return award.valid_from, award.valid_to, award.dates_as_printed

    def test_the_day_of_the_decision_counts_where_no_other_is_given(self):
        self.assertEqual(
            self.dates("1/QĐ-UBND", DAY), (DAY, datetime.date(2023, 9, 16), "")
        )

    def test_the_day_in_the_decision_cell_counts_as_well(self):
        self.assertEqual(self.dates("QĐ số 1/QĐ-UBND ngày 16/9/2020")[0], DAY)

    def test_an_own_day_wins(self):
        own = datetime.date(2020, 10, 1)
        self.assertEqual(
            self.dates("1/QĐ-UBND", DAY, own), (own, datetime.date(2023, 10, 1), "")
        )

    def test_a_printed_end_wins_over_36_months(self):
        end = datetime.date(2022, 1, 1)
        self.assertEqual(self.dates("1/QĐ-UBND", DAY, None, end), (DAY, end, ""))

    def test_a_term_is_counted_from_the_beginning(self):
        self.assertEqual(
            self.dates("1/QĐ-UBND", DAY, None, "24 tháng")[1],
            datetime.date(2022, 9, 16),
        )

    def test_a_29th_of_february_is_clamped(self):
        leap = datetime.date(2024, 2, 29)
        self.assertEqual(self.dates("1/QĐ-UBND", leap)[1], datetime.date(2027, 2, 28))

    def test_a_year_alone_is_kept_as_printed(self):
        self.assertEqual(self.dates(None, None, "năm 2020"), (None, None, "năm 2020"))
        self.assertEqual(
            self.outcomes(
                listed([1, "Bún", "HTX", "3 sao", None, None, 2020], titles=self.titles)
            ),
            [("new", ["date_incomplete"])],
        )

    def test_a_year_beside_a_full_day_needs_no_warning(self):
        rows = listed([1, "Bún", "HTX", "3 sao", "1/QĐ", DAY, 2020], titles=self.titles)
        self.assertEqual(self.outcomes(rows), [("new", ["place_missing"])])

    def test_an_end_of_which_only_the_year_is_printed_is_not_worked_out(self):
        self.assertEqual(
            self.dates("1/QĐ", DAY, None, "năm 2023"), (DAY, None, "năm 2023")
        )

    def test_impossible_dates_reject_the_row(self):
        for cells in (
            ["1/QĐ", "31/02/2021"],
            ["1/QĐ ngày 31/02/2021"],
            [None, None, "tháng 12"],
            ["1/QĐ", DAY, None, "15/9/2019"],
        ):
            with self.subTest(cells=cells):
                rows = listed([1, "Bún", "HTX", "3 sao", *cells], titles=self.titles)
                [(outcome, found)] = self.outcomes(rows)
                self.assertEqual((outcome, found[-1]), ("rejected", "invalid_date"))

    def test_the_day_of_recognition_is_that_of_the_decision_if_it_has_no_other(self):
        rows = listed(
            [1, "Rượu", "HTX", "3 sao", "1/QĐ-UBND", DAY],
            titles=["Hạng sao", "Số quyết định", "Ngày công nhận"],
        )
        imported(rows)
        self.assertEqual(Decision.objects.get().signed_on, DAY)

    def test_two_days_for_one_decision_are_told(self):
        rows = listed(
            [1, "Rượu", "HTX", "3 sao", "1/QĐ-UBND ngày 17/9/2020", DAY],
            titles=["Hạng sao", "Số quyết định", "Ngày quyết định"],
        )
        self.assertIn("dates_differ", self.outcomes(rows)[0][1])


class PlaceTests(PlanTestCase):
    def site(self, *lines, titles=("Địa chỉ",)):
        return self.one(*lines, titles=titles).site

    def test_the_sub_heading_gives_the_place_of_the_rows_under_it(self):
        site = self.site(["I. HUYỆN HÒA AN (Cao Bằng)"], row(a=None))
        self.assertEqual(site.place, unit("051", datetime.date(2025, 6, 30)))
        self.assertEqual(site.area, unit("04"))

    def test_sub_heading_and_columns_together_name_the_commune(self):
        site = self.site(["I. HUYỆN HÒA AN"], row(a="Nam Tuấn"), titles=["Xã, phường"])
        self.assertEqual(site.place, unit("01660", datetime.date(2025, 6, 30)))

    def test_columns_of_commune_and_district(self):
        site = self.site(
            row(a="Nước Hai", b="Hòa An"), titles=["Xã/Phường/Thị trấn", "Huyện/TP"]
        )
        self.assertEqual(site.place, unit("01654", datetime.date(2025, 6, 30)))
        self.assertEqual(site.area, unit("01654"))

    def test_the_era_follows_what_the_heading_says(self):
        site = self.site(["D", "Xã, phường từ 01/7/2025"], row(a="Xã Nam Tuấn"))
        self.assertEqual(site.place, unit("01660"))

    def test_what_was_awarded_since_lies_in_a_unit_of_today(self):
        site = self.site(
            row(a="Xã Nam Tuấn", b="3 sao", c="1/QĐ-UBND ngày 15/12/2025"),
            titles=["Địa chỉ", "Hạng sao", "Số quyết định"],
        )
        self.assertEqual(site.place, unit("01660"))

    def test_a_name_of_several_units_is_a_warning_with_candidates(self):
        [result] = rows_of(listed(row(a="Hòa An")))
        self.assertEqual(codes(result), ["place_ambiguous", "place_missing"])
        self.assertIn("Huyện Hòa An", result.messages[0].text)
        self.assertIn("Xã Hòa An", result.messages[0].text)
        self.assertEqual(self.site(row(a="Hòa An")).place, unit("04"))

    def test_an_unknown_name_is_a_warning_and_the_province_stands_in(self):
        [result] = rows_of(listed(row(a="Xã Không Có, huyện Hòa An")))
        self.assertEqual(codes(result)[0], "place_unknown")

    def test_the_same_owner_in_two_communes_is_one_with_two_sites_and_a_question(self):
        rows = listed(
            row("Rượu", a="Thị trấn Nước Hai, huyện Hòa An"),
            row("Bún", a="Xã Hoàng Tung, huyện Hòa An"),
            row("Miến", a="Thị trấn Nước Hai, huyện Hòa An"),
        )
        self.assertEqual(
            [c for _, c in self.outcomes(rows)], [[], ["producer_other_place"], []]
        )
        imported(rows)
        self.assertEqual(Producer.objects.count(), 1)
        sites = Site.objects.order_by("pk").values_list("place__name", "is_main")
        self.assertEqual(
            list(sites), [("Thị trấn Nước Hai", True), ("Xã Hoàng Tung", False)]
        )

    def test_a_finer_place_known_later_replaces_the_coarse_one(self):
        site = self.site(["I. HUYỆN HÒA AN"], row(a=None))
        rows = listed(row(a="Thị trấn Nước Hai, huyện Hòa An"))
        [result] = rows_of(rows)
        self.assertIn(
            ("địa bàn như đã ghi", "Huyện Hòa An", "Thị trấn Nước Hai"),
            [(c["field"], c["old"], c["new"]) for c in result.changes],
        )
        imported(rows)
        site.refresh_from_db()
        self.assertEqual(site.area, unit("01654"))
        self.assertEqual(Site.objects.count(), 1)
