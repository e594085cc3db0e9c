"""Which items of a checklist are asked at one site."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from products.enums import ProductState
from products.models import Product

from .enums import Subject
from .models import ChecklistItem, ItemSet, SiteCheck


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


def products_of(check: SiteCheck) -> list[Product]:
    """Return the products that the check asks about; one query.

    They are those of the site that had not been given up by the day of the visit, and
    whatever has an answer. A visit that was handed in asks about nothing that came
    into the registry afterwards.
    """
    visit = check.visit
    given_up = Q(state=ProductState.STOPPED) & (
        Q(state_since__isnull=True) | Q(state_since__lte=visit.starts_on)
    )
    made_here = Q(site=check.site_id) & ~given_up
    if not visit.is_editable and visit.submitted_at:
        made_here &= Q(created_at__lte=visit.submitted_at)
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
    named = ItemSet.objects.filter(item=OuterRef("pk"))
    items = check.visit.checklist.items.annotate(names_sets=Exists(named))
    fitting = set(
        ItemSet.objects.filter(
            item__checklist=check.visit.checklist_id,
            criteria_set__in={product.criteria_set_id for product in products},
        ).values_list("item", "criteria_set")
    )
    answered = set(check.results.values_list("item", "product"))
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
