"""Making the plan of a list of revoked products and those taken off the list."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from core.sheets import longest
from producers.models import Producer
from products.cells import PrintedDecision, decision_key
from products.endings import check_ending
from products.enums import DecisionKind, EndReason
from products.exceptions import ProductError
from products.models import Recognition, RecognitionEnd
from products.models.products import product_key

from ..enums import OnMatch
from .attached import AttachedDecisions
from .base import ListPlanner
from .decisions import DecisionPlan, Named
from .known import KnownDecisions, KnownProducts, known_ends
from .messages import error, warning
from .parsing import RowReading
from .plan import RowResult
from .products import ProductPlan
from .records import Record

NOTE_LENGTH = longest(RecognitionEnd, "note")


@dataclass(slots=True)
class _Ending:
    """What a row says of the end of one recognition."""

    recognition: Record
    reasons: tuple[str, ...]
    ended_on: datetime.date
    named: Named | None
    decision: Record | None

    @property
    def is_removal(self) -> bool:
        return EndReason.NOT_RENEWED in self.reasons


@dataclass(slots=True)
class _Told:
    """What earlier rows have said of the end of a recognition."""

    row: RowReading
    reasons: set[str]


class EndingListPlanner(ListPlanner):
    """Plans the ends of recognitions; nothing else is made or changed."""

    def __init__(self, plan, rows, scope, choices, *, lock: bool):
        super().__init__(plan, rows, scope, choices, lock=lock)
        known = KnownProducts(self.known, lock=lock)
        decisions = KnownDecisions(known, DecisionKind.values, lock=lock)
        self.known_products = known
        self.products = ProductPlan(scope, known, self.references, None)
        issuer_id = choices.issuer_id
        self.decisions = DecisionPlan(decisions, self.references, issuer_id, rows)
        self.stored_reasons = known_ends(known, lock=lock)
        self.told: dict[Record, _Told] = {}
        self._by_name: dict[tuple[Record, str], list[Record]] = defaultdict(list)
        for (producer, _), product in known.by_key.items():
            self._by_name[producer, product_key(product["name"])].append(product)
        self.attached = AttachedDecisions(self.references)

    # What a row means

    def _understand(self, row: RowReading) -> _Ending | None:
        reasons = self._reasons(row)
        self.attached.give(row)
        named = self.decisions.named_by(row)
        decision = self._found(row, self.decisions.find(named)) if named else None
        ended_on = self._ended_on(row, named, decision)
        product = self._product(row)
        if row.is_rejected or product is None or ended_on is None:
            return None
        recognition = self._recognition(row, product, ended_on)
        if recognition is None:
            return None
        ending = _Ending(recognition, reasons, ended_on, named, decision)
        self._check(row, ending)
        return ending

    def _reasons(self, row: RowReading) -> tuple[str, ...]:
        """Return the grounds of a row; taking off the list has one ground only."""
        reasons = row.values.get("cause") or ()
        kind = row.values.get("end_kind")
        if not reasons and kind == DecisionKind.REMOVE:
            return (EndReason.NOT_RENEWED,)
        if not reasons:
            row.say("cause", error("cause_missing", "Chưa ghi lý do."))
        elif kind and kind != _kind_of(reasons):
            text = "Hình thức không khớp lý do: chỉ hết hạn, không đăng ký lại mới loại"
            row.say("end_kind", error("kind_differs", f"{text} khỏi danh sách."))
        return tuple(str(reason) for reason in reasons)

    def _ended_on(
        self, row: RowReading, named: Named | None, decision: Record | None
    ) -> datetime.date | None:
        """Return the day of a row, else that of its decision."""
        signed_on = row.values.get("decision_date")
        if named is not None:
            signed_on = named.signed_on or (decision and decision["signed_on"])
        ended_on = row.values.get("ended_on") or signed_on
        if ended_on is None:
            text = "Chưa rõ ngày chấm dứt: cần ngày thu hồi hoặc ngày quyết định."
            row.say("ended_on", error("date_missing", text))
        return ended_on

    def _product(self, row: RowReading) -> Record | None:
        """Return the product of a row, or say what was not found."""
        placing = self.places.of(row, None)
        errors = (one for one in placing.messages if one.is_error)
        row.messages.extend(map(row.at_place, errors))
        was_rejected = row.is_rejected
        producer = self._found(row, self.producers.find(row, placing.location))
        if producer is None:
            if row.is_rejected == was_rejected:
                self._ask_about_name(row)
                text = "Không có chủ thể này trong địa bàn bạn được nhập."
                row.say("producer", error("producer_not_found", text))
            return None
        product = self.products.find(row, producer) or self._by_bare_name(row, producer)
        if product is None:
            text = f"Chủ thể “{producer['name']}” không có sản phẩm này."
            row.say("product", error("product_not_found", text))
        return product

    def _ask_about_name(self, row: RowReading) -> None:
        """Let a name that nobody bears be compared with those that are much alike."""
        name = row.values["producer"]
        self.questions.name(self.producers.keys[name], name, Record(Producer))

    def _by_bare_name(self, row: RowReading, producer: Record) -> Record | None:
        """Return the one product of that name where the row leaves out the variant."""
        if row.values.get("variant"):
            return None
        named = self._by_name.get((producer, product_key(row.values["product"])), [])
        return named[0] if len(named) == 1 else None

    def _recognition(
        self, row: RowReading, product: Record, ended_on: datetime.date
    ) -> Record | None:
        """Return the recognition that a row ends: as it says, else what counts then."""
        fitting = [
            one
            for one in self.known_products.recognitions[product]
            if _fits(one, row) and (one["valid_from"] or ended_on) <= ended_on
        ]
        if not fitting:
            text = "Sản phẩm không có lần công nhận nào như vậy đến ngày chấm dứt."
            row.say("product", error("recognition_not_found", text))
            return None
        return max(
            fitting,
            key=lambda one: (
                one["valid_from"] is not None,
                one["valid_from"] or datetime.date.min,
                one.pk,
            ),
        )

    # What speaks against it

    def _check(self, row: RowReading, ending: _Ending) -> None:
        recognition = ending.recognition
        told = self.told.get(recognition)
        if told is None and recognition.stored["ended_on"]:
            if not self._is_stored(ending):
                row.messages.append(self._ended_already(recognition))
            return
        reasons = {*ending.reasons, *(told.reasons if told else ())}
        if told is not None and not self._agrees(ending):
            text = f"Ngày hoặc quyết định khác dòng {told.row.row} cùng sản phẩm."
            row.messages.append(error("already_ended", text))
            return
        dates = {name: recognition[name] for name in ("valid_from", "valid_to")}
        try:
            check_ending(Recognition(**dates), reasons, ending.ended_on)
        except ProductError as refused:
            row.messages.append(error("ending_refused", str(refused)))
        last_day = recognition["valid_to"]
        if last_day and not ending.is_removal and last_day < ending.ended_on:
            text = f"Lần công nhận này đã hết hạn từ ngày {last_day:%d/%m/%Y}."
            row.messages.append(warning("recognition_expired", text))

    def _is_stored(self, ending: _Ending) -> bool:
        """Say whether a recognition was ended just as the row says."""
        stored = self.stored_reasons.get(ending.recognition, set())
        return self._agrees(ending) and (not stored or stored >= set(ending.reasons))

    def _agrees(self, ending: _Ending) -> bool:
        recognition = ending.recognition
        if recognition["ended_on"] != ending.ended_on:
            return False
        decision = recognition.links.get("end_decision")
        return ending.named is None or decision in (None, ending.decision)

    def _ended_already(self, recognition: Record):
        parts = [f"ngày {recognition['ended_on']:%d/%m/%Y}"]
        if decision := recognition.links.get("end_decision"):
            parts.append(f"theo quyết định {self.words.name(decision)}")
        text = f"Lần công nhận này đã chấm dứt {' '.join(parts)}, khác tệp này."
        return error("already_ended", text)

    # What comes of it

    def _take(self, row: RowReading, ending: _Ending, result: RowResult) -> None:
        recognition = ending.recognition
        if self._is_left(row, recognition, result):
            return
        # What was ended otherwise is refused already: an end is whole or not at all.
        row.on_match = OnMatch.UPDATE
        told = self.told.get(recognition)
        said = told.reasons if told else set()
        if told is not None and said.issuperset(ending.reasons):
            self._is_told(row, told.row, result)
            return
        known = said | self.stored_reasons.get(recognition, set())
        further = [reason for reason in ending.reasons if reason not in known]
        records = [self._end(row, ending)]
        if decision := recognition.links.get("end_decision"):
            records.append(decision)
        records += [self._ground(row, recognition, reason) for reason in further]
        for record in records:
            self.plan.take(record)
        first = told.row if told else row
        self.told[recognition] = _Told(first, {*said, *ending.reasons})
        result.summary = self.words.award(recognition)[:300]
        self._changed(row, records, result)

    def _end(self, row: RowReading, ending: _Ending) -> Record:
        recognition = ending.recognition
        recognition.hear("ended_on", ending.ended_on, row)
        recognition.hear("ended_by_removal", ending.is_removal, row)
        if ending.named is not None:
            decision = self.decisions.plan(row, ending.named, ending.decision)
            if decision.born is row:
                decision.hear("kind", _kind_of(ending.reasons).value, row)
            if recognition.links.get("end_decision") is not decision:
                recognition.link("end_decision", decision, row)
        return recognition

    def _ground(self, row: RowReading, recognition: Record, reason: str) -> Record:
        ground = Record(RecognitionEnd, born=row)
        ground.links["recognition"] = recognition
        ground.hear("reason", reason, row)
        words = [row.printed.get("cause", ""), row.values.get("note") or ""]
        ground.hear("note", "; ".join(filter(None, words))[:NOTE_LENGTH], row)
        return ground


def _fits(recognition: Record, row: RowReading) -> bool:
    """Say whether a recognition has the star and the decision that a row names."""
    grade = row.values.get("award_grade")
    if grade and recognition["grade"] != grade:
        return False
    award: PrintedDecision | None = row.values.get("award_decision")
    if award is None:
        return True
    decision = recognition.links.get("decision")
    return decision is not None and (
        decision_key(decision["number"]) == decision_key(award.number)
    )


def _kind_of(reasons) -> DecisionKind:
    removes = EndReason.NOT_RENEWED in reasons
    return DecisionKind.REMOVE if removes else DecisionKind.REVOKE
