from django import forms
from django.contrib import admin

from core.admin import KeyChoices, PortalAdmin
from core.exports import Column
from history.admin import RecordedAdmin

from .enums import Level
from .models import BEGINNING, TODAY_FIRST, Agency, Area, AreaSuccession


class AreaChoiceField(forms.ModelChoiceField):
    """Names a unit with its district and era: many names stand in both eras."""

    def label_from_instance(self, area):
        return area.full_name


class PlaceNaming(KeyChoices):
    """Mixed into pages and inlines whose form leads to units."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Area:
            kwargs |= {
                "form_class": AreaChoiceField,
                "queryset": Area.objects.for_display(),
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EraFilter(admin.SimpleListFilter):
    title = "thời kỳ"
    parameter_name = "thoi_ky"

    def lookups(self, request, model_admin):
        return [("nay", "Hiện nay"), ("truoc", "Đã kết thúc")]

    def queryset(self, request, queryset):
        if self.value() not in ("nay", "truoc"):
            return queryset
        return queryset.filter(valid_to__isnull=self.value() == "nay")


class ProvinceFilter(admin.SimpleListFilter):
    title = "tỉnh, thành phố"
    parameter_name = "tinh"

    def lookups(self, request, model_admin):
        provinces = Area.objects.current().filter(level=Level.PROVINCE)
        return list(provinces.order_by("name").values_list("code", "name"))

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        provinces = Area.objects.current().filter(
            level=Level.PROVINCE, code=self.value()
        )
        return queryset.filter(covered_by__ancestor__in=provinces)


class AreaSuccessionInline(admin.TabularInline):
    model = AreaSuccession
    extra = 0
    can_delete = False
    fields = ["unit", "is_main"]
    readonly_fields = ["unit"]

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("old__parent", "new__parent")
        )

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class SuccessorInline(AreaSuccessionInline):
    fk_name = "old"
    verbose_name_plural = "đơn vị kế thừa"

    @admin.display(description="đơn vị mới")
    def unit(self, step):
        return step.new.full_name


class OriginInline(AreaSuccessionInline):
    fk_name = "new"
    verbose_name_plural = "gồm các đơn vị trước đây"

    @admin.display(description="đơn vị cũ")
    def unit(self, step):
        return step.old.full_name


@admin.register(Area)
class AreaAdmin(PortalAdmin):
    """Units come from ``load_units`` alone; here they are looked up."""

    list_display = ["name", "code", "level", "parent", "since", "valid_to"]
    list_filter = [EraFilter, "level", ProvinceFilter]
    list_select_related = ["parent__parent"]
    search_fields = ["search_key", "code"]
    ordering = TODAY_FIRST
    fields = ["name", "code", "level", "parent", "since", "valid_to"]
    readonly_fields = ["since"]
    inlines = [SuccessorInline, OriginInline]
    export_columns = [
        Column("Mã", lambda area: area.code, 8),
        Column("Tên", lambda area: area.name, 30),
        Column("Cấp", lambda area: area.get_level_display(), 12),
        Column("Đơn vị cấp trên", lambda area: area.parent and area.parent.name, 30),
        Column("Đến hết ngày", lambda area: area.valid_to, 14),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).for_display()

    @admin.display(description="từ ngày", ordering="valid_from")
    def since(self, area):
        known = area.valid_from != BEGINNING
        return f"{area.valid_from:%d/%m/%Y}" if known else "không rõ"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Agency)
class AgencyAdmin(PlaceNaming, RecordedAdmin):
    list_display = ["name", "short_code", "area", "superior", "valid_to"]
    list_filter = [EraFilter]
    list_select_related = ["area", "superior"]
    search_fields = ["search_key"]
    autocomplete_fields = ["superior", "area", "successor"]
    fields = [
        "name",
        "short_code",
        "superior",
        "area",
        "valid_from",
        "valid_to",
        "successor",
    ]
    export_columns = [
        Column("Tên cơ quan", lambda agency: agency.name, 50),
        Column("Ký hiệu", lambda agency: agency.short_code, 12),
        Column("Cơ quan chủ quản", lambda agency: agency.superior, 40),
        Column("Địa bàn", lambda agency: agency.area, 30),
        Column("Đến hết ngày", lambda agency: agency.valid_to, 14),
    ]
