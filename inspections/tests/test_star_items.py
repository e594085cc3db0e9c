"""Items about stars: asked of products that have them, made of printed minima."""

import datetime

from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from history.services import history_of
from inspections.blank import blank_sheets
from inspections.comparison import compare, stamp_of
from inspections.enums import Subject
from inspections.items import items_for, may_be_answered, star_chains, stars_on
from inspections.models import ChecklistItem
from inspections.preview import preview_of
from inspections.progress import progress_of
from inspections.services import (
    PlannedItem,
    add_minima,
    draft_checklist,
    publish_checklist,
    replace_items,
)
from products.enums import Grade
from products.models import Recognition
from tests.criteria_factories import short_set
from tests.factories import (
    AreaFactory,
    ChecklistItemFactory,
    ItemResultFactory,
    ProductFactory,
    RecognitionFactory,
    RegimeFactory,
    SiteCheckFactory,
    UserFactory,
    the_draft,
)

DAY = datetime.date


class StarsAskedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.check = SiteCheckFactory(visit__starts_on=DAY(2026, 3, 10))
        cls.checklist = cls.check.visit.checklist
        cls.three, cls.four, cls.none = (
            ProductFactory(site=cls.check.site, name=name)
            for name in ("Ba sao", "Bốn sao", "Chưa công nhận")
        )
        RecognitionFactory(
            product=cls.three, grade=Grade.THREE, valid_from=DAY(2025, 1, 1)
        )
        RecognitionFactory(
            product=cls.four, grade=Grade.THREE, valid_from=DAY(2022, 1, 1)
        )
        RecognitionFactory(
            product=cls.four, grade=Grade.POTENTIAL_FIVE, valid_from=DAY(2025, 1, 1)
        )
        RecognitionFactory(
            product=cls.three, grade=Grade.FOUR, valid_from=DAY(2026, 6, 1)
        )
        RecognitionFactory(
            product=cls.three, grade=Grade.FIVE, valid_from=None, valid_to=None
        )
        common = {"checklist": cls.checklist, "subject": Subject.PRODUCT}
        cls.item = ChecklistItemFactory(**common, stars="45")
        cls.plain = ChecklistItemFactory(**common)

    def asked(self):
        return {
            cell.product.name
            for cell in items_for(self.check)
            if cell.item == self.item
        }

    def test_only_products_with_these_stars_on_the_day_are_asked(self):
        self.assertEqual(self.asked(), {"Bốn sao"})
        visit = self.check.visit
        visit.starts_on = DAY(2026, 6, 2)
        visit.save()
        self.assertEqual(self.asked(), {"Ba sao", "Bốn sao"})

    def test_an_item_without_stars_is_asked_of_all(self):
        cells = [cell for cell in items_for(self.check) if cell.item == self.plain]
        self.assertEqual(len(cells), 3)

    def test_what_has_been_answered_is_asked_all_the_same(self):
        ItemResultFactory(site_check=self.check, item=self.item, product=self.none)
        self.assertEqual(self.asked(), {"Bốn sao", "Chưa công nhận"})

    def test_an_answer_is_taken_whatever_the_stars_became(self):
        allowed = may_be_answered(self.check, [self.item.pk], set())
        self.assertIn((self.item.pk, self.three.pk), allowed)

    def test_an_item_of_the_producer_asks_where_a_product_has_the_stars(self):
        ChecklistItem.objects.filter(pk=self.item.pk).update(
            subject=Subject.PRODUCER, stars="5"
        )
        self.assertNotIn(self.item, [cell.item for cell in items_for(self.check)])
        ChecklistItem.objects.filter(pk=self.item.pk).update(stars="4")
        self.assertIn(self.item, [cell.item for cell in items_for(self.check)])

    def test_progress_and_paper_count_the_same_questions(self):
        asked = len(items_for(self.check))
        progress = progress_of(self.check.visit, [self.check])[self.check.pk]
        self.assertEqual((asked, progress.asked), (4, 4))
        [paper] = blank_sheets(
            [self.check.site],
            checklist=self.checklist,
            day=self.check.visit.starts_on,
            user=UserFactory(),
        )
        entries = [entry for group in paper.groups for entry in group.entries]
        self.assertEqual(len(entries), 4)

    def test_a_preview_of_a_set_shows_what_any_stars_are_asked(self):
        shown = preview_of(self.checklist, day=DAY(2026, 3, 10), user=UserFactory())
        self.assertEqual(len(shown.groups[0].lines), 2)

    def test_stars_are_those_that_count_on_the_day(self):
        products = [self.three, self.four, self.none]
        chains = star_chains([self.item], products)
        for day in (
            DAY(2020, 1, 1),
            DAY(2024, 1, 1),
            DAY(2026, 3, 10),
            DAY(2026, 6, 1),
        ):
            standing = Recognition.objects.standing_on(day)
            grades = dict(standing.values_list("product", "grade"))
            found = {pk: star for pk, star in stars_on(day, chains).items() if star}
            with self.subTest(day):
                self.assertEqual(found, {pk: one[0] for pk, one in grades.items()})

    def test_nothing_is_read_where_no_item_asks_for_stars(self):
        with self.assertNumQueries(0):
            self.assertIsNone(star_chains([self.plain], [self.three]))


class MinimaTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        regime = RegimeFactory(number="26/2026/QĐ-TTg")
        cls.first = short_set(regime=regime, number=1, name="Rau tươi")
        cls.second = short_set(regime=regime, number=2, name="Thịt tươi")
        cls.draft = the_draft()
        ChecklistItemFactory(checklist=cls.draft)
        area = AreaFactory(province=True)
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=area)

    def add(self, *sets, stars="345"):
        return add_minima(self.draft, sets or [self.first], stars, by=self.hoa)

    def said(self):
        items = self.draft.items.filter(group="Mức tối thiểu theo hạng sao")
        return [(item.text, item.legal_basis, item.stars) for item in items]

    def test_each_minimum_becomes_an_item_for_the_stars_it_is_the_highest_of(self):
        self.assertEqual(self.add(), (5, 0))
        text, basis = "Giữ mức tối thiểu của hạng", "26/2026/QĐ-TTg, tiêu chí"
        self.assertEqual(
            self.said(),
            [
                (f"{text} 3 sao: Tiêu chí 1.1", f"{basis} 1.1 ≥ 10", "3"),
                (f"{text} 4 sao: Tiêu chí 1.1", f"{basis} 1.1 ≥ 30", "4"),
                (f"{text} 5 sao: Tiêu chí 1.1", f"{basis} 1.1 ≥ 40", "5"),
                (f"{text} 3 sao: Tiêu chí 4.1", f"{basis} 4.1 ≥ 2", "3"),
                (f"{text} 4, 5 sao: Tiêu chí 4.1", f"{basis} 4.1 ≥ 3", "45"),
            ],
        )
        item = self.draft.items.get(stars="45")
        self.assertEqual(item.code, "tt-26-2026-4-1-3")
        self.assertEqual(item.hint, "Ít nhất 3 điểm: Mức 3")
        self.assertEqual(list(item.sets.all()), [self.first])

    def test_chosen_stars_alone_are_added(self):
        self.assertEqual(self.add(stars="3"), (2, 0))
        self.assertEqual({stars for _, _, stars in self.said()}, {"3"})

    def test_sets_that_ask_the_same_share_an_item(self):
        self.assertEqual(self.add(self.first, self.second), (5, 0))
        self.assertEqual(self.draft.items.get(stars="45").sets.count(), 2)

    def test_a_second_run_adds_only_what_is_missing(self):
        self.add()
        self.assertEqual(self.add(), (0, 0))
        before = self.draft.items.get(stars="45").version
        self.assertEqual(self.add(self.second), (0, 5))
        item = self.draft.items.get(stars="45")
        self.assertEqual((item.sets.count(), item.version), (2, before + 1))
        self.assertIn("áp dụng cho", history_of(item).first().changes)

    def test_sets_that_are_not_known_in_full_are_left_out_and_told(self):
        type(self.second).objects.filter(pk=self.second.pk).update(is_complete=False)
        self.client.force_login(self.hoa)
        url = reverse("inspections:draft_minima", args=[self.draft.pk])
        sets = [self.first.pk, self.second.pk]
        response = self.client.post(url, {"stars": ["4"], "sets": sets})
        self.assertContains(
            self.client.get(response.url),
            "Đã thêm 2 nội dung, mở rộng 0 nội dung có sẵn. Bỏ qua 1 bộ chưa đủ tiêu"
            " chí.",
        )
        response = self.client.post(url, {"stars": ["4"], "sets": sets[1:]})
        self.assertContains(self.client.get(response.url), "Không có gì để thêm")

    def test_queries_do_not_grow_with_sets(self):
        self.add(self.first, stars="5")
        third = short_set(regime=self.first.regime, number=3)
        for sets in ([self.first], [self.second, third]):
            self.draft.items.filter(group__startswith="Mức").delete()
            with self.subTest(len(sets)), self.assertNumQueries(14):
                self.add(*sets)

    def test_stars_go_with_a_copy_and_are_compared(self):
        self.add()
        publish_checklist(self.draft, by=self.hoa)
        copy = draft_checklist(self.draft, by=self.hoa)
        self.assertEqual(copy.items.filter(stars="45").count(), 1)
        self.assertEqual(compare(copy).total, 0)
        copy.items.filter(stars="45").update(stars="4")
        [changed] = compare(copy).changed
        [told] = changed.differences
        self.assertIn("hạng 4, 5 sao", told.stored)
        self.assertIn("hạng 4 sao", told.typed)

    def test_a_workbook_may_name_the_stars(self):
        item = self.draft.items.get()
        row = PlannedItem(
            code=item.code,
            group=item.group,
            text=item.text,
            hint="",
            legal_basis="",
            subject=item.subject,
            default_severity=item.default_severity,
            stars="45",
        )
        base = stamp_of(self.draft)
        replace_items(self.draft, [row], by=self.hoa, base=base, reason="Nhập")
        item.refresh_from_db()
        self.assertEqual(item.stars, "45")

    def test_the_page_asks_for_sets_and_stars(self):
        url = reverse("inspections:draft_minima", args=[self.draft.pk])
        self.client.force_login(self.hoa)
        self.assertContains(self.client.get(url), "Rau tươi")
        response = self.client.post(url, {"stars": ["3"]})
        self.assertContains(response, "Chọn ít nhất một bộ sản phẩm.")
        response = self.client.post(url, {"stars": ["4"], "sets": [self.first.pk]})
        page = self.client.get(response.url)
        self.assertContains(page, "Đã thêm 2 nội dung, mở rộng 0 nội dung có sẵn.")
        self.assertContains(page, "hạng 4 sao")

    def test_the_form_of_an_item_keeps_its_stars(self):
        item = self.draft.items.get()
        url = reverse("inspections:item_edit", args=[item.pk])
        self.client.force_login(self.hoa)
        data = {
            "version": item.version,
            "group": item.group,
            "text": item.text,
            "code": item.code,
            "subject": item.subject,
            "default_severity": item.default_severity,
            "stars": ["5", "4"],
        }
        self.assertEqual(self.client.post(url, data).status_code, 302)
        item.refresh_from_db()
        self.assertEqual(item.stars, "45")
        self.assertContains(self.client.get(url), 'value="4"')
