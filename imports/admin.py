from django.contrib import admin

from core.admin import PortalAdmin
from core.exports import Column

from .models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(PortalAdmin):
    """Looks imports up for support; they are made and read in the portal itself."""

    list_display = ["file_name", "created_by", "area", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["created_by", "area"]
    search_fields = ["file_name", "sha256"]
    exclude = ["file", "layout", "counts", "plan_digest"]
    export_columns = [
        Column("Tên tệp", lambda run: run.file_name, 50),
        Column("Người nhập", lambda run: run.by_name, 30),
        Column("Địa bàn", lambda run: run.area, 24),
        Column("Bước", lambda run: run.get_state_display(), 16),
        Column("Ghi lúc", lambda run: run.committed_at, 18),
        Column("Mã băm SHA-256", lambda run: run.sha256, 66),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
