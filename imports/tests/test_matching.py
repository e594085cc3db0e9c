"""Which rows mean what is stored already, and what they change in it."""

import datetime

from django.test import TestCase

from accounts.enums import Role
from areas.models import Agency
from producers.models import Producer, Representative, Site
from products.models import Decision, Product, Recognition, Regime
from products.regimes import load_regimes
from tests.factories import ProducerFactory, SiteFactory, UserFactory
from tests.places import load_cao_bang, unit

from .plans import codes, imported, plan_of, rows_of
from .workbooks import workbook, workbooks

DAY = datetime.date(2020, 9, 16)
PLACE = "Thị trấn Nước Hai, huyện Hòa An"
TITLES = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Mã số thuế", "Điện thoại",
          "Hạng sao", "Số quyết định", "Ngày quyết định"]  # fmt: skip


def line(product="Rượu gạo", producer="HTX Hoàng Tung", place=PLACE, **cells):
    """Return a row under TITLES; what is not given stays blank."""
    return [
        1,
        product,
        producer,
        place,
        cells.get("code"),
        cells.get("phone"),
        cells.get("star", "4 sao"),
        cells.get("decision", "1806/QĐ-UBND"),
        cells.get("day", DAY),
    ]


def table(*lines):
    return [TITLES, *lines]


class MatchTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()

    def outcomes(self, *lines, **options):
        return [r.outcome.value for r in rows_of(table(*lines), **options)]

    def changes(self, *lines, **options):
        """Return (field, old, new) of the one row that is asked for."""
        [result] = rows_of(table(*lines), **options)
        return [(c["field"] or c["what"], c["old"], c["new"]) for c in result.changes]


class SameFileTests(MatchTestCase):
    def test_the_same_file_twice_changes_nothing(self):
        rows = table(
            line(code=100109106, phone="0912345678; 0987654321"),
            line("Bún khô", day="năm 2020", decision=None),
            line("Miến", "HTX Đức Long", None, star="đề xuất 5 sao"),
        )
        imported(rows)
        again = plan_of(workbook(rows))
        self.assertTrue(again.writes_nothing)
        self.assertEqual([r.outcome.value for r in again.rows], ["unchanged"] * 3)

    def test_blank_cells_erase_nothing(self):
        imported(table(line(code="4800123456", phone="0912345678")))
        self.assertEqual(self.outcomes(line(decision=None, day=None)), ["unchanged"])
        self.assertEqual(self.outcomes(line(star=None)), ["unchanged"])

    def test_what_differs_is_told_field_by_field(self):
        imported(table(line(phone="0912345678")))
        self.assertEqual(
            self.changes(line(phone="0987654321", star="3 sao")),
            [("điện thoại", "•••", "•••"), ("hạng sao", "4 sao", "3 sao")],
        )

    def test_changed_rows_are_written_and_count_their_saves(self):
        imported(table(line()))
        imported(table(line(star="3 sao")))
        award = Recognition.objects.get()
        self.assertEqual((award.grade, award.version), ("3", 2))


class EndedAwardTests(MatchTestCase):
    def test_days_that_its_end_does_not_allow_are_left_as_they_are(self):
        imported(table(line()))
        award = Recognition.objects.get()
        Recognition.objects.update(ended_on=DAY)
        titles = [*TITLES, "Ngày công nhận"]
        rows = [titles, [*line(), datetime.date(2020, 10, 1)]]
        [result] = rows_of(rows)
        self.assertEqual((result.changes, codes(result)), ([], ["term_after_end"]))
        imported(rows)
        stored = Recognition.objects.get()
        self.assertEqual(
            (stored.valid_from, stored.valid_to), (award.valid_from, award.valid_to)
        )


