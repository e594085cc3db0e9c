"""Keeping what a preview came to."""

from collections import Counter

from django.utils import timezone

from core.bulk import insert_values

from .enums import Outcome, RunState
from .models import ImportQuestion, ImportRow, ImportRun
from .models.work import WORK_FIELDS
from .planning.plan import Plan
from .prepared import forget_prepared, keep_prepared

_ROW_FIELDS = [
    "run",
    "sheet",
    "row",
    "outcome",
    "has_warnings",
    "product",
    "producer",
    "summary",
    "messages",
    "changes",
]
_QUESTION_FIELDS = [
    "run",
    "kind",
    "key",
    "other_key",
    "text",
    "other_text",
    "score",
    "sides",
    "candidates",
    "rows",
    "first_row",
    "verdict",
    "place",
]

_PREVIEW_FIELDS = ["layout", "state", "previewed_at", "counts", "plan_digest"]


def keep_preview(
    run: ImportRun, plan: Plan, *, position: list[int], error: str = ""
) -> None:
    """Keep what each row of a file comes to, what is left open, and what is written.

    ``position`` is where the log stood before the plan was made.
    """
    if run.previewed_at:
        run.rows.all().delete()
        run.questions.all().delete()
        forget_prepared(run)
    insert_values(
        ImportRow,
        _ROW_FIELDS,
        [
            (
                run.pk,
                row.sheet[:100],
                row.row,
                row.outcome.value,
                row.has_warnings,
                row.product,
                row.producer,
                row.summary,
                [message.as_json() for message in row.messages],
                row.changes,
            )
            for row in plan.rows
        ],
    )
    _keep_questions(run, plan)
    found = Counter(row.sheet for row in plan.rows if row.outcome != Outcome.SKIPPED)
    for sheet in run.layout["sheets"]:
        if sheet["is_used"]:
            sheet["data_rows"] = found[sheet["name"]]
    run.state = RunState.PREVIEWED
    run.previewed_at = timezone.now()
    run.counts = plan.counts() | {"log": position}
    run.plan_digest = plan.digest
    run.end_work(error)
    run.save(update_fields=[*_PREVIEW_FIELDS, *WORK_FIELDS])
    keep_prepared(run, plan, position)


def _keep_questions(run: ImportRun, plan: Plan) -> None:
    """Keep what the plan leaves open, those with an answer last."""
    insert_values(
        ImportQuestion,
        _QUESTION_FIELDS,
        [
            (
                run.pk,
                one.kind,
                one.key,
                one.other_key,
                one.text,
                one.other_text,
                one.score,
                one.sides,
                one.candidates,
                one.rows,
                one.first_row[:150],
                one.answer.verdict if one.answer else "",
                one.answer.place_id if one.answer else None,
            )
            for one in plan.asked
        ],
    )
