"""What may show that a finding has been remedied."""

from django.db.models import Exists, OuterRef, QuerySet

from .enums import LabVerdict
from .models import Finding, LabReport, LabResult


def reports_passed_since(finding: Finding) -> QuerySet[LabReport]:
    """Return what laboratories found right of the same product since.

    A report in which anything failed is none of them. A finding that names no product
    is about its site: it looks at samples that name none there.
    """
    results = LabResult.objects.filter(report=OuterRef("pk"))
    rows = LabReport.objects.filter(
        Exists(results.filter(verdict=LabVerdict.PASSED)),
        ~Exists(results.filter(verdict=LabVerdict.FAILED)),
        sample__product=finding.product_id,
        reported_on__gte=_found_on(finding),
    )
    if finding.site_check is None:
        return rows.none()
    site = finding.site_check.site_id
    return rows.filter(sample__site_check__site=site).order_by("-reported_on", "-pk")


def _found_on(finding: Finding):
    """Return the day from which a proof counts."""
    if finding.lab_result:
        return finding.lab_result.report.reported_on
    return finding.visit.starts_on
