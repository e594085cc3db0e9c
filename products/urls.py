from django.urls import path

from .views import (
    criteria,
    decisions,
    lapses,
    papers,
    products,
    recognitions,
    scoring,
)

app_name = "products"

urlpatterns = [
    path("san-pham/", products.product_list, name="list"),
    path("san-pham/them/", products.product_create, name="create"),
    path("san-pham/<int:pk>/", products.product_detail, name="detail"),
    path("san-pham/<int:pk>/sua/", products.product_edit, name="edit"),
    path("chu-the/<int:pk>/giay-to/them/", papers.paper_create, name="paper_create"),
    path("giay-to/", papers.paper_list, name="paper_list"),
    path("giay-to/con-thieu/", papers.lack_list, name="lack_list"),
    path("giay-to/<int:pk>/sua/", papers.paper_edit, name="paper_edit"),
    path("giay-to/<int:pk>/xoa/", papers.paper_delete, name="paper_delete"),
    path("giay-to/<int:pk>/tep/", papers.paper_file, name="paper_file"),
    path("bo-tieu-chi/", criteria.regime_list, name="regime_list"),
    path("bo-tieu-chi/<int:pk>/", criteria.criteria_set, name="criteria_set"),
    path("quyet-dinh/", decisions.decision_list, name="decision_list"),
    path("quyet-dinh/them/", decisions.decision_create, name="decision_create"),
    path("quyet-dinh/<int:pk>/", decisions.decision_detail, name="decision_detail"),
    path("quyet-dinh/<int:pk>/sua/", decisions.decision_edit, name="decision_edit"),
    path("quyet-dinh/<int:pk>/tep/", decisions.decision_file, name="decision_file"),
    path(
        "san-pham/<int:pk>/cong-nhan/them/",
        recognitions.recognition_create,
        name="recognition_create",
    ),
    path(
        "cong-nhan/<int:pk>/sua/",
        recognitions.recognition_edit,
        name="recognition_edit",
    ),
    path(
        "cong-nhan/<int:pk>/cham-dut/",
        recognitions.recognition_end,
        name="recognition_end",
    ),
    path(
        "cong-nhan/<int:pk>/ly-do-khong-danh-gia-lai/",
        lapses.lapse_edit,
        name="lapse_edit",
    ),
    path(
        "cong-nhan/<int:pk>/ly-do-khong-danh-gia-lai/xoa/",
        lapses.lapse_delete,
        name="lapse_delete",
    ),
    path(
        "san-pham/<int:pk>/ho-so/them/",
        recognitions.dossier_create,
        name="dossier_create",
    ),
    path("ho-so/<int:pk>/sua/", recognitions.dossier_edit, name="dossier_edit"),
    path(
        "san-pham/<int:pk>/bang-cham/them/",
        scoring.sheet_create,
        name="sheet_create",
    ),
    path("bang-cham/<int:pk>/", scoring.sheet_detail, name="sheet_detail"),
    path("bang-cham/<int:pk>/sua/", scoring.sheet_edit, name="sheet_edit"),
    path("bang-cham/<int:pk>/cham/", scoring.sheet_score, name="sheet_score"),
    path("bang-cham/<int:pk>/xoa/", scoring.sheet_delete, name="sheet_delete"),
]
