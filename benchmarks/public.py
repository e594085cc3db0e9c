"""The public page of a product, for a visitor, against a bare template view."""

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
    page = paired(
        "public page of a product",
        ("its page, to a visitor", lambda: seconds(_get_all, client, pages)),
        ("bare template view", lambda: seconds(_get_all, client, bare)),
        rounds,
        warm_up=3,
    )
    with CaptureQueriesContext(connection) as queries:
        client.get(pages[0])
    return [page, Figure("statements for a public page", len(queries))]


def _get_all(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, response.status_code
