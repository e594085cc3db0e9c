"""Loading the legal regimes with their criteria sets from the data of the portal."""

import json
from pathlib import Path

from django.db import transaction

from .models import CriteriaSet, Regime

DATA = Path(__file__).parent / "data" / "regimes.json"


@transaction.atomic
def load_regimes(path: Path = DATA) -> tuple[int, int]:
    """Bring regimes and sets in line with the data file; safe to repeat.

    Rows are found by their number, so that recognitions keep pointing to them.
    Nothing is ever removed. Returns how many regimes and sets the file holds.
    """
    regimes = json.loads(path.read_text(encoding="utf-8"))
    rows = []
    for entry in regimes:
        sets = entry.pop("sets")
        regime, _ = Regime.objects.update_or_create(
            number=entry.pop("number"), defaults=entry
        )
        rows += [CriteriaSet(regime=regime, **one) for one in sets]
    CriteriaSet.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["regime", "number"],
        update_fields=["name", "sector", "group", "ministries", "is_complete"],
    )
    return len(regimes), len(rows)
