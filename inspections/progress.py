"""How far the answers of site checks have come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from products.models import Product

from .enums import Outcome
from .items import (
    asked_again,
    cells_of,
    fitting_sets,
    is_asked_about,
    items_of,
    narrowed,
    star_chains,
    stars_on,
)
from .models import ItemResult, SiteCheck, Visit


@dataclass(frozen=True)
class Progress:
    """The questions of one check, those answered, and those answered "không đạt"."""

    asked: int
    answered: int
    failed: int

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.asked + other.asked,
            self.answered + other.answered,
            self.failed + other.failed,
        )

    @property
    def is_complete(self) -> bool:
        return self.answered >= self.asked


NOTHING = Progress(0, 0, 0)


def progress_of(visit: Visit, checks: Sequence[SiteCheck]) -> dict[int, Progress]:
    """Return the progress of checks of one visit by their key; seven queries at most.

    The questions are those of ``items_for``.
    """
    return _progress({visit.pk: visit}, checks)


def progress_of_visits(visits: Iterable[Visit]) -> dict[int, Progress]:
    """Return the progress of whole visits by their key; eight queries at most."""
    by_key = {visit.pk: visit for visit in visits}
    checks = list(SiteCheck.objects.filter(visit__in=by_key))
    progress = _progress(by_key, checks)
    sums = dict.fromkeys(by_key, NOTHING)
    for check in checks:
        sums[check.visit_id] += progress[check.pk]
    return sums


def _progress(visits: dict[int, Visit], checks) -> dict[int, Progress]:
    results = defaultdict(list)
    for check, *result in ItemResult.objects.filter(site_check__in=checks).values_list(
        "site_check", "item", "product", "outcome"
    ):
        results[check].append(result)
    named = {product for given in results.values() for _, product, _ in given}
    at_sites = Q(site__in={check.site_id for check in checks})
    products = Product.objects.filter(at_sites | Q(pk__in=named - {None}))
    checklists = {visit.checklist_id for visit in visits.values()}
    asking = _Asking(list(products), checklists, checks)
    return {
        check.pk: asking.counted(check, visits[check.visit_id], results[check.pk])
        for check in checks
    }


class _Asking:
    """What checks may ask, read at once."""

    def __init__(self, products: list[Product], checklists: set[int], checks):
        self.products = {product.pk: product for product in products}
        self.at_site = defaultdict(list)
        for product in products:
            self.at_site[product.site_id].append(product)
        self.items = defaultdict(list)
        for item in items_of(*checklists):
            self.items[item.checklist_id].append(item)
        self.fitting = fitting_sets(products, *checklists)
        every = (item for items in self.items.values() for item in items)
        self.chains = star_chains(every, products)
        partial = [check for check in checks if check.only_open]
        self.again = asked_again(partial) if partial else {}

    def counted(self, check: SiteCheck, visit: Visit, results) -> Progress:
        answered = {(item, product) for item, product, _ in results}
        given = [outcome for _, _, outcome in results if outcome != Outcome.UNCHECKED]
        items = self.items[visit.checklist_id]
        products = self._asked(check, visit, {product for _, product in answered})
        stars = stars_on(visit.starts_on, self.chains)
        cells = cells_of(items, self.fitting, products, answered, stars)
        if check.only_open:
            cells = narrowed(cells, self.again.get(check.pk, set()), answered)
        return Progress(len(cells), len(given), given.count(Outcome.FAILED))

    def _asked(self, check, visit, answered: set) -> list[Product]:
        made = self.at_site[check.site_id]
        asked = [one for one in made if is_asked_about(one, visit)]
        here = {one.pk for one in asked}
        return asked + [self.products[pk] for pk in answered - here - {None}]
