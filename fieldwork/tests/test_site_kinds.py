"""Samples and signatures, as a phone at a site sends them."""

import base64
import datetime
import uuid

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from fieldwork.models import Operation
from inspections.models import Minutes, MinutesSignature, Sample, SiteCheck, Visit
from inspections.tests.cast import move, photo
from inspections.tests.signing import drawn_png
from tests import factories
from tests.lab_factories import SampleFactory

from .kind_case import KindCase
from .protocol import says


class SampleKindTests(KindCase):
    def setUp(self):
        super().setUp()
        self.name = uuid.uuid4()

    def take(self, base=0, was=None, **fields):
        told = {} if base else {"check": str(self.check.uuid), "quantity": "2 chai"}
        told |= fields
        return self.lan.send("sample", self.name, told, base=base, was=was)

    @says("S24")
    def test_made_changed_and_taken_out(self):
        status, content = self.take(code="M01", product=self.cast.product.pk)
        self.assertEqual((status, content["version"]), (200, 1))
        self.assertEqual(content["values"]["taken_on"], "2023-09-15")
        agency = factories.AgencyFactory()
        _, content = self.take(base=1, seal_number="NP-9", lab=agency.pk)
        self.assertEqual(content["version"], 2)
        sample = Sample.objects.get(uuid=self.name)
        self.assertEqual((sample.code, sample.seal_number), ("M01", "NP-9"))
        self.assertEqual((sample.lab, sample.product), (agency, self.cast.product))
        status, _ = self.lan.send("sample", self.name, base=2, remove=True)
        self.assertEqual(status, 200)
        self.assertFalse(Sample.objects.exists())

    def test_what_another_wrote_meanwhile_is_kept(self):
        self.take(code="M01")
        Sample.objects.update(version=2, note="Giữ lạnh", seal_number="NP-1")
        status, content = self.take(base=1, seal_number="NP-2", was={"seal_number": ""})
        self.assertEqual((status, content["code"]), (409, "conflict"))
        self.assertEqual(content["fields"]["seal_number"]["theirs"], "NP-1")
        status, _ = self.take(base=1, quantity="3 chai", was={"quantity": "2 chai"})
        self.assertEqual(status, 200)
        sample = Sample.objects.get()
        self.assertEqual((sample.quantity, sample.note), ("3 chai", "Giữ lạnh"))

    def test_what_makes_no_sense_or_lies_elsewhere(self):
        self.assert_invalid(self.take(code=""), code="Trường này cần được ghi.")
        self.assert_missing(self.take(code="M01", product=self.there.pk))
        self.assert_missing(self.take(code="M01", lab=2**62))
        elsewhere = factories.SiteCheckFactory(site=self.there.site)
        self.assert_missing(self.take(code="M01", check=str(elsewhere.uuid)))


