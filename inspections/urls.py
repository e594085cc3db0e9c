from django.urls import path

from .views import (
    campaigns,
    checklists,
    checks,
    findings,
    follow_up,
    lists,
    photos,
    visits,
    workflow,
)

app_name = "inspections"

urlpatterns = [
    path("dot-kiem-tra/", campaigns.campaign_list, name="campaign_list"),
    path("dot-kiem-tra/them/", campaigns.campaign_create, name="campaign_create"),
    path("dot-kiem-tra/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("dot-kiem-tra/<int:pk>/sua/", campaigns.campaign_edit, name="campaign_edit"),
    path("kiem-tra/", lists.visit_list, name="visit_list"),
    path("kiem-tra/co-so/", lists.site_check_list, name="site_check_list"),
    path("kiem-tra/them/", visits.visit_create, name="visit_create"),
    path("kiem-tra/<uuid:uuid>/", visits.visit_detail, name="visit_detail"),
    path("kiem-tra/<uuid:uuid>/sua/", visits.visit_edit, name="visit_edit"),
    path("kiem-tra/<uuid:uuid>/doan/", visits.visit_team, name="visit_team"),
    path(
        "kiem-tra/<uuid:uuid>/tham-du/",
        visits.visit_participants,
        name="visit_participants",
    ),
    path("kiem-tra/<uuid:uuid>/so-lieu/", visits.visit_figures, name="visit_figures"),
    path("kiem-tra/<uuid:uuid>/co-so/", visits.visit_sites, name="visit_sites"),
    path("phieu/<uuid:uuid>/bo/", visits.site_check_remove, name="site_check_remove"),
    path("kiem-tra/<uuid:uuid>/nop/", workflow.visit_submit, name="visit_submit"),
    path("kiem-tra/<uuid:uuid>/tra-lai/", workflow.visit_return, name="visit_return"),
    path("kiem-tra/<uuid:uuid>/duyet/", workflow.visit_approve, name="visit_approve"),
    path("kiem-tra/<uuid:uuid>/mo-lai/", workflow.visit_reopen, name="visit_reopen"),
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
    path("phieu/<uuid:uuid>/", checks.site_check, name="site_check"),
    path("phieu/<uuid:uuid>/ghi/", checks.site_check_record, name="site_check_record"),
    path(
        "phieu/<uuid:uuid>/tra-loi/", checks.site_check_answer, name="site_check_answer"
    ),
    path(
        "phieu/<uuid:uuid>/thong-tin/", checks.site_check_edit, name="site_check_edit"
    ),
    path("phieu/<uuid:uuid>/anh/", photos.photo_add, name="photo_add"),
    path("anh/<uuid:uuid>/", photos.photo, name="photo"),
    path("anh/<uuid:uuid>/nho/", photos.photo_thumbnail, name="photo_thumbnail"),
    path("anh/<uuid:uuid>/sua/", photos.photo_edit, name="photo_edit"),
    path("anh/<uuid:uuid>/xoa/", photos.photo_remove, name="photo_remove"),
    path(
        "kiem-tra/<uuid:uuid>/nhan-dinh/",
        findings.finding_create,
        name="finding_create",
    ),
    path("nhan-dinh/<int:pk>/sua/", findings.finding_edit, name="finding_edit"),
    path("nhan-dinh/<int:pk>/xoa/", findings.finding_remove, name="finding_remove"),
    path(
        "kiem-tra/<uuid:uuid>/de-nghi/",
        findings.recommendation_create,
        name="recommendation_create",
    ),
    path(
        "kien-nghi/<uuid:uuid>/sua/",
        findings.recommendation_edit,
        name="recommendation_edit",
    ),
    path(
        "kien-nghi/<uuid:uuid>/xoa/",
        findings.recommendation_remove,
        name="recommendation_remove",
    ),
    path("danh-muc/", checklists.checklist_list, name="checklist_list"),
    path("danh-muc/<int:pk>/", checklists.checklist_detail, name="checklist_detail"),
    path("minh-chung/<int:pk>/", follow_up.evidence, name="evidence"),
]
