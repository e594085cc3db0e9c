from functools import partial

from . import sessions


def session(request):
    """Give pages the seconds that the session still lasts, counted when a page asks.

    One that does not ask leaves the session alone, so that any cache may keep it.
    """
    return {"session_seconds_left": partial(sessions.seconds_left, request.session)}