class ProducerIdentityTests(MatchTestCase):
    def test_spellings_of_one_name_are_one_producer(self):
        imported(table(line(producer="Hợp tác xã (HTX) Nông nghiệp Hoà An")))
        for name in ("HTX NN Hòa An", "hợp tác xã nông nghiệp  HOÀ AN"):
            with self.subTest(name=name):
                self.assertEqual(self.outcomes(line(producer=name)), ["unchanged"])

    def test_one_letter_makes_another_producer(self):
        imported(table(line()))
        self.assertEqual(self.outcomes(line(producer="HTX Hoàng Tùng")), ["new"])

    def test_equal_tax_codes_are_one_and_a_new_name_is_kept_beside_the_old(self):
        imported(table(line(code="4800123456")))
        row = line(producer="Công ty TNHH Hoàng Tung", code=4800123456)
        self.assertEqual(
            self.changes(row),
            [
                ("tên chủ thể", "HTX Hoàng Tung", "Công ty TNHH Hoàng Tung"),
                ("tên trước đây", "", "HTX Hoàng Tung"),
            ],
        )
        imported(table(row))
        producer = Producer.objects.get()
        self.assertEqual(producer.name, "Công ty TNHH Hoàng Tung")
        self.assertEqual(producer.earlier_names, "HTX Hoàng Tung")
        self.assertEqual(producer.match_key, "công ty tnhh hoàng tung")
        self.assertEqual(Product.objects.count(), 1)

    def test_two_tax_codes_are_never_one_producer(self):
        imported(table(line(code="4800123456")))
        self.assertEqual(self.outcomes(line(code="4800654321")), ["new"])
        imported(table(line(code="4800654321")))
        [result] = rows_of(table(line("Bún khô")))
        self.assertEqual(
            (result.outcome.value, codes(result)), ("rejected", ["producer_ambiguous"])
        )

    def test_a_tax_code_learnt_later_is_taken_up(self):
        imported(table(line()))
        self.assertEqual(
            self.changes(line(code="4800123456")), [("mã số thuế", "", "4800123456")]
        )
        self.assertEqual(self.outcomes(line(code="4800123456")), ["changed"])

    def test_of_two_with_one_name_the_place_decides(self):
        for place in ("01654", "01477"):
            SiteFactory(
                producer__name="HTX Đoàn Kết", place=unit(place), area=unit(place)
            )
        [result] = rows_of(table(line(producer="HTX Đoàn Kết", place="Xã Trùng Khánh")))
        self.assertEqual((result.outcome.value, codes(result)), ("new", []))
        [result] = rows_of(table(line(producer="HTX Đoàn Kết", place=None)))
        self.assertEqual(codes(result), ["producer_ambiguous"])

    def test_rows_that_contradict_one_another_keep_the_first(self):
        rows = table(line(phone="0912345678"), line("Bún", phone="0987654321"))
        self.assertEqual([codes(r) for r in rows_of(rows)], [[], ["row_disagrees"]])
        imported(rows)
        self.assertEqual(Producer.objects.get().phones, "0912345678")

    def test_a_person_is_changed_without_showing_who(self):
        titles = ["Tên sản phẩm", "Tên chủ thể", "Người đại diện"]
        imported([titles, ["Rượu", "HTX", "Nông Thị A"]])
        [result] = rows_of([titles, ["Rượu", "HTX", "Bế Văn B"]])
        self.assertEqual(
            [(c["field"], c["old"], c["new"]) for c in result.changes],
            [("người đại diện", "•••", "•••")],
        )
        imported([titles, ["Rượu", "HTX", "Bế Văn B"]])
        self.assertEqual(Representative.objects.get().name, "Bế Văn B")


