"""The rows of the board, with what the products, visits and rights say of each."""

import datetime

from django.db.models import (
    BooleanField,
    Case,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from areas.querysets import lies_in
from documents.models import Document, LetterLine
from inspections.models import SiteCheck, Visit
from products.dates import add_months
from products.enums import DossierKind, DossierOutcome, Stage
from products.models import Dossier, Recognition
from products.models.clock import renewals_filed

UNSEEN_MONTHS = 12  # what still runs was not seen for this long
# After these nothing lies with the authorities any more: as if none had been filed.
GIVEN_BACK = (DossierOutcome.RETURNED, DossierOutcome.WITHDRAWN)
# Who may take the next step, by the right that it needs.
RIGHTS = {
    "may_write": "products.add_lapse",
    "may_end": "products.change_recognition",
    "may_send": "documents.issue_letter",
}


def watched(user, date: datetime.date) -> QuerySet[Recognition]:
    """Return the recognitions in reach that are near their end on the date.

    They carry ``stage``, ``dossier_id`` of the latest re-evaluation filed for them,
    ``letter_id`` of the last letter about them, ``seen_on`` of the last visit to the
    site, and ``is_unseen``.
    """
    given_back = Q(outcome__in=GIVEN_BACK, decided_on__lte=date)
    filed = renewals_filed(date).exclude(given_back).order_by("-received_on", "-pk")
    rows = Recognition.objects.visible_to(user).staged_on(date)
    rows = rows.annotate(
        dossier_id=Subquery(filed.values("pk")[:1]),
        letter_id=_last_letter(date),
        seen_on=_last_seen(date),
    )
    return rows.annotate(is_unseen=_is_unseen(date))


def for_board(
    rows: QuerySet[Recognition], user, date: datetime.date
) -> QuerySet[Recognition]:
    """Load what a line prints, and whether the person may take its next step."""
    lines = LetterLine.objects.select_related("document__agency")
    dossiers = Dossier.objects.filter(kind=DossierKind.RENEWAL, received_on__lte=date)
    return (
        rows.for_list()
        .select_related(
            "product__site__place__parent",
            "product__site__area",
            "product__criteria_set",
        )
        .prefetch_related(
            Prefetch("product__dossiers", queryset=dossiers, to_attr="renewals"),
            Prefetch("letter_lines", queryset=lines, to_attr="told_by"),
        )
        .annotate(**{name: _lies_with(user, right) for name, right in RIGHTS.items()})
    )


def _last_letter(date: datetime.date) -> Subquery:
    lines = LetterLine.objects.filter(
        recognition=OuterRef("pk"), document__issued_on__lte=date
    )
    latest = lines.order_by("-document__issued_on", "-document")
    return Subquery(latest.values("document")[:1])


def _last_seen(date: datetime.date) -> Subquery:
    """Return the day the site was last inspected, by the date.

    The visits are sorted out while the day is taken, as ``dashboards`` does it.
    """
    held = Q(visit__in=Visit.objects.held_by(date))
    checks = SiteCheck.objects.filter(site=OuterRef("product__site")).order_by()
    latest = checks.values("site").annotate(day=Max("visit__starts_on", filter=held))
    return Subquery(latest.values("day"))


def last_letter(row: Recognition) -> Document | None:
    """Return the last letter about a row of ``for_board``, by the date of the board."""
    letters = {line.document_id: line.document for line in row.told_by}
    return letters.get(row.letter_id)


def _is_unseen(date: datetime.date) -> Case:
    """Not seen since the stars ran out, or for twelve months while they run."""
    ran_out = Q(stage=Stage.EXPIRED)
    long_ago = add_months(date, -UNSEEN_MONTHS)
    return _truth(
        Q(seen_on__isnull=True)
        | ran_out & Q(seen_on__lte=F("valid_to"))
        | ~ran_out & Q(seen_on__lte=long_ago)
    )


def _lies_with(user, right: str) -> Case | Value:
    areas = user.areas_with(right)
    if not areas:
        return Value(False, output_field=BooleanField())
    return _truth(lies_in(areas, "product__site__"))


def _truth(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
