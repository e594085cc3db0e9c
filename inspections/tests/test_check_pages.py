import datetime

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.enums import Outcome, Severity, VisitStatus
from inspections.models import Finding, ItemResult
from inspections.services import Answer, close_finding, save_answers
from inspections.services.guards import FROZEN
from inspections.sheets import sheet_of
from tests import factories

from .cast import Cast, move

EARLIER = datetime.date(2023, 3, 1)


class CheckPageTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.check = cls.cast.check
        cls.visit = cls.cast.visit
        cls.health = cls.cast.item("suc-khoe")
        cls.label = cls.cast.item("nhan")
        cls.product = cls.cast.product

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def url(self, name="site_check"):
        return reverse(f"inspections:{name}", args=[self.check.uuid])

    def key(self, item, product=None):
        return f"{item.pk}-{product.pk if product else 0}"

    def answer(self, item, product=None, outcome="", note="", **more):
        """Return the fields of one answer, as a page sends them."""
        key = self.key(item, product)
        fields = {f"a-{key}": outcome, f"n-{key}": note}
        return fields | {f"{name}-{key}": value for name, value in more.items()}

    def stored(self, item, product=None):
        row = self.check.results.get(item=item, product=product)
        return row.outcome, row.note, row.version

    def save(self, *answers):
        save_answers(self.check, answers, by=self.cast.hoa)

    def bases(self):
        return sheet_of(self.check).bases

    def earlier_visit(self, *answers):
        """Hold and hand in a visit of the same site half a year before."""
        visit = factories.VisitFactory(
            campaign=self.visit.campaign,
            checklist=self.visit.checklist,
            place=self.cast.hoa_an,
            starts_on=EARLIER,
        )
        check = factories.SiteCheckFactory(visit=visit, site=self.cast.site)
        save_answers(check, answers, by=self.cast.lan)
        move(visit, VisitStatus.SUBMITTED)
        return check


class ReadPageTests(CheckPageTestCase):
    def test_tells_answers_findings_and_progress_in_words(self):
        self.save(
            Answer(self.health, None, Outcome.FAILED, "hết hạn", Severity.REMEDY),
            Answer(self.label, self.product, Outcome.PASSED),
        )
        page = self.client.get(self.url())
        self.assertContains(page, "Không đạt (yêu cầu khắc phục)")
        self.assertContains(page, "hết hạn")
        self.assertContains(page, "Chưa kiểm tra")
        self.assertContains(page, "Đã trả lời 2/3")
        self.assertContains(page, f"#o-{self.key(self.health)}")
        draft = reverse("documents:site_check_draft", args=[self.check.uuid])
        self.assertContains(page, draft)

    def test_products_with_the_same_answer_are_told_together(self):
        factories.ProductFactory(site=self.cast.site, name="Rượu ngô")
        page = self.client.get(self.url())
        self.assertContains(page, "Cả 2 sản phẩm")

    def test_who_may_not_write_sees_no_way_to(self):
        viewer = factories.UserFactory(role="viewer", role__area=self.cast.hoa_an)
        self.client.force_login(viewer)
        page = self.client.get(self.url())
        self.assertContains(page, "HKD Nhật")
        for name in ("site_check_record", "site_check_edit", "photo_add"):
            self.assertNotContains(page, self.url(name))

    def test_what_was_handed_in_is_only_read(self):
        move(self.visit, VisitStatus.SUBMITTED)
        page = self.client.get(self.url())
        self.assertNotContains(page, self.url("site_check_record"))

    def test_another_area_finds_nothing(self):
        self.client.force_login(self.cast.minh)
        for name in ("site_check", "site_check_record", "site_check_edit"):
            page = self.client.get(self.url(name))
            self.assertNotContains(page, "HKD Nhật", status_code=404)


