"""All parts of a pack put together."""

import datetime

from inspections.services import last_team

from ..kinds import KINDS
from . import earlier, registry
from .choosing import Chosen, campaigns_for
from .visits import visits


def pack_of(user, chosen: Chosen, today: datetime.date) -> dict:
    """Return what the person takes along, without the time it was made at."""
    places = [*chosen.places, *chosen.former]
    sites = registry.sites_in(user, chosen.places, chosen.visits)
    last = earlier.last_checks(user, sites)
    used = {visit.campaign_id for visit in chosen.visits}
    return {
        "user": {
            "id": user.pk,
            "name": user.full_name,
            "title": user.title,
            "agency": user.agency_id,
        },
        "checklists": registry.checklists(chosen.visits),
        "agencies": registry.agencies(today),
        "campaigns": campaigns_for(user, today, used),
        "places": registry.places(places),
        "sites": registry.sites(sites, places),
        "producers": registry.producers(sites),
        "products": registry.products(user, sites, today),
        "papers": registry.papers(user, sites, today),
        "last": earlier.last_answers(last),
        "open": {
            "findings": earlier.open_findings(user, sites, last),
            "recommendations": earlier.open_recommendations(user, sites),
        },
        "visits": visits(user, chosen.visits),
        "phrases": earlier.phrases(user),
        "team": [KINDS["team"].told_of(seat) for seat in last_team(user)],
    }
