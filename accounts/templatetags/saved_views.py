"""The way from any list to the filters that were saved for it."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from .. import listings

register = template.Library()


@register.inclusion_tag("accounts/_saved_views_link.html", takes_context=True)
def saved_views_link(context):
    """Offer saved filters to somebody signed in; they are loaded when asked for."""
    request = context["request"]
    if request.resolver_match is None or not request.user.is_authenticated:
        return {"url": ""}
    asked = {
        "danh_sach": listings.key_of(request.resolver_match),
        "dieu_kien": listings.tidy(request.GET.urlencode()),
    }
    return {"url": f"{reverse('accounts:saved_view_list')}?{urlencode(asked)}"}
