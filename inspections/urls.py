from django.urls import path

from .views import campaigns, follow_up, lists

app_name = "inspections"

urlpatterns = [
    path("dot-kiem-tra/", campaigns.campaign_list, name="campaign_list"),
    path("dot-kiem-tra/them/", campaigns.campaign_create, name="campaign_create"),
    path("dot-kiem-tra/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("dot-kiem-tra/<int:pk>/sua/", campaigns.campaign_edit, name="campaign_edit"),
    path("kiem-tra/", lists.visit_list, name="visit_list"),
    path("kiem-tra/co-so/", lists.site_check_list, name="site_check_list"),
    path("kien-nghi/", follow_up.follow_up, name="follow_up"),
    path("kien-nghi/<uuid:uuid>/", follow_up.recommendation, name="recommendation"),
    path(
        "kien-nghi/<uuid:uuid>/tra-loi/",
        follow_up.respond,
        name="recommendation_respond",
    ),
    path(
        "kien-nghi/<uuid:uuid>/ket-thuc/", follow_up.close, name="recommendation_close"
    ),
    path(
        "kien-nghi/<uuid:uuid>/gia-han/",
        follow_up.extend,
        name="recommendation_extend",
    ),
    path(
        "kien-nghi/<uuid:uuid>/mo-lai/",
        follow_up.reopen,
        name="recommendation_reopen",
    ),
    path("minh-chung/<int:pk>/", follow_up.evidence, name="evidence"),
]
