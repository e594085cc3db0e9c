"""What a page of figures speaks of: whose view, which unit, on which day."""

import datetime
from dataclasses import dataclass, replace

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from areas.models import Area
from areas.querysets import ScopedQuerySet
from core.filtering import Chip, unfiltered
from inspections.enums import APPROVED, HANDED_IN
from inspections.filters import APPROVED_KEY, HANDED_IN_KEY
from products.dates import add_months

PERMISSION = "dashboards.view_dashboard"
MOST_DIGITS = 18  # of a key that both databases can hold


@dataclass(frozen=True)
class Scope:
    """The rows that are counted: those the user may see, in one unit or in all.

    ``area`` is None for everything that was assigned to a person with several units.
    Visits count from when they are handed in; where ``approved``, from their approval.
    """

    user: User
    area: Area | None
    date: datetime.date
    approved: bool = False

    def narrow(self, rows: ScopedQuerySet) -> ScopedQuerySet:
        """Keep the rows that are seen and lie in the unit, as the lists do."""
        seen = rows.visible_to(self.user)
        return seen if self.area is None else seen.in_areas([self.area])

    def years_before(self, number: int) -> "Scope":
        """Return the same on the same day some years before."""
        return replace(self, date=add_months(self.date, -12 * number))

    @property
    def held(self) -> tuple:
        """Return the states in which a visit counts."""
        return APPROVED if self.approved else HANDED_IN

    @property
    def held_key(self) -> str:
        """Return the same as lists of visits, checks and findings name it."""
        return APPROVED_KEY if self.approved else HANDED_IN_KEY

    @property
    def approved_only(self) -> dict[str, str]:
        """Return the same as lists name it that count what was handed in anyway."""
        return {"da_duyet": "1"} if self.approved else {}

    @property
    def this_year(self) -> dict[str, str]:
        """Return the period from the first of January to the date, for an address."""
        first = self.date.replace(month=1, day=1)
        return {"tu_ngay": f"{first:%d/%m/%Y}", "den_ngay": self.day}

    @property
    def day(self) -> str:
        return f"{self.date:%d/%m/%Y}"

    @property
    def words(self) -> str:
        """Return the name of the unit, or of all units of the person."""
        if self.area is not None:
            return self.area.full_name
        return "Toàn bộ địa bàn được giao"

    @property
    def chips(self) -> list[Chip]:
        """Return what an export says of the unit and the day."""
        return [
            Chip("Địa bàn", self.words, ""),
            Chip("Tính đến ngày", self.day, ""),
        ]

    def link(self, name: str, **query) -> str:
        """Return the address of a list, narrowed to the unit."""
        return self.link_to(reverse(name), **query)

    def link_to(self, path: str, **query) -> str:
        """Return the address with the unit and what else is asked."""
        if self.area is not None:
            query = {"dia_ban": self.area.pk, **query}
        return f"{path}?{urlencode(query)}" if query else unfiltered(path)

    @property
    def page(self) -> str:
        """Return the address of the page of figures."""
        return self.link("dashboards:home", ngay=self.day, **self.approved_only)

    @property
    def quality(self) -> str:
        """Return the address of what the records of the unit lack."""
        return self.link("dashboards:quality", ngay=self.day)

    @property
    def next_visits(self) -> str:
        """Return the address of whom to visit next in the unit."""
        return self.link("dashboards:next_visits", ngay=self.day)

    @property
    def map(self) -> str:
        """Return the address of the map of the unit."""
        return self.link("dashboards:map", ngay=self.day)

    @property
    def map_sites(self) -> str:
        """Return the address of the sites that the map draws."""
        return self.link("dashboards:map_sites", ngay=self.day)

    @property
    def map_checks(self) -> str:
        """Return the address of the checks that the map draws."""
        return self.link("dashboards:map_checks", ngay=self.day)

    @property
    def map_areas(self) -> str:
        """Return the address of the outlines that the map shades."""
        return self.link("dashboards:map_areas", ngay=self.day)

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
