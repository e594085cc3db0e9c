"""What a draft changes, and publishing it knowingly."""

from django.urls import reverse

from history.services import history_of
from inspections.comparison import compare
from inspections.models import Checklist
from inspections.ordering import order_stamp
from inspections.services import (
    draft_checklist,
    draw_example,
    move_item,
    publish_checklist,
    remove_item,
    save_draft,
    save_item,
)
from tests import factories

from .pictures import jpeg
from .test_draft_pages import LABELS, PAPERS, PageCase


class CompareTests(PageCase):
    def setUp(self):
        super().setUp()
        self.draft.refresh_from_db()

    def compared(self):
        return compare(Checklist.objects.get(pk=self.draft.pk))

    def change(self, code="nhan", sets=(), picture=None, **fields):
        item = self.item(code)
        for name, value in fields.items():
            setattr(item, name, value)
        save_item(item, sets=sets, by=self.office, picture=picture)

    def test_copy_changes_nothing(self):
        self.assertEqual(self.compared().total, 0)
        self.assertEqual(self.compared().facts, [])

    def test_each_kind_of_change_is_told_once(self):
        self.change(text="Nhãn hàng hóa", hint="Xem hạn.", sets=[self.wine])
        remove_item(self.item("suc-khoe"), by=self.office)
        new = factories.ChecklistItemFactory(
            checklist=self.draft, group=PAPERS, code="moi", position=9
        )
        compared = self.compared()
        self.assertEqual(compared.added, [new])
        self.assertEqual([item.code for item in compared.removed], ["suc-khoe"])
        [changed] = compared.changed
        self.assertEqual(
            [(one.label, one.stored, one.typed) for one in changed.differences],
            [
                ("nội dung kiểm tra", "Bao bì, nhãn mác", "Nhãn hàng hóa"),
                ("hướng dẫn", "", "Xem hạn."),
                ("áp dụng cho", "Mọi sản phẩm", "II Đồ uống"),
            ],
        )
        self.assertEqual(compared.moved, [])
        self.assertEqual(
            compared.counts,
            [("thêm mới", 1), ("sửa", 1), ("bỏ", 1), ("chuyển chỗ", 0)],
        )

    def test_severity_and_subject_are_told_in_words(self):
        self.change(default_severity="breach", subject="producer")
        [changed] = self.compared().changed
        self.assertEqual(
            [(one.stored, one.typed) for one in changed.differences],
            [("từng sản phẩm", "chủ thể"), ("nhắc nhở", "vi phạm")],
        )

    def test_one_move_is_one_move(self):
        for number in range(5):
            factories.ChecklistItemFactory(
                checklist=self.draft,
                group=LABELS,
                code=f"n{number}",
                position=9 + number,
            )
        publish_checklist(self.draft, by=self.office)
        later = draft_checklist(self.draft, by=self.office)
        last = later.items.get(code="n4")
        base = order_stamp(later.items.all())
        move_item(last, place=1, by=self.office, base=base)
        [moved] = compare(later).moved
        self.assertEqual((moved.item, moved.before, moved.after), (last, 8, 2))

    def test_item_of_another_group_is_changed_and_not_moved(self):
        self.change("suc-khoe", group=LABELS)
        self.assertEqual(
            self.compared().counts[1:], [("sửa", 1), ("bỏ", 0), ("chuyển chỗ", 0)]
        )

    def test_picture_is_told(self):
        self.change(picture=draw_example(jpeg()))
        [changed] = self.compared().changed
        [told] = changed.differences
        self.assertEqual((told.label, told.typed), ("ảnh mẫu", "có ảnh"))

    def test_name_and_note_are_told(self):
        self.draft.name = "Danh mục 2027"
        save_draft(self.draft, by=self.office)
        [fact] = self.compared().facts
        self.assertEqual(fact.typed, "Danh mục 2027")

    def test_first_version_is_all_new(self):
        self.assertEqual(len(compare(self.cast.checklist).added), 3)

    def test_everybody_may_read_it(self):
        self.change(text="Nhãn hàng hóa")
        self.client.force_login(self.cast.lan)
        page = self.client.get(self.url("checklist_comparison"))
        self.assertContains(page, "Nhãn hàng hóa")
        self.assertNotContains(page, "Công bố phiên bản")

    def test_query_count_does_not_grow_with_items(self):
        for number in (1, 3):
            factories.ChecklistItemFactory.create_batch(number, checklist=self.draft)
            with self.subTest(number=number), self.assertNumQueries(10):
                self.client.get(self.url("checklist_comparison"))


class PublishPageTests(PageCase):
    def setUp(self):
        super().setUp()
        item = self.item()
        item.text = "Nhãn hàng hóa"
        save_item(item, sets=[], by=self.office)

    def send(self, **fields):
        url = self.url("checklist_publish")
        base = self.client.get(url).context["form"]["base"].value()
        sent = {"base": base, "note": "Sửa tên nhãn.", "count": "1", **fields}
        return self.client.post(url, sent)

    def test_is_published_with_what_changed_and_who(self):
        self.assertRedirects(self.send(), self.draft.get_absolute_url())
        listed = self.client.get(reverse("inspections:checklist_list"))
        self.assertContains(listed, "Sửa tên nhãn.")
        self.assertContains(listed, "Lý Thị Mai")
        latest = Checklist.objects.latest_published()
        self.assertEqual(latest, self.draft)
        batch = history_of(latest)[0].batch
        self.assertEqual((batch.by, batch.reason), (self.office, "Sửa tên nhãn."))
        page = self.client.get(self.cast.checklist.get_absolute_url())
        self.assertContains(page, "Bao bì, nhãn mác")  # the earlier one stays

    def test_number_and_note_are_asked_for(self):
        for fields, words in [
            ({"count": "2"}, "Số thay đổi là 1"),
            ({"count": ""}, "Số thay đổi"),
            ({"note": " "}, "Nội dung thay đổi"),
        ]:
            with self.subTest(fields):
                page = self.send(**fields)
                self.assertContains(page, words)
                self.assertTrue(page.context["form"].errors)
        self.assertEqual(Checklist.objects.drafts().get(), self.draft)

    def test_draft_changed_meanwhile_is_shown_anew(self):
        url = self.url("checklist_publish")
        base = self.client.get(url).context["form"]["base"].value()
        remove_item(self.item("ma-vach"), by=self.office)
        sent = {"base": base, "note": "Sửa tên nhãn.", "count": "2"}
        page = self.client.post(url, sent)
        self.assertContains(page, "Người khác vừa sửa bản nháp", status_code=409)
        self.assertContains(page, "Mã số mã vạch", status_code=409)
        self.assertContains(page, "Sửa tên nhãn.", status_code=409)
        self.assertEqual(Checklist.objects.drafts().get(), self.draft)
        again = {**sent, "base": page.context["form"]["base"].value()}
        self.assertRedirects(
            self.client.post(url, again), self.draft.get_absolute_url()
        )

    def test_empty_draft_is_refused_in_words(self):
        self.draft.items.all().delete()
        page = self.send(count="3")
        self.assertContains(page, "chưa có nội dung nào", status_code=422)

    def test_published_one_leads_to_where_it_is_read(self):
        url = self.url("checklist_publish")
        publish_checklist(self.draft, by=self.office)
        self.assertRedirects(self.client.get(url), self.draft.get_absolute_url())