class ProductIdentityTests(MatchTestCase):
    def test_the_later_row_of_one_product_is_a_duplicate(self):
        results = rows_of(table(line(), line("RƯỢU  GẠO"), line("Rượu gạo.")))
        self.assertEqual(
            [(r.outcome.value, r.same_as) for r in results],
            [("new", None), ("duplicate", 2), ("duplicate", 2)],
        )
        imported(table(line(), line("RƯỢU  GẠO", star="3 sao")))
        self.assertEqual(Recognition.objects.get().grade, "4")

    def test_two_sizes_are_two_products(self):
        rows = table(line("Rượu gạo 500 ml"), line("Rượu gạo 750 ml"))
        self.assertEqual([r.outcome.value for r in rows_of(rows)], ["new", "new"])

    def test_one_name_of_two_owners_is_two_products(self):
        rows = table(line(), line(producer="HTX Đức Long"))
        self.assertEqual([r.outcome.value for r in rows_of(rows)], ["new", "new"])

    def test_a_further_award_of_a_product_is_no_duplicate(self):
        later = datetime.date(2023, 9, 1)
        rows = table(line(), line(star="5 sao", decision="99/QĐ-UBND", day=later))
        results = rows_of(rows)
        self.assertEqual([r.outcome.value for r in results], ["new", "changed"])
        self.assertEqual(
            [(c["what"], c["new"]) for c in results[1].changes],
            [
                ("quyết định", "99/QĐ-UBND ngày 01/09/2023"),
                (
                    "lần công nhận",
                    "5 sao · 99/QĐ-UBND ngày 01/09/2023 · đến 01/09/2026",
                ),
            ],
        )
        imported(rows)
        self.assertEqual(Product.objects.count(), 1)
        self.assertEqual(Recognition.objects.count(), 2)

    def test_rows_of_several_sheets_are_compared_with_one_another(self):
        data = workbooks([("Một", table(line())), ("Hai", table(line()))])
        rows = plan_of(data).rows
        self.assertEqual(
            [(r.sheet, r.outcome.value) for r in rows],
            [("Một", "new"), ("Hai", "duplicate")],
        )


class DecisionTests(MatchTestCase):
    def test_one_number_and_day_is_one_decision(self):
        imported(table(line(), line("Bún", decision="QĐ số 1806/QĐ/UBND")))
        self.assertEqual(Decision.objects.count(), 1)

    def test_one_number_of_two_days_is_two_decisions(self):
        imported(table(line(), line("Bún", day=datetime.date(2022, 1, 5))))
        self.assertEqual(Decision.objects.count(), 2)

    def test_a_number_alone_means_the_one_decision_it_fits(self):
        imported(table(line()))
        imported(table(line("Bún", day=None)))
        self.assertEqual(Decision.objects.count(), 1)
        self.assertEqual(
            list(Recognition.objects.values_list("valid_from", flat=True)), [DAY, DAY]
        )

    def test_a_number_that_fits_several_decisions_rejects_the_row(self):
        imported(table(line(), line("Bún", day=datetime.date(2022, 1, 5))))
        [result] = rows_of(table(line("Miến", day=None)))
        self.assertEqual(
            (result.outcome.value, codes(result)), ("rejected", ["decision_ambiguous"])
        )

    def test_the_issuer_chosen_for_the_file_is_part_of_the_decision(self):
        province = Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))
        district = Agency.objects.create(name="UBND huyện Hòa An", area=unit("04"))
        imported(table(line()), issuer_id=province.pk)
        self.assertEqual(Decision.objects.get().issuer, province)
        imported(table(line("Bún")), issuer_id=district.pk)
        self.assertEqual(Decision.objects.count(), 2)
        [result] = rows_of(table(line("Miến")))
        self.assertEqual(codes(result), ["decision_ambiguous"])

    def test_a_decision_learnt_later_is_tied_to_the_award(self):
        imported(table(line(decision=None)))
        self.assertEqual(
            self.changes(line()),
            [
                ("quyết định", "", "1806/QĐ-UBND ngày 16/09/2020"),
                ("quyết định", "", "1806/QĐ-UBND ngày 16/09/2020"),
            ],
        )
        imported(table(line()))
        self.assertEqual(Recognition.objects.get().decision, Decision.objects.get())


class RegimeTests(MatchTestCase):
    titles = ("Tên sản phẩm", "Tên chủ thể", "Hạng sao", "Bộ sản phẩm")
    cells = ("Rượu gạo", "HTX", "4 sao", "Rượu trắng")

    def regime(self, number):
        return Regime.objects.get(number__startswith=number)

    def test_without_a_choice_the_award_has_no_regime_and_the_product_the_newest_set(
        self,
    ):
        imported([self.titles, self.cells])
        award = Recognition.objects.get()
        self.assertEqual((award.regime, award.criteria_set), (None, None))
        self.assertEqual(
            award.product.criteria_set.regime.number, self.regime("26").number
        )

    def test_the_chosen_regime_holds_for_awards_and_sets(self):
        imported([self.titles, self.cells], regime=self.regime("1048"))
        award = Recognition.objects.get()
        self.assertEqual(award.regime, self.regime("1048"))
        self.assertEqual(award.criteria_set.regime, award.regime)
        self.assertEqual(award.product.criteria_set, award.criteria_set)
        again = plan_of(workbook([self.titles, self.cells]))
        self.assertTrue(again.writes_nothing)

    def test_the_name_of_a_group_is_no_set(self):
        [result] = rows_of([self.titles, [*self.cells[:3], "Đồ uống"]])
        [message] = [m for m in result.messages if m.code == "set_unknown"]
        self.assertIn("tên ngành, nhóm", message.text)


