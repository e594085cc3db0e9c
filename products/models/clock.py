"""The clock of certificates: what the law makes of a recognition on a date, as SQL.

``docs/certificate-clock.md`` tells the rules in words and which article each follows.
Bounds are worked out here rather than per row, so that an index on ``valid_to`` serves
and both databases count alike.
"""

import datetime

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from .. import dates
from ..enums import DossierKind, Stage, Status, Window
from .dossiers import Dossier

OPENS = datetime.timedelta(days=dates.WINDOW_OPENS_DAYS)
CLOSES = datetime.timedelta(days=dates.WINDOW_CLOSES_DAYS)
OPENS_SOON = OPENS + datetime.timedelta(days=dates.WINDOW_SOON_DAYS)
CLOSING = datetime.timedelta(days=dates.WINDOW_LAST_DAYS)
EXTENSION = datetime.timedelta(days=dates.EXTENSION_DAYS)


def status_on(date: datetime.date, replaced: Q) -> Case:
    """Return the status; the first rule that fits decides.

    ``replaced`` tells of what took the place of a recognition.
    """
    ended = _ended(date)
    extended = Case(
        When(valid_from__isnull=True, then=Value(Status.UNKNOWN)),
        default=Value(Status.EXTENDED),
    )
    year_on = dates.add_months(date, dates.EXPIRING_MONTHS)
    return Case(
        When(ended & Q(ended_by_removal=True), then=Value(Status.REMOVED)),
        When(ended, then=Value(Status.REVOKED)),
        When(valid_from__gt=date, then=Value(Status.UPCOMING)),
        When(replaced, then=Value(Status.SUPERSEDED)),
        When(
            Q(valid_to__isnull=True) | Q(valid_from__isnull=True, valid_to__gte=date),
            then=Value(Status.UNKNOWN),
        ),
        When(valid_to__gt=year_on, then=Value(Status.VALID)),
        When(valid_to__gte=date, then=Value(Status.EXPIRING)),
        When(_waits_under_article_12(date), then=extended),
        default=Value(Status.EXPIRED),
        output_field=CharField(),
    )


def window_on(date: datetime.date, replaced: Q) -> Case | Value:
    """Return where the window stands in which to file for re-evaluation.

    26/2026/QĐ-TTg: 180 to 120 days before the last valid day. It opens for
    certificates of the older rules too (Điều 11); 148/QĐ-TTg and 1048/QĐ-TTg knew no
    window, so before 22/5/2026 there is none. Only what still runs can be renewed:
    nothing is to be filed for a recognition that has ended, was replaced, or has no
    known dates.
    """
    if date < dates.NEW_RULES_ON:
        return Value(Window.NONE, output_field=CharField())
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=date)
    runs = Q(not_ended, ~replaced, valid_from__lte=date, valid_to__gte=date)
    return Case(
        When(runs & Q(valid_to__lt=date + CLOSES), then=Value(Window.MISSED)),
        When(runs & Q(valid_to__lte=date + OPENS), then=Value(Window.OPEN)),
        When(runs, then=Value(Window.NOT_OPEN)),
        default=Value(Window.NONE),
        output_field=CharField(),
    )


def stage_on(date: datetime.date) -> Case:
    """Return how near the end is; needs ``status`` and ``window`` of the date.

    Rests on the rules of both and adds none, only the days before which offices want
    to know. So before 22/5/2026, without windows, there are but EXTENDED and EXPIRED.
    """
    return Case(
        When(status=Status.EXPIRED, then=Value(Stage.EXPIRED)),
        When(window=Window.MISSED, then=Value(Stage.MISSED)),
        When(
            window=Window.OPEN,
            valid_to__lt=date + CLOSES + CLOSING,
            then=Value(Stage.CLOSING),
        ),
        When(window=Window.OPEN, then=Value(Stage.OPEN)),
        When(
            window=Window.NOT_OPEN,
            valid_to__lte=date + OPENS_SOON,
            then=Value(Stage.SOON),
        ),
        When(status=Status.EXTENDED, then=Value(Stage.EXTENDED)),
        default=Value(""),
        output_field=CharField(),
    )


def last_day_on(date: datetime.date, replaced: Q) -> Case:
    """Return the last day the stars may be shown, as far as the date can tell.

    None where they were taken away (Điều 8) or others took their place. What runs on
    by Điều 12 ends 180 days later at the latest.
    """
    extended = Q(valid_from__isnull=False) & _waits_under_article_12(date)
    return Case(
        When(_ended(date) | replaced, then=Value(None)),
        When(extended, then=Cast(F("valid_to") + EXTENSION, DateField())),
        default=F("valid_to"),
        output_field=DateField(),
    )


def _ended(date: datetime.date) -> Q:
    """Điều 8 of 26/2026/QĐ-TTg: revoked, or off the list, from the day it says."""
    return Q(ended_on__lte=date)


def _waits_under_article_12(date: datetime.date) -> Q:
    """Điều 12 of 26/2026/QĐ-TTg: runs on while a filed re-evaluation has no result.

    Only a certificate of the older rules that was due while its window had closed
    before the new rules came, and at most 180 days after its last valid day. One
    whose beginning is unknown fits as well: whether it was filed for this certificate
    cannot be told then.
    """
    of_older_rules = Q(valid_from__isnull=True) | Q(valid_from__lt=dates.NEW_RULES_ON)
    return (
        of_older_rules
        & Q(valid_to__gte=dates.NEW_RULES_ON)
        & Q(valid_to__lt=dates.NEW_RULES_ON + CLOSES)
        & Q(valid_to__lt=date, valid_to__gte=date - EXTENSION)
        & Exists(_waiting_renewals(date))
    )


def _waiting_renewals(date: datetime.date):
    """Return the re-evaluations filed for the outer recognition, without a result."""
    waits = Q(decided_on__isnull=True) | Q(decided_on__gt=date)
    return renewals_filed(date).filter(waits)


def renewals_filed(date: datetime.date):
    """Return the re-evaluations filed by the date for the outer recognition."""
    began = OuterRef("valid_from")
    return Dossier.objects.filter(
        Q(received_on__gte=began) | IsNull(began, True),
        product=OuterRef("product"),
        kind=DossierKind.RENEWAL,
        received_on__lte=date,
    )
