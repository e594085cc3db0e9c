"""The public page of a product, for a visitor, against a bare template view."""

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from products.models import Product

from .measure import Figure, Result, Rounds, paired, seconds
from .world import World

AT_ONCE = 20  # pages a round, each of another product


def run(world: World, rounds: Rounds) -> list[Result | Figure]:
    client = Client()
    codes = Product.objects.order_by("pk").values_list("public_code", flat=True)
    pages = [reverse("catalogue:product", args=[code]) for code in codes[:AT_ONCE]]
    bare = [reverse("bare_open")] * AT_ONCE
    floor = ("bare template view", lambda: seconds(_get_all, client, bare))
    kept = paired(
        "public page of a product",
        ("its page, to a visitor", lambda: seconds(_get_all, client, pages)),
        floor,
        rounds,
        warm_up=3,
    )
    built = paired(
        "public page of a product, built anew",
        ("its page, to the first", lambda: seconds(_get_all_anew, client, pages)),
        floor,
        rounds,
        warm_up=3,
    )
    caches["pages"].clear()
    statements = [
        Figure(f"statements for a public page, {which}", _statements(client, pages[0]))
        for which in ("built anew", "kept")
    ]
    return [kept, built, *statements]


def _statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _get_all_anew(client: Client, addresses: list[str]) -> None:
    caches["pages"].clear()
    _get_all(client, addresses)


def _get_all(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, response.status_code
