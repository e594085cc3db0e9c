"""What a row of the access table is; the rows themselves stand in each app."""

from dataclasses import dataclass, field

PEOPLE = ("visitor", "viewer", "officer", "lead", "provincial", "admin", "stranger")

SIGN_IN = 302


def only_post() -> tuple[int, ...]:
    """Return the statuses of a GET to an address that takes POST alone."""
    return (SIGN_IN, *[405] * 6)


READ_ONLY = only_post()  # the same statuses answer a POST to a page that is only read


@dataclass(frozen=True)
class Row:
    """One address with the status that each of PEOPLE gets for GET and for POST.

    Statuses stand in the order of PEOPLE. A POST sends ``data`` (nothing at all by
    default), so a person who has the right gets 200 with errors, 302 or 409, as the
    page answers, and never 403 or 404.
    """

    name: str
    kwargs: dict = field(default_factory=dict)
    get: tuple[int, ...] = READ_ONLY
    post: tuple[int, ...] = READ_ONLY
    data: dict = field(default_factory=dict)
    query: str = ""
