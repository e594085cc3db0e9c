"""Every recorded change of score sheets."""

from collections.abc import Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.versions import GoneError, StaleVersionError
from history.enums import Action
from history.services import changes_between, record, save_recorded, snapshot

from ..enums import SheetKind
from ..exceptions import ProductError
from ..models import CriteriaSet, Criterion, Option, ScoreLine, ScoreSheet


@transaction.atomic
def save_sheet(sheet: ScoreSheet, *, by, base_version: int | None = None) -> ScoreSheet:
    """Create a sheet or change who scored what and when; its set stays once chosen.

    Refuses sets whose criteria are not known in full, a dossier of another product,
    and a second set for one dossier.
    """
    if sheet._state.adding:
        refuse_incomplete(sheet.criteria_set)
    else:
        stored = ScoreSheet.objects.get(pk=sheet.pk)
        if stored.criteria_set_id != sheet.criteria_set_id:
            raise ProductError("Bảng đã lập không đổi sang bộ sản phẩm khác.")
    dossier = sheet.dossier
    if dossier and dossier.product_id != sheet.product_id:
        raise ProductError("Hồ sơ không phải của sản phẩm này.", "dossier")
    others = ScoreSheet.objects.filter(dossier=dossier).exclude(pk=sheet.pk)
    other = others.exclude(criteria_set=sheet.criteria_set).first() if dossier else None
    if other:
        raise ProductError(
            f"Hồ sơ này đã được chấm theo bộ {other.criteria_set} của"
            f" {other.criteria_set.regime}; mọi bảng của một hồ sơ dùng cùng một bộ."
        )
    with _told_in_words(sheet):
        save_recorded(sheet, by=by, base_version=base_version)
    return sheet


def refuse_incomplete(criteria_set: CriteriaSet) -> None:
    """Raise for a set that cannot be scored by."""
    if not criteria_set.is_complete:
        raise ProductError(
            f"Bộ {criteria_set} của {criteria_set.regime} chưa đủ tiêu chí trong cổng"
            " nên không chấm điểm được.",
            "criteria_set",
        )


@transaction.atomic
def score(
    sheet: ScoreSheet,
    choices: Mapping[Criterion, Option | None],
    *,
    by,
    base_version: int | None = None,
) -> ScoreSheet:
    """Give a sheet these points in place of all it had, and keep its other fields.

    None stands for meeting no option. Criteria that are left out wait for points. One
    entry of the log tells every criterion whose points changed.
    """
    refuse_incomplete(sheet.criteria_set)
    for criterion, option in choices.items():
        if criterion.criteria_set_id != sheet.criteria_set_id or (
            option and option.criterion_id != criterion.pk
        ):
            raise ProductError(f"Mức điểm không thuộc tiêu chí {criterion.code}.")
    stored = ScoreSheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk)
    before = stored.first()
    if before is None:
        raise GoneError
    if base_version is not None and base_version != before.version:
        raise StaleVersionError(before)
    changes = changes_between(before, sheet) | _replace(sheet, choices)
    if changes:
        sheet.version = before.version + 1
        sheet.save()
        record(Action.UPDATE, sheet, by=by, changes=changes)
    return sheet


def _replace(
    sheet: ScoreSheet, choices: Mapping[Criterion, Option | None]
) -> dict[str, list]:
    """Store the lines; returns {criterion: [points before, points now]}."""
    before = _points(sheet)
    now = {one: option.points if option else 0 for one, option in choices.items()}
    sheet.lines.all().delete()
    ScoreLine.objects.bulk_create(
        ScoreLine(sheet=sheet, criterion=one, option=option, points=now[one])
        for one, option in choices.items()
    )
    return _told(before, now)


def _points(sheet: ScoreSheet) -> dict[Criterion, int]:
    lines = sheet.lines.select_related("criterion")
    return {line.criterion: line.points for line in lines}


def _told(
    before: Mapping[Criterion, int], now: Mapping[Criterion, int]
) -> dict[str, list]:
    """Return what changed as the log keeps it, in the order of the sheet."""
    touched = sorted({*before, *now}, key=lambda one: one.position)
    return {
        f"tiêu chí {one.code}": [before.get(one), now.get(one)]
        for one in touched
        if before.get(one) != now.get(one)
    }


@transaction.atomic
def delete_sheet(sheet: ScoreSheet, *, by) -> None:
    """Delete a sheet; the log keeps its points and who had given them."""
    kept = {name: [value, None] for name, value in snapshot(sheet).items()}
    record(Action.DELETE, sheet, by=by, changes=kept | _told(_points(sheet), {}))
    sheet.delete()


def is_of_council(sheet: ScoreSheet) -> bool:
    return sheet.kind != SheetKind.SELF


@contextmanager
def _told_in_words(sheet: ScoreSheet):
    """Turn what a constraint refuses into the message that stands beside it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        try:
            sheet.validate_constraints()
        except ValidationError as refused:
            raise ProductError(" ".join(refused.messages)) from error
        raise
