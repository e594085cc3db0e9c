from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from core.requests import refusal, wants_json

from . import listings, sessions
from .models import SavedView

SESSION_ENDED = "Phiên làm việc đã hết. Xin đăng nhập lại."
FIRST_STEPS = "Xin hoàn tất việc đổi mật khẩu hoặc xác thực hai lớp của tài khoản."

# Where a person may go who still has to choose a password, or a second factor.
PASSWORD_PAGE = "account_change_password"
SECOND_FACTOR_PAGE = "mfa_activate_totp"
SECOND_FACTOR_STEPS = {
    PASSWORD_PAGE,
    SECOND_FACTOR_PAGE,
    "account_reauthenticate",
    "mfa_reauthenticate",
}


def is_public(view_func) -> bool:
    return not getattr(view_func, "login_required", True)


class SessionLimitMiddleware:
    """End a session that has lain idle or has lasted too long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if is_public(view_func) or not request.user.is_authenticated:
            return
        if not sessions.seconds_left(request.session):
            logout(request)
            messages.info(request, SESSION_ENDED)
        elif not getattr(view_func, "is_no_activity", False):
            sessions.note_activity(request.session)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Send visitors to the log-in page; from a fragment, the whole page goes there.

    A script is told 401 and sends nobody anywhere. Pages for anybody need no session.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if is_public(view_func):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if wants_json(request):
            return refusal(401, "signed_out", SESSION_ENDED)
        if not request.htmx:
            return super().handle_no_permission(request, view_func)
        query = urlencode({"next": request.htmx.current_url_abs_path or "/"})
        address = resolve_url(self.get_login_url(view_func))
        return HttpResponseClientRedirect(f"{address}?{query}")


class FirstStepsMiddleware:
    """Lead people first to choosing a password, then to the second factor they need."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if is_public(view_func) or not request.user.is_authenticated:
            return None
        page = self.next_step(request.user, request.resolver_match.view_name)
        return self.lead_to(page, request) if page else None

    def next_step(self, user, here: str) -> str:
        """Return the page that comes before any other, or nothing."""
        if user.must_change_password:
            return "" if here == PASSWORD_PAGE else PASSWORD_PAGE
        if here in SECOND_FACTOR_STEPS or not user.needs_second_factor:
            return ""
        factors = Authenticator.objects.filter(user=user)
        has_one = factors.filter(type=Authenticator.Type.TOTP).exists()
        return "" if has_one else SECOND_FACTOR_PAGE

    def lead_to(self, page: str, request) -> HttpResponse:
        if wants_json(request):
            return refusal(403, "first_steps", FIRST_STEPS, page=resolve_url(page))
        if request.htmx:
            return HttpResponseClientRedirect(resolve_url(page))
        return redirect(page)


class DefaultViewMiddleware:
    """Open a list as its reader's default says, where its address asks for nothing.

    On the list itself an address that asks for nothing drops the filters; elsewhere
    one for all rows says so (``core.filtering.unfiltered``).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.method != "GET" or request.GET or request.htmx:
            return None
        # A page for anybody is cached for all: it does not ask whose session this is.
        if is_public(view_func) or self.is_on_the_list(request):
            return None
        key = listings.key_of(request.resolver_match)
        if not listings.has_default(request, key):
            return None
        views = SavedView.objects.filter(owner=request.user, listing=key)
        view = views.filter(is_default=True).first()
        return redirect(f"{request.path}?{view.query}") if view else None

    def is_on_the_list(self, request) -> bool:
        return urlsplit(request.headers.get("Referer", "")).path == request.path
