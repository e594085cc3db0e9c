"""A list page of 50 rows against a bare template view."""

from django.test import Client
from django.urls import reverse

from .measure import Result, Rounds, paired, seconds
from .world import World

ROWS = 50


def run(world: World, rounds: Rounds) -> list[Result]:
    """Measure each list whole, and the fragment of it that htmx asks for."""
    client = Client()
    client.force_login(world.steering)
    lists = {
        "products": reverse("products:list"),
        "producers": reverse("producers:list"),
    }
    results = []
    for name, url in lists.items():
        page = f"{url}?moi_trang={ROWS}"
        results += [
            _against_bare(f"list {name}", client, page, {}, rounds),
            _against_bare(
                f"list {name}, fragment", client, page, {"HX-Request": "true"}, rounds
            ),
        ]
    return results


def _against_bare(name, client, url, headers, rounds) -> Result:
    shown = client.get(url, headers=headers)
    assert len(shown.context["page"]) == ROWS, "the list must show 50 rows"
    return paired(
        name,
        (f"{ROWS} rows", lambda: seconds(_get, client, url, headers)),
        ("bare template view", lambda: seconds(_get, client, reverse("bare"), {})),
        rounds,
        warm_up=3,
    )


def _get(client: Client, url: str, headers: dict) -> None:
    response = client.get(url, headers=headers)
    assert response.status_code == 200, response.status_code
