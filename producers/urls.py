from django.urls import path

from . import views

app_name = "producers"

urlpatterns = [
    path("", views.producer_list, name="list"),
    path("them/", views.producer_create, name="create"),
    path("<int:pk>/sua/", views.producer_edit, name="edit"),
    path(
        "<int:pk>/nguoi-dai-dien/",
        views.representative_edit,
        name="representative_edit",
    ),
    path("<int:pk>/co-so/them/", views.site_create, name="site_create"),
    path("co-so/<int:pk>/", views.site_edit, name="site_edit"),
]
