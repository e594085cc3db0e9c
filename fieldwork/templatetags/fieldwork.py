"""What pages of a visit say about devices that still have something of it."""

from collections import Counter
from collections.abc import Iterable

from django import template

from inspections.models import Visit

from ..models import Upload

register = template.Library()


@register.simple_tag
def pictures_awaited(visit: Visit) -> int:
    """Return how many pictures were told of whose bytes are still on a device."""
    return Upload.objects.awaited().filter(site_check__visit=visit).count()


@register.simple_tag
def awaited_counts(visits: Iterable[Visit]) -> Counter[int]:
    """Return as pictures_awaited, for each of the visits; one query."""
    rows = Upload.objects.awaited().filter(site_check__visit__in=list(visits))
    return Counter(rows.values_list("site_check__visit", flat=True))
