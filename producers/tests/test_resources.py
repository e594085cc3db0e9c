from django.test import TestCase

from producers.enums import LegalKind
from producers.models import Representative
from producers.resources import ProducerResource
from tests.factories import AreaFactory, SiteFactory


class ProducerResourceTests(TestCase):
    def test_exported_values_are_those_people_read(self):
        place = AreaFactory(name="Xã Hòa An")
        producer = SiteFactory(
            producer__name="HTX Hoàng Tung",
            producer__legal_kind=LegalKind.COOPERATIVE,
            producer__tax_code="0100109106",
            place=place,
            address="Xóm 3",
        ).producer
        Representative.objects.create(
            producer=producer, name="Nông Thị A", sex="female"
        )
        columns = ProducerResource.export_columns(
            producer=1, legal_kind=1, tax_code=1, address=1, commune=1, sex=1, email=1
        )
        self.assertEqual(
            [(column.title, column.value(producer)) for column in columns],
            [
                ("Tên chủ thể", "HTX Hoàng Tung"),
                ("Loại hình", "hợp tác xã"),
                ("Mã số thuế", "0100109106"),
                ("Địa chỉ", "Xóm 3"),
                ("Xã, phường", "Xã Hòa An"),
                ("Giới tính", "nữ"),
                ("Thư điện tử", ""),
            ],
        )

    def test_no_two_columns_are_called_alike(self):
        keys = [k for f in ProducerResource.sheet_fields().values() for k in f.keys]
        self.assertEqual(len(keys), len(set(keys)))
