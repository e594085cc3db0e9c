"""What the tests of undoing share: everything the database holds, and a list."""

import datetime
from decimal import Decimal

from django.apps import apps
from django.conf import settings

from imports.undoing import undo_import
from producers.models import Producer, Representative
from tests.factories import (
    DecisionFactory,
    ProducerFactory,
    ProductFactory,
    RecognitionFactory,
    SiteFactory,
)
from tests.places import FORMER, unit

from .test_services import TITLES, ServiceTestCase, line
from .workbooks import workbook

COUNTED = ("version", "updated_at")  # go on counting when something is put back


def everything(*, with_counters: bool = False) -> dict[str, list[dict]]:
    """Return every row of every table but the log and the imports themselves."""
    held = {}
    for label in settings.OCOP_APPS:
        if label in ("history", "imports"):
            continue
        for model in apps.get_app_config(label).get_models():
            rows = list(model._base_manager.order_by("pk").values())
            for row in rows:
                for name in () if with_counters else COUNTED:
                    row.pop(name, None)
            held[model._meta.label] = rows
    return held


def a_list(*rows) -> bytes:
    return workbook([TITLES, *rows])


def stored_producer(code="01654", **values) -> Producer:
    """Store a producer as somebody typed it, with a product and its award."""
    place = unit(code, FORMER)
    producer = ProducerFactory(name="HTX Bản số 0", **values)
    site = SiteFactory(producer=producer, place=place, area=unit("04"), address="Bản A")
    Representative.objects.create(producer=producer, name="Bế Văn B", ethnicity="Tày")
    product = ProductFactory(producer=producer, site=site, name="Rượu gạo số 1")
    RecognitionFactory(
        product=product,
        decision=DecisionFactory(number="1806/QĐ-UBND", signed_on=None, issuer=None),
        grade="3",
        score=Decimal("62.50"),
        valid_from=datetime.date(2020, 9, 16),
        valid_to=datetime.date(2023, 9, 16),
    )
    return producer


class UndoTestCase(ServiceTestCase):
    def undone(self, run, by=None):
        return undo_import(run, by=by or self.user)

    def imported(self, *rows):
        return self.committed(a_list(*rows or (line(1), line(2), line(3))))

    def refusals(self, run) -> dict[str, str]:
        """Return the reasons by the record they are about."""
        names = {
            (change.content_type_id, change.object_id): change.object_name
            for change in run.batch.changes.all()
        }
        refused = run.written.exclude(refusal="").order_by("pk")
        return {
            f"{one.content_type.name} {names[one.content_type_id, one.object_id]}": (
                one.refusal
            )
            for one in refused
        }
