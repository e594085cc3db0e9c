"""Sites with their producers, products and papers, and what a visit is made of."""

import datetime
from collections import defaultdict

from django.db.models import Q

from areas.models import Agency, Area, AreaCover
from areas.querysets import lies_in
from inspections.items import recognised_stars
from inspections.models import Checklist, ChecklistItem, ItemSet, SiteCheck, Visit
from producers.models import Producer, Site
from products.models import Paper, Product

# An older visit still finds the office that received the team.
AGENCY_YEARS = 4


def sites_in(user, places: list[Area], visits: list[Visit]) -> list[Site]:
    """Return the sites of the units that the person sees, and those of the visits."""
    checked = SiteCheck.objects.visible_to(user).filter(visit__in=visits)
    here = lies_in(places) | Q(pk__in=checked.values("site"))
    rows = Site.objects.visible_to(user).filter(here)
    return list(rows.select_related("place__parent", "producer").order_by("pk"))


def places(units: list[Area]) -> list[dict]:
    """Return where teams are received, with the days of each unit."""
    return [
        {
            "id": unit.pk,
            "name": unit.name,
            "full_name": unit.full_name,
            "valid_from": unit.valid_from.isoformat(),
            "valid_to": iso(unit.valid_to),
        }
        for unit in units
    ]


def sites(rows: list[Site], places: list[Area]) -> list[dict]:
    covers = defaultdict(set)
    pairs = AreaCover.objects.filter(ancestor__in=places)
    for ancestor, descendant in pairs.values_list("ancestor", "descendant"):
        covers[ancestor].add(descendant)
    return [
        {
            "id": site.pk,
            "producer": site.producer_id,
            "name": site.name,
            "address": site.address,
            "place": site.place.full_name,
            "latitude": number(site.latitude),
            "longitude": number(site.longitude),
            "of": [unit.pk for unit in places if _takes_in(unit, site, covers)],
        }
        for site in rows
    ]


def _takes_in(unit: Area, site: Site, covers) -> bool:
    """Say whether a visit to the unit may go to the site (``areas.lies_in``)."""
    lies = site.area_id if unit.is_current else site.place_id
    return lies in covers[unit.pk]


def producers(rows: list[Site]) -> list[dict]:
    found: dict[int, Producer] = {site.producer_id: site.producer for site in rows}
    return [
        {
            "id": pk,
            "name": producer.name,
            "kind": producer.get_legal_kind_display(),
            "state": producer.state,
        }
        for pk, producer in found.items()
    ]


def products(user, rows: list[Site], today: datetime.date) -> list[dict]:
    """Return the products of sites; ``held`` tells which stars each had since when."""
    found = Product.objects.visible_to(user).filter(site__in=[site.pk for site in rows])
    told = list(found.with_standing(today).order_by("site", "name", "pk"))
    held = recognised_stars(product.pk for product in told)
    return [
        {
            "id": product.pk,
            "site": product.site_id,
            "producer": product.producer_id,
            "name": str(product),
            "set": product.criteria_set_id,
            "stars": product.grade_words,
            "held": [[iso(begun), stars] for begun, stars in held.get(product.pk, [])],
            "status": product.standing or "",
            "status_words": product.standing_words,
            "valid_to": iso(product.standing_valid_to),
            "state": product.state,
            "state_since": iso(product.state_since),
            "created_at": product.created_at.isoformat(),
        }
        for product in told
    ]


def papers(user, rows: list[Site], today: datetime.date) -> list[dict]:
    named = {site.producer_id for site in rows}
    found = Paper.objects.visible_to(user).filter(producer__in=named)
    return [
        {
            "producer": paper.producer_id,
            "product": paper.product_id,
            "kind": paper.get_kind_display(),
            "number": paper.number,
            "expires_on": iso(paper.expires_on),
            "status": paper.state_words,
        }
        for paper in found.with_state(today).order_by("producer", "pk")
    ]


def checklists(visits: list[Visit]) -> dict[str, dict]:
    """Return the version that a new visit takes, and those of the visits; 3 queries."""
    latest = Checklist.objects.latest_published()
    found = {visit.checklist_id: visit.checklist for visit in visits}
    if latest:
        found[latest.pk] = latest
    sets = defaultdict(list)
    named = ItemSet.objects.filter(item__checklist__in=found)
    for item, criteria_set in named.values_list("item", "criteria_set"):
        sets[item].append(criteria_set)
    told = {
        str(one.number): {"number": one.number, "name": one.name, "items": []}
        for one in found.values()
    }
    items = ChecklistItem.objects.filter(checklist__in=found).order_by("position")
    for item in items:
        checklist = found[item.checklist_id]
        told[str(checklist.number)]["items"].append(_item(item, sets.get(item.pk)))
    return told


def _item(item, sets: list[int] | None) -> dict:
    return {
        "id": item.pk,
        "code": item.code,
        "group": item.group,
        "text": item.text,
        "hint": item.hint,
        "basis": item.legal_basis,
        "subject": item.subject,
        "sets": sets,
        "stars": item.stars,
        "severity": item.default_severity,
    }


def agencies(today: datetime.date) -> list[dict]:
    since = today - datetime.timedelta(days=365 * AGENCY_YEARS)
    rows = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    return [
        {
            "id": agency.pk,
            "name": agency.name,
            "code": agency.short_code,
            "area": agency.area_id,
            "valid_from": agency.valid_from.isoformat(),
            "valid_to": iso(agency.valid_to),
        }
        for agency in rows
    ]


def iso(moment) -> str | None:
    return moment and moment.isoformat()


def number(value) -> float | None:
    return None if value is None else float(value)
