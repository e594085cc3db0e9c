"""Phones of people before the real server, and a count of what came of their work."""

import os
import signal
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.test import Client

from fieldwork.models import Operation
from inspections.models import ItemResult, Photo, SiteCheck, Visit

from .device import Device

SHELL = "/di-co-so/"
KEEP = """async () => {
  const { register } = await import('/static/js/field/offline.js');
  await register();
}"""


def check_of(visit: str, site: int) -> str:
    return str(uuid.uuid5(uuid.UUID(visit), f"site {site}"))


def sign_in(context, user, own_url):
    """Give a browser a session that outlives it, as the sign-in page does."""
    client = Client()
    client.force_login(user)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": own_url,
        "expires": time.time() + settings.SESSION_COOKIE_AGE,
    }
    context.add_cookies([cookie])


def kill(folder):
    """Kill the browser that uses a folder, as a phone does that runs out of memory."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words:
            os.kill(int(path.parent.name), signal.SIGKILL)


@dataclass
class Work:
    """What people recorded: notes by (check, item, product), photos by hash."""

    notes: dict = field(default_factory=dict)
    authors: set = field(default_factory=set)  # who wrote something of which record
    photos: dict = field(default_factory=dict)

    def tally(self) -> dict[str, int]:
        """Compare it with what the server has; all zero is what we promise."""
        return {
            "lost": self._lost(),
            "doubled": self._doubled(),
            "under a wrong name": self._misnamed(),
        }

    def _lost(self):
        stored = {
            (str(row.site_check.uuid), row.item_id, row.product_id): row.note
            for row in ItemResult.objects.select_related("site_check")
        }
        notes = sum(stored.get(key) != note for key, note in self.notes.items())
        there = set(map(str, Photo.objects.values_list("uuid", flat=True)))
        return notes + len(self.photos.keys() - there)

    def _doubled(self):
        """Count what one act of a person left twice, in whatever form."""
        key = ["site_check", "item", "product"]
        answers = ItemResult.objects.values(*key).annotate(n=Count("pk"))
        checks = SiteCheck.objects.values("visit", "site").annotate(n=Count("pk"))
        twice = sum(row["n"] - 1 for row in [*answers, *checks])
        photos = Photo.objects.count() - len(self.photos)
        visits = Visit.objects.count() - len({check for check, *_ in self.notes})
        return twice + max(photos, 0) + max(visits, 0)

    def _misnamed(self):
        rows = Operation.objects.values_list("record", "user")
        return sum((str(record), user) not in self.authors for record, user in rows)


class Phone(Device):
    """A person's phone whose shell is kept; what is written on it is noted as work."""

    def __init__(self, context, user, cast, work):
        self.cast, self.work = cast, work
        super().__init__(context, {"id": user.pk, "name": str(user)}, page=SHELL)

    def keep_shell(self):
        self.tab.evaluate(KEEP)

    def record_visit(self, note, photo=None) -> str:
        """Record a visit with one answer, and a photo of it; returns its name."""
        visit, cast = str(uuid.uuid4()), self.cast
        check = check_of(visit, cast.site.pk)
        fields = {
            "campaign": cast.visit.campaign_id,
            "place": cast.hoa_an.pk,
            "starts_on": "2023-09-20",
        }
        self.write("visit", {"record": visit}, fields)
        self.write("check", {"record": check}, {"visit": visit, "site": cast.site.pk})
        self.answer(check, note)
        if photo:
            item = cast.checklist.items.get(code="nhan").pk
            about = {"check": check, "item": item, "product": cast.product.pk}
            name = self.take(photo, about)
            self.work.photos[name] = check
            self.work.authors.add((name, self.person["id"]))
        return visit

    def write(self, kind, ref, changes, **options):
        super().write(kind, ref, changes, **options)
        self.work.authors.add((ref["record"], self.person["id"]))

    def answer(self, check, note, code="nhan"):
        item = self.cast.checklist.items.get(code=code).pk
        ref = {"record": check, "item": item, "product": self.cast.product.pk}
        self.write("answer", ref, {"outcome": "passed", "note": note})
        self.work.notes[check, item, self.cast.product.pk] = note

    def start(self, tab=None):
        self.run("await ocop.start()", tab=tab)

    def wait_for(self, timeout=60_000, tab=None, **wanted):
        """Wait until the sender says so."""
        fits = "(w) => Object.entries(w).every(([k, v]) => ocop.status()[k] === v)"
        (tab or self.tab).wait_for_function(fits, arg=wanted, timeout=timeout)

    def wait_until_sent(self, timeout=120_000):
        self.wait_for(timeout, state="idle", waiting=0, conflicts=0, refused=0)
