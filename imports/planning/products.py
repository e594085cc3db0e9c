"""Which product a row means and which award it tells of."""

import datetime
from dataclasses import dataclass, replace

from products.cells import Term
from products.dates import add_months, last_valid_day
from products.endings import check_ending
from products.enums import EndReason
from products.exceptions import ProductError
from products.models import CriteriaSet, Product, Recognition, Regime
from products.models.products import product_key

from .known import KnownProducts
from .messages import error, warning
from .parsing import RowReading
from .records import Record
from .references import References, name_key
from .scope import Scope


@dataclass(frozen=True, slots=True)
class Award:
    """The award a row tells of, dates worked out; ``printed`` where they are not."""

    grade: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    printed: str = ""


class ProductPlan:
    """Finds or plans the products and recognitions of a file."""

    def __init__(
        self,
        scope: Scope,
        known: KnownProducts,
        references: References,
        regime: Regime | None,
    ):
        self.scope = scope
        self.known = known
        self.references = references
        self.regime = regime
        self._keys: dict[tuple[str, str], str] = {}

    def key_of(self, row: RowReading) -> str:
        names = (row.values["product"], row.values.get("variant") or "")
        if names not in self._keys:
            self._keys[names] = product_key(*names)
        return self._keys[names]

    def find(self, row: RowReading, producer: Record | None) -> Record | None:
        """Return the product a row means; a foreign one refuses the row."""
        product = producer and self.known.by_key.get((producer, self.key_of(row)))
        if product is None:
            return None
        site = product.links["site"]
        if not self.scope.holds(site["area_id"], site["place_id"]):
            text = "Sản phẩm này thuộc cơ sở ngoài địa bàn bạn được nhập."
            row.messages.append(error("product_out_of_scope", text))
        return product

    def plan(
        self, row: RowReading, product: Record | None, producer: Record, site: Record
    ) -> Record:
        if product is None:
            product = Record(Product, born=row)
            product.links = {"producer": producer, "site": site}
            product.hear("match_key", self.key_of(row), row)
            product.hear("name", row.values["product"], row)
            product.hear("variant", row.values.get("variant"), row)
            self.known.by_key[producer, product["match_key"]] = product
        elif product.links["site"] is not site:
            product.link("site", site, row)
        for column in ("brand", "barcode"):
            product.hear(column, row.values.get(column), row)
        self._plan_set(row, product)
        return product

    # Criteria sets and regimes

    def regime_of(self, row: RowReading) -> Regime | None:
        """Return the regime a row or the person names; never one read from a date."""
        given = row.values.get("regime")
        if not given:
            return self.regime
        regime = self.references.regime(given)
        if regime is None:
            text = f"Không có bộ quy định “{given}”, bỏ trống."
            row.say("regime", warning("regime_unknown", text))
        return regime

    def set_in(self, row: RowReading, regime: Regime | None) -> CriteriaSet | None:
        """Return the criteria set that the row names, in the given regime."""
        name = row.values.get("criteria_set")
        if not name or regime is None:
            return None
        sets = self.references.criteria_sets(name)
        return next((one for one in sets if one.regime_id == regime.pk), None)

    def _plan_set(self, row: RowReading, product: Record) -> None:
        """Give the product its set: of the regime named, else the newest of the name.

        A stored set of the same name stays, whichever regime it is of.
        """
        name = row.values.get("criteria_set")
        if not name:
            return
        sets = self.references.criteria_sets(name)
        named = self.set_in(row, self.regime_of_quietly(row))
        if not sets:
            row.say("criteria_set", self._no_set(name))
            return
        stored = self.references.sets.get(product["criteria_set_id"])
        if named is None and stored and name_key(stored.name) == name_key(name):
            return
        product.hear("criteria_set_id", (named or sets[0]).pk, row)

    def regime_of_quietly(self, row: RowReading) -> Regime | None:
        given = row.values.get("regime")
        return self.references.regime(given) if given else self.regime

    def _no_set(self, name: str):
        if self.references.is_group(name):
            text = f"“{name}” là tên ngành, nhóm; cần tên bộ sản phẩm."
        else:
            text = f"Không có bộ sản phẩm “{name}” trong danh mục."
        return warning("set_unknown", text)

    # Recognitions

    def find_recognition(
        self, product: Record, decision: Record | None, award: Award
    ) -> Record | None:
        """Find the recognition of a row: by decision, else by grade and date."""
        stored = self.known.recognitions[product]
        if decision is not None:
            for record in stored:
                if record.links.get("decision") is decision:
                    return record
        for record in stored:
            if decision is not None and _has_decision(record):
                continue
            if record["grade"] == award.grade and _same_day(record, award):
                return record
        alike = [record for record in stored if record["grade"] == award.grade]
        if decision is None and award.valid_from is None and len(alike) == 1:
            return alike[0]
        return None

    def plan_recognition(
        self, row: RowReading, product: Record, decision: Record | None, award: Award
    ) -> Record:
        """Take up the award of a row; returns the recognition, new if need be."""
        recognition = self.find_recognition(product, decision, award)
        award = _kept_within_its_end(row, recognition, award)
        if recognition is None:
            recognition = Record(Recognition, born=row)
            recognition.links["product"] = product
            self.known.recognitions[product].append(recognition)
        if decision is not None and recognition.links.get("decision") is not decision:
            recognition.link("decision", decision, row)
        regime = self.regime_of(row)
        criteria_set = self.set_in(row, regime)
        for column, value in {
            "grade": award.grade,
            "score": row.values.get("score"),
            "regime_id": regime and regime.pk,
            "criteria_set_id": criteria_set and criteria_set.pk,
            "code": row.values.get("code"),
            "certificate_number": row.values.get("certificate_number"),
            "valid_from": award.valid_from,
            "valid_to": award.valid_to,
            "dates_as_printed": award.printed,
            "note": note_of(row),
        }.items():
            recognition.hear(column, value, row)
        return recognition


