import datetime

from django.http import QueryDict
from django.test import TestCase

from producers.enums import LegalKind
from products.enums import Grade
from products.filters import ProductFilter
from products.models import Product
from tests.factories import (
    CriteriaSetFactory,
    ProductFactory,
    RecognitionFactory,
)

DAY = "ngay=15/09/2023"


def recognise(name, valid_from, valid_to, grade=Grade.THREE, **product):
    return RecognitionFactory(
        product=ProductFactory(name=name, **product),
        valid_from=valid_from and datetime.date(*valid_from),
        valid_to=valid_to and datetime.date(*valid_to),
        grade=grade,
    )


def filtered(query: str) -> ProductFilter:
    return ProductFilter(QueryDict(query), Product.objects.all())


def found(query: str) -> list[str]:
    """Return the names that the list shows on 15/9/2023 for the query."""
    return [product.name for product in filtered(f"{query}&{DAY}").qs]


class ProductFilterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        recognise("Bún", (2021, 1, 1), (2023, 12, 15))  # last day in 3 months, exactly
        recognise("Cơm", (2021, 1, 1), (2023, 12, 16), Grade.FOUR)
        cls.miến = recognise("Miến", (2022, 9, 15), (2025, 9, 15), Grade.FOUR)
        recognise("Gạo", (2020, 9, 14), (2023, 9, 14))
        recognise("Chè", None, None)
        ProductFactory(
            name="Rượu",
            criteria_set=CriteriaSetFactory(),
            site__producer__name="Cơ sở Đào",
            site__producer__legal_kind=LegalKind.FACILITY,
        )

    def test_all_products_stand_in_the_order_of_names(self):
        self.assertEqual(found(""), ["Bún", "Chè", "Cơm", "Gạo", "Miến", "Rượu"])

    def test_what_is_in_force_takes_in_what_is_running_out(self):
        self.assertEqual(found("tinh_trang=in_force"), ["Bún", "Cơm", "Miến"])
        self.assertEqual(found("tinh_trang=valid"), ["Miến"])
        self.assertEqual(found("tinh_trang=expiring"), ["Bún", "Cơm"])

    def test_other_states(self):
        self.assertEqual(found("tinh_trang=expired"), ["Gạo"])
        self.assertEqual(found("tinh_trang=unknown"), ["Chè"])
        self.assertEqual(found("tinh_trang=none"), ["Rượu"])
        self.assertEqual(found("tinh_trang=none&hang=3"), [])

    def test_stars_and_state_are_those_of_the_same_recognition(self):
        recognise("Miến cũ", (2021, 1, 1), (2024, 1, 1), Grade.THREE)
        RecognitionFactory(
            product=Product.objects.get(name="Miến cũ"),
            grade=Grade.FOUR,
            valid_from=datetime.date(2023, 1, 1),
            valid_to=datetime.date(2026, 1, 1),
        )
        self.assertEqual(found("tinh_trang=in_force&hang=3"), ["Bún"])
        self.assertEqual(
            found("tinh_trang=in_force&hang=4"), ["Cơm", "Miến", "Miến cũ"]
        )

    def test_running_out_within_months(self):
        self.assertEqual(found("het_han_trong=3"), ["Bún"])
        self.assertEqual(found("het_han_trong=6"), ["Bún", "Cơm"])
        self.assertEqual(found("het_han_trong=12"), ["Bún", "Cơm"])
        self.assertEqual(found("het_han_trong=6&hang=4"), ["Cơm"])

    def test_group_and_kind(self):
        self.assertEqual(found("nhom=Đồ uống có cồn"), ["Rượu"])
        self.assertEqual(
            found("nhom=chua-phan-nhom"), ["Bún", "Chè", "Cơm", "Gạo", "Miến"]
        )
        self.assertEqual(found("loai_hinh=household"), ["Rượu"])

    def test_search_finds_the_producer_too(self):
        self.assertEqual(found("q=dao+ruou"), ["Rượu"])

    def test_place(self):
        place = self.miến.product.site.place_id
        self.assertEqual(found(f"dia_ban={place}"), ["Miến"])

    def test_rows_without_a_value_come_last_both_ways(self):
        self.assertEqual(
            found("sap_xep=het_han"), ["Gạo", "Bún", "Cơm", "Miến", "Chè", "Rượu"]
        )
        self.assertEqual(
            found("sap_xep=-het_han"), ["Miến", "Cơm", "Bún", "Gạo", "Rượu", "Chè"]
        )

    def test_rows_carry_the_standing_of_the_day(self):
        rows = {product.name: product for product in filtered(DAY).qs}
        bun, rice = rows["Bún"], rows["Rượu"]
        self.assertEqual(
            (bun.grade, bun.standing, bun.standing_valid_to),
            ("3", "expiring", datetime.date(2023, 12, 15)),
        )
        self.assertEqual(
            (rice.grade, rice.standing, rice.standing_valid_to), (None, None, None)
        )

    def test_bad_dates_and_values_show_no_rows_and_say_why(self):
        not_a_day = "Ngày phải có dạng dd/mm/yyyy và có trong lịch, ví dụ 15/09/2023."
        refused = {
            "ngay=31/02/2023": not_a_day,
            "ngay=09/15/2023": not_a_day,
            "ngay=15/09/23": not_a_day,
            "ngay=01/01/0001": "Ngày phải từ 01/01/2000 trở đi.",
            "ngay=31/12/9999": "Ngày không được quá 31/12/2100.",
        }
        for query, message in refused.items():
            with self.subTest(query):
                filters = filtered(query)
                self.assertEqual(list(filters.qs), [])
                self.assertEqual(filters.errors["ngay"], [message])
        for query in ("hang=2", "tinh_trang=superseded", "het_han_trong=5", "nhom=x"):
            with self.subTest(query):
                self.assertEqual(list(filtered(query).qs), [])
                self.assertEqual(list(filtered(query).errors), [query.split("=")[0]])
