import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models import Agency
from areas.querysets import ScopedQuerySet, covered_by, lies_in
from core.fields import LineField, SearchKeyField, TextBlockField
from core.versions import VersionedModel
from producers.models import Producer, Site
from products.models import Product

from ..enums import (
    HANDED_IN,
    STILL_OPEN,
    Direction,
    RecommendationStatus,
    Severity,
)
from .site_checks import ItemResult, SiteCheck
from .visits import Visit

SOON_DAYS = 30


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

    def counted(self):
        """Return those of visits that were handed in; drafts do not count."""
        return self.filter(visit__status__in=HANDED_IN)

    def still_open(self):
        """Return what was found wanting and not yet seen to be remedied."""
        return self.exclude(severity=Severity.GOOD).filter(closed_on__isnull=True)


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

    @property
    def is_good(self) -> bool:
        return self.severity == Severity.GOOD

    @property
    def is_open(self) -> bool:
        return not self.is_good and self.closed_on is None


class RecommendationQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return what comes from a visit in the units, or is addressed to them."""
        return self._following(areas, Visit.objects.in_areas(areas))

    def held_in(self, areas):
        """Leave out what a visit hosted elsewhere asks of nobody in the units."""
        return self._following(areas, Visit.objects.held_in(areas))

    def _following(self, areas, visits):
        pks = [area.pk for area in areas]
        producers = Site.objects.filter(lies_in(areas)).values("producer")
        return self.filter(
            lies_in(areas, "site_check__site__")
            | lies_in(areas, "site_check__visit__")
            | Q(producer__in=producers)
            | Q(agency__area__in=covered_by(pks))
            | Q(
                site_check__isnull=True,
                producer__isnull=True,
                visit__in=visits.values("pk"),
            )
        )

    def counted(self):
        """Return those of visits that were handed in; drafts do not count."""
        return self.filter(visit__status__in=HANDED_IN)

    def still_open(self):
        return self.filter(status__in=STILL_OPEN)

    def open_on(self, date: datetime.date):
        """Return those made by the date and not closed by then."""
        return self.filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=date),
            visit__starts_on__lte=date,
        )

    def overdue_on(self, date: datetime.date):
        """Return the open ones whose due day lies before the date."""
        return self.open_on(date).filter(due_on__lt=date)

    def due_soon_on(self, date: datetime.date):
        """Return the open ones whose due day is the date or comes within SOON_DAYS."""
        soon = date + datetime.timedelta(days=SOON_DAYS)
        return self.open_on(date).filter(due_on__range=(date, soon))

    def for_list(self):
        """Load what lists print."""
        return self.select_related(
            "visit__campaign", "visit__host", "producer", "agency", "site_check__site"
        )


class Recommendation(VersionedModel):
    """Đề nghị, kiến nghị: who asks whom to do what, by when, and whether it was done.

    The direction says who asks whom; the addressee is exactly one producer, one
    agency, or a group in words ("các chủ thể OCOP trong huyện").
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="recommendations",
        verbose_name="buổi kiểm tra",
    )
    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="phiếu kiểm tra",
    )
    finding = models.ForeignKey(
        Finding,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="từ nhận định",
    )
    direction = models.CharField("hướng", max_length=8, choices=Direction)
    proposed_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="bên đề nghị",
        help_text="Để trống nếu là đoàn kiểm tra.",
    )
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="gửi chủ thể",
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="gửi cơ quan",
    )
    addressee_text = LineField("gửi (ghi bằng lời)", max_length=200, blank=True)
    text = TextBlockField("nội dung")
    due_on = models.DateField(
        "thời hạn", null=True, blank=True, help_text="Để trống nếu không đặt thời hạn."
    )
    status = models.CharField(
        "tình trạng",
        max_length=8,
        choices=RecommendationStatus,
        default=RecommendationStatus.OPEN,
        editable=False,
    )
    closed_on = models.DateField("kết thúc ngày", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người kết thúc",
    )
    closing_note = TextBlockField("căn cứ kết thúc", blank=True, editable=False)
    search_key = SearchKeyField("khóa tìm kiếm", sources=["text", "addressee_text"])

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đề nghị, kiến nghị"
        ordering = ["visit_id", "direction", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(producer__isnull=False, agency__isnull=True, addressee_text="")
                    | Q(producer__isnull=True, agency__isnull=False, addressee_text="")
                    | (
                        Q(producer__isnull=True, agency__isnull=True)
                        & ~Q(addressee_text="")
                    )
                ),
                name="recommendation_one_addressee",
                violation_error_message="Chọn đúng một nơi nhận đề nghị.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=STILL_OPEN, closed_on__isnull=True)
                | (~Q(status__in=STILL_OPEN) & Q(closed_on__isnull=False)),
                name="recommendation_closing_is_dated",
                violation_error_message="Kết thúc đề nghị phải có ngày.",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="recommendation_due"),
        ]

    def __str__(self):
        return f"{self.addressee}: {self.text[:80]}"

    def get_absolute_url(self):
        return reverse("inspections:recommendation", args=[self.uuid])

    @property
    def addressee(self) -> str:
        return str(self.producer or self.agency or self.addressee_text)

    @property
    def is_open(self) -> bool:
        return self.status in STILL_OPEN


def evidence_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere on disk."""
    return f"evidence/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class Response(models.Model):
    """What the addressee says has been done, with its evidence."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(
        Recommendation,
        models.CASCADE,
        related_name="responses",
        verbose_name="đề nghị",
    )
    text = TextBlockField("nội dung trả lời")
    responded_on = models.DateField("ngày trả lời")
    evidence = models.FileField("minh chứng", upload_to=evidence_path, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "trả lời"
        ordering = ["recommendation_id", "responded_on", "pk"]

    def __str__(self):
        return f"{self.responded_on:%d/%m/%Y}: {self.text[:80]}"