class ScopeTests(MatchTestCase):
    """A leader who may import for Xã Hòa An knows nothing of Xã Trùng Khánh."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.own = unit("01654")
        cls.lead = UserFactory(role=Role.LEAD, role__area=cls.own)
        cls.lead.assignments.update(may_import=True)
        foreign = unit("01477")
        cls.foreign = ProducerFactory(name="HTX Trùng Khánh", tax_code="4800999999")
        SiteFactory(producer=cls.foreign, place=foreign, area=foreign)

    def test_own_rows_are_imported(self):
        imported(table(line(place="Xã Hòa An")), user=self.lead)
        self.assertEqual(
            Site.objects.get(place=self.own).producer.name, "HTX Hoàng Tung"
        )

    def test_a_place_outside_rejects_the_row(self):
        [result] = rows_of(table(line(place="Xã Trùng Khánh")), user=self.lead)
        self.assertEqual(codes(result), ["place_out_of_scope"])

    def test_a_foreign_tax_code_rejects_the_row_without_naming_its_owner(self):
        row = line(producer="Tên khác", place="Xã Hòa An", code="4800999999")
        [result] = rows_of(table(row), user=self.lead)
        self.assertEqual(codes(result), ["producer_out_of_scope"])
        said = str(result.fingerprint()) + str([m.text for m in result.messages])
        self.assertNotIn("Trùng Khánh", said)

    def test_a_foreign_producer_of_the_same_name_is_neither_matched_nor_renamed(self):
        row = line(producer="HTX Trùng Khánh", place="Xã Hòa An", phone="0912345678")
        imported(table(row), user=self.lead)
        self.foreign.refresh_from_db()
        self.assertEqual((self.foreign.phones, self.foreign.version), ("", 1))
        self.assertEqual(Producer.objects.filter(name="HTX Trùng Khánh").count(), 2)
        self.assertEqual(self.foreign.products.count(), 0)

    def test_a_foreign_site_and_product_of_an_own_producer_are_not_touched(self):
        own = ProducerFactory(name="HTX Hai Nơi")
        SiteFactory(producer=own, place=self.own)
        there = SiteFactory(producer=own, place=unit("01477"), is_main=False)
        product = Product.objects.create(producer=own, site=there, name="Rượu gạo")
        row = line(producer="HTX Hai Nơi", place="Xã Hòa An")
        [result] = rows_of(table(row), user=self.lead)
        self.assertEqual(codes(result), ["product_out_of_scope"])
        product.refresh_from_db()
        self.assertEqual(product.site, there)

    def test_a_row_without_a_place_goes_to_the_own_commune(self):
        imported(table(line(place=None)), user=self.lead)
        self.assertEqual(Site.objects.latest("pk").place, self.own)

    def test_the_provincial_office_matches_the_whole_province(self):
        user = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
        row = line(producer="HTX Trùng Khánh", place=None, phone="0912345678")
        imported(table(row), user=user)
        self.foreign.refresh_from_db()
        self.assertEqual(self.foreign.phones, "0912345678")

    def test_a_leader_of_a_former_district_imports_for_what_lay_in_it(self):
        former = unit("051", datetime.date(2025, 6, 30))
        lead = UserFactory(role=Role.LEAD, role__area=former)
        lead.assignments.update(may_import=True)
        results = rows_of(
            table(line(), line("Bún", place="Phường Thục Phán")), user=lead
        )
        self.assertEqual(
            [(r.outcome.value, codes(r)) for r in results],
            [("new", []), ("rejected", ["place_out_of_scope"])],
        )
