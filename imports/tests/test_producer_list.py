"""Lists of producers alone."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from producers.models import Producer, Representative, Site
from products.models import Product
from tests.factories import ProducerFactory, SiteFactory, UserFactory
from tests.places import load_cao_bang, unit

from .plans import codes, imported, plan_of, rows_of
from .workbooks import workbook

TITLES = ["STT", "Tên chủ thể", "Địa chỉ", "Mã số thuế", "Điện thoại", "Người đại diện"]
PLACE = "Thị trấn Nước Hai, huyện Hòa An"


def line(producer="HTX Hoàng Tung", place=PLACE, code=None, phone=None, person=None):
    return [1, producer, place, code, phone, person]


class ProducerListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()

    def test_producers_sites_and_representatives_are_made(self):
        rows = [TITLES, line(phone=912345678, person="Nông Thị A"), line("HTX Bế Văn")]
        plan = imported(rows)
        self.assertEqual([r.outcome for r in plan.rows], ["new", "new"])
        self.assertEqual(plan.rows[0].summary, "Thị trấn Nước Hai")
        counts = plan.counts()
        self.assertEqual(counts["producers"], {"new": 2, "changed": 0, "unchanged": 0})
        self.assertEqual(counts["sites"]["new"], 2)
        producer = Producer.objects.get(name="HTX Hoàng Tung")
        self.assertEqual(producer.phones, "0912345678")
        self.assertEqual(producer.representative.name, "Nông Thị A")
        self.assertEqual(producer.sites.get().area, unit("01654"))
        self.assertEqual(Product.objects.count(), 0)

    def test_the_same_list_twice_changes_nothing(self):
        rows = [TITLES, line(phone=912345678, person="Nông Thị A"), line("HTX Bế Văn")]
        imported(rows)
        plan = imported(rows)
        self.assertEqual([r.outcome for r in plan.rows], ["unchanged", "unchanged"])
        self.assertTrue(plan.writes_nothing)
        written = (Producer, Site, Representative)
        self.assertEqual([model.objects.count() for model in written], [2, 2, 1])

    def test_another_spelling_is_the_same_producer_and_what_differs_is_changed(self):
        imported([TITLES, line("Hợp tác xã Hoàng Tung")])
        [row] = rows_of([TITLES, line("HTX HOÀNG TUNG", phone="0912 345 678")])
        self.assertEqual(row.outcome, "changed")
        self.assertEqual(
            [(c["field"], c["old"], c["new"]) for c in row.changes],
            [("điện thoại", "", "•••")],
        )

    def test_a_producer_goes_by_its_new_name_from_the_row_that_gives_it(self):
        imported([TITLES, line("HTX Cũ", code="4800000001")])
        rows = [TITLES, line("HTX Mới", code="4800000001"), line("HTX Mới", None)]
        self.assertEqual(
            [row.outcome for row in imported(rows).rows], ["changed", "duplicate"]
        )
        [producer] = Producer.objects.all()
        self.assertEqual((producer.name, producer.earlier_names), ("HTX Mới", "HTX Cũ"))

    def test_and_from_the_rows_before_it_too(self):
        imported([TITLES, line("HTX Cũ", code="4800000001")])
        rows = [TITLES, line("HTX Mới", None), line("HTX Mới", code="4800000001")]
        self.assertEqual(
            [row.outcome for row in imported(rows).rows], ["changed", "duplicate"]
        )
        [producer] = Producer.objects.all()
        self.assertEqual((producer.name, producer.earlier_names), ("HTX Mới", "HTX Cũ"))

    def test_a_name_given_to_two_producers_is_that_of_neither(self):
        known = [line(f"HTX Cũ {n}", code=f"480000000{n}") for n in (1, 2)]
        imported([TITLES, *known])
        named = [line("HTX Mới", code=f"480000000{n}") for n in (1, 2)]
        [first, *_] = imported([TITLES, line("HTX Mới", None), *named]).rows
        self.assertEqual(first.outcome, "new")
        self.assertEqual(Producer.objects.count(), 3)

    def test_what_a_list_of_products_is_asked_this_one_is_too(self):
        plan = plan_of(
            workbook([TITLES, line(), line("HTX Hoàng Tùng"), line("HTX A", "Đức Long"),
                      line("HTX B"), line("HTX B", "Xã Hoàng Tung, huyện Hòa An")])
        )  # fmt: skip
        plan.ask()
        self.assertEqual(
            [(one.kind, one.text, one.other_text) for one in plan.asked],
            [
                ("alike", "HTX Hoàng Tung", "HTX Hoàng Tùng"),
                ("two_places", "HTX B", ""),
                ("place", "Đức Long", ""),
            ],
        )
        self.assertEqual([side["products"] for side in plan.asked[0].sides], [0, 0])

    def test_what_is_stored_may_be_kept_or_only_filled(self):
        imported([TITLES, line(phone=912345678)])
        rows = [TITLES, line(phone=987654321, code="4800000001"), line("HTX Bế Văn")]
        for choice, outcome, changed in (
            ("update", "changed", ["tax_code", "phones"]),
            ("fill", "changed", ["tax_code"]),
            ("skip", "left", []),
        ):
            with self.subTest(choice):
                plan = plan_of(workbook(rows), on_match=choice)
                self.assertEqual([r.outcome for r in plan.rows], [outcome, "new"])
                columns = [c for one in plan.changed(Producer) for c in one.wanted]
                self.assertCountEqual(columns, changed)

    def test_a_later_row_on_the_same_producer_is_a_duplicate(self):
        rows = [TITLES, line(), line("HTX HOÀNG TUNG", phone="0912345678")]
        plan = imported(rows)
        self.assertEqual([r.outcome for r in plan.rows], ["new", "duplicate"])
        self.assertEqual(plan.rows[1].same_as, 2)
        self.assertEqual(Producer.objects.get().phones, "")

    def test_another_place_is_a_further_site(self):
        plan = imported([TITLES, line(), line(place="Xã Đàm Thủy, huyện Trùng Khánh")])
        self.assertEqual([r.outcome for r in plan.rows], ["new", "changed"])
        self.assertEqual(codes(plan.rows[1]), ["producer_other_place"])
        self.assertEqual(Producer.objects.get().sites.count(), 2)

    def test_a_row_without_a_name_is_refused(self):
        [row] = rows_of([TITLES, [1, None, PLACE, None, "0912345678"]])
        self.assertEqual((row.outcome, codes(row)), ("rejected", ["missing_producer"]))

    def test_places_and_producers_out_of_scope_are_refused(self):
        lead = UserFactory(role=Role.LEAD, role__area=unit("01477"))
        lead.assignments.update(may_import=True)
        SiteFactory(place=unit("01654"), producer__tax_code="4800123456")
        rows = rows_of([TITLES, line(), line(code="4800123456")], user=lead)
        self.assertEqual(
            [codes(row) for row in rows],
            [["place_out_of_scope"], ["place_out_of_scope", "producer_out_of_scope"]],
        )


class ExportedTests(TestCase):
    """What the portal exports comes back unchanged."""

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.admin = UserFactory(role=Role.ADMIN, role__area=unit("04"))
        full = ProducerFactory(
            name="HTX Nông nghiệp Hoàng Tung",
            legal_kind="cooperative",
            tax_code="4800123456",
            phones="0912345678; 0987654321",
        )
        cls.rows = [full, ProducerFactory(name="Hộ kinh doanh Nông Văn B")]
        SiteFactory(producer=full, place=unit("01654"), address="Xóm Bó Mạ")
        SiteFactory(producer=full, place=unit("01477"), is_main=False)
        SiteFactory(producer=cls.rows[1], place=unit("01477"))

    def assert_unchanged(self, response) -> None:
        plan = plan_of(b"".join(response.streaming_content), user=self.admin)
        rows = [row for row in plan.rows if row.outcome != "skipped"]
        self.assertEqual(
            [(row.outcome, row.changes) for row in rows], [("unchanged", [])] * 2
        )
        self.assertEqual([codes(row) for row in rows], [[], []])

    def test_from_the_back_office(self):
        self.client.force_login(self.admin)
        chosen = {ACTION_CHECKBOX_NAME: [row.pk for row in self.rows]}
        self.assert_unchanged(
            self.client.post(
                reverse("admin:producers_producer_changelist"),
                {"action": "export_xlsx", **chosen},
            )
        )

    def test_from_the_list_of_producers(self):
        self.client.force_login(self.admin)
        self.assert_unchanged(
            self.client.get(reverse("producers:list"), {"xuat": "xlsx"})
        )
