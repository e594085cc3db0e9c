"""Pictures that were told of and have not come: people see how many."""

from django.urls import reverse

from fieldwork.models import Upload
from inspections.tests.cast import move

from .devices import Device
from .protocol import says
from .test_uploads import UploadCase

WORDS = "Còn 1 ảnh chưa lên"


class AwaitedTests(UploadCase):
    def setUp(self):
        super().setUp()
        self.tell()
        self.hoa = Device(self.cast.hoa).client

    def pages(self) -> list[str]:
        """Return where the visit is read, reviewed and signed."""
        names = ("inspections:visit_detail", "inspections:review", "office:sign_visit")
        return [reverse(name, args=[self.visit.uuid]) for name in names]

    @says("S54", "S55")
    def test_visit_is_handed_in_and_everybody_sees_what_is_missing(self):
        status, content = self.lan.send("submit", self.visit.uuid)
        self.assertEqual(status, 200, content)
        for page in self.pages():
            with self.subTest(page):
                self.assertContains(self.hoa.get(page), WORDS)
        queue = reverse("inspections:review_list")
        self.assertContains(self.hoa.get(queue), "1 ảnh chưa gửi về")
        self.whole()
        self.assertNotContains(self.hoa.get(queue), "chưa gửi về")
        for page in self.pages():
            with self.subTest(page):
                self.assertNotContains(self.hoa.get(page), "chưa lên")

    @says("S55")
    def test_what_is_no_picture_is_not_waited_for(self):
        Upload.objects.update(refusal="Không phải ảnh.")
        move(self.visit, "submitted")
        self.assertNotContains(self.hoa.get(self.pages()[0]), "chưa lên")
