import csv
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from history.services import history_of
from inspections.enums import ChecklistStatus
from inspections.exceptions import InspectionError
from inspections.models import Checklist, ChecklistItem, ItemSet
from inspections.services import draft_checklist, load_checklist, publish_checklist
from inspections.services.checklists import DATA
from products.models import CriteriaSet
from products.regimes import load_regimes
from tests import factories

from .cast import published_checklist


class ImmutableTests(TestCase):
    """Every way to change a published version, each refused."""

    @classmethod
    def setUpTestData(cls):
        cls.checklist = published_checklist()
        cls.item = cls.checklist.items.first()
        cls.draft = factories.ChecklistFactory()
        cls.loose = factories.ChecklistItemFactory(checklist=cls.draft)
        cls.wine = factories.CriteriaSetFactory()

    @contextmanager
    def refused(self):
        with self.assertRaises(InspectionError), transaction.atomic():
            yield

    def as_stored(self) -> list:
        return [
            list(Checklist.objects.filter(pk=self.checklist.pk).values()),
            list(self.checklist.items.order_by("pk").values()),
            list(ItemSet.objects.filter(item__checklist=self.checklist).values()),
        ]

    def altered(self, row, name, value):
        """Return another instance of the row with one field changed, not yet saved."""
        fresh = type(row).objects.get(pk=row.pk)
        setattr(fresh, name, value)
        return fresh

    def assert_all_refused(self, ways):
        before = self.as_stored()
        for name, way in ways.items():
            with self.subTest(name), self.refused():
                way()
            self.assertEqual(self.as_stored(), before)

    def test_items_of_a_published_version_stay_as_they_are(self):
        item, loose, rows = self.item, self.loose, ChecklistItem.objects
        copy = {"checklist": self.checklist, "position": 9, "code": "x", "text": "x"}
        self.assert_all_refused(
            {
                "save": lambda: self.altered(item, "text", "Khác").save(),
                "out": lambda: self.altered(item, "checklist", self.draft).save(),
                "in": lambda: self.altered(loose, "checklist", self.checklist).save(),
                "delete": lambda: rows.get(pk=item.pk).delete(),
                "create": lambda: rows.create(**copy),
                "update": lambda: rows.filter(pk=item.pk).update(text="Khác"),
                "update in": lambda: rows.filter(pk=loose.pk).update(
                    checklist=self.checklist
                ),
                "delete all": lambda: self.checklist.items.all().delete(),
                "bulk_create": lambda: rows.bulk_create([ChecklistItem(**copy)]),
                "upsert": lambda: rows.bulk_create(
                    [ChecklistItem(**copy | {"checklist": self.draft, "pk": item.pk})],
                    update_conflicts=True,
                    unique_fields=["id"],
                    update_fields=["text"],
                ),
                "bulk_update": lambda: rows.bulk_update(
                    [self.altered(item, "text", "Khác")], ["text"]
                ),
            }
        )

    def test_nothing_is_added_to_the_sets_of_a_published_item(self):
        item, row = self.item, ItemSet(item=self.item, criteria_set=self.wine)
        self.assert_all_refused(
            {
                "add": lambda: item.sets.add(self.wine),
                "set": lambda: item.sets.set([self.wine]),
                "save": lambda: row.save(),
                "bulk_create": lambda: ItemSet.objects.bulk_create([row]),
            }
        )

    def test_published_version_stays_and_stays_published(self):
        rows, checklist = Checklist.objects, self.checklist
        self.assert_all_refused(
            {
                "save": lambda: self.altered(checklist, "name", "Khác").save(),
                "draft": lambda: self.altered(checklist, "status", "draft").save(),
                "update": lambda: rows.update(status="draft"),
                "delete": lambda: rows.get(pk=checklist.pk).delete(),
                "delete all": lambda: rows.all().delete(),
                "upsert": lambda: rows.bulk_create(
                    [Checklist(pk=checklist.pk, number=checklist.number, name="Khác")],
                    update_conflicts=True,
                    unique_fields=["id"],
                    update_fields=["name"],
                ),
            }
        )

    def test_sets_of_a_published_item_stay(self):
        draft, item = self.draft, self.loose
        item.sets.set([self.wine])
        publish_checklist(draft, by=None)
        for way in (
            lambda: item.sets.clear(),
            lambda: item.sets.remove(self.wine),
            lambda: item.sets.set([]),
            lambda: ItemSet.objects.all().delete(),
            lambda: ItemSet.objects.get(item=item).delete(),
            lambda: ItemSet.objects.update(criteria_set=self.wine),
        ):
            with self.refused():
                way()
            self.assertEqual(list(item.sets.all()), [self.wine])

    def test_draft_is_free_to_change(self):
        item = self.loose
        item.text = "Khác"
        item.save()
        item.sets.set([self.wine])
        item.sets.clear()
        self.draft.items.update(text="Nữa")
        self.draft.name = "Danh mục mới"
        self.draft.save()
        item.delete()
        self.draft.delete()
        self.assertFalse(Checklist.objects.filter(pk=self.draft.pk).exists())


