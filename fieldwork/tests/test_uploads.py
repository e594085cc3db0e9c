"""Pictures: told of, sent piece by piece, taken up again, never half there."""

import datetime
import errno
import hashlib
import io
import os
import uuid
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from fieldwork.models import Operation, Upload
from inspections.models import Photo
from inspections.tests.cast import move, published_checklist
from inspections.tests.pictures import picture

from .devices import Device
from .kind_case import KindCase
from .protocol import says

FULL_DISK = "fieldwork.tests.test_uploads.FullDisk"


class FullDisk(FileSystemStorage):
    """A disk that is full after some bytes, as the operating system tells it."""

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(10))
        raise OSError(errno.ENOSPC, "No space left on device")


def pieces_stored() -> list[str]:
    if not default_storage.exists("uploads"):
        return []
    return default_storage.listdir("uploads")[1]


class UploadCase(KindCase):
    def setUp(self):
        super().setUp()
        for name in pieces_stored():
            default_storage.delete(f"uploads/{name}")
        self.item = self.cast.item("nhan")
        self.data = picture(size=(300, 200), colour="green")
        self.name = uuid.uuid4()

    def fields(self, **changes):
        return {
            "check": str(self.check.uuid),
            "item": self.item.pk,
            "product": self.cast.product.pk,
            "caption": "Nhãn  chai",
            "taken_at": "2023-09-15T02:30:00.250Z",
            "latitude": 22.7512345,
            "longitude": 106.25,
            "accuracy": 12,
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "size": len(self.data),
            "type": "image/webp",
            **changes,
        }

    def tell(self, **changes):
        return self.lan.send("photo", self.name, self.fields(**changes))

    def url(self):
        return f"/di-co-so/anh/{self.name}/"

    def put(self, start, end=None, device=None, data=None):
        piece = (self.data if data is None else data)[start:end]
        client = (device or self.lan).client
        return client.put(
            f"{self.url()}?tu={start}", piece, content_type="application/octet-stream"
        )

    def state(self):
        return self.lan.client.get(self.url()).json()

    def whole(self):
        """Send all bytes in one piece, and return the picture."""
        response = self.put(0)
        self.assertEqual(response.status_code, 200, response.content)
        return Photo.objects.get(uuid=response.json()["photo"])


class TellingTests(UploadCase):
    def test_answer_tells_what_is_stored(self):
        status, content = self.tell()
        self.assertEqual((status, content["version"]), (200, 1))
        self.assertEqual(
            content["values"],
            {
                "check": str(self.check.uuid),
                "item": self.item.pk,
                "product": self.cast.product.pk,
                "caption": "Nhãn chai",
                "taken_at": "2023-09-15T02:30:00+00:00",
                "latitude": 22.751234,
                "longitude": 106.25,
                "accuracy": 12,
                "sha256": hashlib.sha256(self.data).hexdigest(),
            },
        )
        self.assertEqual(Photo.objects.count(), 0)

    @says("S42")
    def test_position_that_is_known_later(self):
        self.tell(latitude=None, longitude=None, accuracy=None)
        place = {"latitude": 22.5, "longitude": 106.5, "accuracy": 30}
        self.assertEqual(self.lan.send("photo", self.name, place)[0], 200)
        photo = self.whole()
        self.assertEqual((photo.latitude, photo.accuracy), (Decimal("22.5"), 30))
        place = {"latitude": 22.6, "longitude": 106.6, "accuracy": 5}
        was = {"latitude": 22.5, "longitude": 106.5, "accuracy": 30}
        status, content = self.lan.send("photo", self.name, place, was=was)
        self.assertEqual((status, content["values"]["latitude"]), (200, 22.6))
        photo.refresh_from_db()
        self.assertEqual((photo.longitude, photo.accuracy), (Decimal("106.6"), 5))

    @says("S20")
    def test_caption_that_others_changed_is_a_conflict(self):
        self.tell()
        self.whole()
        self.lan.send(
            "photo", self.name, {"caption": "A"}, was={"caption": "Nhãn chai"}
        )
        hoa = Device(self.cast.hoa)
        status, content = hoa.send(
            "photo", self.name, {"caption": "B"}, was={"caption": "Nhãn chai"}
        )
        self.assertEqual((status, content["fields"]["caption"]["theirs"]), (409, "A"))

    def test_what_is_wrong_is_told(self):
        self.assert_invalid(
            self.tell(sha256="x", size=21 * 1024 * 1024, latitude=91),
            sha256="Mã băm không hợp lệ.",
            size="Số phải từ 1 đến 20971520.",
            latitude="Phải là số từ -90 đến 90.",
        )
        status, content = self.tell(caption="a" * 301)
        self.assertEqual((status, list(content["fields"])), (422, ["caption"]))
        status, content = self.lan.send(
            "photo", self.name, {"check": str(self.check.uuid)}
        )
        self.assertEqual(status, 422)

    def test_rows_elsewhere_are_missing(self):
        other = published_checklist().items.first()
        self.assert_missing(self.tell(item=other.pk))
        self.assert_missing(self.tell(product=self.there.pk))
        self.assert_missing(self.tell(check=str(uuid.uuid4())))
        minh = Device(self.cast.minh)
        self.assert_missing(minh.send("photo", self.name, self.fields()))

    @says("S24")
    def test_taking_out_before_and_after_the_bytes(self):
        self.tell()
        self.put(0, 100)
        with self.captureOnCommitCallbacks(execute=True):
            status, _ = self.lan.send("photo", self.name, remove=True)
        self.assertEqual(
            (status, Upload.objects.count(), pieces_stored()), (200, 0, [])
        )
        self.name = uuid.uuid4()
        self.tell()
        self.whole()
        self.assertEqual(self.lan.send("photo", self.name, remove=True)[0], 200)
        self.assertEqual((Photo.objects.count(), Upload.objects.count()), (0, 0))
        self.assertEqual(self.lan.send("photo", self.name, remove=True)[0], 200)

    def test_frozen_visit_takes_none(self):
        move(self.visit, "submitted")
        status, content = self.tell()
        self.assertEqual((status, content["code"]), (409, "frozen"))
        self.assertEqual(Upload.objects.count(), 0)


