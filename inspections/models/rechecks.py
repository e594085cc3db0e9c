from django.db import models
from django.db.models import Q

from core.fields import LineField

from ..enums import Outcome
from .findings import Finding
from .recommendations import Recommendation
from .site_checks import SiteCheck

SEEN = [(one.value, one.label) for one in (Outcome.PASSED, Outcome.FAILED)]


class RecheckPoint(models.Model):
    """One open finding or recommendation that a check was made to look at again.

    ``outcome`` and ``note`` are of one that no question of the checklist asks about;
    the others have the answer to that question, and stay at version 0.
    """

    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        related_name="recheck_points",
        verbose_name="phiếu kiểm tra",
    )
    finding = models.ForeignKey(
        Finding,
        models.CASCADE,
        null=True,
        related_name="recheck_points",
        verbose_name="nhận định",
    )
    recommendation = models.ForeignKey(
        Recommendation,
        models.CASCADE,
        null=True,
        related_name="recheck_points",
        verbose_name="đề nghị",
    )
    outcome = models.CharField(
        "kết quả", max_length=6, choices=SEEN, blank=True, editable=False
    )
    note = LineField("ghi chú", max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "nội dung phúc tra"
        ordering = ["site_check_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=False, recommendation__isnull=True)
                | Q(finding__isnull=True, recommendation__isnull=False),
                name="recheck_point_is_one_thing",
                violation_error_message="Chọn một nhận định hoặc một đề nghị.",
            ),
            models.UniqueConstraint(
                fields=["site_check", "finding"], name="recheck_point_once_by_finding"
            ),
            models.UniqueConstraint(
                fields=["site_check", "recommendation"],
                name="recheck_point_once_by_recommendation",
            ),
        ]

    def __str__(self):
        return str(self.looked_at)

    @property
    def looked_at(self) -> Finding | Recommendation:
        return self.finding or self.recommendation

    @property
    def source(self) -> Finding | None:
        """Return the finding whose question is asked again."""
        return self.finding or self.recommendation.finding
