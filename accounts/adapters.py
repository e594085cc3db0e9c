"""Where the portal differs from django-allauth."""

import logging
from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from core.requests import client_address

from . import services, throttle
from .enums import SignInOutcome
from .exceptions import TooManyTriesError
from .models import User
from .sign_ins import log_sign_in

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return client_address(request)

    def is_safe_url(self, url):
        """Send people on to this host alone, whatever names the portal has."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def authenticate(self, request, **credentials):
        """Check a password within the limits on wrong tries."""
        typed = credentials.get("username") or credentials.get("email", "")
        try:
            slots = throttle.count_try(request, typed)
        except TooManyTriesError as error:
            raise ValidationError(error.message) from error
        user = super().authenticate(request, **credentials)
        if user is not None:
            throttle.give_back(slots)
            _refuse_expired_password(user)
        return user

    def authentication_failed(self, request, **credentials):
        """Tell the owner; what nobody owns may be a password, and is not kept."""
        typed = (credentials.get("username") or credentials.get("email", "")).lower()
        user = User.objects.filter(Q(username=typed) | Q(email=typed)).first()
        if user is not None:
            log_sign_in(request, user, SignInOutcome.WRONG_PASSWORD)

    def login(self, request, user):
        """Sign in under a new session key, even somebody who was signed in already."""
        super().login(request, user)
        request.session.cycle_key()

    def set_password(self, user, password):
        services.set_own_password(user, password)

    def get_password_change_redirect_url(self, request):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_mail(self, template_prefix, email, context):
        """Send; a mail server that is away must not tell which accounts there are."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("Mail %s could not be sent.", template_prefix)


def _refuse_expired_password(user: User) -> None:
    if user.is_active and user.issued_password_has_expired:
        raise ValidationError(
            "Mật khẩu được cấp đã quá hạn dùng. Xin đề nghị người quản trị cấp lại,"
            " hoặc dùng chức năng quên mật khẩu."
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the seeds of second factors sealed, and on where a role needs them."""

    def get_totp_label(self, user):
        return user.username

    def can_delete_authenticator(self, authenticator):
        return not authenticator.user.needs_second_factor

    def encrypt(self, text):
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Open a seed; one sealed with a lost key becomes one that fits no code."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("The seed of a second factor was sealed with another key.")
            return b32encode(token_bytes(20)).decode()


def _seal() -> MultiFernet:
    """Return the lock on seeds; keys that SECRET_KEY_FALLBACKS keeps still open it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (
        sha256(f"second factor:{secret}".encode()).digest() for secret in secrets
    )
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
