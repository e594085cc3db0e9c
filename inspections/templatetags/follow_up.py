"""What templates say about a recommendation on a date."""

import datetime

from django import template

from ..models import Recommendation

register = template.Library()


@register.filter
def due_words(item: Recommendation, date: datetime.date) -> str:
    """Say how far away the due day is on the date, or nothing."""
    return item.due_words_on(date)


@register.filter
def waiver_words(item: Recommendation, date: datetime.date) -> str:
    """Say until when it is waived, if it is on the date."""
    return (
        f"tạm miễn đến {item.waived_until:%d/%m/%Y}" if item.is_waived_on(date) else ""
    )
