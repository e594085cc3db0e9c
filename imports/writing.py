"""Writing a plan: new and changed rows in bulk, and every one of them in the log."""

import logging

from django.db import IntegrityError, models, transaction

from accounts.models import Assignment, User
from core.bulk import insert_all, make_row, reserve_keys, update_all
from history.enums import Action
from history.models import ChangeBatch
from history.services import LoggedAct, changes_between
from producers.models import Producer, Representative, Site
from products.models import Decision, Product, Recognition, RecognitionEnd

from .exceptions import ImportRefusedError
from .planning.plan import MODELS, Plan
from .planning.records import Record

logger = logging.getLogger("ocop.imports")

TAKEN = (
    "Có người vừa ghi hồ sơ trùng với danh sách này, chưa ghi gì. Xin xem trước lại rồi"
    " ghi."
)

# What nothing that is written points to, or ends of recognitions that are stored.
LAST = (Representative, Recognition, RecognitionEnd, Assignment)

# What may change in a stored row, beside its version and the time.
UPDATED = {
    Producer: [
        "name",
        "earlier_names",
        "legal_kind",
        "tax_code",
        "registration_number",
        "phones",
        "email",
        "website",
        "state",
        "match_key",
        "search_key",
    ],
    Representative: ["name", "sex", "ethnicity"],
    Site: ["place", "area", "address"],
    Decision: ["issuer", "signed_on"],
    User: ["full_name", "title", "agency", "email", "phone", "search_key"],
    Product: ["site", "criteria_set", "brand", "barcode", "search_key"],
    Recognition: [
        "decision",
        "grade",
        "score",
        "regime",
        "criteria_set",
        "code",
        "certificate_number",
        "valid_from",
        "valid_to",
        "dates_as_printed",
        "note",
        "ended_on",
        "ended_by_removal",
        "end_decision",
    ],
}


def write_plan(plan: Plan, *, by, reason: str) -> ChangeBatch | None:
    """Write everything a plan asks for and log it as one batch; None if nothing.

    What the plan matched must have been locked by the transaction this runs in. What
    somebody else enters meanwhile cannot be locked: where it takes a tax code, a user
    name or a decision that the plan makes, ImportRefusedError says so.
    """
    if plan.writes_nothing:
        return None
    try:
        with transaction.atomic():
            return _write(plan, by=by, reason=reason)
    except IntegrityError as error:
        logger.exception("import: %s", reason)
        raise ImportRefusedError(TAKEN) from error


def _write(plan: Plan, *, by, reason: str) -> ChangeBatch:
    """Write and log model by model; what was made of one is let go as early as can be.

    Of each record the key and the version it has got are kept.
    """
    rows = _Rows(plan)
    act = LoggedAct(next(rows.keys[ChangeBatch]), MODELS, by=by, reason=reason)
    for model in MODELS:
        new = plan.new(model)
        insert_all(rows.of(new))
        _log(act, Action.CREATE, new, lambda record: None)
        if model in LAST:
            _let_go(new)
    for model in UPDATED:
        changed = plan.changed(model)
        update_all(rows.of(changed), [*UPDATED[model], "version", "updated_at"])
        _log(act, Action.UPDATE, changed, rows.before)
    return act.end()


def _log(act: LoggedAct, action: Action, written: list[Record], before) -> None:
    """Log records of one model; ``before`` gives what each was until now."""
    if not written:
        return
    act.add(
        (action, row, changes_between(before(record), row, _names(record)))
        for record, row in ((record, record.instance) for record in written)
    )
    for record in written:
        version = getattr(record.instance, "version", None)
        record.written = (record.instance.pk, version)


def _let_go(records: list[Record]) -> None:
    for record in records:
        record.instance = None


class _Rows:
    """Makes model instances of records, tied to one another in memory."""

    def __init__(self, plan: Plan):
        self.units = plan.units
        wanted = {model: len(plan.new(model)) for model in MODELS}
        self.keys = reserve_keys({**wanted, ChangeBatch: 1})

    def of(self, records: list[Record]) -> list[models.Model]:
        return [self.row(record) for record in records]

    def row(self, record: Record) -> models.Model:
        """Return the instance of a record with all it points to; made once."""
        if record.instance is None:
            values = {**record.stored, **record.wanted}
            record.instance = self._instance(record, values, record.links)
            if record.is_changed:
                record.instance.version += 1
        return record.instance

    def before(self, record: Record) -> models.Model:
        """Return a stored record as it was before the file."""
        return self._instance(record, record.stored, {**record.links, **record.left})

    def _instance(self, record: Record, values: dict, links: dict) -> models.Model:
        related = {
            name: self.row(one) for name, one in links.items() if one is not None
        }
        for column, value in values.items():
            name = column.removesuffix("_id")
            if name != column and name not in related:
                loaded = self.units.get(name, {}).get(value)
                if loaded is not None:
                    related[name] = loaded
        own = {name: value for name, value in values.items() if name not in links}
        own["id"] = next(self.keys[record.model]) if record.is_new else record.pk
        instance = make_row(record.model, own, related)
        instance._state.adding = record.is_new
        return instance


def _names(record: Record) -> set[str]:
    """Return the fields that the file spoke of."""
    return {name.removesuffix("_id") for name in [*record.wanted, *record.links]}
