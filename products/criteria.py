"""Loading the trees of criteria that belong to the sets of each regime."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db import models, transaction

from .models import CriteriaSet, Criterion, Heading, Option

FOLDER = Path(__file__).parent / "data" / "criteria"


@transaction.atomic
def load_criteria(folder: Path = FOLDER) -> tuple[int, int]:
    """Bring the criteria in line with the data files; needs ``load_regimes``.

    Safe to repeat: rows are found by their codes within their set, so that sheets keep
    pointing to them, and nothing is removed. Returns how many criteria and options the
    files hold.
    """
    trees = [
        (regime["regime"], tree)
        for path in sorted(folder.glob("*.json"))
        for regime in [json.loads(path.read_text(encoding="utf-8"))]
        for tree in regime["sets"]
    ]
    known = {
        (one.regime.number, one.number): one
        for one in CriteriaSet.objects.select_related("regime")
    }
    found = [(known[regime, tree["number"]], tree) for regime, tree in trees]
    for criteria_set, tree in found:
        criteria_set.elimination = tree["elimination"]
        criteria_set.doubts = tree["doubts"]
    told = [criteria_set for criteria_set, _ in found]
    CriteriaSet.objects.bulk_update(told, ["elimination", "doubts"])
    headings = _stored(Heading, _headings(found))
    criteria = _stored(Criterion, _criteria(found, headings))
    options = [
        Option(criterion_id=criteria[criteria_set.pk, entry["code"]], **option)
        for criteria_set, tree in found
        for entry in tree["criteria"]
        for option in entry["options"]
    ]
    _put(Option, options, ["criterion", "branch", "points"])
    return len(criteria), len(options)


def _headings(found) -> Iterable[Heading]:
    """Yield the headings of each set in the order of its sheet."""
    for criteria_set, tree in found:
        levels: dict[str, int] = {}
        for position, entry in enumerate(tree["headings"]):
            above = levels.get(entry.get("parent"), 0)
            levels[entry["code"]] = above + 1
            yield Heading(
                criteria_set=criteria_set,
                level=above + 1,
                code=entry["code"],
                name=entry["name"],
                max_points=entry["max"],
                note=entry.get("note", ""),
                position=position,
            )


def _criteria(found, headings: dict) -> Iterable[Criterion]:
    for criteria_set, tree in found:
        for position, entry in enumerate(tree["criteria"]):
            yield Criterion(
                criteria_set=criteria_set,
                heading_id=headings[criteria_set.pk, entry["heading"]],
                code=entry["code"],
                name=entry["name"],
                max_points=entry["max"],
                note=entry.get("note", ""),
                position=position,
                eliminates=entry.get("eliminates", False),
                min_for_star=entry.get("min_for_star"),
                branches=entry.get("branches", []),
            )


def _stored(model: type[models.Model], rows: Iterable) -> dict[tuple[int, str], int]:
    """Write rows that have a code in their set, and return their keys by both."""
    _put(model, list(rows), ["criteria_set", "code"])
    keys = model._default_manager.values_list("criteria_set", "code", "pk")
    return {(criteria_set, code): pk for criteria_set, code, pk in keys}


def _put(model: type[models.Model], rows: list, unique: list[str]) -> None:
    others = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in unique
    ]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=unique, update_fields=others
    )
