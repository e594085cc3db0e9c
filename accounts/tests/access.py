"""Own pages are for everybody signed in, people for admins, and signing in for all."""

from tests.access import PEOPLE, READ_ONLY, SIGN_IN, Row, only_post

ALL = len(PEOPLE)
OWN = (SIGN_IN, *[200] * 6)
OWN_REDIRECT = (SIGN_IN, *[302] * 6)
MISSING = (SIGN_IN, *[404] * 6)


def admins(status: int) -> tuple[int, ...]:
    """Return that answer for the admin, 403 for the others."""
    return (SIGN_IN, 403, 403, 403, 403, status, 403)


LISTING = "?danh_sach=products:list&dieu_kien=hang%3D4"


def owner(status: int) -> tuple[int, ...]:
    """Return that answer for the officer, to whom it belongs, 404 for the others."""
    return (SIGN_IN, 404, status, 404, 404, 404, 404)


def rows(world):
    person = {"pk": world.officer.pk}
    assignment = {"pk": world.officer.assignments.get().pk}
    return [
        *own_pages(),
        *saved_views(world),
        *people(person, assignment),
        *sign_in(),
        *second_factor(),
    ]


def own_pages():
    return [
        Row("accounts:profile", get=OWN),
        Row("accounts:profile_edit", get=OWN, post=OWN),
        Row("accounts:sign_in_list", get=OWN),
        Row("accounts:session", get=(200,) * ALL, post=(200,) * ALL),
    ]


def saved_views(world):
    view = {"pk": world.saved_view.pk}
    return [
        Row("accounts:saved_view_list", get=OWN, query=LISTING),
        Row("accounts:saved_view_create", get=OWN, post=OWN, query=LISTING),
        Row("accounts:saved_view_edit", view, get=owner(200), post=owner(200)),
        Row("accounts:saved_view_delete", view, get=only_post(), post=owner(302)),
    ]


def people(person, assignment):
    form, act = {"get": admins(200), "post": admins(200)}, {"post": admins(302)}
    return [
        Row("accounts:user_list", get=admins(200)),
        Row("accounts:user_detail", person, get=admins(200)),
        Row("accounts:user_create", **form),
        Row("accounts:user_edit", person, **form),
        Row("accounts:assignment_create", person, **form),
        Row("accounts:assignment_end", assignment, get=only_post(), **act),
        Row("accounts:user_close", person, get=only_post(), **act),
        Row("accounts:user_open", person, get=only_post(), **act),
        Row("accounts:user_reset_second_factor", person, get=only_post(), **act),
        Row("accounts:user_reset_password", person, get=only_post(), post=admins(200)),
    ]


def sign_in():
    everybody, nobody = (200,) * ALL, (405,) * ALL
    key = {"uidb36": "1", "key": "abc-0123"}
    return [
        Row("account_login", get=(200, *[302] * 6), post=(200, *[302] * 6)),
        Row("account_logout", get=nobody, post=(302,) * ALL),
        Row("account_inactive", get=everybody, post=nobody),
        Row("account_reauthenticate", get=OWN, post=OWN),
        Row("account_change_password", get=OWN, post=OWN),
        Row("account_reset_password", get=everybody, post=everybody),
        Row("account_reset_password_done", get=everybody, post=nobody),
        Row("account_reset_password_from_key", key, get=everybody, post=everybody),
        Row("account_reset_password_from_key_done", get=everybody, post=nobody),
    ]


def second_factor():
    """Nobody in the small world has one; changing it asks for the password first."""
    return [
        Row("mfa_index", get=OWN),
        Row("mfa_authenticate", get=(302,) * ALL, post=(302,) * ALL),
        Row("mfa_reauthenticate", get=OWN_REDIRECT, post=OWN_REDIRECT),
        Row("mfa_activate_totp", get=OWN_REDIRECT, post=OWN_REDIRECT),
        Row("mfa_deactivate_totp", get=MISSING, post=MISSING),
        Row("mfa_view_recovery_codes", get=MISSING, post=READ_ONLY),
        Row("mfa_generate_recovery_codes", get=OWN_REDIRECT, post=OWN_REDIRECT),
        Row("mfa_download_recovery_codes", get=MISSING, post=MISSING),
    ]
