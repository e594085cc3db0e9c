"""Which items of a checklist are asked at one site."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from products.enums import ProductState
from products.models import Product, Recognition

from .enums import Subject
from .models import Checklist, ChecklistItem, ItemSet, RecheckPoint, SiteCheck, Visit


@dataclass(frozen=True)
class Cell:
    """One question: an item, and for items per product the product it is asked of."""

    item: ChecklistItem
    product: Product | None

    @property
    def product_id(self) -> int | None:
        return self.product and self.product.pk

    @property
    def key(self) -> str:
        """Return the name of the answer's form field."""
        return f"{self.item.pk}-{self.product_id or 0}"


def is_asked_about(product: Product, visit: Visit) -> bool:
    """Say whether a visit asks about a product made at its site.

    It does not ask about one that had been given up by its day, nor, once it was handed
    in, about anything that came into the registry afterwards.
    """
    since = product.state_since
    if product.state == ProductState.STOPPED and (
        not since or since <= visit.starts_on
    ):
        return False
    if visit.is_editable or not visit.submitted_at:
        return True
    return product.created_at <= visit.submitted_at


def products_of(check: SiteCheck) -> list[Product]:
    """Return the products that the check asks about; one query.

    They are those of its site that the visit asks about, and whatever has an answer.
    """
    results = check.results.filter(product=OuterRef("pk"))
    products = (
        Product.objects.annotate(has_answer=Exists(results))
        .filter(Q(site=check.site_id) | Q(has_answer=True))
        .select_related("criteria_set")
        .order_by("name", "pk")
    )
    visit = check.visit
    return [one for one in products if one.has_answer or is_asked_about(one, visit)]


def items_for(check: SiteCheck, products: list[Product] | None = None) -> list[Cell]:
    """Return the questions of a check in the order of its checklist; four queries.

    An item that names sets is asked where a product of the site belongs to one of
    them, or its set is not known; one that names stars, of products that had them on
    the day of the visit, with a query more. A check of what is still open asks that
    alone, with two queries more. What has been answered is asked, come what may.
    """
    if products is None:
        products = products_of(check)
    items = list(items_of(check.visit.checklist_id))
    fitting = fitting_sets(products, check.visit.checklist_id)
    answered = set(check.results.values_list("item", "product"))
    stars = stars_on(check.visit.starts_on, star_chains(items, products))
    cells = cells_of(items, fitting, products, answered, stars)
    if not check.only_open:
        return cells
    return narrowed(cells, asked_again([check]).get(check.pk, set()), answered)


def may_be_answered(
    check: SiteCheck, items: Collection[int], answered: set
) -> set[tuple[int, int | None]]:
    """Return (item, product) of what a check takes answers to, of some items.

    That is more than it asks, if it asks little, and of any stars: those of a product
    may have been recorded since a device was told. ``answered`` are the answers there
    are to these items. Two queries, three where an item names sets.
    """
    checklist = check.visit.checklist_id
    asked = list(items_of(checklist).filter(pk__in=items))
    products = products_of(check)
    names_sets = any(item.names_sets for item in asked)
    fitting = fitting_sets(products, checklist) if names_sets else set()
    cells = cells_of(asked, fitting, products, answered)
    return {(cell.item.pk, cell.product_id) for cell in cells}


def asked_again(checks: Iterable[SiteCheck]) -> dict[int, set[tuple]]:
    """Return (code, product) of the questions that checks look at again; two queries.

    Codes, because the checklist may have got a new version since.
    """
    found: dict[int, set[tuple]] = {}
    for prefix in ("finding__", "recommendation__finding__"):
        points = RecheckPoint.objects.filter(site_check__in=checks)
        asked = points.filter(**{f"{prefix}item_result__isnull": False})
        names = (f"{prefix}item_result__item__code", f"{prefix}item_result__product")
        for check, *question in asked.values_list("site_check", *names):
            found.setdefault(check, set()).add(tuple(question))
    return found


def narrowed(cells: Iterable[Cell], wanted: set, answered: set) -> list[Cell]:
    """Keep the questions that are looked at again, and those answered all the same."""
    return [
        cell
        for cell in cells
        if (cell.item.code, cell.product_id) in wanted
        or (cell.item.pk, cell.product_id) in answered
    ]


def items_of(*checklists: Checklist | int) -> QuerySet[ChecklistItem]:
    """Return the items of checklists, told apart by whether they name sets."""
    named = ItemSet.objects.filter(item=OuterRef("pk"))
    items = ChecklistItem.objects.filter(checklist__in=checklists)
    return items.annotate(names_sets=Exists(named))


def fitting_sets(
    products: Iterable[Product], *checklists: Checklist | int
) -> set[tuple[int, int]]:
    """Return (item, criteria set) for the sets that any of the products belongs to."""
    sets = {product.criteria_set_id for product in products}
    named = ItemSet.objects.filter(
        item__checklist__in=checklists, criteria_set__in=sets
    )
    return set(named.values_list("item", "criteria_set"))


Chain = list[tuple[datetime.date | None, str]]  # (from when, stars), oldest first


def star_chains(
    items: Iterable[ChecklistItem], products: Iterable[Product]
) -> dict[int, Chain] | None:
    """Return the stars of products over time; None if no item asks for them.

    One query, none without such an item.
    """
    if not any(item.stars for item in items):
        return None
    return recognised_stars(product.pk for product in products)


def recognised_stars(products: Iterable[int]) -> dict[int, Chain]:
    """Return which stars products got and when, in the order that counts; one query.

    What has no known beginning comes first; potential five stars are four.
    """
    rows = Recognition.objects.filter(product__in=list(products)).order_by(
        F("valid_from").asc(nulls_first=True), "pk"
    )
    chains: dict[int, Chain] = {}
    for product, begun, grade in rows.values_list("product", "valid_from", "grade"):
        chains.setdefault(product, []).append((begun, grade[0]))
    return chains


def stars_on(
    day: datetime.date, chains: Mapping[int, Chain] | None
) -> dict[int, str] | None:
    """Return the stars of each product on the day, empty where it had none yet.

    They are those of ``Recognition.standing_on``, whatever became of them since.
    """
    if chains is None:
        return None
    return {
        product: ([""] + [n for begun, n in chain if not begun or begun <= day])[-1]
        for product, chain in chains.items()
    }


def cells_of(
    items: Iterable,
    fitting: set,
    products: list[Product],
    answered: set,
    stars: Mapping[int, str] | None = None,
) -> list[Cell]:
    """Return the questions that the items ask of the products of one site.

    ``answered`` holds (item, product) of the answers there are, with None for the
    product of an answer of the producer. ``stars`` are those of each product; None
    asks of all of them what is asked of any stars.
    """

    def fits(item, product) -> bool:
        in_set = (
            not item.names_sets
            or product.criteria_set_id is None
            or (item.pk, product.criteria_set_id) in fitting
        )
        if stars is None or not item.stars:
            return in_set
        held = stars.get(product.pk, "")
        return in_set and held != "" and held in item.stars

    cells = []
    for item in items:
        asked = [
            product
            for product in products
            if fits(item, product) or (item.pk, product.pk) in answered
        ]
        of_some = item.names_sets or item.stars
        if item.subject == Subject.PRODUCT:
            cells += [Cell(item, product) for product in asked]
        elif asked or not of_some or (item.pk, None) in answered:
            cells.append(Cell(item, None))
    return cells
