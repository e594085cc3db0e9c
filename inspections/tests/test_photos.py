import datetime
import io
from decimal import Decimal

from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.test import TestCase
from django.utils import timezone
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from inspections.exceptions import InspectionError
from inspections.models import Photo
from inspections.positions import Position
from inspections.services import add_photo, remove_photo, remove_site_check

from .cast import Cast, move
from .cast import photo as photo_row
from .pictures import jpeg, located_jpeg, picture, upload


def stored_files() -> list[str]:
    if not default_storage.exists("photos"):
        return []
    return default_storage.listdir("photos")[1]


class PhotoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.check = self.cast.check
        self.empty_storage()
        self.addCleanup(self.empty_storage)

    def empty_storage(self):
        for name in stored_files():
            default_storage.delete(f"photos/{name}")

    def add(self, file, **options) -> Photo:
        return add_photo(self.check, file, by=self.cast.lan, **options)

    def assert_refused(self, words, file):
        with self.assertRaises(InspectionError) as caught:
            self.add(file)
        self.assertIn(words, str(caught.exception))
        self.assertEqual(Photo.objects.count(), 0)
        self.assertEqual(stored_files(), [])

    def test_picture_is_drawn_anew_with_a_small_one_beside_it(self):
        photo = self.add(upload(picture(size=(3000, 1500))), caption="Nhà xưởng")
        self.assertRegex(photo.image.name, r"^photos/[0-9a-f]{32}\.jpg$")
        self.assertEqual(Image.open(photo.image).size, (2048, 1024))
        self.assertEqual(Image.open(photo.thumbnail).size, (320, 160))
        self.assertEqual(photo.caption, "Nhà xưởng")
        self.assertEqual(photo.uploaded_by, self.cast.lan)

    def test_where_and_when_are_kept_as_data_and_gone_from_the_file(self):
        photo = self.add(located_jpeg())
        self.assertEqual(photo.latitude, Decimal("22.750000"))
        self.assertEqual(photo.longitude, Decimal("106.250000"))
        taken_at = timezone.localtime(photo.taken_at)
        self.assertEqual(f"{taken_at:%d/%m/%Y %H:%M}", "15/09/2023 09:30")
        for file in (photo.image, photo.thumbnail):
            data = file.open().read()
            self.assertEqual(dict(Image.open(io.BytesIO(data)).getexif()), {})
            self.assertNotIn(b"0900000000", data)
            self.assertNotIn("Bí Mật".encode(), data)

    def test_position_of_the_device_goes_before_that_of_the_file(self):
        at = datetime.datetime(2023, 9, 15, 2, 0, tzinfo=datetime.UTC)
        photo = self.add(
            located_jpeg(),
            position=Position(Decimal("22.7"), Decimal("106.2"), 12),
            taken_at=at,
        )
        photo.refresh_from_db()
        self.assertEqual(
            (photo.latitude, photo.longitude), (Decimal("22.7"), Decimal("106.2"))
        )
        self.assertEqual(photo.accuracy, 12)
        self.assertEqual(photo.taken_at, at)

    def test_a_clock_that_was_not_set_is_not_believed(self):
        for text in ("0001:01:01 00:00:00", "9999:12:31 23:59:59"):
            with self.subTest(text=text):
                self.assertIsNone(self.add(located_jpeg(taken_at=text)).taken_at)
        for year, colour in ((1, "blue"), (1970, "green"), (9999, "yellow")):
            at = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
            with self.subTest(year=year):
                self.assertIsNone(self.add(jpeg(colour), taken_at=at).taken_at)

    def test_a_position_in_the_file_has_no_accuracy(self):
        self.assertIsNone(self.add(located_jpeg()).accuracy)

    def test_an_accuracy_without_a_position_is_no_row(self):
        with self.assertRaisesMessage(IntegrityError, "photo_accuracy"):
            photo_row(self.check, accuracy=5)

    def test_distance_is_told_only_where_both_places_are_known(self):
        photo = self.add(located_jpeg())
        self.assertIsNone(photo.from_site)
        site = photo.site_check.site
        site.latitude, site.longitude = Decimal("22.75"), Decimal("106.25")
        self.assertEqual(photo.from_site.metres, 0)
        self.assertIsNone(self.add(jpeg("blue")).from_site)

    def test_a_device_that_knew_no_place_yet_tells_none(self):
        photo = self.add(located_jpeg(latitude=(IFDRational(0, 0),) * 3))
        self.assertEqual((photo.latitude, photo.longitude), (None, None))

    def test_a_tag_of_the_wrong_type_is_refused(self):
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 6
        exif[ExifTags.Base.Artist] = "A"
        artist, white_point = b"\x01;\x00\x02", b"\x01>\x00\x02"
        data = picture(exif=exif.tobytes()).replace(artist, white_point)
        self.assert_refused("Ảnh bị hỏng", upload(data))

    def test_png_and_webp_are_taken_too(self):
        for kind in ("PNG", "WEBP"):
            with self.subTest(kind=kind):
                photo = self.add(upload(picture(kind), f"a.{kind.lower()}"))
                self.assertEqual(Image.open(photo.image).format, "JPEG")

    def test_same_file_twice_is_one_picture(self):
        first, second = self.add(jpeg()), self.add(jpeg())
        self.assertEqual(first.pk, second.pk)
        self.assertEqual(len(stored_files()), 2)

    def test_what_is_no_picture_is_refused(self):
        gif = picture("GIF")
        for words, data in [
            ("không phải ảnh JPEG, PNG hoặc WebP", gif),
            ("không phải ảnh JPEG, PNG hoặc WebP", b"<svg onload=alert(1)>"),
            ("không phải ảnh JPEG, PNG hoặc WebP", b""),
            ("bị hỏng", picture(size=(900, 900))[:600]),
        ]:
            with self.subTest(data=data[:10]):
                self.assert_refused(words, upload(data))

    def test_too_many_pixels_are_refused_before_they_are_drawn(self):
        self.assert_refused("60 triệu", upload(picture("PNG", size=(8000, 8000))))

    def test_too_many_bytes_are_refused(self):
        self.assert_refused("20 MB", upload(b"\xff\xd8" + bytes(20 * 1024 * 1024)))

    def test_files_do_not_outlive_a_refusal(self):
        move(self.cast.visit, "signed")
        self.check.visit.status = "draft"  # as it was when the page was opened
        self.assert_refused("đã nộp", jpeg())

    def test_files_go_with_the_picture_and_with_the_check(self):
        photo = self.add(jpeg("red"))
        self.add(jpeg("blue"))
        with self.captureOnCommitCallbacks(execute=True):
            remove_photo(photo, by=self.cast.lan)
        self.assertEqual(len(stored_files()), 2)
        with self.captureOnCommitCallbacks(execute=True):
            remove_site_check(self.check, by=self.cast.lan)
        self.assertEqual(stored_files(), [])
