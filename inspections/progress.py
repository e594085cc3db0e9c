"""How far the answers of site checks have come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from products.models import Product

from .enums import Outcome
from .items import asked_about, cells_of, fitting_sets, items_of
from .models import ItemResult, SiteCheck, Visit


@dataclass(frozen=True)
class Progress:
    """The questions of one check, those answered, and those answered "không đạt"."""

    asked: int
    answered: int
    failed: int

    @property
    def is_complete(self) -> bool:
        return self.answered >= self.asked


def progress_of(visit: Visit, checks: Sequence[SiteCheck]) -> dict[int, Progress]:
    """Return the progress of checks of one visit by their key; five queries in all.

    The questions are those of ``items_for``.
    """
    results = defaultdict(list)
    for check, *result in ItemResult.objects.filter(site_check__in=checks).values_list(
        "site_check", "item", "product", "outcome"
    ):
        results[check].append(result)
    at_sites = Q(site__in=[check.site_id for check in checks]) & asked_about(visit)
    asked = set(Product.objects.filter(at_sites).values_list("pk", flat=True))
    named = {product for given in results.values() for _, product, _ in given}
    products = list(Product.objects.filter(pk__in=asked | named - {None}))
    items = list(items_of(visit.checklist))
    fitting = fitting_sets(visit.checklist, products)
    return {
        check.pk: _count(
            results[check.pk],
            lambda product, site=check.site_id: (
                product.pk in asked and product.site_id == site
            ),
            items,
            fitting,
            products,
        )
        for check in checks
    }


def _count(results, is_asked, items, fitting, products) -> Progress:
    answered = {(item, product) for item, product, _ in results}
    named = {product for _, product in answered}
    own = [one for one in products if one.pk in named or is_asked(one)]
    given = [outcome for _, _, outcome in results if outcome != Outcome.UNCHECKED]
    return Progress(
        asked=len(cells_of(items, fitting, own, answered)),
        answered=len(given),
        failed=given.count(Outcome.FAILED),
    )
