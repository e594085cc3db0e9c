from django.test import TestCase

from core.versions import StaleVersionError
from history.services import history_of
from inspections.enums import Outcome, Severity
from inspections.exceptions import InspectionError
from inspections.items import items_for
from inspections.models import Finding, ItemResult
from inspections.services import Answer, answer_row, save_answers
from products.enums import ProductState
from tests import factories

from .cast import Cast, move


class AnswerTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.check = self.cast.check
        self.health = self.cast.item("suc-khoe")
        self.label = self.cast.item("nhan")
        self.product = self.cast.product

    def save(self, *answers, by=None):
        return save_answers(self.check, answers, by=by or self.cast.lan)

    def stored(self, item, product=None) -> tuple:
        row = self.check.results.get(item=item, product=product)
        return row.outcome, row.note, row.version

    def test_answers_are_stored_per_producer_and_per_product(self):
        changed = self.save(
            Answer(self.health, None, Outcome.PASSED, "  đủ  3 người "),
            Answer(self.label, self.product, Outcome.NOT_APPLICABLE),
        )
        self.assertEqual(len(changed), 2)
        self.assertEqual(self.stored(self.health), ("passed", "đủ 3 người", 1))
        self.assertEqual(self.stored(self.label, self.product), ("na", "", 1))

    def test_another_answer_counts_the_version_up(self):
        self.save(Answer(self.health, None, Outcome.PASSED))
        self.save(Answer(self.health, None, Outcome.FAILED, "hết hạn", base_version=1))
        self.assertEqual(self.stored(self.health), ("failed", "hết hạn", 2))
        self.assertEqual(self.check.results.count(), 1)

    def test_a_row_made_for_a_picture_does_not_count_as_an_answer(self):
        answer_row(self.check, self.health, None)
        self.save(Answer(self.health, None, Outcome.PASSED, base_version=0))
        self.assertEqual(self.stored(self.health), ("passed", "", 1))

    def test_answer_can_be_taken_back(self):
        self.save(Answer(self.health, None, Outcome.PASSED))
        self.save(Answer(self.health, None, Outcome.UNCHECKED, base_version=1))
        self.assertEqual(self.stored(self.health), ("", "", 2))

    def test_same_answer_again_writes_nothing_whatever_its_version(self):
        self.save(Answer(self.health, None, Outcome.PASSED))
        again = self.save(Answer(self.health, None, Outcome.PASSED, base_version=0))
        self.assertEqual(again, [])
        self.assertEqual(self.stored(self.health), ("passed", "", 1))
        self.assertEqual(history_of(self.check).count(), 1)

    def test_stale_answer_is_refused_and_nothing_of_the_form_is_stored(self):
        self.save(Answer(self.health, None, Outcome.PASSED))
        with self.assertRaises(StaleVersionError) as caught:
            self.save(
                Answer(self.label, self.product, Outcome.PASSED, base_version=0),
                Answer(self.health, None, Outcome.FAILED, base_version=0),
            )
        self.assertEqual([r.item for r in caught.exception.results], [self.health])
        self.assertEqual(self.stored(self.health), ("passed", "", 1))
        self.assertEqual(self.check.results.count(), 1)

    def test_two_people_on_two_products_do_not_meet(self):
        other = factories.ProductFactory(site=self.cast.site, name="Rượu ngô")
        self.save(Answer(self.label, self.product, Outcome.PASSED, base_version=0))
        self.save(
            Answer(self.label, other, Outcome.FAILED, base_version=0), by=self.cast.hoa
        )
        self.assertEqual(self.stored(self.label, self.product), ("passed", "", 1))
        self.assertEqual(self.stored(self.label, other), ("failed", "", 1))

    def test_item_named_twice_in_a_form_is_stored_once(self):
        self.save(
            Answer(self.health, None, Outcome.PASSED),
            Answer(self.health, None, Outcome.FAILED),
        )
        self.assertEqual(self.stored(self.health), ("failed", "", 1))

    def test_failed_item_gives_a_finding_of_the_severity_chosen(self):
        self.save(
            Answer(self.label, self.product, Outcome.FAILED, "thiếu hạn dùng", "remedy")
        )
        finding = Finding.objects.get()
        self.assertEqual(finding.severity, Severity.REMEDY)
        self.assertEqual(finding.text, "thiếu hạn dùng")
        self.assertEqual(finding.visit, self.cast.visit)
        self.assertEqual(finding.site_check, self.check)
        self.assertEqual(finding.product, self.product)

    def test_failed_item_without_words_takes_those_of_the_checklist(self):
        self.save(Answer(self.health, None, Outcome.FAILED))
        finding = Finding.objects.get()
        self.assertEqual(finding.severity, Severity.REMIND)
        self.assertEqual(finding.text, "Giấy khám sức khỏe: không đạt.")

    def test_good_finding_comes_with_a_passed_item(self):
        self.save(Answer(self.health, None, Outcome.PASSED, severity=Severity.GOOD))
        finding = Finding.objects.get()
        self.assertEqual(finding.severity, Severity.GOOD)
        self.assertEqual(finding.text, "Giấy khám sức khỏe: thực hiện tốt.")

    def test_severity_left_in_the_form_says_nothing_about_a_passed_item(self):
        self.save(Answer(self.health, None, Outcome.PASSED, severity=Severity.BREACH))
        self.assertEqual(Finding.objects.count(), 0)

    def test_finding_follows_its_answer(self):
        self.save(Answer(self.health, None, Outcome.FAILED, "thiếu 2 người"))
        before = Finding.objects.get()
        self.save(Answer(self.health, None, Outcome.FAILED, "thiếu 1 người", "breach"))
        after = Finding.objects.get()
        self.assertEqual(after.pk, before.pk)
        self.assertEqual((after.severity, after.text), ("breach", "thiếu 1 người"))
        self.save(Answer(self.health, None, Outcome.PASSED, "đã bổ sung"))
        self.assertEqual(Finding.objects.count(), 0)
        self.assertIn("delete", {c.action for c in history_of(after)})

    def test_history_says_who_answered_what(self):
        self.save(Answer(self.health, None, Outcome.PASSED))
        self.save(
            Answer(self.health, None, Outcome.FAILED, "hết hạn"), by=self.cast.hoa
        )
        latest, first = history_of(self.check)
        self.assertEqual(
            first.changes, {"Giấy khám sức khỏe": ["chưa kiểm tra", "đạt"]}
        )
        self.assertEqual(first.batch.by, self.cast.lan)
        words = ["đạt", "không đạt (nhắc nhở): hết hạn"]
        self.assertEqual(latest.changes, {"Giấy khám sức khỏe": words})
        self.assertEqual(latest.batch.by, self.cast.hoa)

    def test_what_does_not_apply_is_refused(self):
        elsewhere = factories.ProductFactory()
        foreign = factories.ChecklistItemFactory()
        for item, product in [
            (self.health, self.product),
            (self.label, None),
            (self.label, elsewhere),
            (foreign, None),
        ]:
            with self.subTest(item=item, product=product):
                with self.assertRaises(InspectionError) as caught:
                    self.save(Answer(item, product, Outcome.PASSED))
                self.assertIn("không áp dụng", str(caught.exception))
        self.assertEqual(ItemResult.objects.count(), 0)

    def test_nonsense_is_refused(self):
        for outcome, severity in [("vang", ""), ("failed", "good"), ("failed", "x")]:
            answer = Answer(self.health, None, outcome, severity=severity)
            with self.subTest(answer), self.assertRaises(InspectionError):
                self.save(answer)
        self.assertEqual(ItemResult.objects.count(), 0)

    def test_query_count_does_not_grow_with_answers(self):
        self.save(Answer(self.health, None, Outcome.FAILED))
        for number in (1, 3):
            made = factories.ProductFactory.create_batch(number, site=self.cast.site)
            answers = [Answer(self.label, one, Outcome.FAILED) for one in made]
            with self.subTest(number=number), self.assertNumQueries(13):
                self.save(*answers)


