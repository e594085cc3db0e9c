"""What the board says of a row."""

import datetime

from django import template

from products.models import Recognition

from ..expiry.steps import Line

register = template.Library()


@register.filter
def told_on(row: Recognition, date: datetime.date) -> Line:
    """Return a row of the board as it is told on the date."""
    return Line(row, date)
