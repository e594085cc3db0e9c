"""What a person may take along, and no more."""

import datetime
import gzip
import json

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from inspections.enums import Outcome
from inspections.models import Minutes, MinutesSignature
from inspections.services import Answer, save_answers
from inspections.tests.cast import Cast, move, photo
from tests import factories
from tests.lab_factories import SampleFactory

from .devices import Device
from .protocol import says

TODAY = timezone.localdate()


class PackCase(TestCase):
    maxDiff = None

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit, cls.check = cls.cast.visit, cls.cast.check
        cls.visit.campaign.ends_on = TODAY
        cls.visit.campaign.save()
        cls.there = factories.ProductFactory(
            name="Bí mật nơi khác", place=cls.cast.trung_khanh
        )

    def setUp(self):
        self.lan = Device(self.cast.lan)

    def get(self, name, device=None, **query):
        return (device or self.lan).client.get(reverse(f"fieldwork:{name}"), query)

    def pack(self, *places, visits=(), device=None):
        response = self.get(
            "pack",
            device,
            noi=[place.pk for place in places],
            buoi=[str(visit.uuid) for visit in visits],
        )
        self.assertEqual(response.status_code, 200)
        return response.json()


class OfferTests(PackCase):
    def test_places_with_sites_visits_under_way_and_campaigns(self):
        factories.ProductFactory(site=self.cast.site)
        handed_in = factories.VisitFactory(place=self.cast.hoa_an)
        move(handed_in, "submitted")
        self.assertEqual(
            self.get("offer").json(),
            {
                "places": [
                    {
                        "id": self.cast.hoa_an.pk,
                        "name": "Xã Hòa An",
                        "sites": 1,
                        "products": 2,
                    }
                ],
                "visits": [
                    {
                        "uuid": str(self.visit.uuid),
                        "label": "Xã Hòa An, ngày 15/09/2023",
                        "starts_on": "2023-09-15",
                        "place": self.cast.hoa_an.pk,
                        "sites": 1,
                    }
                ],
                "campaigns": [
                    {
                        "id": self.visit.campaign_id,
                        "name": self.visit.campaign.name,
                        "kind": "periodic",
                        "starts_on": "2023-09-01",
                        "ends_on": TODAY.isoformat(),
                        "places": [self.cast.hoa_an.pk],
                    }
                ],
            },
        )

    def test_former_district_takes_in_what_was_told_to_lie_there(self):
        district = factories.AreaFactory(district=True, name="Huyện Hòa An")
        former = factories.AreaFactory(former=True, parent=district)
        factories.SiteFactory(place=former, area=self.cast.hoa_an)
        keeper = factories.UserFactory(role="officer", role__area=district)
        offered = self.get("offer", Device(keeper)).json()["places"]
        self.assertEqual(
            [(place["name"], place["sites"]) for place in offered],
            [(district.full_name, 1), (former.full_name, 1)],
        )

    def test_queries_do_not_grow(self):
        self.assert_queries()
        for _ in range(2):
            factories.ProductFactory(place=self.cast.hoa_an)
            factories.VisitFactory(place=self.cast.hoa_an)
        self.assert_queries()

    def assert_queries(self):
        with self.assertNumQueries(9):
            self.get("offer")


