import datetime

from django.test import TestCase
from django.urls import reverse

from documents.services import freeze_minutes
from history.services import history_of
from inspections.enums import Direction, Outcome, Severity
from inspections.items import items_for
from inspections.models import SiteCheck
from inspections.progress import progress_of
from inspections.services import add_findings, return_visit, submit_visit
from tests import factories

from .cast import Cast, move


class StepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.visit = self.cast.visit
        self.visit.refresh_from_db()

    def take(self, name, who, *, version=None, **data):
        self.client.force_login(who)
        url = reverse(f"inspections:visit_{name}", args=[self.visit.uuid])
        version = self.visit.version if version is None else version
        response = self.client.post(url, {"base_version": version, **data})
        self.visit.refresh_from_db()
        return response

    def test_the_whole_way_in_the_browser(self):
        lan, hoa = self.cast.lan, self.cast.hoa
        steps = [
            ("submit", lan, {}, "submitted"),
            ("return", hoa, {"comment": "Thiếu số lô."}, "returned"),
            ("submit", lan, {}, "submitted"),
            ("approve", hoa, {}, "approved"),
        ]
        for name, who, data, status in steps:
            with self.subTest(name):
                response = self.take(name, who, **data)
                self.assertRedirects(response, self.visit.get_absolute_url())
                self.assertEqual(self.visit.status, status)
        move(self.visit, "signed")
        self.take("reopen", hoa, reason="Ghi nhầm số lô.")
        self.assertEqual(self.visit.status, "returned")
        reasons = [change.batch.reason for change in history_of(self.visit)]
        self.assertEqual(reasons, ["Ghi nhầm số lô.", "", "", "Thiếu số lô.", ""])

    def test_a_return_without_a_comment_is_refused(self):
        move(self.visit, "submitted")
        for comment in ("", " \n "):
            response = self.take("return", self.cast.hoa, comment=comment)
            self.assertContains(
                response, "Hãy ghi rõ cần bổ sung, sửa gì.", status_code=422
            )
            self.assertEqual(self.visit.status, "submitted")

    def test_a_stale_return_shows_the_page_as_it_is_with_the_comment_typed(self):
        submit_visit(self.visit, by=self.cast.lan)
        seen = self.visit.version
        return_visit(self.visit, by=self.cast.hoa, comment="Sửa lần một.")
        submit_visit(self.visit, by=self.cast.lan)
        response = self.take(
            "return", self.cast.hoa, version=seen, comment="Thiếu ảnh nhãn."
        )
        self.assertContains(response, "vừa được người khác sửa", status_code=409)
        self.assertContains(response, "Thiếu ảnh nhãn.</textarea>", status_code=409)
        self.assertEqual(self.visit.status, "submitted")
        again = response.context["steps"]["return"]["base_version"].value()
        self.take("return", self.cast.hoa, version=again, comment="Thiếu ảnh nhãn.")
        self.assertEqual(self.visit.return_comment, "Thiếu ảnh nhãn.")

    def test_a_comment_outlives_a_step_that_somebody_else_took(self):
        move(self.visit, "returned")
        response = self.take("return", self.cast.hoa, comment="Thiếu ảnh nhãn.")
        self.assertContains(response, "không làm được việc này", status_code=422)
        self.assertContains(response, "Bạn vừa ghi: “Thiếu ảnh", status_code=422)

    def test_a_stale_or_missing_version_takes_no_step(self):
        move(self.visit, "submitted")
        for version, status in ((99, 409), ("", 422), ("²", 422), ("9" * 26, 422)):
            with self.subTest(version):
                response = self.take("approve", self.cast.hoa, version=version)
                self.assertEqual(response.status_code, status)
                self.assertEqual(self.visit.status, "submitted")

    def test_what_is_missing_is_said_when_it_is_handed_in(self):
        self.visit.team.all().delete()
        response = self.take("submit", self.cast.lan)
        self.assertContains(response, "Chưa có trưởng đoàn.", status_code=422)
        self.assertEqual(self.visit.status, "draft")

    def test_nobody_steps_beyond_rights_or_place(self):
        move(self.visit, "submitted")
        other = factories.UserFactory(role="lead", role__area=self.cast.trung_khanh)
        tries = [
            ("approve", self.cast.lan, 403),
            ("return", self.cast.lan, 403),
            ("approve", other, 404),
            ("return", other, 404),
            ("submit", self.cast.minh, 404),
        ]
        for name, who, status in tries:
            with self.subTest(name=name, who=who):
                response = self.take(name, who, comment="Thử.")
                self.assertEqual(response.status_code, status)
                self.assertEqual(self.visit.status, "submitted")


class VisitDetailTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit = cls.cast.visit
        cls.url = cls.visit.get_absolute_url()

    def page(self, who=None):
        self.client.force_login(who or self.cast.lan)
        return self.client.get(self.url)

    def offered(self, who):
        page = self.page(who)
        acts = ("submit", "return", "approve", "reopen")
        urls = {
            name: reverse(f"inspections:visit_{name}", args=[self.visit.uuid])
            for name in acts
        } | {"sign": reverse("office:sign_visit", args=[self.visit.uuid])}
        return [
            name for name, url in urls.items() if f'"{url}"' in page.content.decode()
        ]

    def test_each_person_is_offered_the_steps_that_are_open(self):
        expected = {
            "draft": (["submit"], ["submit"]),
            "submitted": ([], ["return", "approve"]),
            "returned": (["submit"], ["submit"]),
            "approved": ([], ["return", "sign"]),
            "signed": ([], ["reopen"]),
        }
        viewer = factories.UserFactory(role="viewer", role__area=self.cast.hoa_an)
        for status, (lan, hoa) in expected.items():
            with self.subTest(status):
                move(self.visit, status)
                self.assertEqual(self.offered(self.cast.lan), lan)
                self.assertEqual(self.offered(self.cast.hoa), hoa)
                self.assertEqual(self.offered(viewer), [])

    def test_every_form_carries_the_token_that_its_sending_needs(self):
        for status in ("draft", "submitted", "signed"):
            move(self.visit, status)
            words = self.page(self.cast.hoa).content.decode()
            forms = words.count('method="post"')
            with self.subTest(status):
                self.assertGreater(forms, 1)  # signing out is one
                self.assertEqual(words.count("csrfmiddlewaretoken"), forms)

    def test_state_and_comment_stand_on_top(self):
        submit_visit(self.visit, by=self.cast.lan)
        self.assertContains(self.page(), "Hoàng Thị Lan nộp lúc")
        return_visit(self.visit, by=self.cast.hoa, comment="Thiếu số lô.")
        page = self.page()
        self.assertContains(page, "Nông Thị Hoa trả lại lúc")
        self.assertContains(page, "Trả lại để bổ sung")
        self.assertContains(page, "<p>Thiếu số lô.</p>", html=True)

    def test_what_is_missing_is_listed_before_handing_in(self):
        self.assertEqual(self.page().context["missing"], [])
        self.visit.team.all().delete()
        self.cast.check.delete()
        page = self.page()
        self.assertContains(page, "<li>Chưa có trưởng đoàn.</li>", html=True)
        self.assertContains(page, "<li>Chưa có cơ sở nào được kiểm tra")
        self.assertEqual(self.offered(self.cast.lan), [])

    def test_a_site_of_which_nothing_was_written_keeps_the_visit_back(self):
        line = "Chưa ghi gì về cơ sở: HKD Nhật."
        check = self.cast.check
        SiteCheck.objects.filter(pk=check.pk).update(looked_at="")
        unseen = factories.ItemResultFactory(
            site_check=check, item=self.cast.item("suc-khoe")
        )
        self.assertEqual(self.page().context["missing"], [line])
        unseen.outcome = Outcome.NOT_APPLICABLE
        unseen.save()
        self.assertEqual(self.page().context["missing"], [])

    def test_team_stands_by_agency_the_head_first(self):
        first, other = self.cast.head.agency, factories.AgencyFactory()
        early = factories.TeamMemberFactory(
            visit=self.visit, role="member", agency=other
        )
        late = factories.TeamMemberFactory(
            visit=self.visit, role="secretary", agency=first
        )
        self.assertEqual(
            self.page().context["team"],
            [(first, [self.cast.head, late]), (other, [early])],
        )

    def test_progress_counts_what_is_asked_answered_and_failed(self):
        cast = self.cast
        for code, outcome in (("suc-khoe", Outcome.PASSED), ("nhan", Outcome.FAILED)):
            product = None if code == "suc-khoe" else cast.product
            cast.check.results.create(
                item=cast.item(code), product=product, outcome=outcome
            )
        page = self.page()
        self.assertContains(page, "Đã trả lời 2/3")
        self.assertContains(page, "1 không đạt")

    def test_progress_asks_what_the_check_itself_asks(self):
        factories.ProductFactory(site=self.cast.site)
        empty = factories.SiteFactory(place=self.cast.hoa_an)
        moved = factories.ProductFactory(place=self.cast.trung_khanh)
        other = factories.SiteCheckFactory(visit=self.visit, site=empty)
        other.results.create(item=self.cast.item("nhan"), product=moved)
        checks = [self.cast.check, other]
        progress = progress_of(self.visit, checks)
        self.assertEqual(
            [progress[check.pk].asked for check in checks],
            [len(items_for(check)) for check in checks],
        )
        self.assertEqual([progress[check.pk].asked for check in checks], [5, 3])

    def test_findings_and_recommendations_stand_by_direction(self):
        add_findings([self.finding("Bao bì đẹp.")], by=None)
        for direction, text in (
            (Direction.TO_AGENCY, "Hỗ trợ thương hiệu."),
            (Direction.TO_PRODUCER, "Nâng chất lượng."),
        ):
            self.visit.recommendations.create(
                direction=direction, text=text, addressee_text="Các chủ thể"
            )
        page = self.page()
        self.assertContains(page, "Bao bì đẹp.")
        self.assertEqual(
            [
                (label, [row.text for row in rows])
                for label, rows in page.context["recommendations"]
            ],
            [
                ("đề nghị đối với chủ thể", ["Nâng chất lượng."]),
                ("kiến nghị với cơ quan chuyên môn, cấp trên", ["Hỗ trợ thương hiệu."]),
            ],
        )

    def finding(self, text):
        return self.visit.findings.model(
            visit=self.visit, severity=Severity.GOOD, text=text
        )

    def test_who_sees_one_site_alone_reads_nothing_of_the_others(self):
        """Minh sees the visit for a site in his commune; the host lies elsewhere."""
        site = factories.SiteFactory(
            place=self.cast.trung_khanh, producer__name="HTX Trùng Khánh"
        )
        check = factories.SiteCheckFactory(visit=self.visit, site=site)
        factories.FindingFactory(site_check=self.cast.check, text="Kín của HKD Nhật.")
        factories.FindingFactory(site_check=check, text="Của Trùng Khánh.")
        factories.RecommendationFactory(site_check=self.cast.check, text="Cũng kín.")
        freeze_minutes(self.visit, site_check=self.cast.check, by=None)
        page = self.page(self.cast.minh)
        self.assertContains(page, "Của Trùng Khánh.")
        for hidden in ("HKD Nhật", "Cũng kín.", "Biên bản số"):
            with self.subTest(hidden):
                self.assertContains(self.page(self.cast.hoa), hidden)
                self.assertNotContains(self.page(self.cast.minh), hidden)

    def test_drafts_lead_to_signed_minutes(self):
        draft = reverse("documents:site_check_draft", args=[self.cast.check.uuid])
        self.assertContains(self.page(), draft)
        document = freeze_minutes(self.visit, site_check=self.cast.check, by=None)
        move(self.visit, "signed")
        page = self.page()
        self.assertContains(page, document.get_absolute_url())
        self.assertNotContains(page, draft)

    def test_query_count_does_not_grow_with_rows(self):
        self.add_one_of_each()
        self.page()  # content types are looked up once
        for extra in (0, 2):
            for _ in range(extra):
                self.add_one_of_each()
            with self.subTest(extra=extra), self.assertNumQueries(27):
                self.client.get(self.url)

    def add_one_of_each(self):
        visit, place = self.visit, self.cast.hoa_an
        product = factories.ProductFactory(place=place)
        check = factories.SiteCheckFactory(visit=visit, site=product.site)
        check.results.create(item=self.cast.item("nhan"), product=product)
        factories.TeamMemberFactory(visit=visit, role="member")
        visit.participants.create(kind="producer", producer=product.producer)
        factories.FindingFactory(site_check=check, product=product)
        factories.RecommendationFactory(
            site_check=check, proposed_by=factories.AgencyFactory()
        )
        visit.reported_figures.create(
            indicator="products",
            value=1,
            as_of=datetime.date(2023, 1, 1) + datetime.timedelta(days=check.pk),
            place=place,
            area=place,
        )
        freeze_minutes(visit, site_check=check, by=None)