def _has_decision(record: Record) -> bool:
    return record.links.get("decision") is not None


def _same_day(record: Record, award: Award) -> bool:
    if award.valid_from is None and record["valid_from"] is None:
        return (record["dates_as_printed"] or "") == award.printed
    return record["valid_from"] == award.valid_from


def award_of(row: RowReading, signed_on: datetime.date | None) -> Award | None:
    """Return the award of a row, or None where no star was awarded.

    The day of the decision counts where the row gives no full day of its own; a year
    alone is kept as printed. A printed end wins over the usual 36 months.
    """
    grade = row.values.get("grade")
    if grade is None:
        return None
    given = row.values.get("valid_from") or row.values.get("decision_date") or signed_on
    valid_to = _last_day(row, given)
    if given and valid_to and valid_to < given:
        text = (
            f"Ngày hết hạn {valid_to:%d/%m/%Y} trước ngày công nhận {given:%d/%m/%Y}."
        )
        row.say("term", error("invalid_date", text))
    return Award(str(grade), given, valid_to, _printed_dates(row, given))


def _kept_within_its_end(
    row: RowReading, recognition: Record | None, award: Award
) -> Award:
    """Leave out the days of an award that the end on record does not allow."""
    if recognition is None or not recognition["ended_on"]:
        return award
    days = {
        "valid_from": award.valid_from or recognition["valid_from"],
        "valid_to": award.valid_to or recognition["valid_to"],
    }
    reasons = [
        EndReason.NOT_RENEWED if recognition["ended_by_removal"] else EndReason.OTHER
    ]
    try:
        check_ending(Recognition(**days), reasons, recognition["ended_on"])
    except ProductError as refused:
        text = f"{refused} Giữ thời hạn đang có, vì lần công nhận này đã chấm dứt."
        row.say("term", warning("term_after_end", text))
        return replace(award, valid_from=None, valid_to=None, printed="")
    return award


def _last_day(row: RowReading, given: datetime.date | None) -> datetime.date | None:
    term: Term | None = row.values.get("term")
    if term is not None and term.last_day:
        return term.last_day
    if given is None or "term" in row.printed:
        return None
    return add_months(given, term.months) if term else last_valid_day(given)


def _printed_dates(row: RowReading, given: datetime.date | None) -> str:
    names = ["term"] if given else ["valid_from", "decision_date", "decision", "term"]
    return "; ".join(row.printed[name] for name in names if name in row.printed)[:100]


def drop_settled_notes(row: RowReading, award: Award | None) -> None:
    """Take back the note on an incomplete date where another column gives the day."""
    if award is None or award.valid_from is None:
        return
    row.messages = [
        message
        for message in row.messages
        if message.code != "date_incomplete" or message.field == "term"
    ]


def note_of(row: RowReading) -> str:
    """Return the note to keep: the row's own, and a decision nobody could read."""
    notes = [row.values.get("note") or ""]
    if "decision" in row.printed:
        notes.append(f"Quyết định như đã ghi: {row.printed['decision']}")
    return "\n".join(filter(None, notes))
