"""What an admin does with the people who work in the own area."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.filtering import chips
from core.forms import conflict
from core.htmx import render_page
from core.pagination import paginate
from core.sorting import sort_rows
from core.versions import StaleVersionError
from history.services import latest_changes

from .. import services
from ..exceptions import AccountError
from ..forms.people import AssignmentForm, EndAssignmentForm, UserFilterForm, UserForm
from ..models import Assignment, User

SORTS = {"ten": "full_name", "ten_dang_nhap": "username", "dang_nhap": "last_login"}
FORM = ["GET", "HEAD", "POST"]

may_view = permission_required("accounts.view_user", raise_exception=True)
may_add = permission_required("accounts.add_user", raise_exception=True)
may_change = permission_required("accounts.change_user", raise_exception=True)
may_assign = permission_required("accounts.add_assignment", raise_exception=True)
may_end = permission_required("accounts.change_assignment", raise_exception=True)


def trail(*people: User):
    """Return the way back to the list, and to the person whose page lies above."""
    steps = [("Người dùng", reverse("accounts:user_list"))]
    return steps + [(str(person), person.get_absolute_url()) for person in people]


def managed_or_404(request, pk: int) -> User:
    people = User.objects.editable_by(request.user)
    return get_object_or_404(people.select_related("agency"), pk=pk)


@require_safe
@may_view
def user_list(request):
    filters = UserFilterForm(request.GET)
    people = filters.filter(User.objects.visible_to(request.user).for_list())
    people, sort = sort_rows(request, people, SORTS, "ten")
    context = {
        "filters": filters,
        "chips": chips(filters, request),
        "page": paginate(request, people),
        "sort": sort,
    }
    return render_page(
        request, "accounts/user_list.html", "accounts/_user_results.html", context
    )


@require_safe
@may_view
def user_detail(request, pk):
    people = User.objects.visible_to(request.user).select_related("agency")
    person = get_object_or_404(people, pk=pk)
    assignments = person.assignments.select_related("area").order_by("-pk")
    context = {
        "person": person,
        "assignments": assignments,
        "end_form": EndAssignmentForm(),
        "has_second_factor": person.authenticator_set.filter(type="totp").exists(),
        "changes": latest_changes(person, *assignments),
        "trail": trail(),
    }
    return render(request, "accounts/user_detail.html", context)


@require_http_methods(FORM)
@may_add
@never_cache
def user_create(request):
    form = UserForm(request.POST or None, by=request.user)
    role = AssignmentForm(request.POST or None, by=request.user)
    if all([form.is_valid(), role.is_valid()]):
        person, first = form.save(commit=False), role.save(commit=False)
        try:
            password = services.create_user(person, by=request.user, assignment=first)
        except AccountError as error:
            role.add_error(None, str(error))
        else:
            return show_password(request, person, password)
    context = {"form": form, "role": role, "trail": trail()}
    return render(request, "accounts/user_form.html", context)


def show_password(request, person: User, password: str):
    """Show a one-time password, which no other page will ever show."""
    context = {"person": person, "password": password, "trail": trail(person)}
    return render(request, "accounts/password_issued.html", context)


@require_http_methods(FORM)
@may_change
def user_edit(request, pk):
    person = managed_or_404(request, pk)
    form = UserForm(request.POST or None, instance=person, by=request.user)
    context = {"form": form, "person": person, "trail": trail(person)}
    status = 200
    if form.is_valid():
        try:
            services.update_user(
                form.save(commit=False), by=request.user, base_version=form.base_version
            )
        except StaleVersionError as error:
            context["differences"], status = conflict(form, error.stored), 409
        else:
            messages.success(request, f"Đã lưu thông tin của {person}.")
            return redirect(person)
    return render(request, "accounts/user_form.html", context, status=status)


@require_http_methods(FORM)
@may_assign
def assignment_create(request, pk):
    person = managed_or_404(request, pk)
    form = AssignmentForm(
        request.POST or None, instance=Assignment(user=person), by=request.user
    )
    if form.is_valid():
        try:
            services.assign(form.save(commit=False), by=request.user)
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã phân công {person}.")
            return redirect(person)
    context = {"form": form, "person": person, "trail": trail(person)}
    return render(request, "accounts/assignment_form.html", context)


@require_POST
@may_end
def assignment_end(request, pk):
    assignment = get_object_or_404(
        Assignment.objects.editable_by(request.user).filter(
            user__in=User.objects.editable_by(request.user)
        ),
        pk=pk,
    )
    form = EndAssignmentForm(request.POST)
    if form.is_valid():
        done = "Đã kết thúc phân công."
        last_day = form.cleaned_data["last_day"]
        attempt(request, done, services.end_assignment, assignment, last_day=last_day)
    else:
        messages.error(request, "Ngày cuối không hợp lệ; phân công chưa thay đổi.")
    return redirect(assignment.user)


def attempt(request, done: str, service, *args, **kwargs) -> None:
    """Call a service and tell how it went."""
    try:
        service(*args, by=request.user, **kwargs)
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


@require_POST
@may_change
def user_close(request, pk):
    person = managed_or_404(request, pk)
    attempt(request, f"Đã khóa tài khoản {person}.", services.set_active, person, False)
    return redirect(person)


@require_POST
@may_change
def user_open(request, pk):
    person = managed_or_404(request, pk)
    attempt(request, f"Đã mở tài khoản {person}.", services.set_active, person, True)
    return redirect(person)


@require_POST
@may_change
@never_cache
def user_reset_password(request, pk):
    person = managed_or_404(request, pk)
    try:
        password = services.reset_password(person, by=request.user)
    except AccountError as error:
        messages.error(request, str(error))
        return redirect(person)
    return show_password(request, person, password)


@require_POST
@may_change
def user_reset_second_factor(request, pk):
    person = managed_or_404(request, pk)
    attempt(
        request,
        f"Đã gỡ xác thực hai lớp của {person}.",
        services.reset_second_factor,
        person,
    )
    return redirect(person)
