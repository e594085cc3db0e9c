"""What hangs on a check: made, changed, refused, and out of reach."""

import uuid

from fieldwork.models import Operation
from inspections.models import Finding, Recommendation
from inspections.tests.cast import move, published_checklist
from tests import factories

from .kind_case import KindCase
from .protocol import says


class AnswerKindTests(KindCase):
    def setUp(self):
        super().setUp()
        self.item = self.cast.item("nhan")

    def ask(self, base=0, was=None, **fields):
        product = self.cast.product.pk
        return self.lan.send(
            "answer",
            self.check.uuid,
            fields,
            base=base,
            was=was,
            item=self.item.pk,
            product=product,
        )

    def test_failed_takes_the_severity_of_its_item_and_makes_a_finding(self):
        _status, content = self.ask(outcome="failed", note="Thiếu hạn sử dụng")
        self.assertEqual(
            content["values"],
            {"outcome": "failed", "note": "Thiếu hạn sử dụng", "severity": "remind"},
        )
        self.assertEqual(Finding.objects.get().text, "Thiếu hạn sử dụng")
        _, content = self.ask(base=1, severity="breach")
        self.assertEqual(content["version"], 2)
        self.assertEqual(content["values"]["note"], "Thiếu hạn sử dụng")
        self.assertEqual(Finding.objects.get().severity, "breach")

    def test_another_outcome_leaves_the_severity_behind(self):
        self.ask(outcome="passed", severity="good")
        _status, content = self.ask(base=1, outcome="failed")
        self.assertEqual(content["values"]["severity"], "remind")
        _, content = self.ask(base=2, outcome="")
        self.assertEqual(content["values"]["severity"], "")

    def test_question_that_is_not_asked(self):
        item = self.cast.item("suc-khoe")
        more = {"item": item.pk, "product": self.cast.product.pk}
        self.assert_invalid(
            self.lan.send("answer", self.check.uuid, {"outcome": "passed"}, **more)
        )

    def test_an_answer_costs_the_same_whatever_else_was_answered(self):
        self.ask(outcome="passed")
        for base, extra in ((1, 0), (2, 2)):
            for product in factories.ProductFactory.create_batch(
                extra, site=self.check.site
            ):
                self.lan.ask(self.check, self.item, product, outcome="failed")
            with self.subTest(extra=extra), self.assertNumQueries(28):
                self.ask(base=base, note=f"Lần {base}")

    def test_item_or_product_elsewhere_is_missing(self):
        other = published_checklist().items.first()
        for more in (
            {"item": other.pk, "product": None},
            {"item": self.item.pk, "product": self.there.pk},
            {"item": 2**62, "product": None},
            {"product": self.cast.product.pk},
        ):
            with self.subTest(more):
                self.assert_missing(
                    self.lan.send("answer", self.check.uuid, {"note": "x"}, **more)
                )


class PointKindTests(KindCase):
    def setUp(self):
        super().setUp()
        earlier = factories.SiteCheckFactory(site=self.cast.site)
        dirt = factories.FindingFactory(visit=earlier.visit, site_check=earlier)
        self.point = self.check.recheck_points.create(finding=dirt)

    def see(self, *, point=None, base=0, was=None, **fields):
        item = (point or self.point).pk
        record = self.check.uuid
        return self.lan.send("point", record, fields, base=base, was=was, item=item)

    def test_what_was_seen_is_written_field_by_field(self):
        _status, content = self.see(outcome="failed")
        self.assertEqual(content["version"], 1)
        _status, content = self.see(base=1, note="Còn đọng nước.")
        seen = {"outcome": "failed", "note": "Còn đọng nước."}
        self.assertEqual((content["version"], content["values"]), (2, seen))
        status, content = self.see(base=1, outcome="passed", was={"outcome": ""})
        theirs = content["fields"]["outcome"]["theirs"]
        self.assertEqual((status, theirs), (409, "failed"))

    def test_is_right_or_not(self):
        self.assert_invalid(self.see(outcome="na"))
        self.point.refresh_from_db()
        self.assertEqual((self.point.outcome, self.point.version), ("", 0))

    def test_one_with_a_question_is_answered_there(self):
        result = factories.ItemResultFactory(item=self.cast.item("nhan"))
        found = factories.FindingFactory(
            site_check=result.site_check, item_result=result
        )
        asked = self.check.recheck_points.create(finding=found)
        self.assert_invalid(self.see(point=asked, outcome="passed"))

    def test_point_of_another_check_is_missing(self):
        there = factories.SiteCheckFactory(site=self.there.site)
        dirt = factories.FindingFactory(visit=there.visit, site_check=there)
        point = there.recheck_points.create(finding=dirt)
        self.assert_missing(self.see(point=point, outcome="passed"))

    def test_signature_under_an_older_point_is_refused(self):
        self.see(outcome="failed")
        self.see(base=1, outcome="passed")
        versions = {"check": self.check.version, f"point|{self.point.pk}": 1}
        side = {"side": "producer", "name": "Lý Thị Nhật", "png": "", "title": ""}
        refused = {"refusal": "Vắng mặt.", "witnesses": "Bà Mai"}
        status, content = self.lan.send(
            "minutes",
            uuid.uuid4(),
            {
                "check": str(self.check.uuid),
                "signatures": [side | refused],
                "versions": versions,
            },
        )
        self.assertEqual((status, list(content["fields"])), (422, ["versions"]))


