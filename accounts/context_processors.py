from functools import partial

from . import listings, sessions


def session(request):
    """Give pages what the session knows: how long it lasts, which lists have a default.

    It is read when a page asks. One that does not leaves the session alone, so that any
    cache may keep it.
    """
    return {
        "session_seconds_left": partial(sessions.seconds_left, request.session),
        "has_default": partial(listings.has_default, request),
    }
