import hashlib

from django.db import transaction
from django.test import TestCase

from documents.enums import DocumentType
from documents.models import Document
from documents.services import discard_file, freeze_minutes, next_number
from history.services import history_of
from tests.factories import (
    AgencyFactory,
    SiteCheckFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.world import build_world


class NumberTests(TestCase):
    def test_counts_per_agency_type_and_year(self):
        one, other = AgencyFactory(), AgencyFactory()
        numbers = [
            next_number(one, DocumentType.MINUTES, 2026),
            next_number(one, DocumentType.MINUTES, 2026),
            next_number(other, DocumentType.MINUTES, 2026),
            next_number(one, DocumentType.REPORT, 2026),
            next_number(one, DocumentType.MINUTES, 2027),
        ]
        self.assertEqual(numbers, [1, 2, 1, 1, 1])

    def test_a_number_is_given_back_when_the_act_fails(self):
        agency = AgencyFactory()
        try:
            with transaction.atomic():
                next_number(agency, DocumentType.MINUTES, 2026)
                raise RuntimeError
        except RuntimeError:
            pass
        self.assertEqual(next_number(agency, DocumentType.MINUTES, 2026), 1)


class FreezeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.lead = cls.world.lead
        cls.check = SiteCheckFactory(site=cls.world.product.site)
        cls.seat = TeamMemberFactory(visit=cls.check.visit)

    def freeze(self, **options):
        return freeze_minutes(self.check.visit, by=self.lead, **options)

    def test_freezes_the_file_with_its_hash_and_number(self):
        document = self.freeze(site_check=self.check)
        data = document.file.read()
        self.assertEqual(document.sha256, hashlib.sha256(data).hexdigest())
        code = self.seat.agency.short_code
        self.assertEqual(document.full_number, f"01/BB-{code}")
        self.assertEqual(document.version, 1)

    def test_a_correction_is_the_next_version_and_keeps_the_one_before(self):
        first = self.freeze(site_check=self.check)
        second = self.freeze(site_check=self.check, reason="Sai tên.")
        self.assertEqual((second.version, second.number), (2, 2))
        self.assertEqual(second.replaces, first)
        current = Document.objects.current().filter(site_check=self.check)
        self.assertEqual(list(current), [second])
        self.assertTrue(first.file.storage.exists(first.file.name))

    def test_the_working_session_has_minutes_of_its_own(self):
        self.freeze(site_check=self.check)
        session = self.freeze()
        self.assertEqual((session.version, session.number), (1, 2))

    def test_issuing_is_logged_with_its_reason(self):
        document = self.freeze(reason="Sai tên.")
        change = history_of(document).get()
        self.assertEqual(
            (change.action, change.batch.by, change.batch.reason),
            ("issue", self.lead, "Sai tên."),
        )

    def test_a_discarded_file_is_gone(self):
        document = self.freeze()
        storage, name = document.file.storage, document.file.name
        self.assertTrue(storage.exists(name))
        discard_file(document)
        self.assertFalse(storage.exists(name))

    def test_is_seen_where_the_site_is_seen(self):
        document = self.freeze(site_check=self.check)
        seen = {
            name: document in Document.objects.visible_to(getattr(self.world, name))
            for name in ("viewer", "officer", "provincial", "admin", "stranger")
        }
        self.assertFalse(seen.pop("stranger"))
        self.assertEqual(set(seen.values()), {True})
        self.assertEqual(list(Document.objects.visible_to(UserFactory())), [])
