"""A device as the server sees it: what it sends, and what it is told."""

import json
import uuid

from django.test import Client
from django.urls import reverse

from inspections.services import check_uuid


class Device:
    """One person's phone. ``told`` keeps the last answer about each record."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def op(self, kind, record, fields=None, *, was=None, base=0, **more) -> dict:
        """Return an operation as a device makes it, not yet sent."""
        return {
            "op_id": str(uuid.uuid4()),
            "user": self.user.pk,
            "kind": kind,
            "record": str(record),
            "base_version": base,
            "fields": fields or {},
            "was": was or {},
            "made_at": "2026-11-27T08:12:00+07:00",
            **more,
        }

    def post(self, body, content_type="application/json"):
        """Send a body, an operation or any bytes, and return the response."""
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(
            reverse("fieldwork:send"), data, content_type=content_type
        )

    def send(self, kind, record, fields=None, **options):
        """Make an operation and send it; returns status and content."""
        response = self.post(self.op(kind, record, fields, **options))
        return response.status_code, response.json()

    def ask(self, check, item, product=None, **fields):
        """Send an answer about a question nobody has answered yet."""
        more = {"item": item.pk, "product": product and product.pk}
        return self.send("answer", check.uuid, fields, **more)

    def new_visit(self, campaign, place, **fields) -> uuid.UUID:
        """Make a visit and return its name."""
        name = uuid.uuid4()
        told = {
            "campaign": campaign.pk,
            "place": place.pk,
            "starts_on": "2023-09-20",
            **fields,
        }
        status, answer = self.send("visit", name, told)
        assert status == 200, answer
        return name

    def open_check(self, visit, site, **fields) -> uuid.UUID:
        """Open the check of a site and return its name."""
        name = check_uuid(visit, site)
        told = {"visit": str(visit.uuid), "site": site.pk, **fields}
        status, answer = self.send("check", name, told)
        assert status == 200, answer
        return name