class RecordPageTests(CheckPageTestCase):
    def page(self):
        return self.client.get(self.url("site_check_record"))

    def test_asks_each_item_with_its_group_hint_and_progress(self):
        page = self.page()
        self.assertContains(page, "Hồ sơ pháp lý")
        self.assertContains(page, f'name="a-{self.key(self.health)}"', count=4)
        self.assertContains(page, f'name="a-{self.key(self.label, self.product)}"')
        self.assertContains(page, "Tới câu chưa trả lời")
        self.assertNotContains(page, "Giống nhau cho tất cả")

    def test_several_products_may_be_answered_at_once(self):
        factories.ProductFactory(site=self.cast.site, name="Rượu ngô")
        page = self.page()
        self.assertContains(page, "Giống nhau cho tất cả", count=2)
        self.assertContains(page, f'name="same-{self.label.pk}"', count=3)

    def test_says_what_the_last_visit_said_and_what_became_of_it(self):
        earlier = self.earlier_visit(
            Answer(self.health, None, Outcome.FAILED, "sổ khám đã quá hạn"),
            Answer(self.label, self.product, Outcome.FAILED, "nhãn mờ"),
        )
        closed = earlier.findings.get(item_result__item=self.label)
        day = datetime.date(2023, 5, 2)
        close_finding(closed, by=self.cast.hoa, note="Nhãn mới", closed_on=day)
        page = self.page()
        self.assertContains(page, "sổ khám đã quá hạn")
        self.assertContains(page, "chưa khắc phục", count=1)
        self.assertContains(page, "đã khắc phục ngày 02/05/2023", count=1)

    def test_begins_with_what_is_still_open(self):
        earlier = self.earlier_visit()
        factories.RecommendationFactory(site_check=earlier, text="In lại nhãn phụ.")
        factories.FindingFactory(site_check=earlier, text="Kho chưa có kệ.")
        factories.FindingFactory(site_check=earlier, text="Đẹp.", severity="good")
        factories.RecommendationFactory(
            site_check=earlier, text="Đã xong.", status="done", closed_on=EARLIER
        )
        page = self.page()
        self.assertContains(page, "In lại nhãn phụ.")
        self.assertContains(page, "Đề nghị chưa thực hiện xong (1)")
        self.assertContains(page, "Kho chưa có kệ.")
        self.assertContains(page, "Nhận định chưa khắc phục (1)")
        self.assertNotContains(page, "Đã xong.")

    def test_earlier_visits_that_were_not_handed_in_say_nothing(self):
        earlier = self.earlier_visit(Answer(self.health, None, Outcome.PASSED, "xưa"))
        move(earlier.visit, VisitStatus.DRAFT)
        self.assertNotContains(self.page(), "Lần trước")

    def test_a_site_of_many_products_costs_no_more_queries(self):
        self.earlier_visit(Answer(self.label, self.product, Outcome.PASSED))
        counts = []
        for name in ("site_check_record", "site_check"):
            for extra in (0, 4):
                for number in range(extra):
                    product = factories.ProductFactory(
                        site=self.cast.site, name=f"{name} {number}"
                    )
                    self.save(Answer(self.label, product, Outcome.FAILED, "x"))
                    row = self.check.results.get(product=product)
                    factories.PhotoFactory(site_check=self.check, item_result=row)
                    factories.RecommendationFactory(site_check=self.check)
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(self.url(name))
                counts.append(len(queries))
        self.assertEqual(counts, [17, 17, 20, 20])

    def test_a_visit_that_was_handed_in_leads_to_the_page_that_is_read(self):
        move(self.visit, VisitStatus.SUBMITTED)
        for name in ("site_check_record", "site_check_edit", "photo_add"):
            page = self.client.get(self.url(name), follow=True)
            self.assertRedirects(page, self.url())
            self.assertContains(page, FROZEN)


