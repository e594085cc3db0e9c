from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from accounts.back_office import is_open_to


class NamingAutocomplete(AutocompleteJsonView):
    """Tells units of the same name apart, as the chosen one will be shown."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": getattr(obj, "full_name", result["text"])}


class OcopAdminSite(admin.AdminSite):
    """The back-office, for those who hold the right to use it.

    It has no log-in page of its own: the portal's limits on attempts and its second
    factor hold here too.
    """

    site_header = "Quản trị Cổng OCOP"
    site_title = "Quản trị Cổng OCOP"
    index_title = "Dữ liệu nền và người dùng"
    site_url = "/"

    def has_permission(self, request):
        return is_open_to(request)

    def autocomplete_view(self, request):
        return NamingAutocomplete.as_view(admin_site=self)(request)

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.path)
