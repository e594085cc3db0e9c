"""Every recorded change to people and to what they may do."""

import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from areas.models import Area
from history.enums import Action
from history.services import delete_recorded, record, save_recorded

from .exceptions import AccountError
from .models import Assignment, SavedView, User
from .passwords import one_time_password

MOST_VIEWS = 50  # of one person for one list


@transaction.atomic
def create_user(
    user: User,
    *,
    by: User | None,
    assignment: Assignment | None = None,
    password: str = "",
    must_change: bool = True,
) -> str:
    """Save a new person, with a first role if given; return the password to hand over.

    Without ``password`` a one-time password is made; it is stored only as a hash and
    can be read nowhere else.
    """
    _refuse_superuser(user, by)
    password = password or one_time_password()
    _set_password(user, password, must_change=must_change)
    save_recorded(user, by=by)
    if assignment is not None:
        assignment.user = user
        assign(assignment, by=by)
    return password


@transaction.atomic
def update_user(
    user: User, *, by: User | None, base_version: int | None = None
) -> None:
    """Save changed particulars of a person."""
    save_recorded(user, by=by, base_version=base_version)


@transaction.atomic
def reset_password(user: User, *, by: User | None) -> str:
    """Give a one-time password; whatever session the person has ends with it."""
    if user == by:
        raise AccountError("Xin dùng trang đổi mật khẩu của chính bạn.")
    _refuse_superuser(user, by)
    password = one_time_password()
    _set_password(user, password, must_change=True)
    save_recorded(user, by=by, action=Action.UPDATE, reason="Cấp lại mật khẩu.")
    return password


@transaction.atomic
def set_own_password(user: User, password: str) -> None:
    """Store the password that a person has chosen."""
    _set_password(user, password, must_change=False)
    save_recorded(user, by=user, action=Action.UPDATE, reason="Tự đổi mật khẩu.")


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.set_password(password)
    user.must_change_password = must_change
    user.password_issued_at = timezone.now() if must_change else None


@transaction.atomic
def set_active(user: User, active: bool, *, by: User | None, reason: str = "") -> None:
    """Open or close an account; a closed one is out with its next request."""
    if user == by:
        raise AccountError("Bạn không thể tự khóa tài khoản của mình.")
    _refuse_superuser(user, by)
    user.is_active = active
    save_recorded(user, by=by, reason=reason)


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None) -> None:
    """Remove the second factor of somebody who has lost both phone and codes."""
    _refuse_superuser(user, by)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise AccountError("Tài khoản này chưa bật xác thực hai lớp.")
    record(Action.UPDATE, user, by=by, reason="Gỡ xác thực hai lớp.")


@transaction.atomic
def assign(assignment: Assignment, *, by: User | None) -> Assignment:
    """Give a person a role in an area."""
    # One change to a person's roles at a time.
    User.objects.select_for_update(of=("self",)).get(pk=assignment.user.pk)
    check_assignment(assignment, by=by)
    save_recorded(assignment, by=by)
    return assignment


def check_assignment(assignment: Assignment, *, by: User | None) -> None:
    """Raise what speaks against a new assignment; the person may be new as well."""
    if assignment.user == by:
        raise AccountError("Bạn không thể tự phân công cho mình.")
    _refuse_superuser(assignment.user, by)
    if not may_assign_in(by, assignment.area):
        raise AccountError("Địa bàn này nằm ngoài địa bàn bạn quản trị.")
    if assignment.user.pk and _repeats(assignment):
        raise AccountError("Người này đã có phân công như vậy.")


def _repeats(assignment: Assignment) -> bool:
    """Say whether the same role is held still, or was held from the same day."""
    same = Assignment.objects.filter(
        user=assignment.user, role=assignment.role, area=assignment.area
    )
    started = same.filter(valid_from=assignment.valid_from, withdrawn_at=None)
    return (same.not_over() | started).exists()


@transaction.atomic
def end_assignment(
    assignment: Assignment, *, by: User | None, last_day: datetime.date | None = None
) -> Assignment:
    """End an assignment after ``last_day``, or at once when none is given."""
    if assignment.user == by:
        raise AccountError("Bạn không thể tự kết thúc phân công của mình.")
    locked = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if locked.is_over:
        raise AccountError("Phân công này đã kết thúc trước đó.")
    if last_day is None:
        locked.withdrawn_at = timezone.now()
    elif last_day < max(locked.valid_from, timezone.localdate()):
        raise AccountError("Ngày cuối phải từ hôm nay và từ ngày bắt đầu trở đi.")
    else:
        locked.valid_to = last_day
    save_recorded(locked, by=by, action=Action.CLOSE)
    return locked


def may_assign_in(by: User | None, area: Area) -> bool:
    """Say whether the person may hand out roles in the area."""
    if by is None or by.is_superuser:
        return True
    reach = by.areas_with("accounts.add_assignment")
    return Area.objects.covered_by(reach).filter(pk=area.pk).exists()


@transaction.atomic
def save_view(view: SavedView, *, by: User) -> None:
    """Keep filters under a name; a new default takes the place of the one before."""
    # One change to what a person has saved at a time.
    User.objects.select_for_update(of=("self",)).get(pk=view.owner_id)
    others = SavedView.objects.filter(owner=view.owner_id, listing=view.listing)
    others = others.exclude(pk=view.pk)
    if others.filter(name=view.name).exists():
        raise AccountError("Danh sách này đã có bộ lọc tên đó. Xin đặt tên khác.")
    if others.count() >= MOST_VIEWS:
        raise AccountError(f"Mỗi danh sách lưu được nhiều nhất {MOST_VIEWS} bộ lọc.")
    if view.is_default:
        for former in others.filter(is_default=True):
            former.is_default = False
            save_recorded(former, by=by)
    save_recorded(view, by=by)


@transaction.atomic
def delete_view(view: SavedView, *, by: User) -> None:
    """Forget saved filters, for everybody who used them."""
    delete_recorded(view, by=by)


def _refuse_superuser(user: User, by: User | None) -> None:
    """Keep a superuser's account out of the reach of everybody else."""
    if user.is_superuser and by is not None and not by.is_superuser:
        raise AccountError("Tài khoản này do quản trị hệ thống giữ.")
