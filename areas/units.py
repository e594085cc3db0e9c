"""Loading the administrative units that ship with the portal, and what covers what."""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from core.text import search_key

from .enums import Level
from .models import BEGINNING, Area, AreaCover, AreaSuccession

DATA = Path(__file__).parent / "data" / "units.csv"
BATCH = 2000


def read_units(path: Path = DATA) -> list[dict]:
    """Return the lines of the data file, dates and successors as Python values."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                **line,
                "valid_from": _date(line["valid_from"]) or BEGINNING,
                "valid_to": _date(line["valid_to"]),
                "successor_codes": line["successor_codes"].split(";")
                if line["successor_codes"]
                else [],
            }
            for line in csv.DictReader(file)
        ]


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@transaction.atomic
def load_units(lines: Iterable[dict] | None = None) -> int:
    """Bring units, successions and covers in line with the data; safe to repeat.

    Units are found by code and first day, so rows that point to them stay. Nothing is
    removed but covers and successions, which are rebuilt. Returns how many units the
    data holds. A run that finds every unit as it should be writes nothing.
    """
    lines = read_units() if lines is None else list(lines)
    stored = {(area.code, area.valid_from): area for area in Area.objects.all()}
    if AreaCover.objects.exists() and _as_stored(lines, stored):
        return len(lines)
    for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
        _save_level([line for line in lines if line["level"] == level], stored)
    _save_successions(lines, stored)
    rebuild_covers()
    return len(lines)


def _as_stored(lines, stored) -> bool:
    for line in lines:
        area = stored.get((line["code"], line["valid_from"]))
        parent = stored.get((line["parent_code"], line["valid_from"]))
        if area is None or (
            (area.name, area.level, area.valid_to, area.parent_id)
            != (line["name"], line["level"], line["valid_to"], parent and parent.pk)
        ):
            return False
    steps = {(step.old_id, step.new_id, step.is_main) for step in _steps(lines, stored)}
    return steps == set(AreaSuccession.objects.values_list("old", "new", "is_main"))


def _save_level(lines, stored) -> None:
    """Create or mend the units of one level; their parents are stored already."""
    areas = []
    for line in lines:
        key = (line["code"], line["valid_from"])
        area = stored.get(key) or Area(code=key[0], valid_from=key[1])
        area.name = line["name"]
        area.level = line["level"]
        area.valid_to = line["valid_to"]
        area.parent = stored.get((line["parent_code"], line["valid_from"]))
        area.search_key = search_key(line["name"])
        stored[key] = area
        areas.append(area)
    new = [area for area in areas if area.pk is None]
    old = [area for area in areas if area.pk is not None]
    Area.objects.bulk_create(new, batch_size=BATCH)
    Area.objects.bulk_update(
        old, ["name", "level", "valid_to", "parent", "search_key"], batch_size=500
    )


def _save_successions(lines, stored) -> None:
    AreaSuccession.objects.all().delete()
    AreaSuccession.objects.bulk_create(_steps(lines, stored), batch_size=BATCH)


def _steps(lines, stored) -> list[AreaSuccession]:
    """Return the steps from old units to new ones; the first named is the main part.

    A district that went into several communes has no main part.
    """
    current = {area.code: area for area in stored.values() if area.is_current}
    return [
        AreaSuccession(
            old=stored[line["code"], line["valid_from"]],
            new=current[code],
            is_main=index == 0 and (line["level"] != Level.DISTRICT or len(codes) == 1),
        )
        for line in lines
        for codes in [line["successor_codes"]]
        for index, code in enumerate(codes)
    ]


@transaction.atomic
def rebuild_covers() -> int:
    """Work out anew which unit takes in which; returns the number of pairs.

    Within an era a unit covers itself and all below it. Across eras only what is sure:

    - a commune of today covers the former communes whose main part it is, and so does
      every unit above it; a former district or province goes where all of it went;
    - a former unit covers the communes of today that came from its communes alone.
    """
    areas = {area.pk: area for area in Area.objects.all()}
    above = {pk: _chain(area, areas) for pk, area in areas.items()}
    pairs = {(ancestor, pk) for pk, chain in above.items() for ancestor in chain}
    origins, heirs = defaultdict(list), defaultdict(list)
    for old, new, is_main in AreaSuccession.objects.values_list(
        "old", "new", "is_main"
    ):
        if areas[old].level == Level.PROVINCE:
            continue
        if is_main:
            for unit in above[old]:
                heirs[unit].append(set(above[new]))
        if areas[old].level == Level.COMMUNE or is_main:
            origins[new].append(old)
    for old, chains in heirs.items():
        pairs.update((unit, old) for unit in set.intersection(*chains))
    for new, olds in origins.items():
        chains = [set(above[old]) for old in olds]
        pairs.update((unit, new) for unit in set.intersection(*chains))
    AreaCover.objects.all().delete()
    AreaCover.objects.bulk_create(
        [AreaCover(ancestor_id=a, descendant_id=d) for a, d in sorted(pairs)],
        batch_size=BATCH,
    )
    return len(pairs)


def _chain(area: Area, areas: dict[int, Area]) -> list[int]:
    """Return the ids of the unit and of every unit above it."""
    chain = [area.pk]
    while area.parent_id:
        area = areas[area.parent_id]
        chain.append(area.pk)
    return chain
