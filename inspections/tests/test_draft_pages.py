"""The pages on which the provincial office edits a draft of the checklist."""

from django.core.files.storage import default_storage
from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from inspections.models import Checklist, ChecklistItem
from inspections.services import (
    draft_checklist,
    draw_example,
    publish_checklist,
    save_item,
)
from tests import factories

from .cast import Cast
from .pictures import jpeg, upload

LABELS, PAPERS = "Nhãn và bao bì", "Hồ sơ pháp lý"


class PageCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.office = factories.UserFactory(
            role=Role.PROVINCIAL, role__area=cls.cast.province, full_name="Lý Thị Mai"
        )
        cls.rice = factories.CriteriaSetFactory(number=7, sector="I Thực phẩm")
        cls.meat = factories.CriteriaSetFactory(
            regime=cls.rice.regime, number=8, sector="I Thực phẩm"
        )
        cls.wine = factories.CriteriaSetFactory(
            regime=cls.rice.regime, number=14, sector="II Đồ uống"
        )
        cls.draft = draft_checklist(cls.cast.checklist, by=cls.office)

    def setUp(self):
        self.client.force_login(self.office)

    def item(self, code="nhan") -> ChecklistItem:
        return self.draft.items.get(code=code)

    def codes(self) -> list[str]:
        return list(self.draft.items.values_list("code", flat=True))

    def url(self, name, row=None) -> str:
        return reverse(f"inspections:{name}", args=[(row or self.draft).pk])

    def editor(self):
        return self.client.get(self.url("draft"))

    def base(self) -> str:
        return self.editor().context["draft"].base

    def typed(self, **fields) -> dict:
        """Return what the form of an item sends."""
        return {
            "group": LABELS,
            "text": "Tem truy xuất",
            "subject": "product",
            "default_severity": "remedy",
            **fields,
        }


class BeginTests(PageCase):
    def test_draft_is_begun_once_and_led_to(self):
        publish_checklist(self.draft, by=self.office)
        page = self.client.get(self.url("checklist_detail"))
        self.assertContains(page, "Lập bản mới từ phiên bản này")
        for _ in range(2):
            answer = self.client.post(self.url("draft_create"))
            draft = Checklist.objects.drafts().get()
            self.assertRedirects(answer, self.url("draft", draft))
        self.assertEqual(draft.source, self.draft)

    def test_list_leads_on_only_those_who_may(self):
        page = self.client.get(reverse("inspections:checklist_list"))
        self.assertContains(page, "Soạn tiếp")
        numbers = [row.number for row in page.context["checklists"]]
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        self.assertEqual(len(numbers), 2)
        self.client.force_login(self.cast.hoa)
        for url in (
            reverse("inspections:checklist_list"),
            self.url("checklist_detail"),
        ):
            page = self.client.get(url)
            self.assertContains(page, self.draft.name)
            self.assertNotContains(page, "Soạn")

    def test_facts_are_saved_and_a_stale_edit_shows_both(self):
        url = self.url("draft_facts")
        sent = {"name": "Danh mục 2027", "note": "Bỏ mục trùng.", "version": 1}
        self.assertRedirects(self.client.post(url, sent), self.url("draft"))
        page = self.client.post(url, sent | {"name": "Danh mục của tôi"})
        self.assertContains(page, "Danh mục của tôi", status_code=409)
        self.assertContains(page, "Danh mục 2027", status_code=409)

    def test_draft_is_deleted(self):
        answer = self.client.post(self.url("draft_delete"))
        self.assertRedirects(answer, reverse("inspections:checklist_list"))
        self.assertFalse(Checklist.objects.drafts().exists())

    def test_published_version_is_not_edited(self):
        publish_checklist(self.draft, by=self.office)
        for name, row in [
            ("draft", self.draft),
            ("draft_facts", self.draft),
            ("item_create", self.draft),
            ("item_edit", self.item()),
        ]:
            with self.subTest(name):
                answer = self.client.get(self.url(name, row))
                self.assertRedirects(answer, self.draft.get_absolute_url())
        before = list(self.draft.items.values())
        page = self.client.post(self.url("item_create"), self.typed())
        self.assertContains(page, "đã công bố không sửa được", status_code=422)
        self.assertContains(page, "Tem truy xuất", status_code=422)
        for name, row in [("draft_delete", self.draft), ("item_remove", self.item())]:
            self.assertEqual(self.client.post(self.url(name, row)).status_code, 302)
        self.assertEqual(list(self.draft.items.values()), before)


