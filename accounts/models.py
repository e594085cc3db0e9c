import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from areas.models import Agency, Area, DatedQuerySet
from areas.querysets import ScopedQuerySet, covered_by
from core.fields import LineField, SearchKeyField
from core.versions import VersionedModel

from .enums import AssignmentState, Role, SignInOutcome
from .fields import LowerEmailField
from .listings import path_of
from .roles import IMPORT_PERMISSIONS, ROLE_PERMISSIONS


class UserQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the people all of whose work lies in the given units.

        That is: an assignment there (or none yet, and an agency there), none
        elsewhere that has not ended, and not a superuser.
        """
        inside = covered_by([area.pk for area in areas])
        own = Assignment.objects.filter(user=OuterRef("pk"))
        return self.filter(
            Exists(own.filter(area__in=inside))
            | ~Exists(own) & Q(agency__area__in=inside),
            ~Exists(own.not_over().exclude(area__in=inside)),
            is_superuser=False,
        )

    def for_list(self):
        """Load what the list prints: agencies, and assignments not yet over."""
        current = Assignment.objects.not_over().select_related("area")
        return self.select_related("agency").prefetch_related(
            models.Prefetch("assignments", current, to_attr="current_assignments")
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_superuser=True, **fields)


class User(VersionedModel, AbstractUser):
    """A person who signs in; what they may do where is said by assignments."""

    first_name = None
    last_name = None
    date_joined = None
    username = models.CharField(
        "tên đăng nhập",
        max_length=50,
        unique=True,
        help_text="Chữ thường không dấu, chữ số và các dấu . _ -",
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*\Z",
                "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số"
                " và các dấu . _ -, bắt đầu bằng chữ hoặc số.",
            )
        ],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = LineField("họ và tên", max_length=100)
    title = LineField("chức vụ", max_length=150, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="cơ quan",
    )
    email = LowerEmailField(
        "e-mail",
        blank=True,
        help_text="Dùng để đăng nhập và đặt lại mật khẩu khi quên.",
    )
    phone = LineField("điện thoại", max_length=50, blank=True)
    must_change_password = models.BooleanField(
        "phải đổi mật khẩu ở lần đăng nhập tới",
        default=False,
        help_text="Bật khi cấp mật khẩu lần đầu hoặc cấp lại.",
    )
    password_issued_at = models.DateTimeField(
        "cấp mật khẩu lúc", null=True, blank=True, editable=False
    )
    search_key = SearchKeyField(
        "khóa tìm kiếm", sources=["full_name", "username"], max_length=160
    )

    REQUIRED_FIELDS = ["full_name"]

    history_hidden = ("password", "phone", "email")

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "người dùng"
        ordering = ["full_name", "username"]
        permissions = [("use_back_office", "Được vào trang quản trị")]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message="E-mail này đã dùng cho tài khoản khác.",
            )
        ]
        indexes = [models.Index(fields=["search_key"], name="user_search")]

    def __str__(self):
        return self.full_name or self.username

    def get_absolute_url(self):
        return reverse("accounts:user_detail", kwargs={"pk": self.pk})

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.rpartition(" ")[2]

    @property
    def is_staff(self) -> bool:
        """Say whether the back office is open to this person; Django's admin asks."""
        return self.has_perm("accounts.use_back_office")

    @cached_property
    def active_assignments(self) -> list["Assignment"]:
        """Return today's assignments with their areas; one query per request."""
        if not self.is_active:
            return []
        return list(self.assignments.in_force().select_related("area"))

    def areas_with(self, permission: str) -> list[Area]:
        """Return the areas in which a role of this person grants the right."""
        return [a.area for a in self.active_assignments if permission in a.permissions]

    @property
    def roles(self) -> list[str]:
        """Return each role once with its areas: "cán bộ: Huyện Hòa An, Xã Hòa An"."""
        held: dict[str, dict[str, None]] = {}
        for assignment in self.active_assignments:
            areas = held.setdefault(assignment.get_role_display(), {})
            areas[str(assignment.area)] = None
        return [f"{role}: {', '.join(areas)}" for role, areas in held.items()]

    @property
    def needs_second_factor(self) -> bool:
        """Say whether a role of this person may be used only with a second factor."""
        if not settings.SECOND_FACTOR_ROLES:
            return False
        roles = {assignment.role for assignment in self.active_assignments}
        if self.is_superuser:
            roles.add(Role.ADMIN)
        return not roles.isdisjoint(settings.SECOND_FACTOR_ROLES)

    @property
    def issued_password_has_expired(self) -> bool:
        """Say whether a password that was handed over has lain unused too long."""
        lifetime = datetime.timedelta(days=settings.ISSUED_PASSWORD_DAYS)
        issued = self.password_issued_at
        return issued is not None and timezone.now() - issued > lifetime


