"""Loading the outlines of communes from a GeoJSON file, lightened for a screen."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from core.text import search_key

from .enums import Level
from .models import Area, Boundary

MOST_BYTES = 50 * 1024 * 1024
DIGITS = 4  # of a degree: about 11 m
TOLERANCE = 0.0005  # of a degree: what a line may shift, about 50 m
FEWEST = 4  # points of a closed ring

Point = tuple[float, float]
Ring = list[Point]


class BoundariesError(Exception):
    """The file cannot be taken; the words say why."""


@dataclass
class Loaded:
    """What became of the file; ``unknown`` and ``misnamed`` were left out."""

    saved: int = 0
    unchanged: int = 0
    unknown: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)


def load_boundaries(path: Path) -> Loaded:
    """Keep the outline of each commune of today that the file names by its code.

    Codes recur in other eras: a unit whose name in the file is another one is left
    out. A file with anything wrong in it changes nothing; loading it again writes
    nothing.
    """
    outlines = dict(_outlines(_features(path)))
    communes = Area.objects.current().filter(level=Level.COMMUNE)
    areas = {area.code: area for area in communes.filter(code__in=outlines)}
    stored = {
        row.area_id: row for row in Boundary.objects.filter(area__in=areas.values())
    }
    result, changed = Loaded(), []
    for code, (name, polygons) in outlines.items():
        area = areas.get(code)
        if area is None:
            result.unknown.append(f"{code} {name}".strip())
        elif name and search_key(name) != area.search_key:
            result.misnamed.append(f"{code}: {name} / {area.name}")
        else:
            row = stored.get(area.pk) or Boundary(area=area)
            if row.polygons == polygons:
                result.unchanged += 1
            else:
                row.polygons = polygons
                changed.append(row)
    with transaction.atomic():
        for row in changed:
            row.save()
    result.saved = len(changed)
    return result


def _features(path: Path) -> list:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BoundariesError("Tệp lớn hơn 50 MB.")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BoundariesError("Không đọc được tệp.") from error
    except (ValueError, RecursionError) as error:
        raise BoundariesError("Tệp không phải là JSON.") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise BoundariesError("Tệp không phải là GeoJSON loại FeatureCollection.")
    if not features:
        raise BoundariesError("Tệp không có ranh giới nào.")
    return features


def _outlines(features: list) -> Iterator[tuple[str, tuple[str, list]]]:
    """Yield (code, (name, polygons)) of each feature, or say what is wrong with one."""
    seen = set()
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = properties.get("code") if isinstance(properties, dict) else None
        if not (isinstance(code, str) and code.strip()):
            raise BoundariesError(f"Đối tượng thứ {number} không có thuộc tính code.")
        if code in seen:
            raise BoundariesError(f"Mã {code} có nhiều lần trong tệp.")
        seen.add(code)
        try:
            polygons = _polygons(feature.get("geometry"))
        except (TypeError, ValueError, KeyError, IndexError) as error:
            raise BoundariesError(
                f"Mã {code}: hình không phải là Polygon hoặc MultiPolygon với kinh độ,"
                " vĩ độ hợp lệ."
            ) from error
        yield code, (str(properties.get("name") or ""), polygons)


def _polygons(geometry: dict) -> list:
    parts = {
        "Polygon": lambda: [geometry["coordinates"]],
        "MultiPolygon": lambda: geometry["coordinates"],
    }[geometry["type"]]()
    polygons = [[lighten(_ring(ring)) for ring in polygon] for polygon in parts]
    if not polygons or not all(polygons):
        raise ValueError("empty")
    return polygons


def _ring(points: list) -> Ring:
    ring = [(float(point[0]), float(point[1])) for point in points]
    inside = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring)
    if len(ring) < FEWEST or ring[0] != ring[-1] or not inside:
        raise ValueError("not a ring on the globe")
    return ring


def lighten(ring: Ring) -> list[list[float]]:
    """Return the ring with fewer points (Douglas and Peucker), still closed.

    A ring too small to be seen keeps its points.
    """
    rounded = [(round(lon, DIGITS), round(lat, DIGITS)) for lon, lat in ring]
    middle = max(
        range(len(rounded)), key=lambda index: math.dist(rounded[0], rounded[index])
    )
    kept = {0, middle, len(rounded) - 1}
    spans = [(0, middle), (middle, len(rounded) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        if not between:
            continue
        far = max(
            between, key=lambda i: _away(rounded[i], rounded[first], rounded[last])
        )
        if _away(rounded[far], rounded[first], rounded[last]) > TOLERANCE:
            kept.add(far)
            spans += [(first, far), (far, last)]
    thinned = [list(rounded[index]) for index in sorted(kept)]
    return thinned if len(thinned) >= FEWEST else [list(point) for point in rounded]


def _away(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the line between two others."""
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    (x, y), (x1, y1), (x2, y2) = point, start, end
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
