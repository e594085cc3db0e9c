"""Answers as the checklist page sends them: one by one, or all in one plain form.

Fields of one answer share its key: ``a-`` the outcome, ``n-`` the note, ``s-`` the
severity of a failed one, ``g-`` what marks a passed one as good. ``same-`` with the
number of an item answers it for all products. ``bases`` names what was stored when
the page was made.
"""

from django.http import QueryDict

from core.text import clean_text

from ..enums import Outcome, Severity
from ..models import ItemResult
from ..services import Answer
from ..sheets import UNTOUCHED, Entry, Sheet, base_of, in_words, stamp


class SentAnswers:
    """Lays what was sent over the stored answers of a sheet."""

    def __init__(self, sheet: Sheet, data: QueryDict):
        self.sheet = sheet
        bases = _bases(data.get("bases", ""))
        self.sent = []
        for group in sheet.groups:
            for line in group.lines:
                same = data.get(f"same-{line.item.pk}", "") if line.is_shared else ""
                for entry in line.entries:
                    if f"a-{entry.key}" in data:
                        entry.base = bases.get(entry.key, "")
                        _lay(entry, data, same)
                        self.sent.append(entry)

    def answers(self) -> list[Answer]:
        """Return everything that was sent."""
        return [_answer(entry) for entry in self.sent]

    def touched(self) -> list[Answer]:
        """Return what differs from the page as it was made.

        So a plain form does not take back what others have answered meanwhile.
        """
        return [
            _answer(entry)
            for entry in self.sent
            if stamp(entry.outcome, clean_text(entry.note), entry.severity)
            != (entry.base.partition(":")[2] or UNTOUCHED)
        ]

    def lay_beside(self, results: list[ItemResult]) -> list[Entry]:
        """Tell the answers that others changed; saved again they are overwritten."""
        stored = {(row.item_id, row.product_id): row for row in results}
        severities = dict(
            self.sheet.check.findings.values_list("item_result", "severity")
        )
        stale = []
        for entry in self.sent:
            row = stored.get((entry.cell.item.pk, entry.cell.product_id))
            if row is not None:
                severity = severities.get(row.pk, "")
                entry.stored = in_words(row.outcome, row.note, severity)
                entry.base = base_of(row, severity)
                stale.append(entry)
        return stale


def _bases(text: str) -> dict[str, str]:
    return dict(pair.partition("=")[::2] for pair in text.split())


def _lay(entry: Entry, data: QueryDict, same: str) -> None:
    entry.outcome = same or data.get(f"a-{entry.key}", "")
    entry.note = data.get(f"n-{entry.key}", "")
    entry.severity = ""
    if entry.outcome == Outcome.FAILED:
        chosen = data.get(f"s-{entry.key}", "")
        entry.severity = chosen or entry.cell.item.default_severity
    elif entry.outcome == Outcome.PASSED and f"g-{entry.key}" in data:
        entry.severity = Severity.GOOD


def _answer(entry: Entry) -> Answer:
    version = entry.base.partition(":")[0]
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    return Answer(
        entry.cell.item,
        entry.cell.product,
        entry.outcome,
        entry.note,
        entry.severity,
        base_version=int(version) if is_number else 0,
    )
