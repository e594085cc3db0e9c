from django.urls import path

from . import views
from .expiry import views as expiry
from .expiry.letter_views import letters

app_name = "office"

urlpatterns = [
    path("", views.home, name="home"),
    path("chu-the/<int:pk>/", views.producer, name="producer"),
    path("kiem-tra/<uuid:uuid>/ky/", views.sign_visit, name="sign_visit"),
    path("han-cong-nhan/", expiry.board, name="expiry"),
    path("han-cong-nhan/cong-van/", letters, name="expiry_letters"),
    path("han-cong-nhan/chu-the/", expiry.owners, name="expiry_owners"),
    path("tim-kiem/", views.search_page, name="search"),
]
