from django.db import models
from django.db.models import Q

from areas.models import LocatedModel
from areas.querysets import LocatedQuerySet
from core.fields import LineField, TextBlockField
from core.versions import VersionedModel

from ..enums import HANDED_IN, Indicator
from .visits import Visit


class ReportedFigureQuerySet(LocatedQuerySet):
    def counted(self):
        """Return those of no visit, or of one handed in; drafts do not count."""
        return self.filter(Q(visit__isnull=True) | Q(visit__status__in=HANDED_IN))

    def for_list(self):
        """Load what lists print."""
        return self.select_related("place__parent", "visit")


class ReportedFigure(LocatedModel, VersionedModel):
    """A number as somebody reported it, kept beside what the portal computes."""

    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reported_figures",
        verbose_name="buổi kiểm tra",
    )
    indicator = models.CharField("chỉ tiêu", max_length=20, choices=Indicator)
    as_of = models.DateField("tính đến ngày")
    value = models.DecimalField("số báo cáo", max_digits=14, decimal_places=2)
    is_approximate = models.BooleanField("số ước", default=False)
    text = LineField("nguyên văn", max_length=300, blank=True)
    source = TextBlockField("nguồn", blank=True)

    objects = ReportedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "số liệu báo cáo"
        ordering = ["-as_of", "indicator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "indicator", "place", "as_of"],
                name="reported_figure_once",
                violation_error_message="Chỉ tiêu này đã được ghi cho buổi kiểm tra.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="reported_figure_not_negative",
                violation_error_message="Số báo cáo không được âm.",
            ),
        ]

    def __str__(self):
        return f"{self.get_indicator_display()}: {self.text or self.value}"
