from django.urls import path

from . import views

app_name = "dashboards"

urlpatterns = [
    path("", views.home, name="home"),
    path("phan-tich/", views.cross, name="cross"),
    path("chu-the/", views.producer_list, name="producers"),
]
