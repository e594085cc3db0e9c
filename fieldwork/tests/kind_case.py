"""What the tests of all kinds of records have in common."""

from django.test import TestCase

from fieldwork.models import Operation
from inspections.tests.cast import Cast
from tests import factories

from .devices import Device


class KindCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit, cls.check = cls.cast.visit, cls.cast.check
        cls.there = factories.ProductFactory(
            name="Bí mật nơi khác", place=cls.cast.trung_khanh
        )

    def setUp(self):
        self.lan = Device(self.cast.lan)

    def assert_missing(self, outcome):
        status, content = outcome
        self.assertEqual((status, content["code"]), (404, "missing"))
        self.assertNotIn("Bí mật", str(content))
        self.assertEqual(Operation.objects.count(), 0)

    def assert_invalid(self, outcome, **fields):
        status, content = outcome
        self.assertEqual((status, content["code"]), (422, "invalid"))
        self.assertEqual(content["fields"], fields)
        self.assertTrue(content["message"])
        self.assertEqual(Operation.objects.count(), 0)
