import tempfile

from django.test import TestCase, TransactionTestCase, override_settings
from django.urls import reverse

from inspections.enums import VisitStatus
from inspections.models import Photo
from inspections.services.guards import FROZEN
from producers.models import Site

from .cast import Cast, move
from .cast import photo as photo_row
from .pictures import jpeg, picture, upload


class PhotoPages:
    def setUp(self):
        self.client.force_login(self.cast.lan)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        stored = override_settings(MEDIA_ROOT=folder.name)
        stored.enable()
        self.addCleanup(stored.disable)

    def url(self, name, row=None):
        row = row or self.check
        return reverse(f"inspections:{name}", args=[row.uuid])

    def add(self, *files, **data):
        headers = data.pop("headers", {})
        url = self.url("photo_add")
        return self.client.post(url, {"photos": files, **data}, headers=headers)

    def add_by_script(self, *files, **data):
        return self.add(*files, headers={"Accept": "application/json"}, **data)


class PhotoPageTests(PhotoPages, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.check = cls.cast.check

    def test_several_pictures_are_added_at_once(self):
        response = self.add(jpeg(), jpeg("blue"), caption="Kho nguyên liệu")
        self.assertRedirects(response, f"{self.check.get_absolute_url()}#anh")
        captions = set(self.check.photos.values_list("caption", "uploaded_by"))
        self.assertEqual(captions, {("Kho nguyên liệu", self.cast.lan.pk)})
        self.assertEqual(self.check.photos.count(), 2)
        page = self.client.get(self.check.get_absolute_url())
        self.assertContains(page, "Kho nguyên liệu")

    def test_a_picture_may_belong_to_one_question(self):
        item = self.cast.item("suc-khoe")
        page = self.client.get(self.url("photo_add"), {"o": f"{item.pk}-0"})
        self.assertContains(page, f'<option value="{item.pk}-0" selected>')
        self.add(jpeg(), cell=f"{item.pk}-0")
        self.assertEqual(Photo.objects.get().item_result.item, item)

    def test_a_question_of_another_checklist_is_refused(self):
        response = self.add(jpeg(), cell="999-0")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(Photo.objects.exists())

    def test_what_the_device_says_about_where_and_when_is_kept(self):
        response = self.add_by_script(
            jpeg(),
            latitude="22.665312",
            longitude="106.257894",
            accuracy="12",
            taken_at="2023-09-15T02:30:00.000Z",
        )
        photo = Photo.objects.get()
        [told] = response.json()["photos"]
        self.assertEqual(told["url"], self.url("photo", photo))
        self.assertEqual(str(photo.latitude), "22.665312")
        self.assertEqual(photo.accuracy, 12)
        self.assertEqual(photo.taken_at.isoformat(), "2023-09-15T02:30:00+00:00")

    def test_an_accuracy_alone_says_nothing(self):
        self.assertEqual(self.add_by_script(jpeg(), accuracy="12").status_code, 200)
        self.assertIsNone(Photo.objects.get().accuracy)

    def test_reader_is_told_how_far_from_the_site_it_was_taken(self):
        Site.objects.filter(pk=self.cast.site.pk).update(
            latitude="22.665312", longitude="106.257894"
        )
        for latitude, accuracy in [(22.665, 8), (22.67, 2000), (22.8, 20)]:
            photo_row(
                self.check,
                latitude=latitude,
                longitude=106.257894,
                accuracy=accuracy,
                sha256=latitude,
            )
        page = self.client.get(self.check.get_absolute_url())
        self.assertContains(page, "(±8 m)")
        self.assertContains(page, "Cách vị trí cơ sở đã đăng ký 35 m")
        self.assertContains(page, "sai số định vị lớn hơn khoảng cách", count=1)
        self.assertContains(page, "Cách vị trí cơ sở đã đăng ký 15,0 km")
        self.assertContains(page, "Chụp xa cơ sở", count=1)

    def test_good_pictures_are_kept_when_another_is_refused(self):
        response = self.add(jpeg(), upload(b"GIF89a", "a.gif"), caption="Kho")
        self.assertContains(response, "a.gif: Tệp không phải ảnh", status_code=422)
        self.assertContains(response, "Đã tải lên 1 ảnh.", status_code=422)
        self.assertContains(response, 'value="Kho"', status_code=422)
        self.assertEqual(self.check.photos.count(), 1)

    def test_a_script_is_told_why_in_words(self):
        response = self.add_by_script(upload(b"%PDF-", "a.jpg"))
        self.assertEqual(response.status_code, 422)
        self.assertIn("a.jpg: Tệp không phải ảnh", response.json()["message"])
        response = self.add_by_script()
        self.assertEqual(response.status_code, 422)

    def test_the_same_picture_twice_is_one(self):
        for _ in range(2):
            self.assertEqual(self.add_by_script(jpeg()).status_code, 200)
        self.assertEqual(self.check.photos.count(), 1)

    def test_nothing_is_added_once_the_visit_was_handed_in(self):
        move(self.cast.visit, VisitStatus.SUBMITTED)
        response = self.add(jpeg(), caption="Kho")
        self.assertContains(response, FROZEN, status_code=422)
        self.assertContains(response, 'value="Kho"', status_code=422)
        self.assertEqual(self.add_by_script(jpeg()).status_code, 422)
        self.assertFalse(Photo.objects.exists())

    def test_pictures_are_private_and_rewritten(self):
        self.add(upload(picture("PNG"), "a.png", "image/png"))
        photo = Photo.objects.get()
        for name in ("photo", "photo_thumbnail"):
            response = self.client.get(self.url(name, photo))
            self.assertEqual(response["Content-Type"], "image/jpeg")
            self.assertIn("private", response["Cache-Control"])
            self.assertEqual(b"".join(response)[:2], b"\xff\xd8")
        self.client.force_login(self.cast.minh)
        for name in ("photo", "photo_thumbnail", "photo_edit"):
            with self.subTest(name):
                response = self.client.get(self.url(name, photo))
                self.assertEqual(response.status_code, 404)

    def test_a_picture_whose_file_is_gone_is_not_found(self):
        self.add(jpeg())
        photo = Photo.objects.get()
        photo.image.storage.delete(photo.image.name)
        response = self.client.get(self.url("photo", photo))
        self.assertEqual(response.status_code, 404)

    def test_a_caption_is_changed(self):
        self.add(jpeg())
        photo = Photo.objects.get()
        url = self.url("photo_edit", photo)
        self.assertContains(self.client.get(url), "Chú thích")
        response = self.client.post(url, {"caption": "  Nhãn  chai "})
        self.assertRedirects(response, f"{self.check.get_absolute_url()}#anh")
        photo.refresh_from_db()
        self.assertEqual(photo.caption, "Nhãn chai")

    def test_a_picture_is_removed_only_from_a_draft(self):
        self.add(jpeg())
        photo = Photo.objects.get()
        url = self.url("photo_remove", photo)
        move(self.cast.visit, VisitStatus.SUBMITTED)
        response = self.client.post(url, follow=True)
        self.assertContains(response, FROZEN)
        self.assertTrue(Photo.objects.exists())
        move(self.cast.visit, VisitStatus.RETURNED)
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(url)
        self.assertFalse(Photo.objects.exists())
        self.assertFalse(photo.image.storage.exists(photo.image.name))


class CommittedPhotoTests(PhotoPages, TransactionTestCase):
    """Outside of the transaction of a test, a row can be locked only in one of ours."""

    def setUp(self):
        self.cast = Cast()
        self.check = self.cast.check
        super().setUp()

    def test_a_picture_is_added_to_a_question(self):
        item = self.cast.item("suc-khoe")
        response = self.add_by_script(jpeg(), cell=f"{item.pk}-0")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(Photo.objects.get().item_result.item, item)
