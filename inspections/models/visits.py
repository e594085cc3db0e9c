import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from areas.models import Agency, Area, LocatedModel
from areas.querysets import ScopedQuerySet, covered_by, lies_in
from core.fields import LineField, SearchKeyField, TextBlockField
from core.versions import VersionedModel
from producers.models import Producer

from ..enums import (
    EDITABLE,
    HANDED_IN,
    CampaignKind,
    ParticipantKind,
    TeamRole,
    VisitStatus,
)
from .checklists import Checklist


class CampaignQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the campaigns that plan an area in, around or above the units."""
        pks = [area.pk for area in areas]
        planned = Campaign.areas.through.objects.filter(
            Q(area__in=covered_by(pks)) | Q(area__covers__descendant__in=pks)
        )
        return self.filter(pk__in=planned.values("campaign"))

    def for_list(self):
        """Load what the list page prints."""
        return self.prefetch_related("areas").annotate(
            visit_count=models.Count("visits", distinct=True)
        )


class Campaign(VersionedModel):
    """Đợt kiểm tra: why visits are made, where and when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField("tên đợt", max_length=300)
    kind = models.CharField(
        "hình thức",
        max_length=11,
        choices=CampaignKind,
        default=CampaignKind.PERIODIC,
    )
    basis = TextBlockField(
        "căn cứ", blank=True, help_text="Quyết định, kế hoạch: số, ngày, cơ quan."
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    areas = models.ManyToManyField(
        Area, related_name="campaigns", verbose_name="địa bàn dự kiến"
    )
    planned_checks = models.PositiveSmallIntegerField(
        "số cơ sở dự kiến kiểm tra", null=True, blank=True
    )
    scope_note = TextBlockField("phạm vi, nội dung", blank=True)
    search_key = SearchKeyField("khóa tìm kiếm", sources=["name"])

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đợt kiểm tra"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("inspections:campaign_detail", args=[self.pk])


class VisitQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the visits hosted in one of the units or with a site there."""
        from .site_checks import SiteCheck  # noqa: PLC0415 -- mutual models

        checks = SiteCheck.objects.filter(lies_in(areas, "site__"))
        # Asked for each visit by itself, PostgreSQL would reckon with a cost that
        # makes it compile the query first, which takes longer than the query.
        with_a_site = checks.values("visit").distinct()
        return self.filter(lies_in(areas) | Q(pk__in=with_a_site))

    def held_in(self, areas):
        """Return the visits hosted in one of the units.

        A visit of a former district goes to several communes; each may read it and
        write about its own sites, and none may change what concerns them all.
        """
        return self.filter(lies_in(areas))

    def held_by(self, date: datetime.date):
        """Return the visits handed in that took place by the date."""
        return self.filter(status__in=HANDED_IN, starts_on__lte=date)

    def for_list(self):
        """Load what lists print, the latest first: counting forgets the usual order."""
        rows = self.select_related("campaign", "host", "place__parent").annotate(
            check_count=models.Count("site_checks", distinct=True)
        )
        return rows.order_by("-starts_on", "-pk")


class Visit(LocatedModel, VersionedModel):
    """Buổi kiểm tra: one day's work of a team at one host.

    ``place`` is the unit that hosts it. The status freezes all of it: only drafts
    and returned visits may be changed, a signed one after a reason was given.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="visits", verbose_name="đợt kiểm tra"
    )
    checklist = models.ForeignKey(
        Checklist,
        models.PROTECT,
        related_name="visits",
        verbose_name="danh mục kiểm tra",
    )
    starts_on = models.DateField("ngày kiểm tra")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    host = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_visits",
        verbose_name="cơ quan chủ trì tiếp đoàn",
    )
    session_place = LineField("nơi làm việc", max_length=200, blank=True)
    session_note = TextBlockField("nội dung buổi làm việc", blank=True)
    assessment = TextBlockField("đánh giá chung", blank=True)
    status = models.CharField(
        "trạng thái",
        max_length=9,
        choices=VisitStatus,
        default=VisitStatus.DRAFT,
        editable=False,
    )
    return_comment = TextBlockField("ý kiến trả lại", blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người lập",
    )
    submitted_at = models.DateTimeField("nộp lúc", null=True, editable=False)
    approved_at = models.DateTimeField("duyệt lúc", null=True, editable=False)
    signed_at = models.DateTimeField("ký lúc", null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người ký",
    )
    signature = models.CharField(
        "họ tên, chức vụ khi ký", max_length=400, blank=True, editable=False
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "buổi kiểm tra"
        ordering = ["-starts_on", "-pk"]
        permissions = [
            ("submit_visit", "Được nộp buổi kiểm tra"),
            ("review_visit", "Được duyệt, trả lại buổi kiểm tra"),
            ("sign_visit", "Được ký buổi kiểm tra"),
            ("reopen_visit", "Được mở lại buổi kiểm tra đã ký"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="visit_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(status=VisitStatus.SIGNED)
                | (Q(signed_at__isnull=False) & ~Q(signature="")),
                name="visit_signed_has_signature",
                violation_error_message="Buổi kiểm tra đã ký phải có người ký.",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "starts_on"], name="visit_status_date"),
            models.Index(fields=["-starts_on", "-id"], name="visit_latest"),
        ]

    def __str__(self):
        where = self.host or self.place
        return f"{where}, ngày {self.starts_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("inspections:visit_detail", args=[self.uuid])

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_handed_in(self) -> bool:
        return self.status in HANDED_IN

    @property
    def head(self):
        """Return the head of the team, or None; reads prefetched members."""
        return next((m for m in self.team.all() if m.role == TeamRole.HEAD), None)


class TeamMember(models.Model):
    """A seat in the team; the name may be unknown, the office is not."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="team", verbose_name="buổi kiểm tra"
    )
    role = models.CharField(
        "vai trò", max_length=9, choices=TeamRole, default=TeamRole.MEMBER
    )
    name = LineField("họ và tên", max_length=100, blank=True)
    title = LineField("chức vụ", max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="team_seats",
        verbose_name="cơ quan",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team_seats",
        verbose_name="tài khoản",
    )

    class Meta:
        verbose_name = verbose_name_plural = "thành viên đoàn"
        ordering = ["visit_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(role=TeamRole.HEAD),
                name="team_one_head_per_visit",
                violation_error_message="Đoàn chỉ có một trưởng đoàn.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(title=""),
                name="team_member_has_name_or_title",
                violation_error_message="Nhập họ tên hoặc chức vụ.",
            ),
        ]

    def __str__(self):
        return self.name or self.title


class Participant(models.Model):
    """Who attended on the host's side: one named person, or a counted group."""

    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="participants",
        verbose_name="buổi kiểm tra",
    )
    kind = models.CharField("thành phần", max_length=8, choices=ParticipantKind)
    name = LineField("họ và tên", max_length=100, blank=True)
    title = LineField("chức vụ, đơn vị", max_length=200, blank=True)
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="chủ thể",
    )
    headcount = models.PositiveSmallIntegerField("số người", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "thành phần tham dự"
        ordering = ["visit_id", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name="") | Q(headcount__isnull=True) | Q(headcount=1),
                name="participant_named_is_one",
                violation_error_message="Người có tên thì số người là 1.",
            )
        ]

    def __str__(self):
        return self.name or self.title or self.get_kind_display()
