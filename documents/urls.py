from django.urls import path

from . import views

app_name = "documents"

urlpatterns = [
    path("", views.document_list, name="list"),
    path("tai-ve/", views.document_archive, name="archive"),
    path("<uuid:uuid>/", views.document_detail, name="detail"),
    path("<uuid:uuid>/tai-ve/", views.document_download, name="download"),
    path("du-thao/co-so/<uuid:uuid>/", views.site_check_draft, name="site_check_draft"),
    path("du-thao/buoi/<uuid:uuid>/", views.session_draft, name="session_draft"),
]
