from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from history.enums import Action
from history.models import Change, ChangeBatch
from history.services import record
from tests.factories import AreaFactory, AssignmentFactory, ProducerFactory, UserFactory

LIST = reverse("admin:history_change_changelist")


class ChangeAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        province = AreaFactory(province=True)
        commune = AreaFactory(parent=province)
        cls.admin = UserFactory(role=Role.ADMIN, role__area=province)
        cls.root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")
        hoa = AssignmentFactory(area=commune, user__full_name="Đoàn Thị Hoà").user
        outsider = AssignmentFactory(user__full_name="Người Nơi Khác").user
        cls.producer = ProducerFactory(name="Hợp tác xã Mật ong")
        changes = {"name": ["<b>Cũ</b>", "Hợp tác xã Mật ong"]}
        cls.by_hoa = cls.log(Action.UPDATE, by=hoa, changes=changes)
        cls.by_outsider = cls.log(Action.CREATE, by=outsider)
        cls.by_system = cls.log(Action.IMPORT, by=None)

    @classmethod
    def log(cls, action, **kwargs) -> Change:
        return record(action, cls.producer, **kwargs).changes.get()

    def listed(self, person=None, **query):
        self.client.force_login(person or self.admin)
        return list(self.client.get(LIST, query).context["cl"].queryset)

    def test_admin_reads_what_the_people_he_manages_did(self):
        self.assertEqual(self.listed(), [self.by_hoa])

    def test_superuser_reads_all(self):
        self.assertEqual(
            self.listed(self.root), [self.by_system, self.by_outsider, self.by_hoa]
        )

    def test_found_by_person_object_action_kind_and_day(self):
        for query in (
            {"q": "doan thi hoa"},
            {"q": "Đoàn Thị Hoà"},
            {"action": "update"},
            {"ngay": "1"},
            {"ngay": "365"},
        ):
            with self.subTest(query):
                self.assertIn(self.by_hoa, self.listed(self.root, **query))
        for query in (
            {"q": "khong co ai"},
            {"action": "delete"},
            {"loai": str(_kind_of("accounts", "user").pk)},
        ):
            with self.subTest(query):
                self.assertEqual(self.listed(self.root, **query), [])
        self.assertEqual(len(self.listed(self.root, q="Mật ong")), 3)
        kind = str(_kind_of("producers", "producer").pk)
        self.assertEqual(len(self.listed(self.root, loai=kind)), 3)

    def test_yesterday_is_not_today(self):
        yesterday = timezone.now() - timedelta(days=1)
        batch = ChangeBatch.objects.create(at=yesterday, by_name="x", digest="x")
        old = Change.objects.create(
            batch=batch,
            action=Action.UPDATE,
            content_type=_kind_of("producers", "producer"),
            object_id=1,
            object_name="cũ",
        )
        self.assertNotIn(old, self.listed(self.root, ngay="1"))
        self.assertIn(old, self.listed(self.root, ngay="7"))

    def test_bad_days_and_kinds_break_nothing(self):
        self.client.force_login(self.root)
        for query in ("ngay=²", "ngay=9999999", "loai=²", "loai=x", "batch__at=x"):
            with self.subTest(query):
                response = self.client.get(f"{LIST}?{query}", follow=True)
                self.assertLess(response.status_code, 500)

    def test_page_tells_old_and_new_as_text(self):
        self.client.force_login(self.admin)
        page = self.client.get(_page(self.by_hoa))
        self.assertContains(page, "&lt;b&gt;Cũ&lt;/b&gt;")
        self.assertContains(page, "Đoàn Thị Hoà")

    def test_nobody_writes(self):
        for person in (self.admin, self.root):
            self.client.force_login(person)
            for page in ("change", "delete"):
                url = reverse(f"admin:history_change_{page}", args=[self.by_hoa.pk])
                with self.subTest(person=person, page=page):
                    response = self.client.post(url, {"object_name": "khác"})
                    self.assertEqual(response.status_code, 403)
            self.assertEqual(
                self.client.get(reverse("admin:history_change_add")).status_code, 403
            )
        self.assertEqual(Change.objects.count(), 3)


def _page(change: Change) -> str:
    return reverse("admin:history_change_change", args=[change.pk])


def _kind_of(app: str, model: str):
    return ContentType.objects.get_by_natural_key(app, model)
