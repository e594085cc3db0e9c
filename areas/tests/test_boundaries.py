"""Loading outlines: what is taken, what is left out, what is refused."""

import io
import json
import math
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase

from areas.boundaries import TOLERANCE, lighten
from areas.models import Boundary
from tests.factories import AreaFactory

SQUARE = [[106.0, 22.0], [106.2, 22.0], [106.2, 22.2], [106.0, 22.2], [106.0, 22.0]]


def feature(code, name="", geometry=None):
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    properties = {"code": code, "name": name}
    return {"type": "Feature", "properties": properties, "geometry": geometry or shape}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


class LoadBoundariesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa_an = AreaFactory(code="01654", name="Xã Hòa An")
        AreaFactory(former=True, code="01654", name="Thị trấn Nước Hai")
        AreaFactory(former=True, code="01111", name="Xã Cũ")

    def load(self, content):
        text = content if isinstance(content, str) else json.dumps(content)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ranh-gioi.geojson"
            path.write_text(text, encoding="utf-8")
            out = io.StringIO()
            call_command("load_boundaries", str(path), stdout=out)
        return out.getvalue()

    def test_a_commune_of_today_gets_its_outline(self):
        self.load(collection(feature("01654", "Xã Hòa An")))
        boundary = Boundary.objects.get()
        self.assertEqual(boundary.area, self.hoa_an)
        self.assertEqual(boundary.polygons, [[SQUARE]])

    def test_a_second_run_writes_nothing_and_a_change_is_taken(self):
        several = {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}
        self.load(collection(feature("01654")))
        self.assertIn("0 ranh giới đã lưu, 1", self.load(collection(feature("01654"))))
        changed = self.load(collection(feature("01654", geometry=several)))
        self.assertIn("1 ranh giới đã lưu, 0", changed)
        self.assertEqual(Boundary.objects.get().polygons, [[SQUARE], [SQUARE]])

    def test_what_does_not_match_is_said_and_left_out(self):
        told = self.load(
            collection(
                feature("01654", "Thị trấn Nước Hai"),
                feature("01111", "Xã Cũ"),
                feature("99999", "Xã Lạ"),
            )
        )
        self.assertIn("Không có xã, phường hiện nay mang mã: 01111 Xã Cũ", told)
        self.assertIn("Không có xã, phường hiện nay mang mã: 99999 Xã Lạ", told)
        self.assertIn("01654: Thị trấn Nước Hai / Xã Hòa An", told)
        self.assertFalse(Boundary.objects.exists())

    def test_a_bad_file_is_refused_in_words_and_nothing_is_written(self):
        good, line = feature("01654"), {"type": "LineString", "coordinates": SQUARE}

        def ring(*points):
            return feature("1", geometry={"type": "Polygon", "coordinates": [points]})

        for content, words in (
            ("{", "không phải là JSON"),
            ("[]", "FeatureCollection"),
            (collection(), "không có ranh giới nào"),
            (collection(good, {"type": "Feature"}), "thứ 2 không có thuộc tính code"),
            (collection(good, good), "Mã 01654 có nhiều lần"),
            (collection(good, feature("1", geometry=line)), "Mã 1: hình không phải"),
            (collection(good, ring([1, 2], [2, 3], [1, 2])), "Mã 1: hình không phải"),
            (collection(good, ring(*SQUARE[:4])), "Mã 1: hình không phải"),
            (collection(good, ring(*[[530000, 2500000]] * 4)), "Mã 1: hình không phải"),
            (collection(good, ring(*[[math.nan, 22]] * 4)), "Mã 1: hình không phải"),
            (collection(good, ring(*[["x", 22]] * 4)), "Mã 1: hình không phải"),
        ):
            with self.subTest(words), self.assertRaisesMessage(CommandError, words):
                self.load(content)
        with self.assertRaisesMessage(CommandError, "Không đọc được tệp"):
            call_command("load_boundaries", "/khong/co.geojson")
        self.assertFalse(Boundary.objects.exists())


class LightenTests(SimpleTestCase):
    def test_points_on_a_line_go_and_corners_stay(self):
        along = [(106 + step / 1000, 22.0) for step in range(100)]
        ring = [*along, (106.1, 22.1), (106.0, 22.1), (106.0, 22.0)]
        self.assertEqual(
            lighten(ring),
            [
                [106.0, 22.0],
                [106.099, 22.0],
                [106.1, 22.1],
                [106.0, 22.1],
                [106.0, 22.0],
            ],
        )

    def test_a_ring_too_small_to_be_seen_is_kept(self):
        step = TOLERANCE / 4
        ring = [(1.0, 1.0), (1 + step, 1.0), (1 + step, 1 + step), (1.0, 1.0)]
        self.assertEqual(len(lighten(ring)), 4)
