"""One answer through the whole stack, beside the least that could store it."""

import json
import uuid

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.models import ItemResult

from ..measure import Figure, Result, Rounds, paired, seconds
from . import operations
from .plans import QUESTIONS, Officer

WORK = "an answer, sent by a signed-in device"
AGAIN = "an answer that was sent before"
UPDATE = "a bare UPDATE of the same row"
PAGE = "a bare page"
STATEMENT = (
    "UPDATE inspections_itemresult SET outcome = %s, note = %s, version = version + 1"
    " WHERE id = %s"
)


class Answers:
    """A check with all its answers, each changed once in every round."""

    def __init__(self, officer: Officer):
        self.officer, self.round = officer, 0
        self.client = Client()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = officer.session
        [place, *_] = officer.places
        visit = uuid.uuid4()
        for op in operations.opening(officer, visit, place):
            self.send(op)
        self.check = operations.check_of(visit, place)
        self.versions = dict.fromkeys(place.questions, 0)
        self.change()
        rows = ItemResult.objects.filter(site_check__uuid=self.check)
        self.rows = list(rows.values_list("pk", flat=True))
        assert len(self.rows) == QUESTIONS

    def send(self, op: dict) -> dict:
        response = self.client.post(
            reverse("fieldwork:send"), json.dumps(op), content_type="application/json"
        )
        assert response.status_code == 200, response.content
        return response.json()

    def operations(self) -> list[dict]:
        """Return the next change of every answer."""
        self.round += 1
        outcome = ("passed", "na")[self.round % 2]
        note = f"Lần {self.round}"
        return [
            operations.answer(
                self.officer, self.check, question, outcome=outcome, note=note
            )
            | {"base_version": version}
            for question, version in self.versions.items()
        ]

    def change(self) -> float:
        """Return the seconds that one of the changes took."""
        return self.timed(self.operations())

    def timed(self, ops: list[dict]) -> float:
        return seconds(self._send_all, ops) / QUESTIONS

    def _send_all(self, ops: list[dict]) -> None:
        for op in ops:
            answer = self.send(op)
            self.versions[op["item"], op["product"]] = answer["version"]

    def repeat(self) -> float:
        """Return the seconds of an answer that was stored a moment ago."""
        ops = self.operations()
        self._send_all(ops)
        return self.timed(ops)

    def update(self) -> float:
        """Return the seconds of a statement that writes one of the rows by itself."""
        spent = seconds(self._update_all) / QUESTIONS
        rows = ItemResult.objects.filter(pk__in=self.rows)
        stored = {(row.item_id, row.product_id): row.version for row in rows}
        self.versions = {question: stored[question] for question in self.versions}
        return spent

    def _update_all(self) -> None:
        with connection.cursor() as cursor:
            for pk in self.rows:
                cursor.execute(STATEMENT, ["passed", "Không qua cổng", pk])

    def page(self) -> float:
        return seconds(self._read_all) / QUESTIONS

    def _read_all(self) -> None:
        for _ in range(QUESTIONS):
            assert self.client.get(reverse("bare")).status_code == 200


def measure(officer: Officer, rounds: Rounds) -> list[Result | Figure]:
    answers = Answers(officer)
    name = "saved answer"
    work, update = (WORK, answers.change), (UPDATE, answers.update)
    return [
        paired(f"{name} against its row", work, update, rounds),
        paired(f"{name} against a page", work, (PAGE, answers.page), rounds),
        paired(
            f"{name} again, against its row", (AGAIN, answers.repeat), update, rounds
        ),
        Figure("statements for a saved answer", _statements(answers)),
    ]


def _statements(answers: Answers) -> int:
    [op, *_] = answers.operations()
    with CaptureQueriesContext(connection) as queries:
        answers.send(op)
    return len(queries)
