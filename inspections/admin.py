"""Support screens: what was recorded, read and searched; drafts mended, no more.

Visits and what belongs to them are made and taken out on their own pages.
"""

from django.contrib import admin

from areas.admin import PlaceNaming
from core.exports import Column
from history.admin import RecordedAdmin

from .models import (
    Campaign,
    Checklist,
    ChecklistItem,
    Finding,
    Recommendation,
    ReportedFigure,
    SiteCheck,
    Visit,
)


class VisitPartAdmin(RecordedAdmin):
    """Rows of a visit: nobody changes them once the visit has been handed in."""

    def visit_of(self, row):
        return row.visit

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        visit = self.visit_of(obj) if obj else None
        frozen = visit is not None and not visit.is_editable
        return not frozen and super().has_change_permission(request, obj)


@admin.register(Campaign)
class CampaignAdmin(RecordedAdmin):
    list_display = ["name", "kind", "starts_on", "ends_on", "planned_checks"]
    list_filter = ["kind"]
    search_fields = ["search_key"]
    autocomplete_fields = ["areas"]
    readonly_fields = ["uuid"]
    export_columns = [
        Column("Tên đợt", lambda campaign: campaign.name, 60),
        Column("Hình thức", lambda campaign: campaign.get_kind_display(), 14),
        Column("Từ ngày", lambda campaign: campaign.starts_on, 12),
        Column("Đến ngày", lambda campaign: campaign.ends_on, 12),
    ]


@admin.register(Visit)
class VisitAdmin(VisitPartAdmin):
    list_display = ["starts_on", "host", "place", "campaign", "status"]
    list_filter = ["status"]
    list_select_related = ["host", "place", "campaign"]
    search_fields = [
        "host__search_key",
        "place__search_key",
        "campaign__search_key",
    ]
    autocomplete_fields = ["campaign", "host"]
    readonly_fields = [
        "uuid",
        "checklist",
        "place",
        "area",
        "status",
        "return_comment",
        "created_by",
        "submitted_at",
        "approved_at",
        "signed_at",
        "signature",
    ]
    export_columns = [
        Column("Ngày kiểm tra", lambda visit: visit.starts_on, 14),
        Column("Cơ quan tiếp đoàn", lambda visit: visit.host, 40),
        Column("Địa bàn", lambda visit: visit.place, 30),
        Column("Đợt kiểm tra", lambda visit: visit.campaign, 60),
        Column("Trạng thái", lambda visit: visit.get_status_display(), 14),
    ]

    def visit_of(self, row):
        return row


@admin.register(SiteCheck)
class SiteCheckAdmin(VisitPartAdmin):
    list_display = ["producer", "day", "producer_state", "status"]
    list_filter = ["visit__status"]
    list_select_related = ["site__producer", "visit"]
    search_fields = ["site__producer__search_key"]
    readonly_fields = ["uuid", "visit", "site"]
    export_columns = [
        Column("Chủ thể", lambda check: check.site.producer, 50),
        Column("Ngày kiểm tra", lambda check: check.visit.starts_on, 14),
        Column("Trạng thái", lambda check: check.visit.get_status_display(), 14),
    ]

    @admin.display(description="chủ thể", ordering="site__producer__search_key")
    def producer(self, check):
        return check.site.producer

    @admin.display(description="ngày kiểm tra", ordering="visit__starts_on")
    def day(self, check):
        return check.visit.starts_on

    @admin.display(description="trạng thái buổi")
    def status(self, check):
        return check.visit.get_status_display()


@admin.register(Finding)
class FindingAdmin(VisitPartAdmin):
    """Read only: a finding follows its answer, or is mended on its own page."""

    list_display = ["text", "severity", "visit", "product", "closed_on"]
    list_filter = ["severity"]
    list_select_related = ["visit__host", "visit__place", "product"]
    search_fields = ["site_check__site__producer__search_key", "text"]
    export_columns = [
        Column("Nội dung", lambda finding: finding.text, 70),
        Column("Mức độ", lambda finding: finding.get_severity_display(), 18),
        Column("Sản phẩm", lambda finding: finding.product, 40),
        Column("Khắc phục ngày", lambda finding: finding.closed_on, 14),
    ]

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Recommendation)
class RecommendationAdmin(VisitPartAdmin):
    list_display = ["text", "direction", "addressee", "due_on", "status"]
    list_filter = ["direction", "status"]
    list_select_related = ["visit", "producer", "agency"]
    search_fields = ["text", "producer__search_key", "agency__search_key"]
    autocomplete_fields = ["producer", "agency", "proposed_by"]
    readonly_fields = [
        "uuid",
        "visit",
        "site_check",
        "finding",
        "status",
        "closed_on",
        "closing_note",
    ]
    export_columns = [
        Column("Nội dung", lambda row: row.text, 70),
        Column("Hướng", lambda row: row.get_direction_display(), 36),
        Column("Gửi", lambda row: row.addressee, 40),
        Column("Thời hạn", lambda row: row.due_on, 14),
        Column("Tình trạng", lambda row: row.get_status_display(), 18),
    ]

    @admin.display(description="gửi")
    def addressee(self, recommendation):
        return recommendation.addressee


@admin.register(ReportedFigure)
class ReportedFigureAdmin(PlaceNaming, VisitPartAdmin):
    list_display = ["indicator", "value", "as_of", "place", "visit"]
    list_filter = ["indicator"]
    list_select_related = ["place", "visit__host", "visit__place"]
    search_fields = ["place__search_key"]
    readonly_fields = ["visit", "place", "area"]
    export_columns = [
        Column("Chỉ tiêu", lambda figure: figure.get_indicator_display(), 40),
        Column("Số báo cáo", lambda figure: figure.value, 14),
        Column("Tính đến ngày", lambda figure: figure.as_of, 14),
        Column("Địa bàn", lambda figure: figure.place, 30),
        Column("Nguồn", lambda figure: figure.source, 50),
    ]


class ChecklistItemInline(admin.StackedInline):
    model = ChecklistItem
    extra = 0
    fields = [
        ("position", "code"),
        "group",
        "text",
        "hint",
        "legal_basis",
        ("subject", "default_severity"),
    ]


@admin.register(Checklist)
class ChecklistAdmin(RecordedAdmin):
    """Versions of the checklist; a published one is read only, with its items."""

    list_display = ["name", "number", "status", "published_at"]
    list_filter = ["status"]
    search_fields = ["name"]
    readonly_fields = ["status", "published_at"]
    inlines = [ChecklistItemInline]

    def has_change_permission(self, request, obj=None):
        published = obj is not None and obj.is_published
        return not published and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        published = obj is None or obj.is_published
        return not published and super().has_delete_permission(request, obj)
