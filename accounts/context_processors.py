from . import sessions


def session(request):
    """Give pages the seconds that the session of a signed-in person still lasts."""
    if not request.user.is_authenticated:
        return {}
    return {"session_seconds_left": sessions.seconds_left(request.session)}
