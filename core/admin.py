"""What the back-office pages of every app share."""

from collections.abc import Sequence

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import SuspiciousOperation
from django.db import models

from .exports import Column, xlsx_response
from .text import is_key, search_key


class KeySelect(AutocompleteSelect):
    """Draws what was sent again, without asking the database for what is no key."""

    def optgroups(self, name, value, attr=None):
        keys = [key for key in value if not key or is_key(str(key))]
        return super().optgroups(name, keys, attr)


class KeyChoices(BaseModelAdmin):
    """Mixed into pages and inlines whose form finds rows while one types."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PortalAdmin(KeyChoices, admin.ModelAdmin):
    """Finds without accents, shows what the person may see, exports what is chosen.

    Rows of a place are narrowed by ``visible_to``; superusers, who have no area of
    their own, see all. ``search_fields`` name columns that hold search keys or plain
    codes. ``export_columns`` are those of the workbook.
    """

    list_per_page = 50
    show_full_result_count = False
    actions = ["export_xlsx"]
    export_columns: Sequence[Column] = ()
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser or not hasattr(rows, "visible_to"):
            return rows
        return rows.visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        find = super().get_search_results
        written, doubles = find(request, queryset, search_term)
        bare, more_doubles = find(request, queryset, search_key(search_term))
        return written | bare, doubles or more_doubles

    def lookup_allowed(self, lookup, value, request):
        """Refuse lookups that no filter makes; a bad value breaks some of them."""
        path, _, kind = lookup.rpartition("__")
        is_plain = not path or kind in ("exact", "isnull")
        return is_plain and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_key, chosen)):
            raise SuspiciousOperation("A chosen row has no key.")
        return super().changelist_view(request, extra_context)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not self.export_columns:
            actions.pop("export_xlsx", None)
        return actions

    @admin.action(description="Xuất Excel các dòng đã chọn", permissions=["view"])
    def export_xlsx(self, request, queryset):
        title = str(self.opts.verbose_name_plural)
        return xlsx_response(title, self.export_columns, queryset)
