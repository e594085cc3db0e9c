"""Operations as devices make them."""

import uuid
from typing import Any

from inspections.models import Visit
from inspections.services import check_uuid
from producers.models import Site

from ..world import TODAY
from .plans import Officer, Place


def operation(officer: Officer, kind: str, record, fields: dict, **more) -> dict:
    """Return one write of a record that nobody has written before."""
    return {
        "op_id": str(uuid.uuid4()),
        "user": officer.user,
        "kind": kind,
        "record": str(record),
        "base_version": 0,
        "fields": fields,
        "was": {},
        "made_at": f"{TODAY}T08:12:00+07:00",
        **more,
    }


def opening(officer: Officer, visit: uuid.UUID, place: Place) -> list[dict]:
    """Return what comes before any answer: the visit, its team, the check of a site."""
    facts = {
        "campaign": officer.campaign,
        "place": officer.commune,
        "starts_on": f"{TODAY}",
    }
    head = {"role": "head", "title": "Phó Giám đốc", "agency": officer.agency}
    site = {"visit": str(visit), "site": place.site}
    return [
        operation(officer, "visit", visit, facts),
        operation(officer, "team", visit, {"rows": [head]}),
        operation(officer, "check", check_of(visit, place), site),
    ]


def check_of(visit: uuid.UUID, place: Place) -> uuid.UUID:
    return check_uuid(Visit(uuid=visit), Site(pk=place.site))


def answer(officer: Officer, check, question: tuple, **fields: Any) -> dict:
    item, product = question
    return operation(officer, "answer", check, fields, item=item, product=product)
