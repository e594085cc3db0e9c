"""Breadcrumbs of the pages below a visit."""

from django.urls import reverse

from ..models import SiteCheck, Visit


def trail_of(visit: Visit) -> list[tuple[str, str]]:
    """Return the way to a page below a visit."""
    return [
        ("Các buổi kiểm tra", reverse("inspections:visit_list")),
        (str(visit), visit.get_absolute_url()),
    ]


def trail_of_check(check: SiteCheck) -> list[tuple[str, str]]:
    """Return the way to a page below a site check."""
    producer = str(check.site.producer)
    return [*trail_of(check.visit), (producer, check.get_absolute_url())]
