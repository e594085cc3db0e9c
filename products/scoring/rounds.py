"""The sheets of a product, dossier by dossier, with what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..enums import Grade, SheetKind
from ..models import Dossier, Product, Recognition, ScoreLine, ScoreSheet
from .minima import Minimum, minima_of
from .reckoning import Reckoned, mean_points, reckon
from .words import GRADES, explanation, missed_words, points_words, spread_words

# The Ministry gives the fifth star that the province found.
SAME_GRADE = {Grade.FIVE: Grade.POTENTIAL_FIVE}


@dataclass(frozen=True)
class Round:
    """The sheets that belong to one dossier, or self-assessments without one.

    ``basis`` holds the sheets that count: those of members that are scored in full,
    else the result of the council, else the latest self-assessment.
    """

    dossier: Dossier | None
    sheets: list[ScoreSheet]
    basis: list[ScoreSheet]
    reckoned: Reckoned | None
    recognition: Recognition | None

    @property
    def criteria_set(self):
        return self.sheets[0].criteria_set

    @property
    def regime(self):
        return self.criteria_set.regime

    @property
    def council(self) -> ScoreSheet | None:
        found = (one for one in self.sheets if one.kind == SheetKind.COUNCIL)
        return next(found, None)

    @property
    def basis_words(self) -> str:
        """Say whose points the result rests on."""
        if not self.basis:
            return ""
        if self.basis[0].kind == SheetKind.MEMBER:
            return f"Trung bình {len(self.basis)} thành viên hội đồng"
        return str(self.basis[0].get_kind_display()).capitalize()

    @property
    def result_words(self) -> str:
        """Say which stars the points give, and why not more."""
        if self.council and self.council.eliminated_for:
            return f"Hồ sơ bị loại: {self.council.eliminated_for}"
        if self.reckoned is None:
            return "Chưa có bảng nào chấm đủ các tiêu chí"
        return explanation(self.reckoned, self.regime)

    @property
    def further_words(self) -> str:
        """Name all that the band asks for in vain, if that is more than is told."""
        told = self.reckoned
        if not told or told.missed_of_band == told.missed:
            return ""
        missing = missed_words(told.missed_of_band)
        return f"Để đạt {told.band} sao như khung điểm, còn thiếu: {missing}."

    @property
    def warnings(self) -> list[str]:
        """Say what does not agree, and what is not finished."""
        found = [
            self._spread(),
            self._unfinished(),
            self._eliminating(),
            self._other_result(),
            self._other_stars(),
            self._other_score(),
        ]
        return [words for words in found if words]

    def _members(self) -> list[ScoreSheet]:
        return [one for one in self.sheets if one.kind == SheetKind.MEMBER]

    def _spread(self) -> str:
        return spread_words([one.total for one in self._members() if one.is_scored])

    def _unfinished(self) -> str:
        waiting = sum(not one.is_scored for one in self._members())
        if not waiting:
            return ""
        return f"Còn {waiting} bảng của thành viên chưa chấm xong, chưa tính."

    def _eliminating(self) -> str:
        grounds = [one.eliminated_for for one in self._members() if one.eliminated_for]
        if not grounds:
            return ""
        return f"{len(grounds)} thành viên đề nghị loại hồ sơ: {'; '.join(grounds)}."

    def _other_result(self) -> str:
        council = self.council
        if not council or not council.is_scored or council in self.basis:
            return ""
        if not self.reckoned or council.total == self.reckoned.total:
            return ""
        return (
            f"Kết quả hội đồng ghi {council.total} điểm, khác trung bình của các thành"
            f" viên ({points_words(self.reckoned.total)} điểm)."
        )

    def _counts(self) -> bool:
        """Say whether the sheets that count are those of a council."""
        return bool(self.basis) and self.basis[0].kind != SheetKind.SELF

    def _other_stars(self) -> str:
        recognition = self.recognition
        if not recognition or not self._counts() or not self.reckoned:
            return ""
        given = SAME_GRADE.get(Grade(recognition.grade), recognition.grade)
        found = GRADES.get(self.reckoned.stars or 0)
        if given == found:
            return ""
        told = str(found.label) if found else self.result_words
        return (
            f"Trái với lần công nhận {recognition.get_grade_display()} sau hồ sơ này:"
            f" bảng chấm cho {told}."
        )

    def _other_score(self) -> str:
        recognition = self.recognition
        if not recognition or recognition.score is None or not self._counts():
            return ""
        if not self.reckoned or round(self.reckoned.total, 2) == recognition.score:
            return ""
        return (
            f"Lần công nhận sau hồ sơ này ghi {recognition.score_words} điểm, bảng chấm"
            f" cho {points_words(self.reckoned.total)} điểm."
        )


def rounds_of(
    product: Product,
    *,
    user,
    dossiers: Sequence[Dossier],
    recognitions: Sequence[Recognition],
) -> list[Round]:
    """Gather what a person may see of the scoring of a product; three queries."""
    visible = ScoreSheet.objects.visible_to(user).filter(product=product)
    sheets = list(visible.with_totals().for_list())
    if not sheets:
        return []
    lines: dict[int, dict[int, int]] = {}
    rows = ScoreLine.objects.filter(sheet__in=[one.pk for one in sheets])
    for sheet, criterion, points in rows.values_list("sheet", "criterion", "points"):
        lines.setdefault(sheet, {})[criterion] = points
    minima = minima_of({one.criteria_set_id for one in sheets})
    groups: dict[tuple, list[ScoreSheet]] = {}
    for one in sheets:
        key = (one.dossier_id, None if one.dossier_id else one.criteria_set_id)
        groups.setdefault(key, []).append(one)
    after = _recognitions_after(dossiers, recognitions)
    return [
        _round(group, lines, minima.get(group[0].criteria_set_id, []), after)
        for group in groups.values()
    ]


def own_words(sheet: ScoreSheet) -> str:
    """Say which stars one sheet would give by itself; needs ``with_totals``."""
    if sheet.eliminated_for:
        return f"Hồ sơ bị loại: {sheet.eliminated_for}"
    if not sheet.is_scored:
        return f"{sheet.total} điểm, còn {sheet.left} tiêu chí chưa chấm"
    points = {
        criterion: Fraction(given)
        for criterion, given in sheet.lines.values_list("criterion", "points")
    }
    regime = sheet.criteria_set.regime
    minima = minima_of([sheet.criteria_set_id]).get(sheet.criteria_set_id, [])
    return explanation(reckon(regime, minima, points), regime)


def _round(
    sheets: list[ScoreSheet],
    lines: dict[int, dict[int, int]],
    minima: list[Minimum],
    after: dict[int, Recognition],
) -> Round:
    basis = _basis(sheets)
    reckoned = None
    if basis:
        points = mean_points([lines.get(one.pk, {}) for one in basis])
        reckoned = reckon(sheets[0].criteria_set.regime, minima, points)
    dossier = sheets[0].dossier
    return Round(
        dossier=dossier,
        sheets=sheets,
        basis=basis,
        reckoned=reckoned,
        recognition=after.get(dossier.pk) if dossier else None,
    )


def _basis(sheets: Iterable[ScoreSheet]) -> list[ScoreSheet]:
    """Return the sheets that count, of sheets with the latest first."""
    scored: dict[str, list[ScoreSheet]] = {}
    for one in sheets:
        if one.is_scored:
            scored.setdefault(one.kind, []).append(one)
    if members := scored.get(SheetKind.MEMBER):
        return members
    return scored.get(SheetKind.COUNCIL) or scored.get(SheetKind.SELF, [])[:1]


def _recognitions_after(
    dossiers: Sequence[Dossier], recognitions: Sequence[Recognition]
) -> dict[int, Recognition]:
    """Return the recognition that each dossier led to, by dossier.

    It is the first to begin on or after the day the dossier was filed, unless another
    dossier was filed in between.
    """
    found: dict[int, Recognition] = {}
    filed = sorted(dossiers, key=lambda one: (one.received_on, one.pk))
    begun = sorted(
        (one for one in recognitions if one.valid_from),
        key=lambda one: (one.valid_from, one.pk),
    )
    for dossier, following in zip(filed, [*filed[1:], None], strict=True):
        until = following.received_on if following else None
        for one in begun:
            if one.valid_from >= dossier.received_on:
                if until is None or one.valid_from < until:
                    found[dossier.pk] = one
                break
    return found
