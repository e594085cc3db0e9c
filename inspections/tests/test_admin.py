from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from inspections.enums import ChecklistStatus, VisitStatus
from inspections.models import Checklist, SiteCheck, Visit
from tests import factories

from .cast import Cast, move


def change(row):
    name = f"admin:inspections_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])


class InspectionAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.check = cls.cast.check
        cls.root = User.objects.create_superuser("goc", full_name="Quản trị gốc")

    def setUp(self):
        self.client.force_login(self.root)

    def edit_check(self):
        data = {"copies": "3", "conclusion": "Đã đính chính."}
        return self.client.post(change(self.check), data)

    def test_a_draft_is_mended_and_the_change_recorded(self):
        self.assertEqual(self.edit_check().status_code, 302)
        self.check.refresh_from_db()
        self.assertEqual(
            (self.check.conclusion, self.check.version), ("Đã đính chính.", 2)
        )
        history = reverse("admin:inspections_sitecheck_history", args=[self.check.pk])
        self.assertContains(self.client.get(history), "Đã đính chính.")

    def test_what_was_handed_in_is_only_read(self):
        figure = self.cast.visit.reported_figures.create(
            indicator="products",
            as_of=self.cast.visit.starts_on,
            value=10,
            place=self.cast.hoa_an,
            area=self.cast.hoa_an,
        )
        recommendation = factories.RecommendationFactory(site_check=self.check)
        move(self.cast.visit, VisitStatus.SUBMITTED)
        for row in (self.cast.visit, self.check, recommendation, figure):
            with self.subTest(row._meta.model_name):
                self.assertNotContains(self.client.get(change(row)), "_save")
                self.assertEqual(self.client.post(change(row), {}).status_code, 403)

    def test_nothing_of_a_visit_is_made_or_taken_out_here(self):
        finding = factories.FindingFactory(site_check=self.check)
        for row in (self.cast.visit, self.check, finding):
            name = f"admin:inspections_{row._meta.model_name}"
            delete = reverse(f"{name}_delete", args=[row.pk])
            with self.subTest(name):
                self.assertEqual(
                    self.client.get(reverse(f"{name}_add")).status_code, 403
                )
                self.assertEqual(
                    self.client.post(delete, {"post": "yes"}).status_code, 403
                )
        self.assertTrue(Visit.objects.exists() and SiteCheck.objects.exists())

    def test_a_finding_is_not_changed_apart_from_its_answer(self):
        finding = factories.FindingFactory(site_check=self.check)
        self.assertEqual(self.client.post(change(finding), {}).status_code, 403)

    def test_a_published_checklist_is_only_read(self):
        published = self.cast.checklist
        self.assertEqual(published.status, ChecklistStatus.PUBLISHED)
        page = self.client.get(change(published))
        self.assertContains(page, "Mã số mã vạch")
        self.assertNotContains(page, "_save")
        self.assertEqual(self.client.post(change(published), {}).status_code, 403)

    def test_a_draft_checklist_is_edited_with_its_items(self):
        draft = factories.ChecklistFactory()
        data = {
            "number": draft.number,
            "name": "Danh mục sửa",
            "items-TOTAL_FORMS": "1",
            "items-INITIAL_FORMS": "0",
            "items-0-position": "1",
            "items-0-code": "moi",
            "items-0-group": "Nhãn",
            "items-0-text": "Nội dung mới",
            "items-0-subject": "product",
            "items-0-default_severity": "remind",
        }
        self.assertEqual(self.client.post(change(draft), data).status_code, 302)
        draft = Checklist.objects.get(pk=draft.pk)
        self.assertEqual(draft.name, "Danh mục sửa")
        self.assertEqual(draft.items.get().text, "Nội dung mới")
