from django.urls import path

from . import views

app_name = "areas"

urlpatterns = [
    path("tim/", views.search, name="search"),
]