class PlainFormTests(CheckPageTestCase):
    """What the page does where no script runs: one form, one button."""

    def post(self, *answers, bases=None, **more):
        data = {"bases": self.bases() if bases is None else bases, **more}
        for answer in answers:
            data |= answer
        return self.client.post(self.url("site_check_record"), data)

    def test_all_answers_are_saved_together(self):
        response = self.post(
            self.answer(self.health, None, "failed", "hết hạn", s="breach"),
            self.answer(self.label, self.product, "passed", "đẹp", g="good"),
        )
        self.assertRedirects(response, self.url("site_check_record"))
        self.assertEqual(self.stored(self.health), ("failed", "hết hạn", 1))
        severities = set(Finding.objects.values_list("severity", flat=True))
        self.assertEqual(severities, {"breach", "good"})

    def test_a_failed_answer_takes_the_severity_of_the_checklist(self):
        self.post(self.answer(self.health, None, "failed"))
        self.assertEqual(Finding.objects.get().severity, Severity.REMIND)

    def test_one_answer_for_all_products(self):
        other = factories.ProductFactory(site=self.cast.site, name="Rượu ngô")
        self.post(
            self.answer(self.label, self.product, "", "giữ lại"),
            self.answer(self.label, other),
            **{f"same-{self.label.pk}": "passed"},
        )
        self.assertEqual(
            self.stored(self.label, self.product)[:2], ("passed", "giữ lại")
        )
        self.assertEqual(self.stored(self.label, other)[:2], ("passed", ""))

    def test_an_answer_can_be_taken_back(self):
        self.save(Answer(self.health, None, Outcome.PASSED))
        self.post(self.answer(self.health, None, ""))
        self.assertEqual(self.stored(self.health), ("", "", 2))

    def test_what_was_not_touched_never_meets_another_person(self):
        bases = self.bases()
        self.save(Answer(self.health, None, Outcome.FAILED, "do chị Hoa ghi"))
        response = self.post(
            self.answer(self.health),
            self.answer(self.label, self.product, "passed"),
            bases=bases,
        )
        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.stored(self.health)[:2], ("failed", "do chị Hoa ghi"))
        self.assertEqual(self.stored(self.label, self.product)[0], "passed")

    def test_two_people_on_one_answer_both_are_shown(self):
        bases = self.bases()
        self.save(Answer(self.health, None, Outcome.FAILED, "do chị Hoa ghi"))
        mine = self.answer(self.health, None, "passed", "đủ hồ sơ")
        other = self.answer(self.label, self.product, "na")
        response = self.post(mine, other, bases=bases)
        self.assertContains(response, "do chị Hoa ghi", status_code=409)
        self.assertContains(response, "đủ hồ sơ", status_code=409)
        self.assertEqual(self.stored(self.health)[:2], ("failed", "do chị Hoa ghi"))
        again = response.context["sheet"].bases
        response = self.post(mine, other, bases=again)
        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.stored(self.health), ("passed", "đủ hồ sơ", 2))
        self.assertEqual(self.stored(self.label, self.product)[0], "na")

    def test_a_visit_handed_in_meanwhile_refuses_and_keeps_what_was_typed(self):
        move(self.visit, VisitStatus.SUBMITTED)
        response = self.post(self.answer(self.health, None, "passed", "còn hạn"))
        self.assertContains(response, FROZEN, status_code=422)
        self.assertContains(response, "còn hạn", status_code=422)
        self.assertFalse(ItemResult.objects.exists())

    def test_nonsense_is_refused_in_words(self):
        bad = "12-1=x:y 13 =:: 99999999999999999999-0=9999999999999999999:z"
        for outcome, more in (("hay", {}), ("failed", {"s": "good"})):
            with self.subTest(outcome=outcome):
                answer = self.answer(self.health, None, outcome, **more)
                response = self.post(answer, bases=bad)
                self.assertEqual(response.status_code, 422)


