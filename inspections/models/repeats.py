"""How often in a row the same question has failed at a site, as a column of a query."""

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from ..enums import HANDED_IN, Outcome
from .site_checks import ItemResult

DAY = "site_check__visit__starts_on"


def failed_before(prefix: str = "") -> Coalesce:
    """Return the number of visits in a row, before that of a finding, that failed it.

    The same question is that of the same code and product at the same site, whatever
    the version of the checklist. Only visits that were handed in count; those that did
    not look, or found it not applicable, are passed over. ``prefix`` leads to the
    finding; one that no question gave rise to repeats nothing.
    """
    failed = _same_question(
        OuterRef(f"{prefix}site_check__site"),
        OuterRef(f"{prefix}item_result__item__code"),
        OuterRef(f"{prefix}item_result__product"),
    ).filter(
        outcome=Outcome.FAILED,
        **{f"{DAY}__lt": OuterRef(f"{prefix}{DAY}")},
    )
    passed_since = _same_question(
        OuterRef("site_check__site"), OuterRef("item__code"), OuterRef("product")
    ).filter(
        outcome=Outcome.PASSED,
        **{
            f"{DAY}__gt": OuterRef(DAY),
            f"{DAY}__lt": OuterRef(OuterRef(f"{prefix}{DAY}")),
        },
    )
    counted = (
        failed.filter(~Exists(passed_since))
        .values("site_check__site")
        .annotate(number=Count("site_check", distinct=True))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _same_question(site, code, product) -> QuerySet[ItemResult]:
    """Return the answers to one question; that of a producer has no product."""
    asked = ItemResult.objects.order_by().alias(asked_of=Coalesce(F("product"), 0))
    return asked.filter(
        site_check__site=site,
        item__code=code,
        asked_of=Coalesce(product, Value(0)),
        site_check__visit__status__in=HANDED_IN,
    )
