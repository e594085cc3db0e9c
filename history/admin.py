"""The back office leaves its traces in the change log too."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html_join

from core.admin import PortalAdmin
from core.exports import Column

from .models import Change
from .services import delete_recorded, history_of, save_recorded

MOST_CHANGES = 200


class RecordedAdmin(PortalAdmin):
    """Pages whose changes are written through the change log, and shown from it."""

    object_history_template = "admin/recorded_history.html"

    def save_model(self, request, obj, form, change):
        save_recorded(obj, by=request.user)

    def delete_model(self, request, obj):
        delete_recorded(obj, by=request.user)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for row in queryset:
            delete_recorded(row, by=request.user)

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            save_recorded(row, by=request.user)
        for row in formset.deleted_objects:
            delete_recorded(row, by=request.user)
        formset.save_m2m()

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        changes = history_of(row)[:MOST_CHANGES] if row else []
        return super().history_view(
            request, object_id, {**(extra_context or {}), "changes": changes}
        )


class KindFilter(admin.SimpleListFilter):
    title = "loại hồ sơ"
    parameter_name = "loai"

    def lookups(self, request, model_admin):
        kinds = ContentType.objects.filter(app_label__in=settings.OCOP_APPS)
        names = [(kind.pk, kind.model_class()) for kind in kinds.order_by("pk")]
        return sorted(
            [(str(pk), model._meta.verbose_name) for pk, model in names if model],
            key=lambda pair: pair[1],
        )

    def queryset(self, request, queryset):
        known = {value for value, _ in self.lookup_choices}
        if self.value() not in known:
            return queryset
        return queryset.filter(content_type=self.value())


class DayFilter(admin.SimpleListFilter):
    title = "thời gian"
    parameter_name = "ngay"
    DAYS = {
        "1": "Hôm nay",
        "7": "7 ngày qua",
        "30": "30 ngày qua",
        "365": "Một năm qua",
    }

    def lookups(self, request, model_admin):
        return list(self.DAYS.items())

    def queryset(self, request, queryset):
        if self.value() not in self.DAYS:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0)
        since = midnight - timedelta(days=int(self.value()) - 1)
        return queryset.filter(batch__at__gte=since)


@admin.register(Change)
class ChangeAdmin(PortalAdmin):
    """Who did what, read only: the acts of the people whom the reader manages."""

    list_display = ["at", "by_name", "action", "kind", "object_name", "reason"]
    list_display_links = ["object_name"]
    list_filter = [DayFilter, "action", KindFilter]
    list_select_related = ["batch", "content_type"]
    search_fields = ["batch__by__search_key", "batch__by_name", "object_name"]
    ordering = ["-pk"]
    fields = ["at", "by_name", "action", "kind", "object_name", "reason", "differences"]
    readonly_fields = fields
    export_columns = [
        Column("Thời điểm", lambda change: change.batch.at, 18),
        Column("Người thực hiện", lambda change: change.batch.by_name, 30),
        Column("Việc làm", lambda change: change.get_action_display(), 16),
        Column("Loại hồ sơ", lambda change: change.content_type.name, 24),
        Column("Tên hồ sơ", lambda change: change.object_name, 50),
        Column("Lý do", lambda change: change.batch.reason, 40),
    ]

    def get_queryset(self, request):
        changes = super().get_queryset(request)
        if request.user.is_superuser:
            return changes
        people = get_user_model().objects
        managed = people.permitted_to(request.user, "history.view_change")
        return changes.filter(batch__by__in=managed)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="thời điểm", ordering="pk")
    def at(self, change):
        return change.batch.at

    @admin.display(description="người thực hiện")
    def by_name(self, change):
        return change.batch.by_name

    @admin.display(description="loại hồ sơ")
    def kind(self, change):
        return change.content_type.name

    @admin.display(description="lý do")
    def reason(self, change):
        return change.batch.reason

    @admin.display(description="thay đổi")
    def differences(self, change):
        return format_html_join(
            "", "<p>{}: <del>{}</del> → <ins>{}</ins></p>", change.lines
        )
