"""What a proposal to revoke may rest on, and which recognitions it may name."""

import datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from products.models import Recognition

from .enums import ProposalState, Severity, VisitStatus
from .models import Finding, RevocationProposal, SiteCheck, Visit

# A visit speaks for the office once a reviewer stands behind it.
PROPOSABLE = (VisitStatus.APPROVED, VisitStatus.SIGNED)
GRAVEST_FIRST = (Severity.BREACH, Severity.REMEDY, Severity.REMIND)


def revocable_of(check: SiteCheck, date: datetime.date) -> QuerySet[Recognition]:
    """Return what a proposal from the check may name: in force, not proposed yet."""
    proposed = RevocationProposal.objects.waiting().values("recognition")
    rows = Recognition.objects.in_force_on(date).filter(product__site=check.site_id)
    return rows.exclude(pk__in=proposed).select_related("product").by_name()


def findings_behind(check: SiteCheck) -> QuerySet[Finding]:
    """Return what the visit found wanting there or as a whole, the gravest first."""
    whole = Q(site_check__isnull=True, visit=check.visit_id)
    rows = Finding.objects.wanting().filter(Q(site_check=check.pk) | whole)
    return _gravest_first(rows)


def findings_about(recognition: Recognition) -> QuerySet[Finding]:
    """Return what visits found wanting at the site of the product, gravest first.

    What was found of another product of the site says nothing of this one.
    """
    own = Q(product=recognition.product_id) | Q(product__isnull=True)
    site = recognition.product.site_id
    rows = Finding.objects.counted().wanting().filter(own, site_check__site=site)
    behind = recognition.bases.filter(finding__isnull=False).values("finding")
    return _gravest_first(rows.exclude(pk__in=behind))


def open_proposal_of(recognition: Recognition) -> RevocationProposal | None:
    """Return the proposal that waits, else the one that the end came of."""
    rows = RevocationProposal.objects.filter(recognition=recognition.pk)
    told = rows.exclude(state=ProposalState.DROPPED)
    return told.order_by(F("closed_on").desc(nulls_first=True), "-pk").first()


def proposals_from(visit: Visit, user) -> QuerySet[RevocationProposal]:
    """Return the proposals that came of the visit, with their days to decide."""
    rows = RevocationProposal.objects.visible_to(user).filter(visit=visit)
    return rows.with_limit(timezone.localdate()).for_list()


def may_propose(check: SiteCheck, user) -> bool:
    """Say whether the person may propose to revoke what the check was about."""
    right = "inspections.add_revocationproposal"
    rows = SiteCheck.objects.permitted_to(user, right).filter(pk=check.pk)
    return check.visit.status in PROPOSABLE and rows.exists()


def _gravest_first(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    weights = [
        When(severity=severity, then=Value(place))
        for place, severity in enumerate(GRAVEST_FIRST)
    ]
    weight = Case(*weights, default=Value(9), output_field=IntegerField())
    return (
        rows.annotate(weight=weight)
        .select_related("visit", "product")
        .order_by("weight", "-visit__starts_on", "pk")
    )
