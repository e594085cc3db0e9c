"""What a recognition did to the stars of its product, as SQL; never typed."""

import datetime

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from .. import dates
from ..enums import Change, DecisionKind, DossierKind, DossierOutcome, Grade
from .dossiers import Dossier

OPENS = datetime.timedelta(days=dates.WINDOW_OPENS_DAYS)
CAME_TO_NOTHING = (
    DossierOutcome.FAILED,
    DossierOutcome.WITHDRAWN,
    DossierOutcome.RETURNED,
)


def told_of(recognitions: QuerySet) -> QuerySet:
    """Annotate ``change``: how each compares with the one before it in the chain.

    Whether more stars came of an upgrade or of a re-evaluation is told by the dossier
    behind it. Where none is recorded, it was an upgrade if the certificate before had
    so long to run that nobody could have filed for re-evaluation yet.
    """
    return recognitions.alias(
        rank=_rank("grade"), rank_before=_rank("previous__grade"), asked=_asked()
    ).annotate(change=_change())


def _change() -> Case:
    opens = Cast(F("valid_from") + OPENS, DateField())
    could_not_be_renewed = Q(asked__isnull=True, previous__valid_to__gt=opens)
    anew = Q(previous__ended_on__lte=F("valid_from")) | Q(asked=DossierKind.FIRST)
    no_order = Q(valid_from__isnull=True) | Q(previous__valid_from__isnull=True)
    return Case(
        When(decision__kind=DecisionKind.CORRECT, then=Value(Change.CORRECTED)),
        When(previous__isnull=True, then=Value(Change.FIRST)),
        When(no_order, then=Value(Change.UNCLEAR)),
        When(anew, then=Value(Change.AGAIN)),
        When(rank__lt=F("rank_before"), then=Value(Change.LOWERED)),
        When(rank=F("rank_before"), then=Value(Change.KEPT)),
        When(asked=DossierKind.UPGRADE, then=Value(Change.UPGRADED)),
        When(could_not_be_renewed, then=Value(Change.UPGRADED)),
        default=Value(Change.RAISED),
        output_field=CharField(),
    )


def _rank(column: str) -> Case:
    """Return the place of a grade among all; databases sort “4+” in their own ways."""
    ranks = [
        When(**{column: grade}, then=Value(place)) for place, grade in enumerate(Grade)
    ]
    return Case(*ranks, output_field=IntegerField())


def _asked() -> Subquery:
    """Return what the last dossier between the two recognitions asked for."""
    filed = Dossier.objects.filter(
        product=OuterRef("product"),
        received_on__gte=OuterRef("previous__valid_from"),
        received_on__lte=OuterRef("valid_from"),
    ).exclude(outcome__in=CAME_TO_NOTHING)
    return Subquery(filed.order_by("-received_on", "-pk").values("kind")[:1])
