"""What a row changes, in the words of the portal."""

import datetime
from decimal import Decimal

from accounts.enums import Role
from accounts.models import Assignment, User
from producers.models import Producer, Representative, Site
from products.cells import score_text
from products.enums import EndReason, Grade
from products.models import Decision, Product, RecognitionEnd

from .places import RowPlaces
from .records import Record
from .references import References

SILENT = {"match_key", "area_id"}
HIDDEN = "•••"


class Words:
    """Puts columns and values of records into the words people know."""

    def __init__(self, references: References, places: RowPlaces):
        self.references = references
        self.places = places

    def label(self, record: Record, column: str) -> str:
        field = record.model._meta.get_field(column.removesuffix("_id"))
        return str(field.verbose_name)

    def value(self, record: Record, column: str, value: object) -> str:
        """Return a value as a page prints it; personal data only as given or not."""
        if value is None or value == "":
            return ""
        if column in getattr(record.model, "history_hidden", ()):
            return HIDDEN
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, Record):
            return self.name(value)
        if isinstance(value, datetime.date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, Decimal):
            return score_text(value)
        if column.endswith("_id"):
            return self._reference(column, value)
        field = record.model._meta.get_field(column)
        return str(dict(field.choices)[value]) if field.choices else str(value)

    def _reference(self, column: str, key: int) -> str:
        found = {
            "place_id": self.places.units,
            "criteria_set_id": self.references.sets,
            "regime_id": self.references.regimes,
            "issuer_id": self.references.agencies,
            "agency_id": self.references.agencies,
        }[column].get(key)
        return "" if found is None else str(found)

    def name(self, record: Record) -> str:
        """Return what a record is called."""
        if record.model in (Producer, Product):
            return record["name"]
        if record.model is Decision:
            signed_on = record["signed_on"]
            day = f" ngày {signed_on:%d/%m/%Y}" if signed_on else ""
            return f"{record['number']}{day}"
        if record.model is Site:
            return self.value(record, "place_id", record["place_id"])
        if record.model is Representative:
            return HIDDEN
        if record.model is User:
            return record["full_name"]
        if record.model is Assignment:
            area = self.places.units.get(record["area_id"])
            return f"{Role(record['role']).label}, {area}"
        if record.model is RecognitionEnd:
            return str(EndReason(record["reason"]).label)
        return self.award(record)

    def award(self, record: Record) -> str:
        """Return one line on a recognition: stars, decision, last day."""
        parts = [Grade(record["grade"]).label]
        if decision := record.links.get("decision"):
            parts.append(self.name(decision))
        elif record["valid_from"]:
            parts.append(f"từ {record['valid_from']:%d/%m/%Y}")
        if record["dates_as_printed"]:
            parts.append(record["dates_as_printed"])
        if record["valid_to"]:
            parts.append(f"đến {record['valid_to']:%d/%m/%Y}")
        return " · ".join(parts)

    def changes(self, records: list[Record], row) -> list[dict]:
        """Return what a row adds and changes: what, which field, old and new.

        A record that the row adds is named as a whole, as if it were a field.
        """
        entries = []
        for record in records:
            what = str(record.model._meta.verbose_name)
            if record.is_new:
                if record.born is row and record.model not in _UNNAMED:
                    entries.append(_entry(what, what, "", self.name(record)))
                continue
            for column in record.changed_by(row):
                if column not in SILENT:
                    old = record.stored.get(column)
                    new = record.wanted[column]
                    entries.append(
                        _entry(
                            what,
                            self.label(record, column),
                            self._old(record, column, old),
                            self.value(record, column, new),
                        )
                    )
        return entries

    def _old(self, record: Record, column: str, old: object) -> str:
        if column in ("site", "decision", "end_decision"):
            return ""
        return self.value(record, column, old)

    def summary(self, site: Record, recognition: Record | None) -> str:
        """Return one line on a new product: its award and its place."""
        place = self.name(site)
        if recognition is None:
            return place
        return f"{self.award(recognition)} · {place}"[:300]


_UNNAMED = {Representative}


def _entry(what: str, field: str, old: str, new: str) -> dict:
    return {"what": what, "field": field, "old": old, "new": new}
