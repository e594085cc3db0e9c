"""How long a session lasts: so long without work, and so long in all."""

import time

from django.conf import settings

STARTED_AT, SEEN_AT = "started_at", "seen_at"
# Seconds between two notes of activity, so that reading does not write each time.
NOTE_EVERY = 60


def start(session) -> None:
    """Note that somebody has just signed in."""
    session[STARTED_AT] = session[SEEN_AT] = int(time.time())


def note_activity(session, at_least: int = NOTE_EVERY) -> None:
    """Note that the person is at work, unless that was noted a moment ago."""
    now = int(time.time())
    if now - session[SEEN_AT] >= at_least:
        session[SEEN_AT] = now


def seconds_left(session) -> int:
    """Return how long the session still lasts; 0 for one that never was noted."""
    if STARTED_AT not in session or SEEN_AT not in session:
        return 0
    idle_end = session[SEEN_AT] + settings.SESSION_IDLE_MINUTES * 60
    end = session[STARTED_AT] + settings.SESSION_ABSOLUTE_HOURS * 3600
    return max(0, int(min(idle_end, end) - time.time()))


def is_no_activity(view):
    """Mark a view that a page asks by itself: it does not make a session longer."""
    view.is_no_activity = True
    return view
