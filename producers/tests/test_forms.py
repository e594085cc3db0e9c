from django.test import TestCase

from accounts.enums import Role
from producers.enums import LegalKind
from producers.forms import NewProducerForm, ProducerForm, SiteForm
from tests.factories import AreaFactory, ProducerFactory, SiteFactory, UserFactory


class NewProducerFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        province = AreaFactory(province=True)
        cls.hoa_an = AreaFactory(name="Xã Hòa An", parent=province)
        cls.elsewhere = AreaFactory(name="Xã Trùng Khánh", parent=province)
        cls.lan = UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)

    def form(self, **data):
        sent = {"name": "HTX Hồng Việt", "state": "active", "place": self.hoa_an.pk}
        return NewProducerForm(data=sent | data, user=self.lan)

    def test_kind_comes_from_the_name_where_none_is_given(self):
        form = self.form()
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.instance.legal_kind, LegalKind.COOPERATIVE)

    def test_place_out_of_reach_is_refused(self):
        form = self.form(place=self.elsewhere.pk)
        self.assertEqual(list(form.errors), ["place"])

    def test_same_name_asks_before_it_is_another(self):
        site = SiteFactory(place=self.hoa_an, producer__name="Hợp tác xã Hồng Việt")
        form = self.form()
        self.assertEqual(
            form.errors["is_another"],
            ["Đã có chủ thể cùng tên: Hợp tác xã Hồng Việt. Có phải là một?"],
        )
        self.assertEqual(str(site.producer), "Hợp tác xã Hồng Việt")
        self.assertTrue(self.form(is_another="on").is_valid())

    def test_same_name_out_of_reach_is_not_given_away(self):
        SiteFactory(place=self.elsewhere, producer__name="Hợp tác xã Hồng Việt")
        self.assertTrue(self.form().is_valid())


class ProducerFormTests(TestCase):
    def test_bad_values_are_told_at_their_fields(self):
        form = ProducerForm(
            instance=ProducerFactory(),
            data={
                "name": " ",
                "tax_code": "12345",
                "registered_on": "31/02/2023",
                "state": "gone",
                "website": "không phải địa chỉ",
                "version": "²",
            },
        )
        self.assertEqual(
            sorted(form.errors),
            ["name", "registered_on", "state", "tax_code", "version", "website"],
        )

    def test_dates_are_read_day_first_however_they_are_separated(self):
        for text in ("05/09/2023", "5-9-2023", "05092023", "5.9.2023"):
            with self.subTest(text):
                form = ProducerForm(
                    instance=ProducerFactory(), data={"registered_on": text}
                )
                form.is_valid()
                self.assertEqual(
                    f"{form.cleaned_data['registered_on']:%Y-%m-%d}", "2023-09-05"
                )


class SiteFormTests(TestCase):
    def test_position_is_read_with_a_comma_and_must_be_whole(self):
        site = SiteFactory()
        lan = UserFactory(role=Role.OFFICER, role__area=site.area)
        data = {"place": site.place_id, "latitude": "22,665312", "version": 1}
        form = SiteForm(data=data, instance=site, user=lan)
        self.assertEqual(
            form.errors["__all__"], ["Nhập cả vĩ độ và kinh độ, hoặc bỏ cả hai."]
        )
        form = SiteForm(data=data | {"longitude": "106,25"}, instance=site, user=lan)
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(str(site.latitude), "22.665312")
