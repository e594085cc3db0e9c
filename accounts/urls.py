from django.urls import path

from .views import own, people, saved_views

app_name = "accounts"

urlpatterns = [
    path("", own.profile, name="profile"),
    path("sua/", own.profile_edit, name="profile_edit"),
    path("dang-nhap-gan-day/", own.sign_in_list, name="sign_in_list"),
    path("phien/", own.session_state, name="session"),
    path("bo-loc/", saved_views.saved_view_list, name="saved_view_list"),
    path("bo-loc/luu/", saved_views.saved_view_create, name="saved_view_create"),
    path("bo-loc/<int:pk>/sua/", saved_views.saved_view_edit, name="saved_view_edit"),
    path(
        "bo-loc/<int:pk>/xoa/",
        saved_views.saved_view_delete,
        name="saved_view_delete",
    ),
    path("nguoi-dung/", people.user_list, name="user_list"),
    path("nguoi-dung/them/", people.user_create, name="user_create"),
    path("nguoi-dung/<int:pk>/", people.user_detail, name="user_detail"),
    path("nguoi-dung/<int:pk>/sua/", people.user_edit, name="user_edit"),
    path("nguoi-dung/<int:pk>/khoa/", people.user_close, name="user_close"),
    path("nguoi-dung/<int:pk>/mo-khoa/", people.user_open, name="user_open"),
    path(
        "nguoi-dung/<int:pk>/cap-lai-mat-khau/",
        people.user_reset_password,
        name="user_reset_password",
    ),
    path(
        "nguoi-dung/<int:pk>/go-xac-thuc/",
        people.user_reset_second_factor,
        name="user_reset_second_factor",
    ),
    path(
        "nguoi-dung/<int:pk>/phan-cong/",
        people.assignment_create,
        name="assignment_create",
    ),
    path("phan-cong/<int:pk>/ket-thuc/", people.assignment_end, name="assignment_end"),
]
