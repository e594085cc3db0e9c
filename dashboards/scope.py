"""What a page of figures speaks of: whose view, which unit, on which day."""

import datetime
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from areas.models import Area
from areas.querysets import ScopedQuerySet

PERMISSION = "dashboards.view_dashboard"
MOST_DIGITS = 18  # of a key that both databases can hold


@dataclass(frozen=True)
class Scope:
    """The rows that are counted: those the user may see, in one unit or in all.

    ``area`` is None for everything that was assigned to a person with several units.
    """

    user: User
    area: Area | None
    date: datetime.date

    def narrow(self, rows: ScopedQuerySet) -> ScopedQuerySet:
        """Keep the rows that are seen and lie in the unit, as the lists do."""
        seen = rows.visible_to(self.user)
        return seen if self.area is None else seen.in_areas([self.area])

    @property
    def day(self) -> str:
        return f"{self.date:%d/%m/%Y}"

    @property
    def words(self) -> str:
        """Return the name of the unit, or of all units of the person."""
        if self.area is not None:
            return self.area.full_name
        return "Toàn bộ địa bàn được giao"

    def link(self, name: str, **query) -> str:
        """Return the address of a list, narrowed to the unit."""
        if self.area is not None:
            query = {"dia_ban": self.area.pk, **query}
        return f"{reverse(name)}?{urlencode(query)}"

    @property
    def page(self) -> str:
        """Return the address of the page of figures."""
        return self.link("dashboards:home", ngay=self.day)

    @property
    def analysis(self) -> str:
        """Return the address of the products of the page, counted two ways."""
        return self.link("dashboards:cross", ngay=self.day)


def area_asked_for(user: User, text: str) -> Area | None:
    """Return the unit that an address names; out of the user's reach is 404.

    Without a name it is the one unit of the user, or None for all of several.
    """
    reach = user.areas_with(PERMISSION)
    if not text:
        if len(reach) != 1:
            return None
        text = str(reach[0].pk)
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Http404("Không có địa bàn mang mã này.")
    units = Area.objects.covered_by(reach).for_display()
    return get_object_or_404(units, pk=text)
