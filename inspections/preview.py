"""A version of the checklist as an officer would meet it, before any visit uses it."""

import datetime

from producers.models import Site
from products.models import CriteriaSet, Product

from .blank import blank_sheets
from .items import cells_of, fitting_sets, items_of
from .models import Checklist, SiteCheck, Visit
from .sheets import Entry, Group, Sheet, in_groups


def preview_of(
    checklist: Checklist,
    *,
    day: datetime.date,
    user,
    site: Site | None = None,
    criteria_set: CriteriaSet | None = None,
) -> Sheet:
    """Return the questions for a site, or for one product of a criteria set.

    A site is asked about its own products, with what its last check said. A product
    without a set is asked everything, and one that is not in the registry what is
    asked of any stars. Nothing is stored.
    """
    check = SiteCheck(visit=Visit(checklist=checklist, starts_on=day), site=site)
    if site is None:
        name = str(criteria_set or "Sản phẩm chưa rõ bộ")
        products = [Product(name=name, criteria_set=criteria_set)]
        groups = _asked_of(checklist, products)
    else:
        [known] = blank_sheets([site], checklist=checklist, day=day, user=user)
        products, groups = known.products, known.groups
    return Sheet(check=check, products=products, groups=groups, photos=[])


def _asked_of(checklist: Checklist, products: list[Product]) -> list[Group]:
    cells = cells_of(
        items_of(checklist), fitting_sets(products, checklist), products, set()
    )
    return in_groups(Entry(cell) for cell in cells)
