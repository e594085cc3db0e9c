"""Making the plan of a list of people who are to sign in."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.models import Area

from ..enums import Outcome
from .base import RowPlanner
from .changes import Words
from .known import FEW, records
from .messages import error, warning
from .parsing import RowReading
from .places import RowPlaces
from .plan import RowResult
from .records import Record
from .references import References
from .scope import Scope

USER = ("username", "full_name", "title", "agency_id", "email", "phone",
        "is_superuser", "version")  # fmt: skip
ASSIGNMENT = ("user_id", "role", "area_id", "may_import", "valid_from", "valid_to",
              "withdrawn_at")  # fmt: skip
_GIVEN = ("full_name", "title", "email", "phone")


class KnownUsers:
    """The accounts that a file may mean, with their roles.

    Those that the person may not manage are known by name only, to be refused.
    """

    def __init__(self, scope: Scope, names: set[str], emails: set[str], *, lock: bool):
        self.by_name: dict[str, Record] = {}
        self.by_email: dict[str, Record] = {}
        self.assignments: dict[Record, list[Record]] = defaultdict(list)
        asked = Q(username__in=names) | Q(email__in=emails)
        if len(names) + len(emails) > FEW:
            asked = Q()
        managed = User.objects.all()
        if scope.user is not None:
            # By key: the joins that tell who is managed cannot be locked.
            keys = User.objects.editable_by(scope.user).values("pk")
            managed = User.objects.filter(pk__in=keys)
        by_pk = {}
        for record in records(managed.filter(asked), USER, lock=lock):
            by_pk[record.pk] = record
            self.add(record)
        taken = User.objects.filter(asked).exclude(pk__in=managed.values("pk"))
        pairs = list(taken.values_list("username", "email"))
        self.names_elsewhere = {name for name, _ in pairs}
        self.emails_elsewhere = {email for _, email in pairs if email}
        rows = Assignment.objects.filter(user__in=managed.filter(asked).values("pk"))
        for record in records(rows, ASSIGNMENT, lock=lock):
            if user := by_pk.get(record["user_id"]):
                self.assignments[user].append(record)

    def add(self, record: Record) -> None:
        """Take in an account, stored or just planned."""
        self.by_name[record["username"]] = record
        if record["email"]:
            self.by_email[record["email"]] = record


@dataclass(slots=True)
class _Meant:
    user: Record | None
    role: Role | None
    area: Area | None


class UserListPlanner(RowPlanner):
    """Plans accounts and their roles, by the rules of ``accounts.services``.

    A new account has no usable password: one is issued when the list is written.
    """

    shown = ("", "full_name")

    def __init__(self, plan, rows, scope: Scope, choices, *, lock: bool):
        super().__init__(plan, choices)
        self.scope = scope
        self.references = References()
        self.places = RowPlaces(scope)
        self.words = Words(self.references, self.places)
        plan.units = {"agency": self.references.agencies, "area": self.places.units}
        names = {row.values.get("username") or "" for row in rows} - {""}
        emails = {row.values.get("email") or "" for row in rows} - {""}
        self.known = KnownUsers(scope, names, emails, lock=lock)
        self.told: dict[Record, list[tuple[RowReading, _Meant]]] = defaultdict(list)
        self.today = timezone.localdate()

    # What a row means

    def _understand(self, row: RowReading) -> _Meant | None:
        user = self._user(row)
        meant = _Meant(user, row.values.get("role"), self._area(row))
        is_new = user is None
        if meant.role is None and (meant.area or is_new):
            row.say("role", error("role_missing", "Chưa ghi vai trò."))
        if meant.area is None and meant.role and not row.values.get("area"):
            row.say("area", error("area_missing", "Chưa ghi địa bàn của vai trò."))
        if row.values.get("may_import") and meant.role != Role.LEAD:
            text = "Chỉ lãnh đạo mới cần được cho phép nhập Excel."
            row.say("may_import", error("import_grant_differs", text))
        if meant.user is not None and meant.role and meant.area:
            self._check_not_over(row, meant.user, meant)
        return None if row.is_rejected else meant

    def _check_not_over(self, row: RowReading, user: Record, meant: _Meant) -> None:
        """Refuse a role that is over and would begin on the day it once began."""
        held = list(self._held(user, meant))
        since = self._since(row)
        over = [one["valid_to"] for one in held if one["valid_from"] == since]
        if over and all(map(self._is_over, held)):
            text = f"Phân công này đã kết thúc ngày {over[0]:%d/%m/%Y}"
            text = f"{text}; muốn giao lại xin ghi ngày bắt đầu khác."
            row.say("valid_from", error("assignment_over", text))

    def _held(self, user: Record, meant: _Meant) -> Iterator[Record]:
        """Yield the same role of a person in the same unit, never withdrawn."""
        for held in self.known.assignments[user]:
            is_same = (held["role"], held["area_id"]) == (meant.role, meant.area.pk)
            if is_same and held["withdrawn_at"] is None:
                yield held

    def _is_over(self, held: Record) -> bool:
        return held["valid_to"] is not None and held["valid_to"] < self.today

    def _user(self, row: RowReading) -> Record | None:
        """Return the account of a row, None for a new one; refuse what is not open."""
        name = row.values.get("username") or ""
        email = row.values.get("email") or ""
        user = self.known.by_name.get(name)
        of_email = self.known.by_email.get(email)
        if user is None and not name:
            user = of_email
        if name in self.known.names_elsewhere or (
            email in self.known.emails_elsewhere and user is None
        ):
            text = "Tài khoản này đã có và bạn không quản lý."
            row.say("username", error("user_out_of_scope", text))
        elif user is None and not name:
            text = "Người mới cần tên đăng nhập."
            row.say("username", error("missing_username", text))
        elif email in self.known.emails_elsewhere or (
            of_email is not None and of_email is not user
        ):
            text = "E-mail này đã dùng cho tài khoản khác."
            row.say("email", error("email_taken", text))
        if user is not None:
            self._check_open(row, user)
        return user

    def _check_open(self, row: RowReading, user: Record) -> None:
        """Nobody changes himself or a superuser by a list."""
        if self.scope.user is not None and user.pk == self.scope.user.pk:
            text = "Đây là tài khoản của chính bạn; xin sửa ở trang cá nhân."
            row.say("username", error("own_account", text))
        elif user["is_superuser"]:
            text = "Tài khoản này do quản trị hệ thống giữ."
            row.say("username", error("superuser_account", text))

    def _area(self, row: RowReading) -> Area | None:
        """Return the unit of a role, those of today first; refuse an unclear one."""
        name = row.values.get("area")
        if not name:
            return None
        reading = self.places.reader.read(name, former=False)
        if reading.location is None:
            reading = self.places.reader.read(name)
        if reading.location is None:
            text = " ".join(note.message for note in reading.notes)
            row.say("area", error("area_unknown", text))
            return None
        area = reading.location.place
        if area.pk not in self.scope.today | self.scope.former:
            text = f"{area.full_name} nằm ngoài địa bàn bạn quản trị."
            row.say("area", error("place_out_of_scope", text))
        return area

    # What comes of it

    def _take(self, row: RowReading, meant: _Meant, result: RowResult) -> None:
        if self._is_left(row, meant.user, result):
            return
        if meant.user is not None and (same := self._told_before(meant)):
            self._is_told(row, same, result)
            return
        user = self._plan_user(row, meant.user)
        self.told[user].append((row, meant))
        given = [user]
        if meant.role and meant.area and self._is_open(row, user, meant):
            given.append(self._assignment(row, user, meant))
        for record in given:
            self.plan.take(record)
        if user.born is row:
            result.outcome = Outcome.NEW
            result.summary = self.words.name(given[-1])[:300]
        else:
            self._changed(row, given, result)

    def _told_before(self, meant: _Meant) -> RowReading | None:
        for row, told in self.told.get(meant.user, []):
            same_area = meant.area is told.area or meant.area is None
            if same_area and meant.role in (told.role, None):
                return row
        return None

    def _plan_user(self, row: RowReading, user: Record | None) -> Record:
        if user is None:
            user = Record(User, born=row)
            user.hear("username", row.values["username"], row)
            user.wanted |= {
                "password": make_password(None),
                "must_change_password": True,
            }
        for column in _GIVEN:
            user.hear(column, row.values.get(column), row)
        user.hear("agency_id", self._agency(row), row)
        self.known.add(user)  # by the address it has from now on, too
        return user

    def _agency(self, row: RowReading) -> int | None:
        """Return the office of a person, one of today in the area; else say so."""
        name = row.values.get("agency")
        if not name:
            return None
        units = self.scope.today | self.scope.former
        found = [
            agency
            for agency in self.references.agencies_named(name)
            if agency.valid_to is None and agency.area_id in units
        ]
        if len(found) == 1:
            return found[0].pk
        text = f"Không xác định được cơ quan “{name}”, bỏ trống."
        row.say("agency", warning("agency_unknown", text))
        return None

    def _is_open(self, row: RowReading, user: Record, meant: _Meant) -> bool:
        """Say whether a role is not held yet (the rule of ``check_assignment``)."""
        for held in self._held(user, meant):
            if not self._is_over(held):
                self._compare(row, held)
                return False
        return True

    def _compare(self, row: RowReading, held: Record) -> None:
        given = row.values.get("may_import")
        if given is not None and given != bool(held["may_import"]):
            text = (
                "Quyền nhập Excel khác phân công đang có; xin đổi ở trang người dùng."
            )
            row.say("may_import", warning("import_grant_kept", text))

    def _since(self, row: RowReading) -> datetime.date:
        return row.values.get("valid_from") or self.today

    def _assignment(self, row: RowReading, user: Record, meant: _Meant) -> Record:
        assignment = Record(Assignment, born=row)
        assignment.links["user"] = user
        assignment.wanted = {
            "role": meant.role.value,
            "area_id": meant.area.pk,
            "may_import": bool(row.values.get("may_import")),
            "valid_from": self._since(row),
        }
        self.known.assignments[user].append(assignment)
        return assignment
