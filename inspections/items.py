"""Which items of a checklist are asked at one site."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from products.enums import ProductState
from products.models import Product

from .enums import Subject
from .models import Checklist, ChecklistItem, ItemSet, SiteCheck, Visit


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


def asked_about(visit: Visit) -> Q:
    """Return the condition on products that a visit asks about at their site."""
    given_up = Q(state=ProductState.STOPPED) & (
        Q(state_since__isnull=True) | Q(state_since__lte=visit.starts_on)
    )
    if visit.is_editable or not visit.submitted_at:
        return ~given_up
    return ~given_up & Q(created_at__lte=visit.submitted_at)


def products_of(check: SiteCheck) -> list[Product]:
    """Return the products that the check asks about; one query.

    They are those of the site that had not been given up by the day of the visit, and
    whatever has an answer. A visit that was handed in asks about nothing that came
    into the registry afterwards.
    """
    made_here = Q(site=check.site_id) & asked_about(check.visit)
    answered = Q(pk__in=check.results.filter(product__isnull=False).values("product"))
    return list(
        Product.objects.filter(made_here | answered)
        .select_related("criteria_set")
        .order_by("name", "pk")
    )


def items_for(check: SiteCheck, products: list[Product] | None = None) -> list[Cell]:
    """Return the questions of a check in the order of its checklist; four queries.

    An item that names sets is asked where a product of the site belongs to one of
    them, or its set is not known. What has been answered is asked, come what may.
    """
    if products is None:
        products = products_of(check)
    items = items_of(check.visit.checklist)
    fitting = fitting_sets(check.visit.checklist, products)
    answered = set(check.results.values_list("item", "product"))
    return cells_of(items, fitting, products, answered)


def items_of(checklist: Checklist) -> QuerySet[ChecklistItem]:
    """Return the items of a checklist, told apart by whether they name sets."""
    named = ItemSet.objects.filter(item=OuterRef("pk"))
    return checklist.items.annotate(names_sets=Exists(named))


def fitting_sets(checklist: Checklist, products: Iterable[Product]) -> set[tuple]:
    """Return (item, criteria set) for the sets that any of the products belongs to."""
    sets = {product.criteria_set_id for product in products}
    named = ItemSet.objects.filter(item__checklist=checklist, criteria_set__in=sets)
    return set(named.values_list("item", "criteria_set"))


def cells_of(
    items: Iterable, fitting: set, products: list[Product], answered: set
) -> list[Cell]:
    """Return the questions that the items ask of the products of one site.

    ``answered`` holds (item, product) of the answers there are, with None for the
    product of an answer of the producer.
    """
    cells = []
    for item in items:
        asked = [
            product
            for product in products
            if not item.names_sets
            or product.criteria_set_id is None
            or (item.pk, product.criteria_set_id) in fitting
            or (item.pk, product.pk) in answered
        ]
        if item.subject == Subject.PRODUCT:
            cells += [Cell(item, product) for product in asked]
        elif asked or not item.names_sets or (item.pk, None) in answered:
            cells.append(Cell(item, None))
    return cells
