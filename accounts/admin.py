from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.shortcuts import render

from areas.admin import EraFilter, PlaceNaming
from core.admin import PortalAdmin
from core.exports import Column
from history.admin import RecordedAdmin

from . import services
from .enums import Role
from .exceptions import AccountError
from .models import Assignment, User


class RoleFilter(admin.SimpleListFilter):
    title = "vai trò hiện nay"
    parameter_name = "vai_tro"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        if self.value() not in Role.values:
            return queryset
        held = Assignment.objects.in_force().filter(role=self.value())
        return queryset.filter(pk__in=held.values("user"))


class NewAssignmentFormSet(BaseInlineFormSet):
    """Tells at the form what the service would refuse."""

    by: User

    def clean(self):
        super().clean()
        for form in self.extra_forms:
            if form.has_changed() and form.is_valid():
                try:
                    services.check_assignment(form.instance, by=self.by)
                except AccountError as error:
                    raise ValidationError(str(error)) from error


class AssignmentInline(PlaceNaming, admin.TabularInline):
    """Roles are added here and ended on their own page; none is rewritten."""

    model = Assignment
    formset = NewAssignmentFormSet
    extra = 0
    can_delete = False
    autocomplete_fields = ["area"]
    fields = ["role", "area", "may_import", "valid_from", "valid_to", "standing"]
    readonly_fields = ["standing"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("area__parent")

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="tình trạng")
    def standing(self, assignment):
        return assignment.state.label if assignment.pk else ""


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """People are closed, never deleted, and get passwords that are shown once."""

    change_list_template = "admin/imported_change_list.html"
    list_display = ["full_name", "username", "agency", "roles_now", "is_active"]
    list_filter = ["is_active", RoleFilter]
    search_fields = ["search_key", "email"]
    ordering = ["full_name", "username"]
    autocomplete_fields = ["agency"]
    inlines = [AssignmentInline]
    actions = ["reset_password", "reset_second_factor"]
    fieldsets = [
        (None, {"fields": ["full_name", "username", "title", "agency"]}),
        ("Liên hệ", {"fields": ["email", "phone"]}),
        (
            "Tài khoản",
            {
                "fields": [
                    "is_active",
                    "is_superuser",
                    "must_change_password",
                    "last_login",
                ]
            },
        ),
    ]
    export_columns = [
        Column("Họ và tên", lambda user: user.full_name, 30),
        Column("Tên đăng nhập", lambda user: user.username, 20),
        Column("Chức vụ", lambda user: user.title, 30),
        Column("Cơ quan", lambda user: user.agency, 40),
        Column("Phân công", lambda user: "; ".join(map(str, user.current_assignments))),
        Column("Đang dùng", lambda user: "có" if user.is_active else "không", 10),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    def get_readonly_fields(self, request, obj=None):
        fixed = ["must_change_password", "last_login"]
        if obj is not None and obj.pk == request.user.pk:
            fixed += ["is_active", "is_superuser"]
        elif not request.user.is_superuser:
            fixed.append("is_superuser")
        return fixed

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            request.issued_password = services.create_user(obj, by=request.user)

    def save_formset(self, request, form, formset, change):
        for assignment in formset.save(commit=False):
            services.assign(assignment, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        return self.show_password(request, obj, request.issued_password)

    def show_password(self, request, person, password):
        """Show a one-time password, which no other page will ever show."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Mật khẩu cấp cho {person}",
            "person": person,
            "password": password,
        }
        return render(request, "admin/accounts/password_issued.html", context)

    @admin.display(description="phân công")
    def roles_now(self, user):
        return "; ".join(map(str, user.current_assignments))

    @admin.action(description="Cấp lại mật khẩu cho một người", permissions=["change"])
    def reset_password(self, request, queryset):
        person = self.only_one(request, queryset)
        try:
            password = person and services.reset_password(person, by=request.user)
        except AccountError as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        return person and self.show_password(request, person, password)

    @admin.action(
        description="Gỡ xác thực hai lớp của một người", permissions=["change"]
    )
    def reset_second_factor(self, request, queryset):
        if person := self.only_one(request, queryset):
            try:
                services.reset_second_factor(person, by=request.user)
            except AccountError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"Đã gỡ xác thực hai lớp của {person}.")

    def only_one(self, request, queryset) -> User | None:
        """Return the one person chosen, or tell that it must be one."""
        people = list(queryset[:2])
        if len(people) == 1:
            return people[0]
        self.message_user(request, "Xin chọn đúng một người.", messages.ERROR)
        return None


@admin.register(Assignment)
class AssignmentAdmin(PlaceNaming, PortalAdmin):
    """Who may do what where; given on the page of the person, ended here."""

    list_display = ["user", "role", "area", "valid_from", "valid_to", "standing"]
    list_filter = ["role", EraFilter]
    list_select_related = ["user", "area"]
    search_fields = ["user__search_key", "area__search_key"]
    ordering = ["user__full_name", "-valid_from", "pk"]
    actions = ["withdraw"]
    export_columns = [
        Column("Người dùng", lambda row: row.user, 30),
        Column("Vai trò", lambda row: row.get_role_display(), 20),
        Column("Địa bàn", lambda row: row.area, 30),
        Column("Từ ngày", lambda row: row.valid_from, 12),
        Column("Đến hết ngày", lambda row: row.valid_to, 12),
        Column("Tình trạng", lambda row: row.state.label, 16),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_end_permission(self, request):
        return request.user.has_perm("accounts.change_assignment")

    @admin.display(description="tình trạng")
    def standing(self, assignment):
        return assignment.state.label

    @admin.action(description="Thu hồi ngay", permissions=["end"])
    def withdraw(self, request, queryset):
        for assignment in queryset.select_related("user"):
            try:
                services.end_assignment(assignment, by=request.user)
            except AccountError as error:
                self.message_user(request, f"{assignment}: {error}", messages.ERROR)
            else:
                self.message_user(
                    request, f"Đã thu hồi: {assignment.user}, {assignment}"
                )
