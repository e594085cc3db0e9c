from django.http import QueryDict
from django.test import TestCase

from producers.enums import LegalKind, ProducerState
from producers.filters import ProducerFilter
from producers.models import Producer
from tests.factories import ProducerFactory, SiteFactory


def found(query: str) -> list[str]:
    """Return the names that the list shows for the query of an address."""
    filters = ProducerFilter(QueryDict(query), Producer.objects.all())
    return list(filters.qs.values_list("name", flat=True))


class ProducerFilterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.rice = SiteFactory(
            producer__name="Hợp tác xã Hoà An", producer__tax_code="4800123456"
        )
        cls.wine = SiteFactory(
            producer__name="Hộ kinh doanh Đặng Văn Ước",
            producer__legal_kind=LegalKind.HOUSEHOLD,
            producer__state=ProducerState.PAUSED,
        )
        cls.tea = SiteFactory(
            producer__name="Cơ sở chè Bản Ngần", producer__legal_kind=LegalKind.FACILITY
        )

    def test_stands_in_the_order_of_names_without_marks(self):
        self.assertEqual(
            found(""),
            [
                "Cơ sở chè Bản Ngần",
                "Hộ kinh doanh Đặng Văn Ước",
                "Hợp tác xã Hoà An",
            ],
        )

    def test_search_ignores_case_marks_and_order_of_words(self):
        self.assertEqual(found("q=HÒA+hop"), ["Hợp tác xã Hoà An"])
        self.assertEqual(found("q=dang+uoc"), ["Hộ kinh doanh Đặng Văn Ước"])
        self.assertEqual(found("q=4800123456"), ["Hợp tác xã Hoà An"])
        self.assertEqual(found("q=100%25"), [])

    def test_kind_is_the_bucket_that_reports_count(self):
        self.assertEqual(
            found("loai_hinh=household"),
            ["Cơ sở chè Bản Ngần", "Hộ kinh doanh Đặng Văn Ước"],
        )

    def test_state(self):
        self.assertEqual(found("hoat_dong=paused"), ["Hộ kinh doanh Đặng Văn Ước"])

    def test_place(self):
        query = f"dia_ban={self.tea.place_id}"
        self.assertEqual(found(query), ["Cơ sở chè Bản Ngần"])

    def test_sort_turned_round(self):
        self.assertEqual(found("sap_xep=-ten")[0], "Hợp tác xã Hoà An")

    def test_what_is_not_understood_shows_no_rows_and_says_why(self):
        ProducerFactory()
        refused = {
            "loai_hinh=xyz": "loai_hinh",
            "hoat_dong=%C2%B2": "hoat_dong",
            "dia_ban=%C2%B2": "dia_ban",
            "dia_ban=99999999999999999999999999": "dia_ban",
            "sap_xep=--ten": "sap_xep",
            "q=" + "a" * 201: "q",
        }
        for query, field in refused.items():
            with self.subTest(query):
                filters = ProducerFilter(QueryDict(query), Producer.objects.all())
                self.assertEqual(list(filters.qs), [])
                self.assertEqual(list(filters.errors), [field])
