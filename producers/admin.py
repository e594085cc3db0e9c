from django import forms
from django.contrib import admin

from areas.admin import PlaceNaming
from areas.locating import locate
from core.exports import Column
from history.admin import RecordedAdmin

from .models import Producer, Representative, Site
from .resources import ProducerResource


class SiteForm(forms.ModelForm):
    """Works out the unit of today when another place is given."""

    def save(self, commit=True):
        if "place" in self.changed_data:
            self.instance.area = locate(self.instance.place).area
        return super().save(commit)


class SiteInline(PlaceNaming, admin.TabularInline):
    model = Site
    form = SiteForm
    extra = 0
    autocomplete_fields = ["place"]
    fields = ["name", "address", "place", "area", "is_main"]
    readonly_fields = ["area"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("place__parent", "area")


class RepresentativeInline(admin.StackedInline):
    model = Representative
    extra = 0


@admin.register(Producer)
class ProducerAdmin(RecordedAdmin):
    change_list_template = "admin/imported_change_list.html"
    list_display = ["name", "legal_kind", "tax_code", "state"]
    list_filter = ["legal_kind", "state"]
    search_fields = ["search_key"]
    readonly_fields = ["uuid", "match_key"]
    inlines = [SiteInline, RepresentativeInline]
    export_columns = ProducerResource.export_columns(
        producer=50, legal_kind=24, tax_code=16, state=20
    )


@admin.register(Site)
class SiteAdmin(PlaceNaming, RecordedAdmin):
    form = SiteForm
    list_display = ["producer", "address", "place", "area", "is_main"]
    list_display_links = ["producer", "address"]
    list_select_related = ["producer", "place", "area"]
    search_fields = ["producer__search_key"]
    ordering = ["producer__name", "pk"]
    autocomplete_fields = ["producer", "place"]
    readonly_fields = ["area"]
    export_columns = [
        Column("Chủ thể", lambda site: site.producer, 50),
        Column("Địa chỉ", lambda site: site.address, 50),
        Column("Địa bàn như đã ghi", lambda site: site.place.long_name, 40),
        Column("Địa bàn hiện nay", lambda site: site.area, 30),
    ]
