"""User names, roles and yes-or-no cells as lists of people print them."""

from django.core.exceptions import ValidationError

from core.cells import BLANK, CellError, Reading, is_blank, says_nothing, text_of
from core.contacts import read_email

from .enums import Role
from .models import User

_ROLES = {role.label.casefold(): role for role in Role}
_ROLES |= {role.value: role for role in Role}
_ROLES |= {
    "vpđp": Role.PROVINCIAL,
    "văn phòng điều phối nông thôn mới": Role.PROVINCIAL,
    "quản trị viên": Role.ADMIN,
}
_YES = {"có", "x", "được", "✓", "v", "1", "true"}


def read_username(raw: object) -> Reading:
    """Read a name to sign in with; capitals are lowered, anything else is refused."""
    if is_blank(raw):
        return BLANK
    name = text_of(raw).lower()
    field = User._meta.get_field("username")
    try:
        field.run_validators(name)
    except ValidationError as refused:
        raise CellError("invalid_username", " ".join(refused.messages)) from None
    return Reading(name)


def read_address(raw: object) -> Reading:
    """Read an e-mail address in small letters, as accounts keep it."""
    reading = read_email(raw)
    if reading.value is None:
        return reading
    return Reading(str(reading.value).lower())


def read_role(raw: object) -> Reading:
    """Read a role by the words of the portal; rights are never guessed."""
    if is_blank(raw):
        return BLANK
    role = _ROLES.get(text_of(raw).casefold().strip(" ."))
    if role is None:
        known = ", ".join(str(role.label) for role in Role)
        text = f"Không có vai trò “{text_of(raw)}”; chỉ có: {known}."
        raise CellError("role_unknown", text)
    return Reading(role)


def read_flag(raw: object) -> Reading:
    """Read yes or no; a blank says nothing."""
    if isinstance(raw, bool):
        return Reading(raw)
    if is_blank(raw):
        return BLANK
    if text_of(raw).casefold().strip(" .") in _YES:
        return Reading(True)
    if says_nothing(raw):
        return Reading(False)
    raise CellError("flag_unreadable", f"“{text_of(raw)}”: ghi “có” hoặc “không”.")
