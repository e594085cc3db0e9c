"""What templates say of papers."""

from django import template

from producers.models import Producer

from ..requirements import Lack, lacks_of

register = template.Library()


@register.filter
def lacks(producer: Producer) -> list[Lack]:
    """Return what a producer loaded by ``with_lacks`` lacks."""
    return lacks_of(producer)
