"""Which rows of the board were chosen for letters, and the letters they make."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from core.text import is_key
from documents.reminders import Reminder, Signer, by_producer, request_words
from products.models import Recognition

from .filters import ExpiryFilter
from .rows import for_board, last_letter, watched

RIGHT = "documents.issue_letter"
MOST_ROWS = 1000
MOST_LETTERS = 200


@dataclass(frozen=True)
class Choice:
    """What was chosen; ``rows`` are those of it that letters may speak of today.

    ``query`` is the filter whose rows were all chosen, None where they were ticked.
    """

    keys: list[str]
    query: str | None
    total: int
    rows: list[Recognition]
    refused: list[tuple[Recognition, str]]

    @property
    def missing(self) -> int:
        return self.total - len(self.rows) - len(self.refused)

    @cached_property
    def letters(self) -> list[tuple]:
        """Return each producer with its certificates and what is asked about them."""
        return [
            (producer, [(row, request_words(row)) for row in rows])
            for producer, rows in by_producer(self.rows)
        ]

    @property
    def is_too_much(self) -> bool:
        return self.total > MOST_ROWS or len(self.letters) > MOST_LETTERS

    @property
    def seal(self) -> str:
        """Return a short text that changes with the rows that a filter finds."""
        keys = " ".join(sorted(str(row.pk) for row in self.rows))
        return hashlib.sha256(keys.encode()).hexdigest()[:16]

    def reminders(self, signer: Signer, note: str, *, by) -> list[Reminder]:
        """Return the letters as they go out today, from the office of the person."""
        today = timezone.localdate()
        return [
            Reminder(by.agency, producer, rows, today, signer, note)
            for producer, rows in by_producer(self.rows)
        ]


def choice_of(request: HttpRequest, data: QueryDict) -> Choice:
    """Return what a page of the board sends: ``chon`` once a row, or ``tat_ca``.

    Letters speak of today, whatever day the board showed. What is out of reach is not
    found, as if it did not exist.
    """
    user, today = request.user, timezone.localdate()
    reach = Recognition.objects.permitted_to(user, RIGHT).values("pk")
    board = for_board(watched(user, today).filter(pk__in=reach), user, today)
    query = data.get("tat_ca")
    if query is None:
        keys = [key for key in dict.fromkeys(data.getlist("chon")) if is_key(key)]
        keys = keys[:MOST_ROWS]
        return _choice(board.filter(pk__in=keys), keys, None, len(keys))
    found = ExpiryFilter(QueryDict(query), request=request).qs.order_by()
    total = found.count()
    chosen = found.values("pk") if total <= MOST_ROWS else []
    return _choice(board.filter(pk__in=chosen), [], query, total)


def _choice(
    board: QuerySet[Recognition], keys: list[str], query: str | None, total: int
) -> Choice:
    told = [(row, refusal_of(row)) for row in board]
    rows = [row for row, why in told if not why]
    return Choice(keys, query, total, rows, [(row, why) for row, why in told if why])


def refusal_of(row: Recognition) -> str:
    """Say why no letter about a row goes out today; empty where one may."""
    if row.dossier_id:
        return "đã nộp hồ sơ đánh giá lại"
    letter = last_letter(row)
    if letter and letter.issued_on == timezone.localdate():
        return f"đã có công văn {letter.full_number} hôm nay"
    return ""
