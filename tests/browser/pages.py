"""The pages of the portal, as the access table knows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from tests.access import PEOPLE
from tests.test_access import all_rows

# Whoever comes first and gets the page opens it: those who may do most see most of it.
OPENERS = ("visitor", "provincial", "lead", "admin", "officer", "viewer", "stranger")


@dataclass(frozen=True)
class Page:
    """An address that answers 200 with HTML, and one of PEOPLE who gets that."""

    name: str
    url: str
    person: str


def client_of(world, person: str) -> Client:
    """Return a client with that person signed in; a broken page is a 500 to it."""
    client = Client(raise_request_exception=False)
    if person != "visitor":
        client.force_login(getattr(world, person))
    return client


def pages(world) -> Iterator[Page]:
    """Yield every address of the access table that somebody opens as a page."""
    clients = {person: client_of(world, person) for person in OPENERS}
    for row in all_rows(world):
        status = dict(zip(PEOPLE, row.get, strict=True))
        person = next((person for person in OPENERS if status[person] == 200), None)
        if person is None:
            continue
        url = reverse(row.name, kwargs=row.kwargs) + row.query
        if clients[person].get(url)["Content-Type"].startswith("text/html"):
            yield Page(row.name, url, person)
