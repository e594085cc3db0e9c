from django.core.files.storage import default_storage
from django.test import TestCase
from django.urls import reverse

from documents.models import Counter, Document
from history.services import history_of
from inspections.enums import VisitStatus
from inspections.exceptions import InspectionError
from inspections.models import Visit
from inspections.services import reopen_visit
from office.services import minutes_of, sign_visit
from tests.factories import (
    SiteCheckFactory,
    SiteFactory,
    TeamMemberFactory,
    VisitFactory,
)
from tests.world import build_world


def stored_documents() -> set[str]:
    """Return the names of the files in the register's folder."""
    try:
        return set(default_storage.listdir("documents")[1])
    except FileNotFoundError:
        return set()


class SigningTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.lead = cls.world.lead

    def setUp(self):
        self.visit = VisitFactory(
            place=self.world.hoa_an,
            status=VisitStatus.APPROVED,
            session_note="Làm việc với lãnh đạo xã.",
        )
        self.seat = TeamMemberFactory(visit=self.visit)
        for _ in range(2):
            site = SiteFactory(place=self.world.hoa_an)
            SiteCheckFactory(visit=self.visit, site=site)

    def test_freezes_one_document_per_site_and_one_of_the_session(self):
        frozen = sign_visit(self.visit, by=self.lead)
        self.assertEqual([document.number for document in frozen], [1, 2, 3])
        checks = list(self.visit.site_checks.all())
        self.assertEqual([d.site_check for d in frozen], [*checks, None])
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, VisitStatus.SIGNED)
        self.assertEqual({d.signature for d in frozen}, {self.visit.signature})

    def test_a_visit_without_a_session_has_no_minutes_of_one(self):
        Visit.objects.filter(pk=self.visit.pk).update(session_note="")
        self.visit.refresh_from_db()
        self.assertEqual(len(minutes_of(self.visit)), 2)

    def test_a_failure_in_the_middle_leaves_no_number_no_file_and_no_signature(self):
        before = stored_documents()
        # The next number is taken already, so the second document cannot be saved.
        Document.objects.create(
            agency=self.seat.agency,
            type="BB",
            year=2026,
            number=2,
            issued_on="2026-01-02",
            visit=self.world.visit,
            file="documents/co-san.docx",
            sha256="0" * 64,
        )
        with self.assertRaises(Exception) as caught:
            sign_visit(self.visit, by=self.lead)
        self.assertIn("UNIQUE", str(caught.exception).upper())
        self.assertEqual(stored_documents(), before)
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, VisitStatus.APPROVED)
        self.assertFalse(Document.objects.filter(visit=self.visit).exists())
        self.assertFalse(Counter.objects.filter(agency=self.seat.agency).exists())

    def test_only_an_approved_visit_is_signed(self):
        Visit.objects.filter(pk=self.visit.pk).update(status=VisitStatus.SUBMITTED)
        with self.assertRaisesMessage(InspectionError, "đã nộp"):
            sign_visit(self.visit, by=self.lead)
        self.assertFalse(Document.objects.filter(visit=self.visit).exists())

    def test_signing_again_makes_the_next_version_with_the_reason(self):
        sign_visit(self.visit, by=self.lead)
        reopen_visit(self.visit, by=self.lead, reason="Ghi nhầm ngày.")
        Visit.objects.filter(pk=self.visit.pk).update(status=VisitStatus.APPROVED)
        again = sign_visit(self.visit, by=self.lead)
        self.assertEqual({d.version for d in again}, {2})
        self.assertEqual({d.reason for d in again}, {"Ghi nhầm ngày."})
        self.assertEqual([d.number for d in again], [4, 5, 6])
        self.assertEqual(Document.objects.filter(visit=self.visit).count(), 6)
        reasons = [change.batch.reason for change in history_of(self.visit)]
        self.assertIn("Ghi nhầm ngày.", reasons)

    def test_the_page_shows_what_will_be_frozen_and_signs(self):
        self.client.force_login(self.lead)
        url = reverse("office:sign_visit", args=[self.visit.uuid])
        page = self.client.get(url)
        self.assertContains(page, "Biên bản kiểm tra tại", count=2)
        self.assertContains(page, "Biên bản buổi làm việc", count=1)
        read = {"base_version": self.visit.version}
        response = self.client.post(url, read, follow=True)
        self.assertContains(response, f"01/BB-{self.seat.agency.short_code}")

    def test_what_changed_after_it_was_read_is_not_signed(self):
        self.client.force_login(self.lead)
        url = reverse("office:sign_visit", args=[self.visit.uuid])
        for data in ({"base_version": self.visit.version + 1}, {}):
            with self.subTest(data=data):
                response = self.client.post(url, data, follow=True)
                self.assertContains(response, "Buổi kiểm tra đã thay đổi.")
                self.visit.refresh_from_db()
                self.assertEqual(self.visit.status, VisitStatus.APPROVED)
