"""What templates of the review desk say about the visits of a page."""

import datetime
from collections import Counter
from collections.abc import Iterable

from django import template
from django.utils import timezone

from ..models import Visit
from ..progress import Progress, progress_of_visits
from ..review import far_photos

register = template.Library()


@register.simple_tag
def far_counts(visits: Iterable[Visit]) -> Counter[int]:
    """Return how many photos of each visit were taken away from their site."""
    return far_photos(visits)


@register.simple_tag
def answered_counts(visits: Iterable[Visit]) -> dict[int, Progress]:
    """Return how far each visit has been answered."""
    return progress_of_visits(visits)


@register.filter
def of_visit(counts: dict, visit: Visit):
    """Return what a tag above, or one like it, counted of the visit."""
    return counts[visit.pk]


@register.filter
def waited_words(moment: datetime.datetime, date: datetime.date) -> str:
    """Say for how many days something handed in has waited."""
    days = (date - timezone.localtime(moment).date()).days
    return f"đã chờ {days} ngày" if days > 0 else "nộp hôm nay"
