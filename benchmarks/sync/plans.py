"""Who records where, and what is asked there."""

import datetime
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db.models import Count
from django.test import Client

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Agency, Area
from inspections.items import cells_of, fitting_sets, items_of
from inspections.models import Campaign, Checklist
from producers.models import Site

from ..world import TODAY, World

OFFICERS, SITES_EACH, QUESTIONS = 20, 5, 40


@dataclass(frozen=True)
class Place:
    """A site, and the questions asked there as (item, product)."""

    site: int
    questions: list[tuple[int, int | None]]


@dataclass(frozen=True)
class Officer:
    """A person with a session, and the sites of the commune that is visited."""

    user: int
    session: str
    campaign: int
    commune: int
    agency: int
    places: list[Place]


def officers(world: World) -> list[Officer]:
    """Make one officer in each of the communes that have most to visit."""
    checklist = Checklist.objects.latest_published()
    assert checklist is not None
    campaign = _campaign(world.province)
    agency = world.province.agencies.first()
    assert agency is not None
    return [
        _officer(number, commune, campaign, agency, checklist)
        for number, commune in enumerate(_communes(world.province))
    ]


def _communes(province: Area) -> list[Area]:
    within = Area.objects.covered_by([province]).current().filter(level=Level.COMMUNE)
    sites = Site.objects.filter(area__in=within).values("area")
    most = sites.annotate(count=Count("pk")).order_by("-count", "area")[:OFFICERS]
    found = within.in_bulk(row["area"] for row in most)
    return list(found.values())


def _campaign(province: Area) -> Campaign:
    day = datetime.timedelta(days=30)
    campaign = Campaign.objects.create(
        name="Kiểm tra tại cơ sở", starts_on=TODAY - day, ends_on=TODAY + day
    )
    campaign.areas.add(province)
    return campaign


def _officer(number, commune: Area, campaign, agency: Agency, checklist) -> Officer:
    user = User.objects.create_user(f"can-bo-{number}", full_name=f"Cán bộ {number}")
    Assignment.objects.create(
        user=user, role=Role.OFFICER, area=commune, valid_from=TODAY
    )
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    sites = Site.objects.visible_to(user).in_areas([commune]).order_by("pk")
    asked = (Place(site.pk, _questions(site, checklist)) for site in sites)
    places = (place for place in asked if len(place.questions) == QUESTIONS)
    found = list(islice(places, SITES_EACH))
    return Officer(user.pk, session, campaign.pk, commune.pk, agency.pk, found)


def _questions(site: Site, checklist: Checklist) -> list[tuple[int, int | None]]:
    """Return the first questions of a check that is still to be opened there."""
    products = list(site.products.select_related("criteria_set"))
    fitting = fitting_sets(products, checklist)
    cells = cells_of(items_of(checklist), fitting, products, set())
    return [(cell.item.pk, cell.product_id) for cell in cells][:QUESTIONS]
