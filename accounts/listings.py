"""Which list an address shows, and what of its query is worth keeping."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse

# Where the reader is in the list, and in which form: no part of what is asked for.
PASSING = {"trang", "moi_trang", "xuat"}
DEFAULT_LISTS = "default_lists"


def key_of(match: ResolverMatch) -> str:
    """Return the name of the list at an address, which outlives the address itself.

    What the address captured stands behind it: "dashboards:quality_list?key=x".
    """
    captured = urlencode(sorted(match.kwargs.items()))
    return f"{match.view_name}?{captured}" if captured else match.view_name


def path_of(key: str) -> str:
    """Return the address of a list, empty where there is none of that name."""
    name, _, captured = key.partition("?")
    try:
        return reverse(name, kwargs=dict(parse_qsl(captured)))
    except NoReverseMatch:
        return ""


def tidy(query: str) -> str:
    """Return the filters and the order of a query, without what was left empty."""
    kept = [(name, value) for name, value in parse_qsl(query) if name not in PASSING]
    return urlencode(kept)


def note_defaults(session, user) -> None:
    """Remember in the session which lists have a default of this person.

    So a list costs no query to those who have none. Another session of the same person
    learns of a first default when it begins; of a changed one at once.
    """
    rows = user.saved_views.filter(is_default=True)
    session[DEFAULT_LISTS] = list(rows.values_list("listing", flat=True))


def has_default(request: HttpRequest, key: str) -> bool:
    return key in request.session.get(DEFAULT_LISTS, ())