class FindingKindTests(KindCase):
    def setUp(self):
        super().setUp()
        self.name = uuid.uuid4()

    def find(self, **fields):
        told = {
            "visit": str(self.visit.uuid),
            "check": str(self.check.uuid),
            "severity": "remedy",
            "text": "Nhà xưởng ẩm.",
            **fields,
        }
        return self.lan.send("finding", self.name, told)

    @says("S24")
    def test_made_changed_and_taken_out(self):
        status, content = self.find(product=self.cast.product.pk)
        self.assertEqual((status, content["version"]), (200, 1))
        finding = Finding.objects.get(uuid=self.name)
        self.assertEqual(finding.site_check, self.check)
        self.assertEqual(finding.product, self.cast.product)
        status, content = self.lan.send(
            "finding", self.name, {"text": "Đã khô."}, base=1
        )
        self.assertEqual((status, content["version"]), (200, 2))
        self.assertEqual(content["values"]["severity"], "remedy")
        for base in (2, 2):
            status, content = self.lan.send(
                "finding", self.name, base=base, remove=True
            )
            self.assertEqual(
                (status, content["version"], content["values"]), (200, 0, {})
            )
        self.assertEqual(Finding.objects.count(), 0)

    def test_about_the_whole_visit(self):
        _, content = self.find(check=None)
        self.assertIsNone(content["values"]["check"])
        self.assertIsNone(Finding.objects.get().site_check)

    @says("S24")
    def test_taking_out_what_others_changed_is_a_conflict(self):
        self.find()
        self.lan.send("finding", self.name, {"text": "Đã khô."}, base=1)
        status, content = self.lan.send("finding", self.name, base=1, remove=True)
        self.assertEqual((status, list(content["fields"])), (409, ["remove"]))
        self.assertEqual(Finding.objects.count(), 1)

    def test_text_and_severity_are_asked_for(self):
        self.assert_invalid(
            self.find(text=" ", severity=""),
            severity="Trường này cần được ghi.",
        )
        _, content = self.lan.send(
            "finding", self.name, {"visit": str(self.visit.uuid)}
        )
        self.assertEqual(content["message"], "Hãy ghi mức độ và nội dung nhận định.")

    @says("S8")
    def test_rows_elsewhere_are_missing(self):
        other = factories.SiteCheckFactory(site=self.there.site)
        mine = factories.SiteCheckFactory(site__place=self.cast.hoa_an)
        theirs = factories.FindingFactory(site_check=other, text="Bí mật")
        self.assert_missing(self.find(product=self.there.pk))
        self.assert_missing(self.find(check=str(other.uuid)))
        self.assert_missing(self.find(check=str(mine.uuid)))  # of another visit
        self.assert_missing(self.find(visit=str(other.visit.uuid)))
        self.assert_missing(self.find(check=None, product=self.cast.product.pk))
        self.assert_missing(
            self.lan.send("finding", theirs.uuid, {"text": "x"}, base=1)
        )
        self.assert_missing(self.lan.send("finding", theirs.uuid, base=1, remove=True))
        self.name = theirs.uuid
        self.assert_missing(self.find())