class PublishTests(TestCase):
    def test_version_without_items_is_not_published(self):
        draft = factories.ChecklistFactory()
        with self.assertRaises(InspectionError):
            publish_checklist(draft, by=None)

    def test_version_is_published_once(self):
        item = factories.ChecklistItemFactory()
        user = factories.UserFactory()
        publish_checklist(item.checklist, by=user)
        self.assertEqual(item.checklist.status, ChecklistStatus.PUBLISHED)
        self.assertEqual(history_of(item.checklist).get().batch.by, user)
        with self.assertRaises(InspectionError):
            publish_checklist(item.checklist, by=user)

    def test_next_version_begins_as_a_copy(self):
        source = factories.ChecklistFactory()
        item = factories.ChecklistItemFactory(checklist=source, code="nhan")
        wine = factories.CriteriaSetFactory()
        item.sets.set([wine])
        publish_checklist(source, by=None)
        draft = draft_checklist(source, by=None)
        self.assertEqual(draft.number, source.number + 1)
        copy = draft.items.get()
        self.assertEqual((copy.code, copy.text), ("nhan", item.text))
        self.assertEqual(list(copy.sets.all()), [wine])
        copy.delete()
        self.assertEqual(Checklist.objects.latest_published(), source)


class FirstVersionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_regimes()
        cls.checklist = load_checklist()

    def test_loading_again_changes_nothing(self):
        call_command("load_checklist", verbosity=0)
        self.assertEqual(Checklist.objects.get(), self.checklist)
        self.assertTrue(self.checklist.is_published)

    def test_every_group_of_the_programme_is_there(self):
        groups = list(
            dict.fromkeys(self.checklist.items.values_list("group", flat=True))
        )
        self.assertEqual(
            groups,
            [
                "Hoạt động",
                "Hồ sơ pháp lý",
                "Nguyên liệu",
                "Sản xuất",
                "Nhãn và bao bì",
                "Nhãn hiệu OCOP",
                "Thị trường",
                "Mẫu",
                "Chứng nhận",
            ],
        )

    def test_every_paper_of_the_founding_report_is_asked_for(self):
        texts = " ".join(self.checklist.items.values_list("text", flat=True)).lower()
        for words in (
            "bao bì",
            "nhãn mác",
            "giấy cam kết sản xuất thực phẩm an toàn",
            "giấy khám sức khỏe",
            "truy xuất nguồn gốc",
            "mã số mã vạch",
            "tự công bố",
            "thủ tục về môi trường",
            "quy trình sản xuất",
        ):
            with self.subTest(words):
                self.assertIn(words, texts)

    def test_food_items_are_asked_of_food_in_every_regime(self):
        pledge = self.checklist.items.get(code="hs-cam-ket")
        asked = {(s.regime.number, s.number) for s in pledge.sets.all()}
        expected = {
            (number, one)
            for number, last in [
                ("1048/QĐ-TTg", 18),
                ("148/QĐ-TTg", 17),
                ("26/2026/QĐ-TTg", 17),
            ]
            for one in range(1, last + 1)
        }
        self.assertEqual(asked, expected)

    def test_item_without_sectors_is_asked_of_all(self):
        self.assertEqual(self.checklist.items.get(code="oc-logo").sets.count(), 0)

    def test_data_is_whole(self):
        with DATA.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        self.assertEqual(len({line["code"] for line in lines}), len(lines))
        self.assertEqual(self.checklist.items.count(), len(lines))
        sectors = {s.sector.split(" ")[0] for s in CriteriaSet.objects.all()}
        for line in lines:
            with self.subTest(line["code"]):
                named = set(filter(None, line["sectors"].split(";")))
                self.assertLessEqual(named, sectors)
                self.assertIn(line["subject"], ("producer", "product"))
                self.assertIn(line["default_severity"], ("remind", "remedy", "breach"))
                ChecklistItem(
                    checklist=self.checklist,
                    position=1,
                    **{
                        key: line[key]
                        for key in (
                            "group",
                            "code",
                            "text",
                            "hint",
                            "legal_basis",
                            "subject",
                            "default_severity",
                        )
                    },
                ).clean_fields()

    def test_visit_keeps_the_version_it_was_made_with(self):
        visit = factories.VisitFactory(checklist=self.checklist)
        newer = draft_checklist(self.checklist, by=None)
        publish_checklist(newer, by=None)
        visit.refresh_from_db()
        self.assertEqual(visit.checklist, self.checklist)
        self.assertEqual(Checklist.objects.latest_published(), newer)
