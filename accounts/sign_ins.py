"""The log of attempts to sign in, shown to the owner of the account."""

import logging

from django.http import HttpRequest

from core.requests import client_address

from .devices import device_name
from .enums import SignInOutcome
from .models import SignIn, User

logger = logging.getLogger("ocop.sign_in")


def log_sign_in(request: HttpRequest, user: User, outcome: SignInOutcome) -> None:
    """Keep one attempt for its owner, and one line for the operator."""
    address = client_address(request)
    device = device_name(request.headers.get("User-Agent", ""))
    SignIn.objects.create(
        user=user, address=address or None, device=device, outcome=outcome
    )
    fields = {"user": user.username, "address": address, "result": outcome.value}
    logger.info("sign-in", extra={"fields": fields})
