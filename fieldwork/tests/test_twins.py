"""The same operation twice at once: one record, and the same answer to both."""

import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

from django.db import connection
from django.test import TransactionTestCase, override_settings

from fieldwork.enums import State
from fieldwork.models import Operation, Upload
from history.models import Change
from inspections.models import Finding, ItemResult, Photo, Visit
from inspections.tests.cast import Cast
from inspections.tests.pictures import picture

from .devices import Device
from .protocol import says

AT_ONCE = 6


class TwinCase(TransactionTestCase):
    def setUp(self):
        self.cast = Cast()
        self.device = Device(self.cast.lan)

    def together(self, acts) -> list:
        """Let each act be done at the same moment, by a device with its own line."""
        devices = [Device(self.cast.lan) for _ in acts]
        start = Barrier(len(acts))

        def do(act, device):
            start.wait()
            try:
                return act(device)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(do, acts, devices))

    def at_once(self, bodies) -> list:
        """Send all bodies at the same moment."""
        return self.together(
            [lambda device, body=body: device.post(body) for body in bodies]
        )

    def assert_one_answer(self, op):
        responses = self.at_once([json.dumps(op)] * AT_ONCE)
        self.assertEqual({one.status_code for one in responses}, {200})
        self.assertEqual(len({one.content for one in responses}), 1)
        self.assertEqual(Operation.objects.count(), 1)


class WriteTwinTests(TwinCase):
    @says("S15")
    def test_an_answer(self):
        item = self.cast.item("suc-khoe")
        op = self.device.op(
            "answer", self.cast.check.uuid, {"outcome": "failed"}, item=item.pk
        )
        self.assert_one_answer(op)
        self.assertEqual(ItemResult.objects.get().version, 1)
        self.assertEqual(Finding.objects.count(), 1)

    @says("S15")
    def test_a_new_visit(self):
        fields = {
            "campaign": self.cast.visit.campaign_id,
            "place": self.cast.hoa_an.pk,
            "starts_on": "2023-09-20",
        }
        name = "7d3c0d2e-5a51-4c1b-9d0f-0e6a5c0c9b11"
        self.assert_one_answer(self.device.op("visit", name, fields))
        self.assertEqual(Visit.objects.filter(uuid=name).count(), 1)

    def test_different_operations_on_one_answer_conflict_but_for_one(self):
        item = self.cast.item("suc-khoe")
        ops = [
            self.device.op(
                "answer", self.cast.check.uuid, {"note": f"Bản {n}"}, item=item.pk
            )
            for n in range(AT_ONCE)
        ]
        statuses = sorted(one.status_code for one in self.at_once(ops))
        self.assertEqual(statuses, [200] + [409] * (AT_ONCE - 1))
        self.assertEqual(ItemResult.objects.count(), 1)
        self.assertEqual(Operation.objects.filter(state="conflict").count(), 5)


class UploadTwinTests(TwinCase):
    """A picture whose messages all come several times at once."""

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        disk = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
        on_disk = override_settings(STORAGES=disk, MEDIA_ROOT=folder.name)
        on_disk.enable()
        self.addCleanup(on_disk.disable)
        self.folder = Path(folder.name)
        self.data = picture(size=(300, 200), colour="green")
        self.name = uuid.uuid4()
        self.url = f"/di-co-so/anh/{self.name}/"

    def tell(self):
        fields = {
            "check": str(self.cast.check.uuid),
            "item": self.cast.item("nhan").pk,
            "product": self.cast.product.pk,
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "size": len(self.data),
        }
        return self.device.op("photo", self.name, fields)

    def files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def put_at_once(self, start, end=None) -> list:
        def put(device):
            return device.client.put(
                f"{self.url}?tu={start}",
                self.data[start:end],
                content_type="application/octet-stream",
            )

        return self.together([put] * AT_ONCE)

    @says("S15")
    def test_one_that_is_told_of(self):
        self.assert_one_answer(self.tell())
        self.assertEqual(Upload.objects.get().uuid, self.name)

    @says("S15", "S34")
    def test_a_piece(self):
        self.device.post(self.tell())
        responses = self.put_at_once(0, 200)
        self.assertEqual({one.json()["offset"] for one in responses}, {200})
        self.assertLessEqual({one.status_code for one in responses}, {200, 409})
        self.assertEqual(Upload.objects.get().offset, 200)
        self.assertEqual(len(self.files()), 1)

    @says("S15", "S35")
    def test_the_last_piece(self):
        self.device.post(self.tell())
        self.device.client.put(
            f"{self.url}?tu=0",
            self.data[:200],
            content_type="application/octet-stream",
        )
        responses = self.put_at_once(200)
        self.assertEqual({one.status_code for one in responses}, {200})
        self.assertEqual(len({one.content for one in responses}), 1)
        self.assertTrue(responses[0].json()["done"])
        photo = Photo.objects.get()
        self.assertEqual(photo.uuid, self.name)
        kept = {photo.image.name, photo.thumbnail.name}
        found = {str(path.relative_to(self.folder)) for path in self.files()}
        self.assertEqual(found, kept)


class DecisionTwinTests(TwinCase):
    """People who decide about the same conflict at the same moment."""

    def setUp(self):
        super().setUp()
        self.item = self.cast.item("suc-khoe")
        Device(self.cast.hoa).ask(self.cast.check, self.item, note="Đủ giấy.")
        self.op = self.device.op(
            "answer",
            self.cast.check.uuid,
            {"note": "Thiếu một giấy."},
            was={"note": "Chưa xem."},
            item=self.item.pk,
        )
        self.assertEqual(self.device.post(self.op).status_code, 409)
        self.url = f"/di-co-so/xung-dot/{self.op['op_id']}/"
        page = self.device.client.get(self.url)
        self.seen = page.context["form"].initial["seen"]

    def decide_at_once(self, sides) -> Operation:
        """Let each side be chosen at the same moment; returns the operation."""

        def choosing(side):
            data = {"chon-note": side, "seen": self.seen, "ly_do": ""}
            return lambda device: device.client.post(self.url, data)

        responses = self.together([choosing(side) for side in sides])
        self.assertLessEqual({one.status_code for one in responses}, {200, 302})
        decided = Change.objects.filter(batch__reason="Chọn giữa hai bản")
        self.assertEqual(decided.count(), 1)
        again = self.at_once([self.op] * AT_ONCE)
        self.assertEqual({one.status_code for one in again}, {200})
        self.assertEqual(len({one.content for one in again}), 1)
        stored = ItemResult.objects.get()
        told = again[0].json()
        self.assertEqual(
            (told["version"], told["values"]["note"]), (stored.version, stored.note)
        )
        return Operation.objects.get(op_id=self.op["op_id"])

    @says("S27", "S29")
    def test_the_same_decision_is_made_once(self):
        operation = self.decide_at_once(["mine"] * AT_ONCE)
        self.assertEqual(operation.state, State.RESOLVED)
        stored = ItemResult.objects.get()
        self.assertEqual((stored.note, stored.version), ("Thiếu một giấy.", 2))

    @says("S27", "S29")
    def test_of_two_decisions_one_is_made(self):
        operation = self.decide_at_once(["mine", "theirs"] * (AT_ONCE // 2))
        self.assertEqual(operation.state, State.RESOLVED)
        stored = ItemResult.objects.get()
        self.assertIn(
            (stored.note, stored.version), [("Thiếu một giấy.", 2), ("Đủ giấy.", 1)]
        )
