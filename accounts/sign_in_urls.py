"""The views of django-allauth that the portal uses, under names that allauth reverses.

Signing up, addresses of one's own and log-in by code or by other sites are not here,
and no setting leads to them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from .views import own

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", own.log_out, name="account_logout"),
    path("da-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("quen-mat-khau/", account.password_reset, name="account_reset_password"),
    path(
        "quen-mat-khau/da-gui/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^mat-khau-moi/(?P<uidb36>[0-9A-Za-z]{1,14})-(?P<key>[0-9A-Za-z-]{1,100})/\Z",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mat-khau-moi/xong/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("hai-lop/", mfa.index, name="mfa_index"),
    path("hai-lop/ma/", mfa.authenticate, name="mfa_authenticate"),
    path("hai-lop/xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("hai-lop/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-lop/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "hai-lop/ma-du-phong/",
        codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "hai-lop/ma-du-phong/tao-moi/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "hai-lop/ma-du-phong/tai-ve/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
