"""People and products that the tests of pages share."""

import datetime

from django.test import TestCase

from accounts.enums import Role
from products.enums import Grade
from tests.factories import (
    AreaFactory,
    CriteriaSetFactory,
    ProductFactory,
    RecognitionFactory,
    SiteFactory,
    UserFactory,
)

DAY = datetime.date


class Places(TestCase):
    """Lan writes in Hòa An, Hoa in the province; one product lies elsewhere."""

    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True, name="Tỉnh Cao Bằng")
        cls.hoa_an = AreaFactory(name="Xã Hòa An", parent=cls.province)
        cls.elsewhere = AreaFactory(name="Xã Trùng Khánh", parent=cls.province)
        cls.lan = UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=cls.province)
        cls.reader = UserFactory(role=Role.VIEWER, role__area=cls.hoa_an)
        cls.site = SiteFactory(place=cls.hoa_an, producer__name="HTX Đỗ Xuân")
        cls.product = ProductFactory(
            site=cls.site,
            name="Rượu gạo",
            variant="chai 500 ml",
            criteria_set=CriteriaSetFactory(),
        )
        cls.foreign = ProductFactory(name="Hạt dẻ rang", place=cls.elsewhere)
        cls.recognition = RecognitionFactory(
            product=cls.product,
            grade=Grade.FOUR,
            decision__number="1806/QĐ-UBND",
            valid_from=DAY(2021, 1, 15),
            valid_to=DAY(2024, 1, 15),
        )

    def page(self, url, person=None, **query):
        self.client.force_login(person or self.lan)
        return self.client.get(url, query)
