"""What a person sees of the own account."""

from allauth.account import views as account
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.forms import conflict
from core.pagination import paginate
from core.versions import StaleVersionError

from .. import sessions
from ..forms.people import ProfileForm
from ..models import User
from ..services import update_user


@require_POST
@login_not_required
def log_out(request):
    """End the session, and let the browser forget the pages it keeps for Back."""
    response = account.logout(request)
    response["Clear-Site-Data"] = '"cache"'
    return response


def own_trail():
    return [("Tài khoản của tôi", reverse("accounts:profile"))]


@require_safe
def profile(request):
    assignments = request.user.assignments.not_over().select_related("area")
    context = {
        "assignments": assignments,
        "sign_ins": request.user.sign_ins.all()[:5],
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request):
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    context, status = {"form": form, "trail": own_trail()}, 200
    if form.is_valid():
        try:
            update_user(
                form.save(commit=False), by=user, base_version=form.base_version
            )
        except StaleVersionError as error:
            context["differences"], status = conflict(form, error.stored), 409
        else:
            messages.success(request, "Đã lưu thông tin của bạn.")
            return redirect("accounts:profile")
    return render(request, "accounts/profile_form.html", context, status=status)


@require_safe
def sign_in_list(request):
    page = paginate(request, request.user.sign_ins.all())
    context = {"page": page, "trail": own_trail()}
    return render(request, "accounts/sign_in_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def session_state(request):
    """Say how long the session lasts; only a POST, a sign of life, makes it longer.

    The token lets a form that stayed open be sent after signing in again elsewhere.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0, "user": None})
    left = sessions.seconds_left(request.session)
    if left and request.method == "POST":
        sessions.note_activity(request.session, at_least=0)
        left = sessions.seconds_left(request.session)
    user, token = request.user, get_token(request)
    state = {"seconds": left, "user": user.pk, "name": str(user), "token": token}
    return JsonResponse(state)
