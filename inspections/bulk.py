"""Which recommendations were chosen on the board: row by row, or all of its filter."""

import hashlib
import uuid
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict

from .board import RecommendationFilter
from .models import Recommendation

MOST_KEYS = 200
MOST_OF_FILTER = 2000


@dataclass(frozen=True)
class Choice:
    """What was chosen; ``rows`` are those of it that the person may change.

    ``query`` is the filter whose rows were all chosen, None where they were ticked.
    ``total`` counts everything chosen, ``rows`` is empty where that is too much.
    """

    keys: list[str]
    query: str | None
    total: int
    rows: list[Recommendation]

    @property
    def missing(self) -> int:
        return 0 if self.is_too_much else self.total - len(self.rows)

    @property
    def is_too_much(self) -> bool:
        return self.total > MOST_OF_FILTER

    @property
    def seal(self) -> str:
        """Return a short text that changes with the rows that a filter finds."""
        keys = " ".join(sorted(str(row.pk) for row in self.rows))
        return hashlib.sha256(keys.encode()).hexdigest()[:16]


def choice_of(request: HttpRequest, data: QueryDict) -> Choice:
    """Return what a page of the board sends: ``chon`` once a row, or ``tat_ca``.

    What is out of reach is not found, as if it did not exist.
    """
    editable = Recommendation.objects.editable_by(request.user)
    if "tat_ca" not in data:
        keys = chosen_keys(data)
        rows = list(_in_order(editable.filter(uuid__in=keys)))
        return Choice(keys, None, len(keys), rows)
    query = data["tat_ca"]
    seen = Recommendation.objects.visible_to(request.user).counted()
    found = RecommendationFilter(QueryDict(query), seen, request=request).qs
    total = found.order_by().count()
    rows = []
    if total <= MOST_OF_FILTER:
        rows = list(_in_order(editable.filter(pk__in=found.order_by().values("pk"))))
    return Choice([], query, total, rows)


def _in_order(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    return rows.for_list().order_by(F("due_on").asc(nulls_last=True), "pk")


def chosen_keys(data: QueryDict) -> list[str]:
    """Return the keys of the rows ticked on the board; what is no key is left out."""
    keys = dict.fromkeys(key for key in data.getlist("chon") if _is_key(key))
    return list(keys)[:MOST_KEYS]


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
