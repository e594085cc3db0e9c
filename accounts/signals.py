"""What other packages tell: somebody signed in, or gave a wrong code."""

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from . import listings, sessions
from .enums import SignInOutcome
from .sign_ins import log_sign_in


@receiver(user_logged_in)
def begin_session(sender, request, user, **kwargs):
    sessions.start(request.session)
    listings.note_defaults(request.session, user)
    log_sign_in(request, user, SignInOutcome.SUCCESS)


@receiver(authentication_failed)
def note_wrong_code(sender, request, user, **kwargs):
    log_sign_in(request, user, SignInOutcome.WRONG_CODE)


@receiver(authentication_step_completed)
def change_session_key(sender, request, *, reauthenticated=False, **kwargs):
    """Give the session a new key when a person proves again who he is."""
    if reauthenticated:
        request.session.cycle_key()