class WholePackTests(PackCase):
    def test_registry_of_the_chosen_places(self):
        producer = self.cast.product.producer
        factories.PaperFactory(site=self.cast.site, expires_on=TODAY)
        factories.RecognitionFactory(product=self.cast.product)
        pack = self.pack(self.cast.hoa_an)
        self.assertEqual(pack["user"]["name"], "Hoàng Thị Lan")
        self.assertEqual([row["id"] for row in pack["places"]], [self.cast.hoa_an.pk])
        [site] = pack["sites"]
        self.assertEqual(
            (site["id"], site["producer"]), (self.cast.site.pk, producer.pk)
        )
        self.assertEqual(site["of"], [self.cast.hoa_an.pk])
        self.assertEqual(pack["producers"][0]["name"], "HKD Nhật")
        [product] = pack["products"]
        self.assertEqual(product["name"], "Rượu gạo Nhật")
        self.assertEqual((product["stars"], product["status"]), ("3 sao", "expired"))
        self.assertEqual([stars for _, stars in product["held"]], ["3"])
        self.assertEqual(product["valid_to"], "2024-12-31")
        [paper] = pack["papers"]
        self.assertEqual(paper["status"], "hết hạn hôm nay")
        [checklist] = pack["checklists"].values()
        self.assertEqual(checklist["number"], self.cast.checklist.number)
        codes = [item["code"] for item in checklist["items"]]
        self.assertEqual(codes, ["suc-khoe", "nhan", "ma-vach"])
        self.assertEqual(pack["visits"], [])

    def test_sets_of_an_item(self):
        checklist = factories.ChecklistFactory()
        item = factories.ChecklistItemFactory(checklist=checklist)
        criteria_set = factories.CriteriaSetFactory()
        item.sets.add(criteria_set)
        self.visit.checklist = checklist
        self.visit.save()
        pack = self.pack(visits=[self.visit])
        told = pack["checklists"][str(checklist.number)]["items"]
        self.assertEqual([one["sets"] for one in told], [[criteria_set.pk]])

    @says("S44")
    def test_whole_visit_as_its_operations_are_answered(self):
        lan, item = self.lan, self.cast.item("nhan")
        _, answer = lan.ask(self.check, item, self.cast.product, outcome="failed")
        finding = factories.FindingFactory(site_check=self.check, text="Ẩm")
        general = factories.FindingFactory(site_check=None, visit=self.visit)
        asked = factories.RecommendationFactory(site_check=self.check, finding=finding)
        picture = photo(self.check, sha256="a" * 64)
        _, changed = lan.send("check", self.check.uuid, {"conclusion": "Đạt"}, base=1)
        _, facts = lan.send("visit", self.visit.uuid, {"assessment": "Tốt"}, base=1)
        [told] = self.pack(visits=[self.visit])["visits"]
        self.assertEqual(told["version"], facts["version"])
        self.assertEqual(told | facts["values"], told)
        self.assertTrue(told["editable"])
        self.assertEqual(told["created_by"], "Hoàng Thị Lan")
        self.assertEqual([row["name"] for row in told["team"]], ["Nguyễn Văn Hà"])
        self.assertEqual([row["uuid"] for row in told["findings"]], [str(general.uuid)])
        [check] = told["checks"]
        self.assertEqual(check["version"], changed["version"])
        self.assertEqual(check | changed["values"], check)
        self.assertEqual(
            check["answers"],
            [
                {
                    "item": item.pk,
                    "product": self.cast.product.pk,
                    "version": answer["version"],
                    **answer["values"],
                }
            ],
        )
        # The finding of the answer is told by the answer.
        self.assertEqual([row["text"] for row in check["findings"]], ["Ẩm"])
        [recommendation] = check["recommendations"]
        self.assertEqual(recommendation["uuid"], str(asked.uuid))
        self.assertEqual(recommendation["finding"], str(finding.uuid))
        [shown] = check["photos"]
        self.assertEqual(
            (shown["uuid"], shown["sha256"]), (str(picture.uuid), "a" * 64)
        )

    @says("S44")
    def test_check_of_what_is_open_names_its_questions(self):
        [told] = self.pack(visits=[self.visit])["visits"]
        self.assertIsNone(told["checks"][0]["again"])
        failed = factories.ItemResultFactory(
            site_check__site=self.cast.site,
            item=self.cast.item("nhan"),
            product=self.cast.product,
            outcome=Outcome.FAILED,
        )
        found = factories.FindingFactory(
            site_check=failed.site_check, item_result=failed
        )
        asked = factories.RecommendationFactory(site_check=failed.site_check)
        self.check.recheck_points.create(finding=found)
        self.check.recheck_points.create(recommendation=asked)
        self.check.only_open = True
        self.check.save()
        [told] = self.pack(visits=[self.visit])["visits"]
        again = [["nhan", self.cast.product.pk]]
        self.assertEqual(told["checks"][0]["again"], again)
        [point] = told["checks"][0]["points"]
        self.assertEqual((point["text"], point["version"]), (asked.text, 0))
        self.assertIn("Đề nghị ngày", point["about"])

    def test_visit_that_was_handed_in_is_not_editable(self):
        move(self.visit, "submitted")
        [told] = self.pack(visits=[self.visit])["visits"]
        self.assertEqual((told["status"], told["editable"]), ("submitted", False))

    def test_what_earlier_visits_said(self):
        item = self.cast.item("nhan")
        answer = Answer(item, self.cast.product, Outcome.FAILED, "Thiếu hạn.")
        save_answers(self.check, [answer], by=self.cast.lan)
        open_one = factories.FindingFactory(site_check=self.check, text="Ẩm")
        asked = factories.RecommendationFactory(site_check=self.check)
        move(self.visit, "submitted")
        pack = self.pack(self.cast.hoa_an)
        last = pack["last"][str(self.cast.site.pk)]
        self.assertEqual(last["date"], "2023-09-15")
        self.assertEqual(
            last["answers"],
            {
                f"nhan|{self.cast.product.pk}": {
                    "outcome": "failed",
                    "note": "Thiếu hạn.",
                    "severity": "remind",
                    "open": True,
                    "closed_on": None,
                }
            },
        )
        findings = pack["open"]["findings"]
        self.assertEqual([row["uuid"] for row in findings], [str(open_one.uuid)])
        recommendations = pack["open"]["recommendations"]
        self.assertEqual([row["uuid"] for row in recommendations], [str(asked.uuid)])
        self.assertEqual(pack["phrases"], {"nhan": ["Thiếu hạn."]})

    def test_only_the_last_visit_of_a_site_is_told(self):
        later = factories.SiteCheckFactory(
            site=self.cast.site,
            visit__starts_on=datetime.date(2024, 1, 5),
            visit__place=self.cast.hoa_an,
        )
        draft = factories.SiteCheckFactory(
            site=self.cast.site, visit__starts_on=datetime.date(2024, 6, 1)
        )
        for visit in (self.visit, later.visit):
            move(visit, "approved")
        last = self.pack(self.cast.hoa_an)["last"]
        self.assertEqual(last[str(self.cast.site.pk)]["date"], "2024-01-05")
        self.assertTrue(draft.visit.is_editable)

    @says("S43")
    def test_nothing_of_elsewhere(self):
        theirs = factories.SiteCheckFactory(site=self.there.site, looked_at="Bí mật")
        factories.FindingFactory(site_check=theirs, text="Bí mật")
        factories.RecommendationFactory(site_check=theirs, text="Bí mật")
        factories.CampaignFactory(
            name="Bí mật", areas=[self.cast.trung_khanh], ends_on=TODAY
        )
        for query in (
            {"noi": self.cast.trung_khanh.pk},
            {"buoi": str(theirs.visit.uuid)},
            {"noi": [self.cast.hoa_an.pk, self.cast.trung_khanh.pk]},
            {"noi": 2**59},
            {"noi": self.cast.province.pk},
        ):
            with self.subTest(query):
                response = self.get("pack", **query)
                self.assertEqual(response.status_code, 404)
                self.assertEqual(response.json()["code"], "missing")
        move(theirs.visit, "approved")
        for name, query in (("offer", {}), ("pack", {"noi": self.cast.hoa_an.pk})):
            self.assertNotContains(self.get(name, **query), "Bí mật")

    @says("S43")
    def test_site_of_a_shared_visit_elsewhere_is_not_told(self):
        theirs = factories.SiteCheckFactory(visit=self.visit, site=self.there.site)
        minh = Device(self.cast.minh)
        pack = self.pack(visits=[self.visit], device=minh)
        [told] = pack["visits"]
        self.assertFalse(told["editable"])
        names = [check["uuid"] for check in told["checks"]]
        self.assertEqual(names, [str(theirs.uuid)])
        self.assertEqual([site["id"] for site in pack["sites"]], [self.there.site_id])
        self.assertNotIn("Rượu gạo Nhật", json.dumps(pack, ensure_ascii=False))

    def test_what_is_no_choice_is_400(self):
        for query in ({"noi": "x"}, {"noi": "²"}, {"buoi": "1"}, {"noi": ["1"] * 31}):
            with self.subTest(query):
                response = self.get("pack", **query)
                self.assertEqual(response.status_code, 400)
                self.assertEqual(response.json()["code"], "broken")

    @says("S45")
    def test_pack_that_is_held_is_not_sent_again(self):
        url = f"{reverse('fieldwork:pack')}?noi={self.cast.hoa_an.pk}"
        first = self.lan.client.get(url)
        held = {"If-None-Match": first["ETag"]}
        self.assertEqual(self.lan.client.get(url, headers=held).status_code, 304)
        self.cast.product.name = "Rượu gạo mới"
        self.cast.product.save()
        again = self.lan.client.get(url, headers=held)
        self.assertContains(again, "Rượu gạo mới")
        self.assertNotEqual(again["ETag"], first["ETag"])
        self.assertIn("private", again["Cache-Control"])

    def fill(self, sites, products):
        earlier = factories.VisitFactory(
            place=self.cast.hoa_an, checklist=self.cast.checklist
        )
        for _ in range(sites):
            site = factories.SiteFactory(place=self.cast.hoa_an)
            for _ in range(products):
                product = factories.ProductFactory(site=site)
                factories.RecognitionFactory(product=product)
            factories.PaperFactory(site=site)
            check = factories.SiteCheckFactory(visit=self.visit, site=site)
            finding = factories.FindingFactory(site_check=check)
            factories.RecommendationFactory(site_check=check, finding=finding)
            SampleFactory(site_check=check)
            minutes = Minutes.objects.create(site_check=check)
            for side in ("producer", "head"):
                MinutesSignature.objects.create(
                    minutes=minutes,
                    side=side,
                    kind="drawn",
                    picture="a.png",
                    signed_at=timezone.now(),
                )
            factories.ItemResultFactory(
                site_check=check, item=self.cast.item("nhan"), note="Thiếu hạn."
            )
            factories.ItemResultFactory(
                site_check__visit=earlier,
                site_check__site=site,
                item=self.cast.item("nhan"),
                outcome="passed",
            )
        move(earlier, "approved")

    def test_queries_do_not_grow(self):
        self.fill(1, 1)
        self.assert_queries()
        self.fill(2, 2)
        self.assert_queries()

    def assert_queries(self):
        with self.assertNumQueries(39):
            self.pack(self.cast.hoa_an, visits=[self.visit])

    def test_thirty_sites_of_three_products_are_light(self):
        self.fill(30, 3)
        response = self.get("pack", noi=self.cast.hoa_an.pk, buoi=str(self.visit.uuid))
        self.assertEqual(len(response.json()["products"]), 91)
        self.assertLess(len(response.content), 150_000)
        self.assertLess(len(gzip.compress(response.content)), 20_000)