class PieceTests(UploadCase):
    @says("S33", "S34", "S35")
    def test_pieces_one_after_another_become_the_picture(self):
        self.tell()
        size = len(self.data)
        self.assertEqual(self.state(), {"offset": 0, "size": size, "done": False})
        self.assertEqual(self.put(0, 200).json()["offset"], 200)
        self.assertEqual(self.put(200, 300).json()["offset"], 300)
        self.assertEqual(self.state()["offset"], 300)
        self.assertEqual(Photo.objects.count(), 0)
        content = self.put(300).json()
        photo = Photo.objects.get()
        digest = hashlib.sha256(self.data).hexdigest()
        done = {
            "offset": size,
            "size": size,
            "done": True,
            "sha256": digest,
            "photo": str(self.name),
        }
        self.assertEqual(content, done)
        self.assertEqual(self.state(), done)
        self.assertEqual(self.put(300).json(), done)
        self.assertEqual((photo.uuid, photo.sha256), (self.name, digest))
        self.assertEqual((photo.caption, photo.accuracy), ("Nhãn chai", 12))
        self.assertEqual(photo.item_result.item, self.item)
        self.assertEqual(photo.uploaded_by, self.cast.lan)
        self.assertEqual(photo.taken_at.year, 2023)
        self.assertEqual(pieces_stored(), [])

    @says("S35")
    def test_picture_is_drawn_anew(self):
        exif = Image.Exif()
        exif[0x013B] = "Nguyễn Văn Bí Mật"
        self.data = picture(size=(3000, 100), exif=exif.tobytes())
        self.tell(item=None, product=None)
        photo = self.whole()
        stored = photo.image.open().read()
        self.assertNotIn("Bí Mật".encode(), stored)
        self.assertEqual(Image.open(io.BytesIO(stored)).width, 2048)
        self.assertIsNone(photo.item_result)

    @says("S34")
    def test_wrong_offset_is_told_the_right_one(self):
        self.tell()
        self.put(0, 200)
        for start in (0, 100, 300, len(self.data), 10**12):
            with self.subTest(start):
                response = self.put(start, start + 50)
                self.assertEqual(response.status_code, 409)
                self.assertEqual(response.json()["offset"], 200)
        longer = self.data + b"x"
        self.assertEqual(self.put(200, data=longer).status_code, 409)
        self.assertEqual(self.put(200, 200).status_code, 409)
        self.assertEqual(len(pieces_stored()), 1)
        self.assertEqual(self.put(200).json()["done"], True)

    @says("S36")
    def test_damaged_picture_starts_again(self):
        self.tell()
        self.put(0, 200)
        damaged = self.data[:-1] + b"\0"
        response = self.put(200, data=damaged)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(response.json()["code"], "damaged")
        self.assertEqual(self.state()["offset"], 0)
        self.assertEqual((Photo.objects.count(), pieces_stored()), (0, []))
        self.assertEqual(self.whole().uuid, self.name)

    @says("S37")
    def test_what_is_no_picture_is_refused_for_good(self):
        self.data = b"<svg onload=alert(1)>" * 20
        self.tell()
        for _ in range(2):
            response = self.put(0)
            self.assertEqual(response.status_code, 422)
            self.assertIn("không phải ảnh", response.json()["message"])
        self.assertEqual(self.lan.client.get(self.url()).status_code, 422)
        self.assertEqual(Photo.objects.count(), 0)

    @says("S41")
    def test_same_picture_again_is_the_one_that_is_there(self):
        self.tell()
        first = self.whole()
        self.name = uuid.uuid4()
        self.tell()
        self.assertEqual(self.whole(), first)
        self.assertEqual(self.state()["photo"], str(first.uuid))
        self.assertEqual(Photo.objects.count(), 1)

    @says("S54")
    def test_picture_of_a_visit_that_was_handed_in_meanwhile_is_taken(self):
        for status in ("submitted", "approved"):
            with self.subTest(status):
                self.name, self.data = uuid.uuid4(), picture(size=(9 * len(status), 9))
                move(self.visit, "draft")
                self.tell()
                move(self.visit, status)
                photo = self.whole()
                self.assertEqual(
                    (photo.uuid, photo.item_result.item), (self.name, self.item)
                )
        self.assertEqual(Photo.objects.count(), 2)

    @says("S54")
    def test_signed_visit_takes_no_picture_until_it_is_opened_again(self):
        self.tell()
        move(self.visit, "signed")
        response = self.put(0)
        self.assertEqual(
            (response.status_code, response.json()["code"]), (409, "frozen")
        )
        self.assertEqual(Photo.objects.count(), 0)
        move(self.visit, "returned")
        self.assertEqual(self.whole().uuid, self.name)

    @says("S34")
    def test_pieces_are_small_and_say_where_they_go(self):
        self.tell()
        large = b"x" * (512 * 1024 + 1)
        self.assertEqual(self.put(0, data=large).status_code, 413)
        for query in ("", "?tu=", "?tu=-1", "?tu=x", "?tu=1e3"):
            response = self.lan.client.put(self.url() + query, b"x")
            self.assertEqual(response.status_code, 400)

    @says("S38")
    def test_upload_belongs_to_one_person_within_reach(self):
        self.tell()
        for device in (Device(self.cast.minh), Device(self.cast.hoa)):
            self.assertEqual(self.put(0, device=device).status_code, 404)
            self.assertEqual(device.client.get(self.url()).status_code, 404)
        self.cast.lan.assignments.update(valid_to=datetime.date(2020, 1, 2))
        self.assertEqual(self.put(0).status_code, 404)
        self.lan.client.logout()
        self.assertEqual(self.put(0).json()["code"], "signed_out")

    def test_token_is_asked_for(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.cast.lan)
        self.tell()
        response = strict.put(f"{self.url()}?tu=0", self.data)
        self.assertEqual((response.status_code, response.json()["code"]), (403, "csrf"))

    @says("S39")
    def test_full_disk_is_507_and_leaves_nothing(self):
        self.tell()
        client = Client(raise_request_exception=False)
        client.force_login(self.cast.lan)
        self.lan.client = client
        with (
            TemporaryDirectory() as folder,
            override_settings(
                STORAGES={"default": {"BACKEND": FULL_DISK}}, MEDIA_ROOT=folder
            ),
            self.assertLogs("django.request", "ERROR"),
        ):
            for end in (100, None):
                response = self.put(0, end)
                self.assertEqual(response.status_code, 507)
                self.assertEqual(response.json()["code"], "full")
            left = [path for path in Path(folder).rglob("*") if path.is_file()]
        self.assertEqual(left, [])
        self.assertEqual(self.state()["offset"], 0)


class ForgettingTests(UploadCase):
    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        disk = "django.core.files.storage.FileSystemStorage"
        settings = override_settings(
            STORAGES={"default": {"BACKEND": disk}}, MEDIA_ROOT=folder.name
        )
        settings.enable()
        self.addCleanup(settings.disable)

    @says("S40")
    def test_idle_pieces_go_and_the_device_begins_again(self):
        self.tell()
        self.put(0, 200)
        self.forget()
        self.assertEqual(self.state()["offset"], 200)
        week_ago = timezone.now() - datetime.timedelta(days=8)
        Upload.objects.update(touched_at=week_ago)
        self.forget()
        self.assertEqual((self.state()["offset"], pieces_stored()), (0, []))
        self.assertEqual(self.whole().uuid, self.name)

    def test_files_of_no_upload_go_after_a_day(self):
        self.tell()
        self.put(0, 200)
        Upload.objects.all().delete()
        self.forget()
        [name] = pieces_stored()
        path = Path(default_storage.path(f"uploads/{name}"))
        os.utime(path, (1, 1))
        self.forget()
        self.assertEqual(pieces_stored(), [])

    def forget(self):
        call_command("forget_uploads", verbosity=0)
        self.assertEqual(Operation.objects.count(), 1)
