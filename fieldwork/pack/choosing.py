"""Which places and visits a person may prepare, and which were chosen."""

import datetime
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from areas.enums import Level
from areas.models import Area, AreaCover
from core.text import is_key
from inspections.enums import EDITABLE
from inspections.forms.visits import HOSTS
from inspections.models import Campaign, Visit
from producers.models import Site
from products.models import Product

from ..exceptions import BrokenError, MissingError

MOST_PLACES, MOST_VISITS = 30, 50
# Campaigns that ended lately: a visit is recorded some weeks after it was made.
CAMPAIGN_DAYS = 90


@dataclass(frozen=True)
class Chosen:
    """Units and visits to take along, all of them within the person's reach.

    ``places`` are the units chosen and those of the visits, ``former`` the units that
    lay there before and have ended: they received the teams of older visits.
    """

    places: list[Area]
    visits: list[Visit]
    former: list[Area]


def choose(user, places: list[str], visits: list[str]) -> Chosen:
    """Return what a device names; MissingError where any of it is out of reach."""
    if len(places) > MOST_PLACES or len(visits) > MOST_VISITS:
        message = f"Mỗi lần chuẩn bị tối đa {MOST_PLACES} địa bàn, {MOST_VISITS} buổi."
        raise BrokenError(message)
    keys, names = _keys(places), _names(visits)
    taken = list(
        Visit.objects.visible_to(user)
        .filter(uuid__in=names)
        .select_related("campaign", "checklist", "host", "created_by")
        .order_by("starts_on", "pk")
    )
    units = list(_reach(user).filter(pk__in=keys).for_display())
    if len(taken) < len(names) or len(units) < len(keys):
        raise MissingError
    hosts = {visit.place_id for visit in taken} - keys
    units += list(Area.objects.filter(pk__in=hosts).for_display())
    return Chosen(units, taken, _former(user, units))


def _former(user, units: list[Area]) -> list[Area]:
    """Return the former communes of the communes of today, and their districts."""
    chosen = {unit.pk for unit in units}
    communes = [u.pk for u in units if u.is_current and u.level == Level.COMMUNE]
    ended = Area.objects.covered_by(communes).filter(valid_to__isnull=False)
    there = Q(pk__in=ended.values("pk")) | Q(pk__in=ended.values("parent"))
    rows = _reach(user).filter(there, valid_to__isnull=False).exclude(pk__in=chosen)
    return list(rows.for_display().order_by("name", "pk"))


def offer(user, today: datetime.date) -> dict:
    """Return what the person may choose from: places with sites, visits under way."""
    return {
        "places": _places(user),
        "visits": _visits(user),
        "campaigns": campaigns_for(user, today),
    }


def campaigns_for(user, today: datetime.date, kept: set[int] = frozenset()) -> list:
    """Return the campaigns of late that the person sees, and those named; 2 queries."""
    since = today - datetime.timedelta(days=CAMPAIGN_DAYS)
    late = Campaign.objects.visible_to(user).filter(ends_on__gte=since)
    rows = (late | Campaign.objects.filter(pk__in=kept)).distinct()
    return [
        {
            "id": row.pk,
            "name": row.name,
            "kind": row.kind,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "places": [area.pk for area in row.areas.all()],
        }
        for row in rows.prefetch_related("areas")
    ]


def _reach(user):
    """Return the units that may be prepared: where the person records."""
    areas = user.areas_with("inspections.change_sitecheck")
    return Area.objects.covered_by(areas).filter(level__in=HOSTS)


def _places(user) -> list[dict]:
    """Count sites and products of each unit within reach that has some."""
    sites = list(Site.objects.visible_to(user).values_list("pk", "area", "place"))
    made = Product.objects.visible_to(user).values("site").annotate(count=Count("pk"))
    made_at = {row["site"]: row["count"] for row in made}
    # A unit of today takes in what lies there now, a former one what was told so.
    reach = {area.pk: area for area in _reach(user).for_display()}
    covers = defaultdict(set)
    for ancestor, descendant in AreaCover.objects.filter(
        ancestor__in=[pk for pk, area in reach.items() if area.valid_to]
    ).values_list("ancestor", "descendant"):
        covers[descendant].add(ancestor)
    counts, products = Counter(), Counter()
    for site, area, place in sites:
        for unit in {area, *covers[place]} & reach.keys():
            counts[unit] += 1
            products[unit] += made_at.get(site, 0)
    return [
        {
            "id": pk,
            "name": area.full_name,
            "sites": counts[pk],
            "products": products[pk],
        }
        for pk, area in sorted(reach.items(), key=lambda pair: pair[1].name)
        if counts[pk]
    ]


def _visits(user) -> list[dict]:
    """Return the latest visits that the person may go on recording."""
    rows = Visit.objects.editable_by(user).filter(status__in=EDITABLE).for_list()
    return [
        {
            "uuid": str(visit.uuid),
            "label": str(visit),
            "starts_on": visit.starts_on.isoformat(),
            "place": visit.place_id,
            "sites": visit.check_count,
        }
        for visit in rows[:MOST_VISITS]
    ]


def _keys(texts: list[str]) -> set[int]:
    if not all(map(is_key, texts)):
        raise BrokenError("Mã địa bàn không hợp lệ.")
    return {int(text) for text in texts}


def _names(texts: list[str]) -> set[uuid.UUID]:
    try:
        return {uuid.UUID(text) for text in texts}
    except ValueError as error:
        raise BrokenError("Mã buổi kiểm tra không hợp lệ.") from error