class EditorTests(PageCase):
    def test_shows_what_each_item_says(self):
        save_item(self.item(), sets=[self.rice], by=self.office)
        page = self.editor()
        self.assertContains(page, f"I Thực phẩm theo {self.rice.regime}: 7.")
        self.assertContains(page, "Mã ma-vach")
        self.assertContains(page, "3 nội dung trong 2 nhóm")
        self.assertContains(page, "Lý Thị Mai")

    def test_query_count_does_not_grow_with_items(self):
        self.editor()  # content types are looked up once
        for number in (1, 3):
            made = factories.ChecklistItemFactory.create_batch(number, group=PAPERS)
            for item in made:
                item.sets.set([self.wine])
            with self.subTest(number=number), self.assertNumQueries(9):
                self.editor()

    def test_item_goes_up_down_and_to_a_typed_place(self):
        for sent, codes in [
            ({"at": 2, "place": 2, "step": "up"}, ["suc-khoe", "ma-vach", "nhan"]),
            ({"at": 1, "place": 1, "step": "down"}, ["suc-khoe", "nhan", "ma-vach"]),
            ({"at": 2, "place": 1}, ["suc-khoe", "ma-vach", "nhan"]),
        ]:
            item = self.item("ma-vach")
            with self.subTest(sent):
                sent["base"] = self.base()
                answer = self.client.post(self.url("item_move", item), sent)
                self.assertRedirects(answer, f"{self.url('draft')}#nd-{item.pk}")
                self.assertEqual(self.codes(), codes)

    def test_place_that_is_no_number_is_told(self):
        for place in ("x", "0", "1e9", "9" * 30):
            sent = {"at": 2, "place": place, "base": self.base()}
            page = self.client.post(self.url("item_move", self.item()), sent)
            self.assertContains(page, "Hãy ghi vị trí bằng số", status_code=422)
        self.assertEqual(self.codes(), ["suc-khoe", "nhan", "ma-vach"])

    def test_stale_order_shows_what_was_wanted_above_what_is_stored(self):
        sent = {"at": 2, "step": "up", "base": self.base()}
        self.client.post(self.url("item_move", self.item("ma-vach")), sent)
        page = self.client.post(self.url("item_move", self.item("ma-vach")), sent)
        self.assertContains(page, "Bạn muốn chuyển “Mã số mã vạch”", status_code=409)
        self.assertEqual(self.codes(), ["suc-khoe", "ma-vach", "nhan"])

    def test_group_is_renamed_and_moved(self):
        sent = {"name": LABELS, "new": "Nhãn", "base": self.base()}
        self.client.post(self.url("group_rename"), sent)
        self.assertEqual(self.item().group, "Nhãn")
        sent = {"name": "Nhãn", "at": 2, "step": "up", "base": self.base()}
        self.client.post(self.url("group_move"), sent)
        self.assertEqual(self.codes(), ["nhan", "ma-vach", "suc-khoe"])

    def test_name_of_another_group_is_refused_in_words(self):
        sent = {"name": LABELS, "new": PAPERS, "base": self.base()}
        page = self.client.post(self.url("group_rename"), sent, follow=True)
        self.assertContains(page, f"Đã có nhóm “{PAPERS}”")
        self.assertEqual(self.item().group, LABELS)

    def test_removed_item_is_told(self):
        url = self.url("item_remove", self.item())
        page = self.client.post(url, follow=True)
        self.assertContains(page, "Đã xóa nội dung “Bao bì, nhãn mác”")
        self.assertEqual(self.codes(), ["suc-khoe", "ma-vach"])


