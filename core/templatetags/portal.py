"""What templates share: icons, navigation, dates and numbers as people read them."""

import datetime
import re
from decimal import Decimal

from django import template
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html

from ..pagination import SIZES

register = template.Library()

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TONES = {"success": "good", "warning": "warn", "error": "bad"}
_MESSAGE_ICONS = {
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "error": "x-octagon-fill",
}


@register.simple_tag
def icon(name: str):
    """Draw a decorative icon; its name stands in static/icons.txt."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.inclusion_tag("layout/_nav_item.html", takes_context=True)
def nav_item(
    context, name: str, label: str, permission: str, *within: str, query: str = ""
):
    """Show one entry of the navigation, if it leads somewhere this person may go.

    It is marked on the pages whose addresses begin like its own or like one of
    ``within``. ``query`` says how a list is first shown to those who have no default
    of their own for it.
    """
    request = context["request"]
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {"url": ""}
    if not request.user.has_perm(permission):
        return {"url": ""}
    inside = request.path.startswith(url) or request.path_info.startswith(within)
    current = "page" if request.path == url else "true" if inside else ""
    if query and context["has_default"](name):
        query = ""
    return {"url": url + query, "label": label, "current": current}


@register.filter
def message_tone(level_tag: str) -> str:
    return _TONES.get(level_tag, "plain")


@register.filter
def message_icon(level_tag: str) -> str:
    return _MESSAGE_ICONS.get(level_tag, "info-circle-fill")


@register.filter
def vn_date(value) -> str:
    """Return dd/mm/yyyy, or an empty text for no date."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def vn_time(value) -> str:
    """Return hh:mm dd/mm/yyyy in local time, or an empty text."""
    return f"{timezone.localtime(value):%H:%M %d/%m/%Y}" if value else ""


@register.filter
def vn_number(value, places: int | None = None) -> str:
    """Return 1.234,5 as offices write it; places fixes the number of decimals."""
    if value is None or value == "":
        return ""
    if places is not None:
        value = round(value, places)  # number_format would cut the rest off
    return formats.number_format(value, decimal_pos=places, force_grouping=True)


@register.filter
def in_words(value) -> str:
    """Return a value of the change log as a person reads it."""
    if value is None or value == "":
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float | Decimal):
        return vn_number(value)
    if isinstance(value, list):
        return ", ".join(in_words(part) for part in value) or "(trống)"
    if isinstance(value, datetime.date):
        return vn_date(value)
    if _ISO_DATE.fullmatch(str(value)):
        return "/".join(reversed(value.split("-")))
    return str(value)


@register.filter
def tone(value, tones: str) -> str:
    """Look a value up in "valid:good expiring:warn"; what is not named is plain."""
    pairs = dict(pair.partition(":")[::2] for pair in tones.split())
    return pairs.get(str(value), "plain")


@register.simple_tag(takes_context=True)
def sort_links(context, key: str) -> dict:
    """Return the state of a sorted column, and the order that its link asks for."""
    current = context["request"].GET.get("sap_xep") or context.get("sort", "")
    if current == key:
        return {"next": f"-{key}", "state": "ascending", "icon": "caret-up-fill"}
    if current == f"-{key}":
        return {"next": key, "state": "descending", "icon": "caret-down-fill"}
    return {"next": key, "state": "", "icon": ""}


@register.filter
def star_icons(grade: str) -> list[str]:
    """Return one icon a star; "4+" awaits its fifth."""
    full = int(str(grade)[0])
    return ["star-fill"] * full + ["star-half"] * str(grade).endswith("+")


@register.filter
def page_numbers(page) -> list[int]:
    """Return the numbers to show, 0 for a gap."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in shown]


@register.filter
def page_sizes(page) -> tuple[int, ...]:
    return SIZES


@register.filter
def attributes(attrs: dict) -> str:
    """Write the attributes of a widget into a tag, escaped."""
    return flatatt(attrs)
