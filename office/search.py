"""One search over producers, products, campaigns and decisions."""

from dataclasses import dataclass

from django.db.models import QuerySet

from core.filters import MOST_WORDS
from core.text import search_key
from inspections.models import Campaign
from producers.models import Producer
from products.models import Decision, Product

SHOWN = 8


@dataclass(frozen=True)
class Hits:
    """The first rows of one kind that contain every word."""

    title: str
    rows: list


def search(user, text: str) -> list[Hits]:
    """Return what the person may see of each kind, in a query a kind."""
    words = search_key(text).split()[:MOST_WORDS]
    if not words:
        return []
    kinds: list[tuple[str, QuerySet]] = [
        ("Chủ thể", Producer.objects.visible_to(user)),
        (
            "Sản phẩm",
            Product.objects.visible_to(user).select_related("producer"),
        ),
        ("Đợt kiểm tra", Campaign.objects.visible_to(user)),
    ]
    if user.has_perm("products.view_decision"):
        kinds.append(("Quyết định", Decision.objects.all()))
    return [
        Hits(title, found)
        for title, rows in kinds
        if (found := list(_containing(rows, words)[:SHOWN]))
    ]


def _containing(rows: QuerySet, words: list[str]) -> QuerySet:
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return rows