class MinutesKindTests(KindCase):
    def sign(self, *sides, record=None, **fields):
        png = base64.b64encode(drawn_png()).decode()
        rows = [{"side": side, "name": "Lý Thị Nhật", "png": png} for side in sides]
        told = {"check": str(self.check.uuid), **fields}
        if rows:
            told["signatures"] = rows
        return self.lan.send("minutes", record or uuid.uuid4(), told)

    def read(self, **more):
        """Return what a phone says was read, as the pack tells it."""
        url = reverse("fieldwork:pack")
        pack = self.lan.client.get(url, {"buoi": str(self.visit.uuid)}).json()
        [visit], [check] = pack["visits"], pack["visits"][0]["checks"]
        answers = {
            f"answer|{row['item']}|{row['product'] or ''}": row["version"]
            for row in check["answers"]
        }
        rows = {
            f"{kind}|{row['uuid']}": row["version"]
            for kind in ("finding", "recommendation", "sample")
            for row in check[f"{kind}s"]
        }
        photos = {f"photo|{row['sha256']}": 1 for row in check["photos"]}
        facts = ("campaign", "place", "host", "starts_on", "ends_on")
        return {
            "versions": {"check": check["version"], **answers, **rows, **photos},
            "facts": {name: visit[name] for name in facts},
            "team": visit["team"],
            **more,
        }

    def fill(self):
        """Record something of every kind that minutes tell of."""
        item = self.cast.item("suc-khoe")
        self.lan.ask(self.check, item, outcome="failed", severity="remedy")
        finding = factories.FindingFactory(site_check=self.check)
        factories.RecommendationFactory(site_check=self.check, finding=finding)
        SampleFactory(site_check=self.check)
        photo(self.check, sha256="a" * 64)

    @says("S49", "S51")
    def test_both_sides_sign_and_the_check_is_frozen(self):
        name = uuid.uuid4()
        status, content = self.sign("producer", "head", record=name)
        self.assertEqual(status, 200)
        minutes = Minutes.objects.get()
        self.assertEqual(
            (minutes.uuid, minutes.is_complete, content["version"]), (name, True, 1)
        )
        self.assertEqual(content["values"]["signed"], ["head", "producer"])
        self.assertEqual(content["values"]["content_sha256"], minutes.sha256)
        item = self.cast.item("suc-khoe")
        status, content = self.lan.ask(self.check, item, outcome="passed")
        self.assertEqual((status, content["code"]), (409, "frozen"))
        self.assertIn("Lập biên bản sửa đổi", content["message"])

    @says("S49")
    def test_two_phones_sign_one_version_and_a_side_once(self):
        first, second = uuid.uuid4(), uuid.uuid4()
        self.sign("producer", record=first)
        status, content = self.sign("head", "producer", record=second)
        self.assertEqual(status, 200)
        minutes = Minutes.objects.get()
        self.assertEqual((minutes.uuid, minutes.signatures.count()), (first, 2))
        self.assertEqual(content["values"]["minutes"], str(first))

    @says("S49")
    def test_another_signature_of_a_side_is_refused_and_told_who_signed(self):
        self.sign("producer")
        row = {"side": "producer", "name": "Nông Thị Lan", "refusal": "Đi vắng."}
        row |= {"witnesses": "Hoàng Văn Bảo"}
        told = {"check": str(self.check.uuid), "signatures": [row]}
        status, content = self.lan.send("minutes", uuid.uuid4(), told)
        self.assertEqual((status, content["code"]), (422, "invalid"))
        self.assertIn("đã ký biên bản này trên máy khác", content["message"])
        self.assertIn("Lý Thị Nhật", content["message"])
        self.assertEqual(content["fields"], {"signatures": content["message"]})
        [kept] = MinutesSignature.objects.all()
        self.assertEqual(kept.name, "Lý Thị Nhật")

    @says("S50")
    def test_what_was_read_is_what_is_signed(self):
        self.fill()
        status, _ = self.sign("producer", **self.read())
        self.assertEqual(status, 200)
        self.assertEqual(self.sign("head", **self.read())[0], 200)
        self.assertTrue(Minutes.objects.get().is_complete)

    @says("S50")
    def test_nobody_signs_what_has_changed_since_it_was_read(self):
        self.fill()
        read = self.read()
        item = self.cast.item("nhan")
        for name, change in {
            "answer": lambda: self.lan.ask(
                self.check, item, self.cast.product, outcome="passed"
            ),
            "text": lambda: SiteCheck.objects.update(version=F("version") + 1),
            "removed": lambda: self.check.samples.all().delete(),
            "finding": lambda: factories.FindingFactory(site_check=self.check),
            "photo": lambda: photo(self.check, sha256="b" * 64),
            "date": lambda: Visit.objects.update(ends_on="2023-09-16"),
            "team": lambda: self.visit.team.update(name="Người khác"),
        }.items():
            with self.subTest(name), transaction.atomic():
                change()
                status, content = self.sign("producer", **read)
                self.assertEqual((status, content["code"]), (422, "invalid"))
                self.assertIn("đọc lại", content["message"])
                self.assertFalse(Minutes.objects.exists())
                transaction.set_rollback(True)
        self.assertEqual(self.sign("producer", **read)[0], 200)

    @says("S50")
    def test_what_is_said_to_have_been_read_makes_sense(self):
        for fields in (
            {"versions": []},
            {"versions": {"check": -1}},
            {"versions": {"check": "1"}},
            {"versions": dict.fromkeys(map(str, range(20_001)), 1)},
            {"facts": "x"},
            {"facts": {"starts_on": "mai"}},
            {"facts": {"secret": 1}},
        ):
            status, content = self.sign("head", **fields)
            self.assertEqual((status, content["code"]), (422, "invalid"))

    @says("S52")
    def test_the_answer_tells_who_signed_and_shows_no_signature(self):
        at = "2023-09-15T09:30:00+07:00"
        row = {"side": "producer", "name": "Lý Thị Nhật", "title": "Chủ hộ"}
        row |= {"refusal": "Không đồng ý.", "witnesses": "Bà Mai", "signed_at": at}
        told = {"check": str(self.check.uuid), "signatures": [row]}
        status, content = self.lan.send("minutes", uuid.uuid4(), told)
        self.assertEqual((status, content["values"]["number"]), (200, 1))
        [shown] = content["values"]["signatures"]
        signed_at = datetime.datetime.fromisoformat(shown.pop("signed_at"))
        self.assertEqual(signed_at, datetime.datetime.fromisoformat(at))
        row.pop("signed_at")
        self.assertEqual(shown, {**row, "kind": "refused"})
        _, content = self.sign("head")
        self.assertNotIn("png", str(content))

    @says("S51")
    def test_a_correction_begins_with_a_reason_and_is_signed_again(self):
        self.sign("producer", "head")
        name = uuid.uuid4()
        status, content = self.sign(record=name, reason="Ghi nhầm.")
        self.assertEqual((status, content["version"]), (200, 2))
        item = self.cast.item("suc-khoe")
        self.assertEqual(self.lan.ask(self.check, item, outcome="passed")[0], 200)
        self.sign("producer", "head", record=name)
        last = Minutes.objects.get(number=2)
        self.assertEqual((last.uuid, last.is_complete), (name, True))

    def test_another_content_than_was_read_is_not_signed(self):
        status, content = self.sign("producer", content_sha256="0" * 64)
        self.assertEqual((status, content["code"]), (422, "invalid"))
        self.assertIn("vừa thay đổi", content["message"])
        self.assertFalse(Minutes.objects.exists())

    def test_a_signed_visit_keeps_what_came_too_late(self):
        move(self.visit, "signed")
        status, content = self.sign("producer")
        self.assertEqual((status, content["code"]), (409, "frozen"))
        kept = Operation.objects.get()
        self.assertEqual(kept.state, "frozen")
        page = self.lan.client.get(kept.get_absolute_url())
        self.assertContains(page, "đại diện cơ sở: Lý Thị Nhật")
        self.assertNotContains(page, base64.b64encode(drawn_png()).decode()[:40])

    def test_what_cannot_be_read_is_refused(self):
        for row in (
            {"side": "stranger", "name": "A", "png": ""},
            {"side": "head", "name": "A", "png": "%%%"},
            {"side": "head", "name": "A", "png": "QUJD"},
            {"side": "head", "name": "A", "png": ""},
        ):
            fields = {"check": str(self.check.uuid), "signatures": [row]}
            status, content = self.lan.send("minutes", uuid.uuid4(), fields)
            self.assertEqual((status, content["code"]), (422, "invalid"))
        elsewhere = factories.SiteCheckFactory(site=self.there.site)
        self.assert_missing(self.sign("head", check=str(elsewhere.uuid)))
