"""A draft of the checklist: one at a time, its items, groups and their order."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import TestCase

from core.versions import GoneError, StaleVersionError
from history.services import history_of
from inspections.exceptions import InspectionError
from inspections.models import Checklist, ChecklistItem
from inspections.ordering import order_stamp
from inspections.services import (
    delete_draft,
    draft_checklist,
    draw_example,
    move_group,
    move_item,
    publish_checklist,
    remove_item,
    rename_group,
    save_draft,
    save_item,
)
from tests import factories

from .cast import published_checklist
from .pictures import jpeg, upload

LABELS, PAPERS = "Nhãn và bao bì", "Hồ sơ pháp lý"


class DraftCase(TestCase):
    """A draft begun from suc-khoe in one group, nhan and ma-vach in the next."""

    @classmethod
    def setUpTestData(cls):
        cls.by = factories.UserFactory()
        cls.source = published_checklist()
        cls.draft = draft_checklist(cls.source, by=cls.by)

    def item(self, code: str) -> ChecklistItem:
        return self.draft.items.get(code=code)

    def codes(self) -> list[str]:
        return list(self.draft.items.values_list("code", flat=True))

    def base(self) -> str:
        return order_stamp(self.draft.items.all())

    def new(self, text="Tem truy xuất", group=LABELS, **fields) -> ChecklistItem:
        return ChecklistItem(
            checklist=self.draft, text=text, group=group, subject="product", **fields
        )

    def add(self, *sets, **fields) -> ChecklistItem:
        return save_item(self.new(**fields), sets=sets, by=self.by)


class OneDraftTests(DraftCase):
    def test_draft_names_what_it_was_copied_from(self):
        self.assertEqual(self.draft.source, self.source)
        self.assertEqual(self.codes(), ["suc-khoe", "nhan", "ma-vach"])

    def test_second_draft_is_refused_in_words(self):
        with self.assertRaises(InspectionError) as caught:
            draft_checklist(self.source, by=self.by)
        self.assertIn("Đang có bản nháp", str(caught.exception))
        self.assertEqual(Checklist.objects.drafts().get(), self.draft)

    def test_database_holds_no_second_draft(self):
        with self.assertRaises(ValidationError) as caught:
            Checklist(number=9, name="Danh mục khác").full_clean()
        self.assertIn("Đang có một bản nháp khác", str(caught.exception))

    def test_a_draft_is_begun_from_a_published_version_only(self):
        with self.assertRaises(InspectionError):
            draft_checklist(self.draft, by=self.by)

    def test_deleted_draft_makes_room_for_another(self):
        delete_draft(self.draft, by=self.by)
        self.assertEqual(ChecklistItem.objects.count(), 3)  # those of the source
        again = draft_checklist(self.source, by=self.by)
        self.assertEqual(again.items.count(), 3)

    def test_draft_that_a_visit_uses_stays(self):
        factories.VisitFactory(checklist=self.draft)
        with self.assertRaises(InspectionError):
            delete_draft(self.draft, by=self.by)
        self.assertEqual(Checklist.objects.drafts().get(), self.draft)

    def test_publishing_says_who(self):
        publish_checklist(self.draft, by=self.by)
        self.assertEqual(Checklist.objects.latest_published().published_by, self.by)


class ItemTests(DraftCase):
    def test_new_item_comes_last_in_its_group_with_a_code_of_its_own(self):
        self.add(group=PAPERS, text="Giấy cam kết an toàn")
        self.assertEqual(
            self.codes(), ["suc-khoe", "suc-giay-cam-ket-an", "nhan", "ma-vach"]
        )
        self.assertEqual(
            list(self.draft.items.values_list("position", flat=True)), [1, 2, 3, 4]
        )

    def test_codes_of_like_items_differ(self):
        codes = [self.add(group="Ghi nhãn", text="Tem QR").code for _ in range(3)]
        self.assertEqual(codes, ["gn-tem-qr", "gn-tem-qr-2", "gn-tem-qr-3"])

    def test_taken_code_is_refused(self):
        with self.assertRaises(InspectionError) as caught:
            self.add(code="nhan")
        self.assertIn("nhan", str(caught.exception))
        other = self.item("ma-vach")
        other.code = "nhan"
        with self.assertRaises(InspectionError):
            save_item(other, sets=[], by=self.by)
        self.assertEqual(self.codes(), ["suc-khoe", "nhan", "ma-vach"])

    def test_item_sent_twice_is_one(self):
        key = uuid.uuid4()
        first, second = self.add(uuid=key), self.add(uuid=key)
        self.assertEqual(first, second)
        self.assertEqual(self.draft.items.count(), 4)

    def test_item_in_another_group_goes_to_its_end(self):
        item = self.item("suc-khoe")
        item.group = LABELS
        save_item(item, sets=[], by=self.by)
        self.assertEqual(self.codes(), ["nhan", "ma-vach", "suc-khoe"])

    def test_change_is_told_field_by_field(self):
        wine = factories.CriteriaSetFactory(number=14, sector="II Đồ uống")
        item = self.item("nhan")
        item.text = "Nhãn hàng hóa"
        save_item(item, sets=[wine], by=self.by, base_version=1)
        sets, text = history_of(item)[:2]
        self.assertEqual(text.changes, {"text": ["Bao bì, nhãn mác", "Nhãn hàng hóa"]})
        self.assertEqual(sets.changes, {"áp dụng cho": ["Mọi sản phẩm", "II Đồ uống"]})
        self.assertEqual(sets.batch.by, self.by)

    def test_stale_change_is_refused_even_if_only_the_sets_differ(self):
        wine = factories.CriteriaSetFactory()
        save_item(self.item("nhan"), sets=[wine], by=self.by, base_version=1)
        late = self.item("nhan")
        late.text = "Muộn"
        with self.assertRaises(StaleVersionError):
            save_item(late, sets=[], by=self.by, base_version=1)
        self.assertEqual(list(self.item("nhan").sets.all()), [wine])
        self.assertEqual(self.item("nhan").text, "Bao bì, nhãn mác")

    def test_removed_item_is_gone_from_the_draft_alone(self):
        item = self.item("nhan")
        remove_item(self.item("nhan"), by=self.by)
        self.assertEqual(self.codes(), ["suc-khoe", "ma-vach"])
        self.assertTrue(self.source.items.filter(code="nhan").exists())
        for act in (
            lambda: remove_item(item, by=self.by),
            lambda: save_item(item, sets=[], by=self.by),
        ):
            with self.assertRaises(GoneError):
                act()

    def test_nothing_changes_once_it_is_published(self):
        item, loaded = self.item("nhan"), Checklist.objects.get(pk=self.draft.pk)
        base = self.base()
        publish_checklist(self.draft, by=self.by)
        before = list(self.draft.items.values())
        for name, act in {
            "facts": lambda: save_draft(loaded, by=self.by),
            "delete": lambda: delete_draft(loaded, by=self.by),
            "add": self.add,
            "save": lambda: save_item(item, sets=[], by=self.by),
            "remove": lambda: remove_item(item, by=self.by),
            "move": lambda: move_item(item, place=1, by=self.by, base=base),
            "group": lambda: move_group(loaded, LABELS, place=1, by=self.by, base=base),
            "name": lambda: rename_group(loaded, LABELS, "X", by=self.by, base=base),
        }.items():
            with self.subTest(name), self.assertRaises(InspectionError):
                act()
        self.assertEqual(list(self.draft.items.values()), before)


class OrderTests(DraftCase):
    def test_item_moves_within_its_group(self):
        move_item(self.item("ma-vach"), place=1, by=self.by, base=self.base())
        self.assertEqual(self.codes(), ["suc-khoe", "ma-vach", "nhan"])
        move_item(self.item("ma-vach"), place=99, by=self.by, base=self.base())
        self.assertEqual(self.codes(), ["suc-khoe", "nhan", "ma-vach"])
        latest = history_of(self.draft)[0]
        words = ["Mã số mã vạch: thứ 1", "Mã số mã vạch: thứ 2"]
        self.assertEqual(latest.changes, {"thứ tự": words})

    def test_group_moves_with_its_items(self):
        move_group(self.draft, LABELS, place=1, by=self.by, base=self.base())
        self.assertEqual(self.codes(), ["nhan", "ma-vach", "suc-khoe"])

    def test_renamed_group_keeps_its_place_and_makes_open_forms_stale(self):
        rename_group(self.draft, LABELS, " Nhãn  mác ", by=self.by, base=self.base())
        self.assertEqual(self.item("nhan").group, "Nhãn mác")
        self.assertEqual(self.codes(), ["suc-khoe", "nhan", "ma-vach"])
        with self.assertRaises(StaleVersionError):
            save_item(self.item("nhan"), sets=[], by=self.by, base_version=1)

    def test_group_takes_no_name_that_another_has(self):
        for new in (PAPERS, "", "x" * 101):
            with self.subTest(new), self.assertRaises(InspectionError):
                rename_group(self.draft, LABELS, new, by=self.by, base=self.base())
        self.assertEqual(self.item("nhan").group, LABELS)

    def test_order_that_was_changed_meanwhile_is_not_changed_blindly(self):
        base = self.base()
        move_item(self.item("ma-vach"), place=1, by=self.by, base=base)
        for act in (
            lambda: move_item(self.item("nhan"), place=1, by=self.by, base=base),
            lambda: move_group(self.draft, LABELS, place=1, by=self.by, base=base),
            lambda: rename_group(self.draft, LABELS, "X", by=self.by, base=base),
        ):
            with self.assertRaises(StaleVersionError):
                act()
        self.assertEqual(self.codes(), ["suc-khoe", "ma-vach", "nhan"])

    def test_query_count_does_not_grow_with_items(self):
        for number in (1, 3):
            factories.ChecklistItemFactory.create_batch(number, group=LABELS)
            item = self.draft.items.last()
            base = self.base()
            with self.subTest(number=number), self.assertNumQueries(11):
                move_item(item, place=1, by=self.by, base=base)


class ExampleTests(DraftCase):
    def save_with_picture(self, colour="red", **wrong) -> ChecklistItem:
        picture = draw_example(jpeg(colour))
        return save_item(
            self.item("nhan"), sets=[], by=self.by, picture=picture, **wrong
        )

    def files(self) -> set[str]:
        if not default_storage.exists("examples"):
            return set()
        return set(default_storage.listdir("examples")[1])

    def test_picture_is_drawn_anew(self):
        item = self.save_with_picture()
        self.assertRegex(item.example.name, r"^examples/[0-9a-f]{32}\.jpg$")
        with item.example.open() as file:
            self.assertTrue(file.read().startswith(b"\xff\xd8"))

    def test_what_is_no_picture_is_refused(self):
        with self.assertRaises(InspectionError):
            draw_example(upload(b"<svg onload=alert(1)>", "a.svg", "image/svg+xml"))

    def test_next_version_shows_the_same_file_and_may_drop_it(self):
        name = self.save_with_picture().example.name
        publish_checklist(self.draft, by=self.by)
        later = draft_checklist(self.draft, by=self.by)
        copy = later.items.get(code="nhan")
        self.assertEqual(copy.example.name, name)
        with self.captureOnCommitCallbacks(execute=True):
            remove_item(copy, by=self.by)
        self.assertTrue(default_storage.exists(name))

    def test_replaced_and_deleted_pictures_leave_storage(self):
        before = self.files()
        with self.captureOnCommitCallbacks(execute=True):
            self.save_with_picture("red")
            kept = self.save_with_picture("blue").example.name
        self.assertEqual(self.files() - before, {kept.removeprefix("examples/")})
        with self.captureOnCommitCallbacks(execute=True):
            delete_draft(self.draft, by=self.by)
        self.assertEqual(self.files(), before)

    def test_refused_save_leaves_no_file(self):
        before = self.files()
        with self.assertRaises(StaleVersionError):
            self.save_with_picture(base_version=7)
        self.assertEqual(self.files(), before)
