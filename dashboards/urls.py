from django.urls import path

from .views import figures, planning, quality

app_name = "dashboards"

urlpatterns = [
    path("", figures.home, name="home"),
    path("phan-tich/", figures.cross, name="cross"),
    path("chat-luong/", quality.quality_page, name="quality"),
    path("chat-luong/<slug:key>/", quality.quality_list, name="quality_list"),
    path("nen-kiem-tra/", planning.next_visits, name="next_visits"),
    path("nen-kiem-tra/lich/", planning.day_plan, name="day_plan"),
    path("chu-the/", figures.producer_list, name="producers"),
]
