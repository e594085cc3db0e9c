from django.urls import path

from . import views

app_name = "dashboards"

urlpatterns = [
    path("", views.home, name="home"),
    path("phan-tich/", views.cross, name="cross"),
    path("chat-luong/", views.quality_page, name="quality"),
    path("chat-luong/<slug:key>/", views.quality_list, name="quality_list"),
    path("chu-the/", views.producer_list, name="producers"),
]
