"""The real units of Cao Bằng, for tests that need both eras."""

import datetime

from areas.models import Area
from areas.units import load_units, read_units

PROVINCE = "04"
FORMER = datetime.date(2025, 6, 30)
TODAY = datetime.date(2025, 7, 1)


def load_cao_bang() -> None:
    """Load the province alone, with its covers, through the portal's own loader."""
    kept = {PROVINCE}
    lines = []
    for line in read_units():
        if line["code"] == PROVINCE or line["parent_code"] in kept:
            lines.append(line)
            if line["level"] == "district":
                kept.add(line["code"])
    load_units(lines)


def unit(code: str, date: datetime.date = TODAY) -> Area:
    """Return the unit that bears the code on the date."""
    return Area.objects.valid_on(date).get(code=code)


def load_split_commune() -> None:
    """Load Phường Cống Vị of Hà Nội, which went to two wards of today, and those."""
    kept = {"01", "001", "00007", "00008", "00025"}
    lines = [line for line in read_units() if line["code"] in kept]
    for line in lines:
        line["successor_codes"] = [c for c in line["successor_codes"] if c in kept]
    load_units(lines)
