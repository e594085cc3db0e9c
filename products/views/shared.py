"""What the pages of products share: breadcrumbs, and rows that an address names."""

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.http import Http404

from producers.views import trail_of as trail_of_producer


def trail_of(product) -> list[tuple[str, str]]:
    """Return the breadcrumbs of a page below a product."""
    return [
        *trail_of_producer(product.producer),
        (str(product), product.get_absolute_url()),
    ]


def asked_for(request, name: str, rows):
    """Return the row whose key the address gives, or None; 404 for one out of reach."""
    if name not in request.GET:
        return None
    try:
        return ModelChoiceField(rows).clean(request.GET[name])
    except ValidationError:
        raise Http404 from None
