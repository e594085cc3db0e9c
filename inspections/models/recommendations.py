import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from areas.models import Agency, Area
from areas.querysets import ScopedQuerySet, covered_by, lies_in
from core.fields import LineField, SearchKeyField, TextBlockField
from core.versions import VersionedModel
from producers.models import Producer, Site

from ..enums import (
    HANDED_IN,
    STILL_OPEN,
    Direction,
    RecommendationStatus,
)
from .findings import Finding
from .repeats import failed_before
from .site_checks import SiteCheck
from .visits import Visit

SOON_DAYS = 30


def is_open_on(date: datetime.date) -> Q:
    """Return the condition that it was asked for, not closed, and not waived then."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=date)
    return still & ~is_waived_on(date) & Q(visit__starts_on__lte=date)


def is_waived_on(date: datetime.date) -> Q:
    """Return the condition that nobody had to carry it out on the date."""
    return Q(waived_from__lte=date, waived_until__gte=date)


def is_overdue_on(date: datetime.date) -> Q:
    return is_open_on(date) & Q(due_on__lt=date)


def is_due_soon_on(date: datetime.date) -> Q:
    """Return the condition that the due day is the date or comes within SOON_DAYS."""
    soon = date + datetime.timedelta(days=SOON_DAYS)
    return is_open_on(date) & Q(due_on__range=(date, soon))


def is_of(user) -> Q:
    """Return the condition that a person, or the person's agency, has to do with it.

    It is addressed to the agency, proposed by it, or recorded by the person or a
    colleague there.
    """
    if not user.agency_id:
        return Q(visit__created_by=user)
    return (
        Q(visit__created_by=user)
        | Q(visit__created_by__agency=user.agency_id)
        | Q(agency=user.agency_id)
        | Q(proposed_by=user.agency_id)
    )


def is_about(areas, visits) -> Q:
    """Return the condition that it concerns the units, not only an agency of theirs.

    ``visits`` are those whose general recommendations concern the units.
    """
    producers = Site.objects.filter(lies_in(areas)).values("producer")
    return (
        lies_in(areas, "site_check__site__")
        | lies_in(areas, "site_check__visit__")
        | Q(producer__in=producers)
        | Q(
            site_check__isnull=True,
            producer__isnull=True,
            visit__in=visits.values("pk"),
        )
    )


class RecommendationQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return what comes from a visit in the units, or is addressed to them."""
        return self._following(areas, Visit.objects.in_areas(areas))

    def held_in(self, areas):
        """Leave out what a visit hosted elsewhere asks of nobody in the units."""
        return self._following(areas, Visit.objects.held_in(areas))

    def _following(self, areas, visits):
        addressed = covered_by([area.pk for area in areas])
        return self.filter(is_about(areas, visits) | Q(agency__area__in=addressed))

    def about(self, user):
        """Return what the person reads that concerns the units looked after.

        What comes from elsewhere and is only addressed to an agency there does not.
        """
        areas = user.areas_with("inspections.view_recommendation")
        if not areas:
            return self.none()
        return self.filter(is_about(areas, Visit.objects.held_in(areas)))

    def counted(self):
        """Return those of visits that were handed in; drafts do not count."""
        return self.filter(visit__status__in=HANDED_IN)

    def still_open(self):
        return self.filter(status__in=STILL_OPEN)

    def open_on(self, date: datetime.date):
        """Return those made by the date, and neither closed nor waived then."""
        return self.filter(is_open_on(date))

    def overdue_on(self, date: datetime.date):
        """Return the open ones whose due day lies before the date."""
        return self.filter(is_overdue_on(date))

    def waived_on(self, date: datetime.date):
        """Return those not closed that are waived on the date, open again after it."""
        return self.still_open().filter(is_waived_on(date))

    def due_soon_on(self, date: datetime.date):
        """Return the open ones whose due day is the date or comes within SOON_DAYS."""
        return self.filter(is_due_soon_on(date))

    def with_repeats(self):
        """Annotate ``repeats``: how often in a row what it is about failed before."""
        return self.annotate(repeats=failed_before("finding__"))

    def for_list(self):
        """Load what lists print."""
        return self.select_related(
            "visit__campaign",
            "visit__host",
            "visit__place__parent",
            "producer",
            "agency",
            "site_check__site__place__parent",
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
    closing_response = models.ForeignKey(
        "inspections.Response",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="kết thúc theo trả lời",
    )
    closing_check = models.ForeignKey(
        SiteCheck,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="kết thúc theo phiếu phúc tra",
    )
    waived_from = models.DateField("tạm miễn từ ngày", null=True, editable=False)
    waived_until = models.DateField("tạm miễn đến hết", null=True, editable=False)
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
            models.CheckConstraint(
                condition=Q(waived_from__isnull=True, waived_until__isnull=True)
                | Q(
                    waived_from__isnull=False,
                    waived_until__isnull=False,
                    waived_until__gte=F("waived_from"),
                ),
                name="recommendation_waiver_has_an_end",
                violation_error_message="Tạm miễn phải có ngày cuối, từ ngày bắt đầu.",
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

    @property
    def place(self) -> Area:
        """Return where it comes from: the place of the site, else that of the visit."""
        return self.site_check.site.place if self.site_check else self.visit.place

    def is_waived_on(self, date: datetime.date) -> bool:
        """Say whether it is not closed, but nobody has to carry it out on the date."""
        if not self.is_open or self.waived_from is None:
            return False
        return self.waived_from <= date <= self.waived_until

    def days_late_on(self, date: datetime.date) -> int | None:
        """Return for how many days it has been overdue, None where it is not."""
        days = self._days_left_on(date)
        return -days if days is not None and days < 0 else None

    def _days_left_on(self, date: datetime.date) -> int | None:
        if not self.is_open or self.due_on is None or self.is_waived_on(date):
            return None
        return (self.due_on - date).days

    def due_words_on(self, date: datetime.date) -> str:
        """Say how far away the due day is, where it counts on the date."""
        days = self._days_left_on(date)
        if days is None:
            return ""
        if days < 0:
            return f"quá hạn {-days} ngày"
        return f"còn {days} ngày" if days else "đến hạn hôm nay"
