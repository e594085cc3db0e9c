"""What a page shows of names that may be one producer, to tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Count

from areas.querysets import lies_in
from producers.models import Site
from products.models import Product

from .alike import Known, Pair
from .records import Record

if TYPE_CHECKING:
    from .plan import Plan
    from .questions import Questions


def side_of(producer: Record, place: str, *, is_known: bool) -> dict:
    """Return one side of a question on a producer of the plan."""
    return {
        "name": producer["name"],
        "place": place,
        "tax_code": producer["tax_code"] or "",
        "products": None,
        "is_known": is_known,
    }


class Sides:
    """Places and numbers of products of the names in pairs.

    Two queries for the stored ones, and nothing of them that lies out of the scope.
    """

    def __init__(self, questions: Questions, plan: Plan, pairs: Sequence[Pair]):
        self.questions = questions
        self.places: dict[object, str] = {}
        self.products: Counter = Counter()
        known = {name.record for pair in pairs for name in (pair.one, pair.other)}
        stored = {record for record in known if isinstance(record, int)}
        if stored:
            self._load(stored)
        if known - stored:
            self._take_new(plan)

    def of(self, known: Known) -> dict:
        return {
            "name": known.name,
            "place": self.places.get(known.record, ""),
            "tax_code": known.tax_code,
            "products": self.products[known.record],
            "is_known": isinstance(known.record, int),
        }

    def _load(self, stored: set[int]) -> None:
        areas = self.questions.scope.areas
        units = self.questions.places.units
        sites = Site.objects.filter(lies_in(areas), producer__in=stored)
        rows = sites.order_by("-is_main", "pk").values_list("producer_id", "place_id")
        for producer, place in rows:
            self.places.setdefault(producer, units[place].full_name)
        made = Product.objects.filter(lies_in(areas, "site__"), producer__in=stored)
        counted = made.order_by().values_list("producer_id").annotate(Count("pk"))
        self.products.update(dict(counted))

    def _take_new(self, plan: Plan) -> None:
        for site in plan.records[Site]:
            if site.is_new:
                producer = site.links["producer"]
                self.places.setdefault(producer, self.questions.place_name(site))
        for product in plan.records[Product]:
            if (producer := product.links["producer"]).is_new:
                self.products[producer] += 1
