from django.test import TestCase

from history.models import Change
from producers.exceptions import ProducerError
from producers.models import Producer, Representative, Site
from producers.services import (
    create_producer,
    save_producer,
    save_representative,
    save_site,
)
from tests.factories import AreaFactory, ProducerFactory, SiteFactory, UserFactory


class ProducerServiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.lan = UserFactory()
        cls.hoa_an = AreaFactory(name="Xã Hòa An")

    def test_new_producer_stands_with_its_main_site_in_the_log(self):
        producer = create_producer(
            Producer(name="Hợp tác xã Hồng Việt"),
            site=Site(address="Xóm Bó Mạ", is_main=False),
            place=self.hoa_an,
            by=self.lan,
        )
        site = producer.sites.get()
        self.assertEqual((site.place, site.area), (self.hoa_an, self.hoa_an))
        self.assertTrue(site.is_main)
        names = list(
            Change.objects.order_by("pk").values_list("object_name", flat=True)
        )
        self.assertEqual(names, ["Hợp tác xã Hồng Việt", "Xóm Bó Mạ"])

    def test_tax_code_of_another_producer_is_refused_and_nothing_kept(self):
        ProducerFactory(tax_code="4800123456")
        with self.assertRaisesMessage(ProducerError, "mang mã số thuế này"):
            save_producer(Producer(name="Hộ khác", tax_code="4800123456"), by=self.lan)
        self.assertFalse(Producer.objects.filter(name="Hộ khác").exists())
        self.assertFalse(Change.objects.exists())

    def test_new_main_site_takes_over_from_the_one_before(self):
        first = SiteFactory(is_main=True)
        second = Site(producer=first.producer, is_main=True, address="Xưởng mới")
        save_site(second, place=self.hoa_an, by=self.lan)
        first.refresh_from_db()
        self.assertFalse(first.is_main)
        self.assertEqual(first.producer.main_site, second)

    def test_unit_of_today_put_right_by_hand_stays_while_the_place_stays(self):
        former = AreaFactory(former=True, name="Thị trấn Nước Hai")
        site = SiteFactory(place=former, area=self.hoa_an)
        site.address = "Phố Giữa"
        save_site(site, place=former, by=self.lan)
        site.refresh_from_db()
        self.assertEqual((site.area, site.address), (self.hoa_an, "Phố Giữa"))

    def test_log_says_that_personal_data_changed_but_not_how(self):
        producer = ProducerFactory()
        person = Representative(producer=producer, name="Nông Thị Hiền")
        save_representative(person, by=self.lan)
        self.assertNotIn("Nông Thị Hiền", str(Change.objects.get().changes))
