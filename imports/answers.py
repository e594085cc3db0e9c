"""What a person answers and chooses between a preview and the next one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from areas.models import Area
from history.enums import Action
from history.services import changes_between, record_many

from .models import Answer, ImportQuestion, ImportRun
from .planning.places import RowPlaces
from .planning.scope import scope_of
from .services import lock_open, province_of

_SAID = ("verdict", "place", "by", "at")


@dataclass(frozen=True)
class Given:
    """One answer to a question of a preview: a verdict, or a place."""

    question: ImportQuestion
    verdict: str = ""
    place: Area | None = None


@transaction.atomic
def give_answers(run: ImportRun, given: Iterable[Given], *, by: User | None) -> int:
    """Remember answers for the unit of a run; returns how many say something new.

    The preview they were given on no longer holds, nor does any other preview that
    heeded what they replace.
    """
    run = lock_open(run)
    given = list(given)
    stored = _stored(run, given)
    new, changed, entries = [], [], []
    for one in given:
        question = one.question
        key = (question.kind, question.key, question.other_key)
        before = stored.get(key)
        answer = _answer(run, one, before, by)
        changes = changes_between(before, answer, {"verdict", "place"})
        if changes:
            (new if before is None else changed).append(answer)
            action = Action.CREATE if before is None else Action.UPDATE
            entries.append((action, answer, changes))
    if entries:
        Answer.objects.bulk_create(new)
        Answer.objects.bulk_update(changed, _SAID)
        record_many(entries, by=by, reason=f"Trả lời khi nhập danh sách {run}")
    return len(entries)


def _stored(run: ImportRun, given: list[Given]) -> dict[tuple, Answer]:
    """Return the answers of the unit to the same questions.

    The unit is locked, so that two people do not both answer first.
    """
    Area.objects.select_for_update(no_key=True).get(pk=run.area_id)
    asked = Q(pk__in=[])
    for one in given:
        question = one.question
        asked |= Q(kind=question.kind, key=question.key, other_key=question.other_key)
    rows = Answer.objects.select_related("place")
    found = rows.filter(asked, area=run.area_id)
    return {(one.kind, one.key, one.other_key): one for one in found}


def _answer(
    run: ImportRun, given: Given, before: Answer | None, by: User | None
) -> Answer:
    question = given.question
    return Answer(
        pk=before and before.pk,
        area=run.area,
        kind=question.kind,
        key=question.key,
        other_key=question.other_key,
        text=question.text,
        other_text=question.other_text,
        verdict=given.verdict,
        place=given.place,
        by=by,
        at=timezone.now(),
    )


@transaction.atomic
def choose(run: ImportRun, on_match: str, rows: dict[str, dict[str, str]]) -> None:
    """Keep what the file may do to what is stored; ``rows`` holds the exceptions.

    Only the rows named change: an empty choice takes an exception back.
    """
    kept = lock_open(run).row_choices
    for sheet, choices in rows.items():
        kept[sheet] = {**kept.get(sheet, {}), **choices}
    run.on_match = on_match
    run.row_choices = {
        sheet: said
        for sheet, choices in kept.items()
        if (said := {row: one for row, one in choices.items() if one})
    }
    run.save(update_fields=["on_match", "row_choices"])


def places_of(questions: Iterable[ImportQuestion]) -> dict[int, Area]:
    """Return the units that questions on places offer or have got, by key."""
    keys = {pk for one in questions for pk in one.candidates}
    keys |= {one.place_id for one in questions if one.place_id}
    areas = Area.objects.filter(pk__in=keys).select_related("parent__parent")
    return {area.pk: area for area in areas}


def place_resolver(run: ImportRun, *, by: User | None) -> Callable[[str], Area]:
    """Return what finds the unit a typed text means, or says why it cannot be taken."""

    def resolve(text: str) -> Area:
        places = RowPlaces(scope_of(by, province_of(run.area)))
        reading = places.reader.read(text)
        if reading.location is None:
            raise ValidationError([note.message for note in reading.notes])
        place = reading.location.place
        if not places.holds(place):
            raise ValidationError(f"{place.full_name} nằm ngoài địa bàn bạn được nhập.")
        return place

    return resolve
