"""Loading the agencies of a province: its own list, and a committee for each unit."""

import csv
import datetime
from pathlib import Path

from django.db import transaction

from core.text import search_key

from .enums import Level
from .models import BEGINNING, Agency, Area

DATA = Path(__file__).parent / "data" / "agencies.csv"


@transaction.atomic
def load_agencies(province_code: str, path: Path = DATA) -> int:
    """Bring the agencies in line with the data file and the units; safe to repeat.

    Needs ``load_units``. Agencies are found by name, area and first day; those made
    by hand stay, and what the file says of its own is set right again. Returns how
    many agencies the data asks for.
    """
    province = Area.objects.current().get(code=province_code)
    lines = [line for line in _read(path) if line["province_code"] == province_code]
    stored = {(a.name, a.area_id, a.valid_from): a for a in Agency.objects.all()}
    wanted = [_agency(line, province, stored) for line in lines]
    by_name = {agency.name: agency for agency in wanted}
    committees = _committees(province, stored)
    _save(wanted + committees)
    for line in lines:
        agency = by_name[line["name"]]
        agency.superior = by_name.get(line["superior"])
        agency.successor = by_name.get(line["successor"])
    Agency.objects.bulk_update(wanted, ["superior", "successor"])
    for committee in committees:
        committee.superior = by_name.get(_committee_of(province))
    Agency.objects.bulk_update(committees, ["superior"], batch_size=500)
    return len(wanted) + len(committees)


def _read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _committee_of(unit: Area) -> str:
    return f"UBND {unit.name_in_sentence}"


def _agency(line: dict, province: Area, stored: dict) -> Agency:
    begin = _date(line["valid_from"]) or BEGINNING
    agency = stored.get((line["name"], province.pk, begin)) or Agency(
        name=line["name"], area=province, valid_from=begin
    )
    agency.short_code = line["short_code"]
    agency.valid_to = _date(line["valid_to"])
    return agency


def _committees(province: Area, stored: dict) -> list[Agency]:
    """Return the people's committee of every former district and commune of today."""
    units = Area.objects.covered_by([province]).exclude(level=Level.PROVINCE)
    return [
        stored.get((name, unit.pk, unit.valid_from))
        or Agency(
            name=name,
            short_code="UBND",
            area=unit,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
        for unit in units
        if unit.level == Level.DISTRICT or unit.is_current
        for name in [_committee_of(unit)]
    ]


def _save(agencies: list[Agency]) -> None:
    for agency in agencies:
        agency.search_key = search_key(f"{agency.name} {agency.short_code}")
    old = [agency for agency in agencies if agency.pk]
    Agency.objects.bulk_update(old, ["short_code", "valid_to", "search_key"])
    Agency.objects.bulk_create([agency for agency in agencies if not agency.pk])


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