class AssignmentQuerySet(DatedQuerySet, ScopedQuerySet):
    def in_areas(self, areas):
        """Return the assignments to units that lie in the given ones."""
        return self.filter(area__in=covered_by([area.pk for area in areas]))

    def in_force(self):
        """Return the assignments that give rights today."""
        return self.valid_on(timezone.localdate()).filter(withdrawn_at__isnull=True)

    def not_over(self):
        """Return the assignments that give rights today or will."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()),
            withdrawn_at__isnull=True,
        )


class Assignment(models.Model):
    """A role that a person holds in an area from one day to another.

    Never deleted. ``valid_to`` is the last day it holds; ``withdrawn_at`` ends it in
    the middle of a day, at once.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="assignments", verbose_name="người dùng"
    )
    role = models.CharField("vai trò", max_length=10, choices=Role)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="assignments", verbose_name="địa bàn"
    )
    may_import = models.BooleanField(
        "được nhập Excel",
        default=False,
        help_text="Chỉ dùng cho lãnh đạo: cho phép nhập danh sách trong địa bàn.",
    )
    valid_from = models.DateField("từ ngày", default=timezone.localdate)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    withdrawn_at = models.DateTimeField(
        "thu hồi lúc", null=True, blank=True, editable=False
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phân công"
        ordering = ["user", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="assignment_once_per_start",
                violation_error_message="Phân công này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assignment_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(may_import=False) | Q(role=Role.LEAD),
                name="assignment_import_grant_is_for_leads",
                violation_error_message="Chỉ lãnh đạo mới cần được cho phép riêng.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.area}"

    @property
    def permissions(self) -> frozenset[str]:
        """Return the rights this assignment gives in its area."""
        granted = ROLE_PERMISSIONS[self.role]
        return granted | IMPORT_PERMISSIONS if self.may_import else granted

    @property
    def state(self) -> AssignmentState:
        """Return where the assignment stands today."""
        today = timezone.localdate()
        if self.withdrawn_at is not None:
            return AssignmentState.WITHDRAWN
        if self.valid_to is not None and self.valid_to < today:
            return AssignmentState.ENDED
        if self.valid_from > today:
            return AssignmentState.UPCOMING
        return AssignmentState.IN_FORCE

    @property
    def is_over(self) -> bool:
        return self.state in (AssignmentState.ENDED, AssignmentState.WITHDRAWN)


class SignIn(models.Model):
    """One attempt to sign in as a known person, shown to that person."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="sign_ins", verbose_name="người dùng"
    )
    at = models.DateTimeField("thời điểm", auto_now_add=True)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True)
    device = LineField("thiết bị", max_length=100, blank=True)
    outcome = models.CharField("kết quả", max_length=10, choices=SignInOutcome)

    class Meta:
        verbose_name = verbose_name_plural = "lần đăng nhập"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_by_user")]

    def __str__(self):
        return f"{self.user}, {self.at:%d/%m/%Y %H:%M}"

    @property
    def is_success(self) -> bool:
        return self.outcome == SignInOutcome.SUCCESS


class SavedViewQuerySet(models.QuerySet):
    def shared_with(self, user: User):
        """Return what others in the agency of a person let everybody there use."""
        if user.agency_id is None:
            return self.none()
        return self.filter(
            is_shared=True, owner__agency=user.agency_id, owner__is_active=True
        ).exclude(owner=user)


class SavedView(models.Model):
    """Filters and order of a list under a name, kept by one person.

    ``listing`` is what ``listings.key_of`` calls the list, ``query`` what its
    address asks for; whether the list still understands it is known when it is opened.
    """

    owner = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name="người lưu"
    )
    listing = models.CharField("danh sách", max_length=200, editable=False)
    name = LineField("tên bộ lọc", max_length=80)
    query = models.CharField("điều kiện lọc", max_length=2000, editable=False)
    is_shared = models.BooleanField(
        "dùng chung trong cơ quan",
        default=False,
        help_text="Mọi người cùng cơ quan thấy và dùng được, không sửa được.",
    )
    is_default = models.BooleanField(
        "mặc định của tôi",
        default=False,
        help_text="Danh sách mở ra là lọc sẵn như vậy, cho riêng bạn.",
    )

    # What was searched for may be a name or a telephone number.
    history_hidden = ("query",)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bộ lọc đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"],
                name="saved_view_once_per_name",
                violation_error_message="Bạn đã có bộ lọc tên này ở danh sách này.",
            ),
            models.UniqueConstraint(
                fields=["owner", "listing"],
                condition=Q(is_default=True),
                name="saved_view_one_default",
                violation_error_message="Mỗi danh sách chỉ có một bộ lọc mặc định.",
            ),
            models.CheckConstraint(
                condition=~Q(query=""),
                name="saved_view_asks_for_something",
                violation_error_message="Bộ lọc phải có ít nhất một điều kiện.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def url(self) -> str:
        """Return the address of the list as it was saved; empty for a list now gone."""
        path = path_of(self.listing)
        return f"{path}?{self.query}" if path else ""