class ItemTests(TestCase):
    """Which items are asked of which product."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.wine = factories.CriteriaSetFactory(number=14, name="Rượu trắng")
        cls.craft = factories.CriteriaSetFactory(number=21, name="Thủ công mỹ nghệ")
        draft = factories.ChecklistFactory()
        for code, subject in [("attp", "producer"), ("kiem-nghiem", "product")]:
            one = factories.ChecklistItemFactory(
                checklist=draft, code=code, subject=subject
            )
            one.sets.set([cls.wine])
        factories.ChecklistItemFactory(checklist=draft, code="chung", subject="product")
        cls.visit = factories.VisitFactory(checklist=draft, place=cls.cast.hoa_an)
        cls.check = factories.SiteCheckFactory(visit=cls.visit, site=cls.cast.site)
        cls.product = cls.cast.product

    def asked(self) -> list[tuple]:
        return [(cell.item.code, cell.product_id) for cell in items_for(self.check)]

    def belongs_to(self, criteria_set):
        self.product.criteria_set = criteria_set
        self.product.save()

    def test_item_of_a_set_is_asked_of_its_products(self):
        self.belongs_to(self.wine)
        pk = self.product.pk
        self.assertEqual(
            self.asked(), [("attp", None), ("kiem-nghiem", pk), ("chung", pk)]
        )

    def test_item_of_another_set_is_not_asked(self):
        self.belongs_to(self.craft)
        self.assertEqual(self.asked(), [("chung", self.product.pk)])

    def test_product_of_unknown_set_is_asked_everything(self):
        pk = self.product.pk
        self.assertEqual(
            self.asked(), [("attp", None), ("kiem-nghiem", pk), ("chung", pk)]
        )

    def test_site_without_products_is_asked_what_holds_for_all(self):
        self.product.site = factories.SiteFactory()
        self.product.save()
        self.assertEqual(self.asked(), [])

    def test_product_given_up_before_the_visit_is_not_asked(self):
        self.belongs_to(self.craft)
        self.product.state = ProductState.STOPPED
        self.product.state_since = self.visit.starts_on
        self.product.save()
        self.assertEqual(self.asked(), [])

    def test_answer_stays_in_sight_whatever_becomes_of_the_product(self):
        self.belongs_to(self.wine)
        test = self.visit.checklist.items.get(code="kiem-nghiem")
        factories.ItemResultFactory(
            site_check=self.check, item=test, product=self.product, outcome="passed"
        )
        self.product.state = ProductState.STOPPED
        self.product.site = factories.SiteFactory()
        self.belongs_to(self.craft)
        pk = self.product.pk
        self.assertEqual(self.asked(), [("kiem-nghiem", pk), ("chung", pk)])

    def test_visit_handed_in_asks_nothing_about_what_came_later(self):
        move(self.visit, "submitted")
        factories.ProductFactory(site=self.cast.site, name="Rượu mới")
        self.check.refresh_from_db()
        self.assertEqual({pk for _, pk in self.asked()}, {None, self.product.pk})
