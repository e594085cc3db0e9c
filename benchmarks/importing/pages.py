"""How large the pages of an import of 10,000 rows are."""

from django.db import transaction
from django.test import Client
from django.urls import reverse

from imports import services

from ..measure import Figure
from . import lists


def figures(data: bytes, user) -> list[Figure]:
    """Return the size of each page that shows a list before it is written."""
    refused = lists.annex(lists.lines(star="0 sao"))
    return [
        *_sizes(data, user, "10,000 new rows"),
        *_sizes(refused, user, "10,000 rejected rows"),
    ]


def _sizes(data: bytes, user, what: str) -> list[Figure]:
    client = Client()
    client.force_login(user)
    with transaction.atomic():
        run = services.start_import(data, "danh-sach.xlsx", by=user)
        understood = reverse("imports:understood", args=[run.pk])
        sizes = {"page of what was understood": _size(client, understood)}
        services.preview_import(run, by=user)
        sizes["page of the preview"] = _size(client, run.get_absolute_url())
        transaction.set_rollback(True)
    return [
        Figure(f"{name}, {what}", round(size / 1000, 1), "kB")
        for name, size in sizes.items()
    ]


def _size(client: Client, url: str) -> int:
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len(response.content)
