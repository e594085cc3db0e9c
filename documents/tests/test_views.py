import hashlib

from django.test import TestCase
from django.urls import reverse

from documents.services import discard_file
from tests.world import build_world


class DownloadTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def setUp(self):
        self.client.force_login(self.world.lead)

    def get(self, name, row):
        return self.client.get(reverse(f"documents:{name}", args=[row.uuid]))

    def test_a_document_comes_as_it_was_frozen_under_its_number(self):
        document = self.world.document
        response = self.get("download", document)
        data = b"".join(response.streaming_content)
        self.assertEqual(hashlib.sha256(data).hexdigest(), document.sha256)
        name = document.full_number.replace("/", "-")
        self.assertEqual(response.filename, f"{name}.docx")

    def test_a_document_whose_file_is_gone_is_not_found(self):
        discard_file(self.world.document)
        response = self.get("download", self.world.document)
        self.assertEqual(response.status_code, 404)

    def test_a_draft_has_a_name_that_every_file_system_holds(self):
        response = self.get("site_check_draft", self.world.site_check)
        self.assertRegex(
            response.headers["Content-Disposition"],
            r'^attachment; filename="du-thao-bien-ban-[a-z0-9-]+\.docx"$',
        )
