import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models import Area
from areas.querysets import ScopedQuerySet
from core.fields import TextBlockField
from core.versions import VersionedModel
from products.models import Product

from ..enums import (
    HANDED_IN,
    Severity,
)
from .repeats import failed_before
from .samples import LabReport, LabResult
from .site_checks import ItemResult, SiteCheck
from .visits import Visit

# What says that a finding was seen to be remedied.
CLOSING = (
    "closed_on",
    "closed_by",
    "closing_note",
    "closing_check",
    "closing_report",
)


class FindingQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the findings of visits and site checks that lie in the units.

        A finding about one site follows that site; one about the whole visit
        follows the visit.
        """
        return self._following(areas, Visit.objects.in_areas(areas))

    def held_in(self, areas):
        """Leave out what concerns the whole of a visit that is hosted elsewhere."""
        return self._following(areas, Visit.objects.held_in(areas))

    def _following(self, areas, visits):
        checks = SiteCheck.objects.in_areas(areas).values("pk")
        whole = Q(site_check__isnull=True, visit__in=visits.values("pk"))
        return self.filter(Q(site_check__in=checks) | whole)

    def with_repeats(self):
        """Annotate ``repeats``: how often in a row it had failed before."""
        return self.annotate(repeats=failed_before())

    def counted(self):
        """Return those of visits that were handed in; drafts do not count."""
        return self.filter(visit__status__in=HANDED_IN)

    def recorded_on_site(self):
        """Leave out what a laboratory found later; minutes do not tell of that."""
        return self.filter(lab_result__isnull=True)

    def wanting(self):
        """Leave out what was found good."""
        return self.exclude(severity=Severity.GOOD)

    def for_list(self):
        """Load what the list prints."""
        return self.select_related(
            "visit__host",
            "visit__place__parent",
            "site_check__site__producer",
            "site_check__site__place__parent",
            "product",
            "item_result__item",
        )

    def still_open(self):
        """Return what was found wanting and not yet seen to be remedied."""
        return self.wanting().filter(closed_on__isnull=True)


class Finding(VersionedModel):
    """What the team concludes; good findings are findings too."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="findings", verbose_name="buổi kiểm tra"
    )
    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="phiếu kiểm tra",
        help_text="Để trống nếu là nhận định chung của buổi kiểm tra.",
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="sản phẩm",
    )
    item_result = models.ForeignKey(
        ItemResult,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="kết quả kiểm tra",
    )
    lab_result = models.OneToOneField(
        LabResult,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="finding",
        verbose_name="kết quả kiểm nghiệm",
    )
    severity = models.CharField("mức độ", max_length=6, choices=Severity)
    text = TextBlockField("nội dung")
    closed_on = models.DateField("đã khắc phục, ghi ngày", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người xác nhận khắc phục",
    )
    closing_note = TextBlockField("căn cứ xác nhận", blank=True, editable=False)
    closing_check = models.ForeignKey(
        SiteCheck,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="kết thúc theo phiếu phúc tra",
    )
    closing_report = models.ForeignKey(
        LabReport,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="kết thúc theo phiếu kết quả kiểm nghiệm",
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nhận định"
        ordering = ["visit_id", "site_check_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item_result"],
                condition=Q(item_result__isnull=False),
                name="finding_once_per_answer",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(severity=Severity.GOOD),
                name="finding_good_has_nothing_to_remedy",
                violation_error_message="Ghi nhận tốt thì không có gì phải khắc phục.",
            ),
        ]

    def __str__(self):
        return f"{self.get_severity_display()}: {self.text[:80]}"

    def get_absolute_url(self):
        return reverse("inspections:finding", args=[self.pk])

    @property
    def place(self) -> Area:
        """Return where it was found: the place of the site, else that of the visit."""
        return self.site_check.site.place if self.site_check else self.visit.place

    @property
    def group(self) -> str:
        """Return the group of the checklist whose question it answers, if any."""
        return self.item_result.item.group if self.item_result else ""

    def forget_closing(self) -> None:
        """Be open again, in memory; the history keeps what it was closed on."""
        for name in CLOSING:
            setattr(self, name, None)
        self.closing_note = ""

    @property
    def is_good(self) -> bool:
        return self.severity == Severity.GOOD

    @property
    def is_open(self) -> bool:
        return not self.is_good and self.closed_on is None
