from django.urls import path

from .views import figures, maps, planning, quality

app_name = "dashboards"

urlpatterns = [
    path("", figures.home, name="home"),
    path("phan-tich/", figures.cross, name="cross"),
    path("chat-luong/", quality.quality_page, name="quality"),
    path("chat-luong/<slug:key>/", quality.quality_list, name="quality_list"),
    path("nen-kiem-tra/", planning.next_visits, name="next_visits"),
    path("nen-kiem-tra/lich/", planning.day_plan, name="day_plan"),
    path("ban-do/", maps.map_page, name="map"),
    path("ban-do/co-so.json", maps.map_sites, name="map_sites"),
    path("ban-do/luot-kiem-tra.json", maps.map_checks, name="map_checks"),
    path("ban-do/dia-ban.json", maps.map_areas, name="map_areas"),
    path("chu-the/", figures.producer_list, name="producers"),
]
