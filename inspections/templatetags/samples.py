"""What templates say about a sample on a date."""

import datetime

from django import template

from ..models import Sample

register = template.Library()


@register.filter
def waiting_words(sample: Sample, date: datetime.date) -> str:
    """Say for how long its results have been waited for."""
    days = sample.days_waiting(date)
    return f"đã chờ {days} ngày" if days > 0 else "lấy hôm nay"