class ItemFormTests(PageCase):
    def test_new_item_of_a_group(self):
        url = self.url("item_create")
        page = self.client.get(url, {"nhom": PAPERS})
        self.assertEqual(page.context["form"]["group"].value(), PAPERS)
        self.assertContains(page, f'<option value="{LABELS}">')
        key = page.context["form"]["uuid"].value()
        for _ in range(2):
            self.client.post(
                url, self.typed(uuid=key, hint="Quét thử.", sets=[self.wine.pk])
            )
        item = self.draft.items.get(text="Tem truy xuất")
        self.assertEqual(self.codes(), ["suc-khoe", "nhan", "ma-vach", item.code])
        self.assertEqual((item.hint, item.default_severity), ("Quét thử.", "remedy"))
        self.assertEqual(list(item.sets.all()), [self.wine])

    def test_whole_sector_without_a_script(self):
        sent = self.typed(whole=["I Thực phẩm"], sets=[self.wine.pk])
        self.client.post(self.url("item_create"), sent)
        item = self.draft.items.get(text="Tem truy xuất")
        self.assertEqual(set(item.sets.all()), {self.rice, self.meat, self.wine})

    def test_code_of_an_earlier_version_stays(self):
        sent = self.typed(code="khac", text="Nhãn", version=1)
        self.client.post(self.url("item_edit", self.item()), sent)
        self.assertEqual(self.item().text, "Nhãn")

    def test_wrong_input_is_told_and_kept(self):
        url = self.url("item_create")
        wrong = self.typed(code="nhan", text="", hint="Vẫn còn", sets=[self.wine.pk])
        page = self.client.post(url, wrong)
        self.assertContains(page, "Mã này đã có trong bản nháp.")
        self.assertContains(page, "Vẫn còn")
        self.assertContains(page, 'id="error-summary"', count=1)
        self.assertContains(
            page, f'id="bo-{self.wine.pk}"\n                     checked'
        )
        for field, value, words in [
            ("code", "Mã Có Dấu", "Mã chỉ gồm chữ thường"),
            ("sets", "9" * 40, "9"),
            ("whole", "XX", "XX"),
            ("default_severity", "good", "good"),
            ("text", "x" * 301, "300"),
        ]:
            with self.subTest(field):
                page = self.client.post(url, self.typed(**{field: value}))
                self.assertIn(field, page.context["form"].errors)
                self.assertContains(page, words)
        self.assertEqual(self.draft.items.count(), 3)

    def test_stale_edit_shows_both_with_the_products(self):
        url = self.url("item_edit", self.item())
        sent = self.typed(text="Nhãn của Mai", version=1, sets=[self.wine.pk])
        self.client.post(url, sent)
        late = self.typed(text="Nhãn của tôi", version=1)
        page = self.client.post(url, late)
        for words in ("Nhãn của Mai", "Nhãn của tôi", "II Đồ uống", "Mọi sản phẩm"):
            self.assertContains(page, words, status_code=409)
        self.assertEqual(self.item().text, "Nhãn của Mai")
        again = late | {"version": page.context["form"]["version"].value()}
        self.assertRedirects(
            self.client.post(url, again), f"{self.url('draft')}#nd-{self.item().pk}"
        )
        self.assertEqual(self.item().sets.count(), 0)

    def test_item_removed_meanwhile_is_not_found(self):
        url = self.url("item_edit", self.item())
        self.item().delete()
        sent = self.typed(version=1)
        self.assertEqual(self.client.post(url, sent).status_code, 404)


class ExampleTests(PageCase):
    def test_picture_comes_goes_and_is_drawn_anew(self):
        url = self.url("item_edit", self.item())
        self.client.post(url, self.typed(version=1, picture=jpeg()))
        item = self.item()
        self.assertContains(self.editor(), item.example_url)
        answer = self.client.get(item.example_url)
        self.assertEqual(answer["Content-Type"], "image/jpeg")
        self.assertTrue(b"".join(answer.streaming_content).startswith(b"\xff\xd8"))
        sent = self.typed(version=item.version, drop_picture="on")
        self.client.post(url, sent)
        self.assertEqual(self.item().example.name, "")
        self.assertEqual(self.client.get(item.example_url).status_code, 404)

    def test_what_is_no_picture_is_told_at_its_place(self):
        wrong = upload(b"<script>", "anh.jpg")
        url = self.url("item_edit", self.item())
        page = self.client.post(url, self.typed(version=1, picture=wrong))
        self.assertIn("không phải ảnh", str(page.context["form"].errors["picture"]))

    def test_officers_see_it_where_they_record(self):
        exampled = save_item(
            self.item(), sets=[], by=self.office, picture=draw_example(jpeg())
        )
        publish_checklist(self.draft, by=self.office)
        visit = factories.VisitFactory(
            checklist=self.draft, place=self.cast.hoa_an, created_by=self.cast.lan
        )
        check = factories.SiteCheckFactory(visit=visit, site=self.cast.site)
        self.client.force_login(self.cast.lan)
        page = self.client.get(
            reverse("inspections:site_check_record", args=[check.uuid])
        )
        self.assertContains(page, exampled.example_url)
        self.assertEqual(self.client.get(exampled.example_url).status_code, 200)

    def test_lost_file_is_404(self):
        item = save_item(
            self.item(), sets=[], by=self.office, picture=draw_example(jpeg())
        )
        default_storage.delete(item.example.name)
        self.assertEqual(self.client.get(item.example_url).status_code, 404)