class RecommendationKindTests(KindCase):
    def setUp(self):
        super().setUp()
        self.name = uuid.uuid4()

    def recommend(self, **fields):
        told = {
            "visit": str(self.visit.uuid),
            "check": str(self.check.uuid),
            "direction": "producer",
            "producer": self.cast.product.producer_id,
            "text": "Thay nhãn.",
            "due_on": "2023-10-15",
            **fields,
        }
        return self.lan.send("recommendation", self.name, told)

    @says("S24")
    def test_made_changed_and_taken_out(self):
        status, content = self.recommend()
        self.assertEqual(status, 200)
        row = Recommendation.objects.get(uuid=self.name)
        self.assertEqual(row.producer, self.cast.product.producer)
        status, content = self.lan.send(
            "recommendation", self.name, {"due_on": None}, base=1
        )
        self.assertEqual((content["version"], content["values"]["due_on"]), (2, None))
        status, content = self.lan.send(
            "recommendation", self.name, base=2, remove=True
        )
        self.assertEqual((status, Recommendation.objects.count()), (200, 0))

    def test_comes_from_a_finding_of_the_device_or_of_an_answer(self):
        finding = factories.FindingFactory(site_check=self.check)
        _status, content = self.recommend(finding=str(finding.uuid))
        self.assertEqual(Recommendation.objects.get().finding, finding)
        item, product = self.cast.item("nhan"), self.cast.product
        self.lan.ask(self.check, item, product, outcome="failed")
        self.name = uuid.uuid4()
        _, content = self.recommend(item=item.pk, product=product.pk)
        self.assertEqual(content["values"]["item"], item.pk)
        made = Recommendation.objects.get(uuid=self.name).finding
        self.assertEqual(made.item_result.product, product)

    def test_addressee_and_proposer_may_be_offices(self):
        agency = factories.AgencyFactory()
        status, content = self.recommend(
            direction="agency", producer=None, agency=agency.pk, proposed_by=agency.pk
        )
        self.assertEqual((content["values"]["agency"], status), (agency.pk, 200))
        self.assertEqual(content["values"]["proposed_by"], agency.pk)

    def test_rules_of_the_direction_hold(self):
        for fields, words in [
            ({"producer": None}, "Chọn đúng một nơi nhận đề nghị."),
            ({"direction": "agency"}, "phải chọn hướng đối với chủ thể"),
            ({"due_on": "2023-09-01"}, "Thời hạn không thể trước ngày kiểm tra."),
        ]:
            status, content = self.recommend(**fields)
            with self.subTest(fields):
                self.assertEqual(status, 422)
                self.assertIn(words, content["message"])
        self.assertEqual(Recommendation.objects.count(), 0)

    @says("S8")
    def test_rows_elsewhere_are_missing(self):
        theirs = factories.RecommendationFactory(
            site_check__site=self.there.site, text="Bí mật"
        )
        finding = factories.FindingFactory(site_check=theirs.site_check)
        self.assert_missing(self.recommend(producer=self.there.producer_id))
        self.assert_missing(self.recommend(agency=2**62))
        self.assert_missing(self.recommend(finding=str(finding.uuid)))
        self.assert_missing(
            self.lan.send("recommendation", theirs.uuid, {"text": "x"}, base=1)
        )


class FrozenTests(KindCase):
    @says("S28")
    def test_nothing_is_written_into_a_visit_that_was_handed_in(self):
        move(self.visit, "submitted")
        item = self.cast.item("suc-khoe")
        outcomes = [
            self.lan.send("visit", self.visit.uuid, {"assessment": "x"}, base=1),
            self.lan.send("team", self.visit.uuid, {"rows": []}),
            self.lan.send("check", self.check.uuid, {"conclusion": "x"}, base=1),
            self.lan.ask(self.check, item, outcome="passed"),
            self.lan.send(
                "finding",
                uuid.uuid4(),
                {"visit": str(self.visit.uuid), "severity": "good", "text": "Tốt"},
            ),
        ]
        for status, content in outcomes:
            with self.subTest(content["record"]):
                self.assertEqual((status, content["code"]), (409, "frozen"))
                self.assertIn("đã nộp", content["message"])
                self.assertIn(content["op_id"], content["page"])
        kept = Operation.objects.filter(state="frozen")
        self.assertEqual(kept.count(), len(outcomes))
        self.assertEqual(self.visit.team.count(), 1)
        self.assertEqual(self.check.results.count(), 0)
