from django.urls import path

from . import views

app_name = "office"

urlpatterns = [
    path("", views.home, name="home"),
    path("chu-the/<int:pk>/", views.producer, name="producer"),
    path("kiem-tra/<uuid:uuid>/ky/", views.sign_visit, name="sign_visit"),
    path("tim-kiem/", views.search_page, name="search"),
]
