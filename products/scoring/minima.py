"""The least points that stars ask for, criterion by criterion."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from ..models import Option

STARS = (3, 4, 5)


@dataclass(frozen=True)
class Minimum:
    """At least ``points`` in a criterion are asked for by this many stars and more.

    ``label`` says what gives the points.
    """

    criterion: int
    code: str
    name: str
    star: int
    points: int
    label: str

    def __str__(self):
        return f"{self.code} ≥ {self.points}"


def minima_of(criteria_sets: Iterable[int]) -> dict[int, list[Minimum]]:
    """Return the minima by set, in the order of the sheet; one query.

    One that is printed at the criterion itself asks for the least points that this
    gives at all. No case of several bears one in any regime (held by a test), so that
    nothing depends on which case is scored.
    """
    printed = Q(min_for_star__isnull=False)
    at_criterion = Q(criterion__min_for_star__isnull=False, points__gt=0)
    options = (
        Option.objects.filter(printed | at_criterion)
        .filter(criterion__criteria_set__in=criteria_sets)
        .select_related("criterion")
        .order_by("criterion__criteria_set", "criterion__position", "points")
    )
    found: dict[int, dict[tuple[int, int], Minimum]] = {}
    for option in options:
        criterion = option.criterion
        for star in (option.min_for_star, criterion.min_for_star):
            if star:
                one = Minimum(
                    criterion.pk,
                    criterion.code,
                    criterion.name,
                    star,
                    option.points,
                    option.label,
                )
                of_set = found.setdefault(criterion.criteria_set_id, {})
                of_set.setdefault((criterion.pk, star), one)
    return {key: list(of_set.values()) for key, of_set in found.items()}


def asked_for(minima: Iterable[Minimum], stars: int) -> list[Minimum]:
    """Return what this many stars ask for, the most of each criterion alone."""
    most: dict[int, Minimum] = {}
    for one in minima:
        known = most.get(one.criterion)
        if one.star <= stars and (known is None or one.points > known.points):
            most[one.criterion] = one
    return list(most.values())
