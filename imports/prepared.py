"""Plans kept from the preview for the commit, which then need not be made again."""

import hashlib
import json
from collections import defaultdict

from django.db import connection, models
from django.utils import timezone

from history.services import log_position

from .models import ImportRun, PreparedPlan
from .planning.known import FEW, records
from .planning.packing import packed, unpacked
from .planning.plan import MODELS, Plan
from .planning.records import Record
from .planning.scope import Scope
from .understanding.tables import BookLayout


def _token(run: ImportRun, scope: Scope, position: list[int]) -> str:
    """Return what a plan is made from, as one hash.

    Where the log stands says whether anything was recorded; the rest is what changes
    without a record: what was said of the file, whose scope it is, the day, and what
    a new version of the portal has made of the tables.
    """
    user = scope.user.pk if scope.user else None
    layout = BookLayout.from_json(run.layout)  # in memory it may have other keys
    chosen = [run.regime_id, run.issuer_id, run.on_match, run.row_choices]
    areas = [sorted(scope.today), sorted(scope.former)]
    columns = [[f.attname for f in model._meta.concrete_fields] for model in MODELS]
    day = timezone.localdate().isoformat()
    made_from = [position, layout.as_json(), chosen, user, areas, day, columns]
    text = json.dumps(made_from, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def keep_prepared(run: ImportRun, plan: Plan, position: list[int]) -> None:
    """Keep what a plan writes, if anything.

    ``position`` is where the log stood before the plan was made.
    """
    if not plan.writes_nothing:
        token = _token(run, plan.scope, position)
        PreparedPlan.objects.create(run=run, token=token, content=packed(plan))


def forget_prepared(run: ImportRun) -> None:
    PreparedPlan.objects.filter(run=run).delete()


def prepared_plan(run: ImportRun, scope: Scope) -> Plan | None:
    """Return the plan that a preview has kept; None if it may not hold any more.

    Everything stored that it writes to or hangs on is locked first and must stand as
    it was read. What others write meanwhile to anything else comes after the import.
    """
    kept = PreparedPlan.objects.filter(run=run).first()
    if kept is None:
        return None
    plan = unpacked(bytes(kept.content))
    if not all(map(_stands, _stored(plan).items())):
        return None
    return plan if kept.token == _token(run, scope, log_position()) else None


def _stored(plan: Plan) -> dict[type[models.Model], dict[int, Record]]:
    stored: dict[type[models.Model], dict[int, Record]] = defaultdict(dict)
    for model, found in plan.records.items():
        for record in found:
            if not record.is_new:
                stored[model][record.pk] = record
    return stored


def _stands(found: tuple[type[models.Model], dict[int, Record]]) -> bool:
    """Lock the rows of some records, and say whether they are what they were."""
    model, expected = found
    rows = model._base_manager.all()
    if connection.vendor == "sqlite" and len(expected) > FEW:
        # It takes only so many keys, and has nobody else writing.
        rows = rows.filter(pk__gte=min(expected), pk__lte=max(expected))
    else:
        rows = rows.filter(pk__in=list(expected))
    names = tuple(next(iter(expected.values())).stored)
    same = 0
    for record in records(rows, names, lock=True):
        known = expected.get(record.pk)
        same += known is not None and known.stored == record.stored
    return same == len(expected)
