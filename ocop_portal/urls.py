"""Every address of the portal, app by app."""

from django.contrib import admin
from django.urls import include, path

import core.views

urlpatterns = [
    path("healthz", core.views.healthz, name="healthz"),
    path("readyz", core.views.readyz, name="readyz"),
    path("", include("office.urls")),
    path("chu-the/", include("producers.urls")),
    path("", include("products.urls")),
    path("", include("inspections.urls")),
    path("di-co-so/", include("fieldwork.urls")),
    path("", include("catalogue.urls")),
    path("so-lieu/", include("dashboards.urls")),
    path("nhap-excel/", include("imports.urls")),
    path("van-ban/", include("documents.urls")),
    path("dia-ban/", include("areas.urls")),
    path("tai-khoan/", include("accounts.sign_in_urls")),
    path("tai-khoan/", include("accounts.urls")),
    path("quan-tri/", admin.site.urls),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler429 = "core.views.too_many_requests"
handler500 = "core.views.server_error"