class AnswerTests(CheckPageTestCase):
    """What a page sends as soon as an answer has been given."""

    def post(self, *answers, bases=""):
        data = {"bases": bases}
        for answer in answers:
            data |= answer
        return self.client.post(self.url("site_check_answer"), data)

    def test_one_answer_is_saved_and_its_new_base_told(self):
        response = self.post(self.answer(self.health, None, "passed"))
        self.assertEqual(response.json()["answered"], 1)
        self.assertEqual(
            response.json()["bases"],
            dict([pair.split("=") for pair in self.bases().split()]),
        )
        self.assertEqual(self.stored(self.health), ("passed", "", 1))

    def test_the_same_answer_sent_again_is_accepted(self):
        answer = self.answer(self.health, None, "passed")
        self.assertEqual(self.post(answer).status_code, 200)
        self.assertEqual(self.post(answer).status_code, 200)
        self.assertEqual(self.stored(self.health), ("passed", "", 1))

    def test_what_somebody_else_wrote_is_told_and_kept(self):
        self.save(Answer(self.health, None, Outcome.FAILED, "hết hạn"))
        response = self.post(self.answer(self.health, None, "passed"))
        self.assertEqual(response.status_code, 409)
        told = response.json()["stored"][self.key(self.health)]
        self.assertEqual(told["words"], "không đạt (nhắc nhở): hết hạn")
        self.assertEqual((told["outcome"], told["note"]), ("failed", "hết hạn"))
        base = f"{self.key(self.health)}={told['base']}"
        response = self.post(self.answer(self.health, None, "passed"), bases=base)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.stored(self.health), ("passed", "", 2))

    def test_what_was_handed_in_and_strange_questions_are_refused(self):
        response = self.post({"a-1-999": "passed"})
        self.assertEqual(response.status_code, 422)
        move(self.visit, VisitStatus.SUBMITTED)
        response = self.post(self.answer(self.health, None, "passed"))
        self.assertEqual(
            (response.status_code, response.json()["message"]), (422, FROZEN)
        )
        self.assertFalse(ItemResult.objects.exists())


class EditPageTests(CheckPageTestCase):
    data = {
        "version": "1",
        "producer_state": "active",
        "started_at": "08:30",
        "ended_at": "9h45",
        "producer_side": "Ông Nông Văn Nhật, chủ hộ",
        "conclusion": "Cơ sở đáp ứng.",
        "copies": "3",
    }

    def post(self, **data):
        return self.client.post(self.url("site_check_edit"), self.data | data)

    def test_texts_are_saved(self):
        self.assertRedirects(self.post(), self.url())
        self.check.refresh_from_db()
        self.assertEqual(self.check.ended_at, datetime.time(9, 45))
        self.assertEqual((self.check.copies, self.check.version), (3, 2))
        self.assertContains(self.client.get(self.url()), "Cơ sở đáp ứng.")

    def test_an_end_before_the_beginning_is_told_at_the_field(self):
        response = self.post(ended_at="08:00")
        self.assertContains(response, "Giờ kết thúc phải sau giờ bắt đầu.")
        self.assertContains(response, "Cơ sở đáp ứng.")

    def test_no_copies_make_no_sense(self):
        self.assertEqual(self.post(copies="0").status_code, 200)
        self.assertEqual(self.post(copies="-1").status_code, 200)
        self.check.refresh_from_db()
        self.assertEqual(self.check.version, 1)

    def test_the_later_of_two_sees_both_texts(self):
        self.post()
        response = self.post(conclusion="Chưa đáp ứng.")
        self.assertContains(response, "Cơ sở đáp ứng.", status_code=409)
        self.assertContains(response, "Chưa đáp ứng.", status_code=409)

    def test_a_visit_handed_in_meanwhile_refuses_and_keeps_what_was_typed(self):
        move(self.visit, VisitStatus.SUBMITTED)
        response = self.post()
        self.assertContains(response, FROZEN, status_code=422)
        self.assertContains(response, "Cơ sở đáp ứng.", status_code=422)
        self.check.refresh_from_db()
        self.assertEqual(self.check.conclusion, "")


class ChecklistPageTests(CheckPageTestCase):
    def test_lists_versions_and_says_what_each_item_asks(self):
        listed = self.client.get(reverse("inspections:checklist_list"))
        self.assertContains(listed, "Danh mục kiểm tra thử")
        self.assertContains(listed, "Đã công bố")
        url = reverse("inspections:checklist_detail", args=[self.visit.checklist_id])
        page = self.client.get(url)
        self.assertContains(page, "Mã số mã vạch")
        self.assertContains(page, "Từng sản phẩm", count=2)
        self.assertContains(page, "Mọi sản phẩm", count=3)
        self.assertContains(page, "Nhắc nhở", count=3)

    def test_names_the_sectors_that_an_item_applies_to(self):
        draft = factories.ChecklistFactory()
        item = factories.ChecklistItemFactory(checklist=draft)
        item.sets.add(factories.CriteriaSetFactory(number=7, sector="I Thực phẩm"))
        url = reverse("inspections:checklist_detail", args=[draft.pk])
        self.assertContains(self.client.get(url), "I Thực phẩm")
