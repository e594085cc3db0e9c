import datetime
from decimal import Decimal

from django.test import TestCase

from products.resources import ProductResource, RecognitionResource
from tests.factories import CriteriaSetFactory, RecognitionFactory

DAY = datetime.date(2020, 9, 16)


class ResourceTests(TestCase):
    def test_exported_values_are_those_people_read(self):
        award = RecognitionFactory(
            grade="4",
            score=Decimal("82.50"),
            decision__number="1806/QĐ-UBND",
            decision__signed_on=DAY,
            product__name="Rượu gạo",
            product__criteria_set=CriteriaSetFactory(),
        )
        columns = RecognitionResource.export_columns(
            product_name=1, grade=1, score=1, decision=1, decision_date=1, term=1
        )
        self.assertEqual(
            [column.value(award) for column in columns],
            ["Rượu gạo", "4 sao", "82,5", "1806/QĐ-UBND", DAY, award.valid_to],
        )
        columns = ProductResource.export_columns(product=1, criteria_set=1)
        self.assertEqual(
            [column.value(award.product) for column in columns],
            ["Rượu gạo", "Rượu trắng"],
        )

    def test_a_date_cell_compares_equal_to_the_stored_date_however_it_was_typed(self):
        field = RecognitionResource.sheet_fields()["valid_from"]
        moment = datetime.datetime(2020, 9, 16)  # noqa: DTZ001 -- as Excel has it
        for raw in (DAY, moment, "16/9/2020", 44090.0):
            with self.subTest(raw=raw):
                self.assertEqual(field.clean({field.column_name: raw}), DAY)

    def test_no_two_columns_are_called_alike(self):
        for resource in (ProductResource, RecognitionResource):
            keys = [k for f in resource.sheet_fields().values() for k in f.keys]
            self.assertEqual(len(keys), len(set(keys)))
