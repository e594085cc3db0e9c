"""Answers to the items of a site check, each with the finding it gives rise to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from core.text import clean_text
from history.enums import Action
from history.services import difference, record_many, snapshot
from products.models import Product

from ..enums import Outcome, Severity
from ..exceptions import InspectionError, StaleAnswersError
from ..items import may_be_answered
from ..models import ChecklistItem, Finding, ItemResult, SiteCheck
from ..models.findings import CLOSING
from ..sheets import in_words
from .evidence import forget_proofs
from .guards import lock_editable, lock_unsigned

WANTING = (Severity.REMIND, Severity.REMEDY, Severity.BREACH)


@dataclass(frozen=True)
class Answer:
    """An answer as it was given; ``product`` is None for items of the producer.

    A failed item takes the severity of its checklist unless one is given; ``GOOD``
    with a passed one records what was done well. ``base_version`` is the version the
    person saw, 0 where there was no answer yet; None overwrites whatever is stored.
    """

    item: ChecklistItem
    product: Product | None
    outcome: str
    note: str = ""
    severity: str = ""
    base_version: int | None = None

    @property
    def key(self) -> tuple[int, int | None]:
        return self.item.pk, self.product.pk if self.product else None

    def cleaned(self) -> tuple[str, str, str]:
        """Return outcome, note and severity as they are stored; refuse nonsense."""
        if self.outcome not in Outcome.values:
            raise InspectionError("Kết quả kiểm tra không hợp lệ.")
        severity = ""
        if self.outcome == Outcome.FAILED:
            severity = self.severity or self.item.default_severity
            if severity not in WANTING:
                raise InspectionError("Chọn mức độ cho nội dung không đạt.")
        elif self.outcome == Outcome.PASSED and self.severity == Severity.GOOD:
            severity = Severity.GOOD
        return self.outcome, clean_text(self.note), severity


@transaction.atomic
def save_answers(
    check: SiteCheck, answers: Iterable[Answer], *, by
) -> list[ItemResult]:
    """Store answers of one check with their findings; returns those that changed.

    Raises InspectionError for an item that does not apply, and StaleAnswersError for
    answers that somebody else changed meanwhile; then nothing is stored. An answer
    equal to the stored one is accepted whatever version it started from. The number
    of queries does not grow with the number of answers.
    """
    lock_editable(check.visit, check)
    given = {answer.key: answer for answer in answers}
    items = {item for item, _ in given}
    stored = _stored(check, items)
    findings = _findings(check, items)
    allowed = may_be_answered(check, items, set(stored))
    changed, stale, lines = [], [], {}
    for answer in given.values():
        if answer.key not in allowed:
            raise InspectionError(f"“{answer.item}” không áp dụng cho cơ sở này.")
        result = stored.get(answer.key) or ItemResult(
            site_check=check, item=answer.item, product=answer.product, version=0
        )
        old = _content(result, findings.get(result.pk))
        new = answer.cleaned()
        if old == new:
            continue
        if answer.base_version not in (None, result.version):
            stale.append(result)
        changed.append((result, new))
        lines[_label(result)] = [in_words(*old), in_words(*new)]
    if stale:
        raise StaleAnswersError(stale)
    _write(check, changed, findings, lines, by=by)
    return [result for result, _ in changed]


def _stored(check, items) -> dict[tuple, ItemResult]:
    results = check.results.filter(item__in=items).select_related("item", "product")
    return {(result.item_id, result.product_id): result for result in results}


def _findings(check, items) -> dict[int, Finding]:
    findings = check.findings.filter(item_result__item__in=items)
    return {finding.item_result_id: finding for finding in findings}


def _write(check, changed, findings, lines, *, by) -> None:
    if not changed:
        return
    for result, (outcome, note, _) in changed:
        result.outcome, result.note = outcome, note
        result.version += 1
    results = [result for result, _ in changed]
    stored = [one for one in results if one.pk is not None]
    ItemResult.objects.bulk_create([one for one in results if one.pk is None])
    ItemResult.objects.bulk_update(stored, ["outcome", "note", "version"])
    log = [(Action.UPDATE, check, lines)]
    log += _write_findings(check, changed, findings)
    record_many(log, by=by)


def _write_findings(check, changed, findings) -> list[tuple]:
    """Make findings agree with the answers; returns what is to be logged."""
    log, new, altered, gone = [], [], [], []
    for result, (_, note, severity) in changed:
        finding = findings.get(result.pk)
        if finding:
            finding.visit, finding.item_result = check.visit, result
        before = snapshot(finding) if finding else {}
        if not severity:
            if finding:
                gone.append(finding)
                after = dict.fromkeys(before)
                log.append((Action.DELETE, finding, difference(before, after)))
            continue
        text = note or _default_text(result.item, severity)
        if finding is None:
            finding = Finding(visit=check.visit, site_check=check, item_result=result)
            new.append(finding)
        else:
            altered.append(finding)
        finding.product = result.product
        finding.severity, finding.text = severity, text
        if severity == Severity.GOOD:
            finding.forget_closing()
        action = Action.UPDATE if before else Action.CREATE
        log.append((action, finding, difference(before, snapshot(finding))))
    Finding.objects.bulk_create(new)
    Finding.objects.bulk_update(altered, ["severity", "text", *CLOSING])
    if gone:
        forget_proofs(gone)
        Finding.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return log


@transaction.atomic
def answer_row(
    check: SiteCheck,
    item: ChecklistItem,
    product: Product | None,
    *,
    is_awaited: bool = False,
) -> ItemResult:
    """Return the row of one answer, an untouched one where there is none yet.

    That one has version 0, as if it were not there: pages opened before still save.
    For a picture that ``is_awaited`` see ``add_photo``.
    """
    if is_awaited:
        lock_unsigned(check.visit)
    else:
        lock_editable(check.visit, check)
    key = item.pk, product and product.pk
    answered = set(_stored(check, {item.pk}))
    if key not in may_be_answered(check, {item.pk}, answered):
        raise InspectionError(f"“{item}” không áp dụng cho cơ sở này.")
    row, _ = check.results.get_or_create(
        item=item, product=product, defaults={"version": 0}
    )
    return row


def _content(result: ItemResult, finding: Finding | None) -> tuple[str, str, str]:
    return result.outcome, result.note, finding.severity if finding else ""


def _default_text(item: ChecklistItem, severity: str) -> str:
    good = severity == Severity.GOOD
    return f"{item.text}: {'thực hiện tốt' if good else 'không đạt'}."


def _label(result: ItemResult) -> str:
    return f"{result.item} – {result.product}" if result.product else str(result.item)
