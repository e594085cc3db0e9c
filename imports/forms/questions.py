from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from areas.models import Area

from ..answers import Given
from ..enums import Asked, OnMatch, Verdict
from ..models import ImportQuestion, ImportRow, ImportRun

LATER = ("", "Để sau")
LONGEST_PLACE = 200


@dataclass(frozen=True)
class QuestionFields:
    """One question on the page: what it compares, and where to answer."""

    question: ImportQuestion
    choice: forms.BoundField
    typed: forms.BoundField | None


class QuestionsForm(forms.Form):
    """The questions of one page. ``resolve`` gives the unit a typed text means."""

    def __init__(
        self,
        *args,
        questions: Sequence[ImportQuestion],
        places: dict[int, Area],
        resolve: Callable[[str], Area],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.places = places
        self.resolve = resolve
        self._given: list[Given] = []
        for question in questions:
            if question.kind == Asked.PLACE:
                self._add_place(question)
            else:
                self._add_verdict(question)

    def _add_verdict(self, question: ImportQuestion) -> None:
        choices = [(value, label.capitalize()) for value, label in Verdict.choices]
        self.fields[_name(question)] = forms.ChoiceField(
            label="Trả lời",
            choices=choices if question.is_answered else [LATER, *choices],
            initial=question.verdict,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        )

    def _add_place(self, question: ImportQuestion) -> None:
        keys = dict.fromkeys([*filter(None, [question.place_id]), *question.candidates])
        offered = [(pk, self.places[pk].full_name) for pk in keys if pk in self.places]
        self.fields[_name(question)] = forms.ChoiceField(
            label="Chọn nơi gần đúng",
            choices=[LATER, *offered],
            initial=question.place_id,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[_typed(question)] = forms.CharField(
            label="hoặc gõ tên xã, phường",
            max_length=LONGEST_PLACE,
            required=False,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )

    def rows(self) -> list[QuestionFields]:
        """Return the questions as the page shows them."""
        return [
            QuestionFields(
                question,
                self[_name(question)],
                self[_typed(question)] if question.kind == Asked.PLACE else None,
            )
            for question in self.questions
        ]

    def clean(self):
        data = super().clean()
        self._given = [
            given
            for question in self.questions
            if (given := self._read(question, data)) is not None
        ]
        if not self._given and not self.errors:
            self.add_error(None, "Chưa có câu nào được trả lời.")
        return data

    def _read(self, question: ImportQuestion, data) -> Given | None:
        chosen = data.get(_name(question), "")
        if question.kind != Asked.PLACE:
            return Given(question, verdict=chosen) if chosen else None
        if typed := data.get(_typed(question), ""):
            try:
                return Given(question, place=self.resolve(typed))
            except ValidationError as refusal:
                self.add_error(_typed(question), refusal)
                return None
        return Given(question, place=self.places[int(chosen)]) if chosen else None

    def given(self) -> list[Given]:
        return self._given


class ChoicesForm(forms.ModelForm):
    """What the file may do to what is stored, and exceptions for rows of one page."""

    class Meta:
        model = ImportRun
        fields = ["on_match"]
        widgets = {"on_match": forms.RadioSelect(attrs={"class": "form-check-input"})}

    def __init__(self, *args, rows: Sequence[ImportRow], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on_match"].choices = [
            (value, label.capitalize()) for value, label in OnMatch.choices
        ]
        self.rows = [row for row in rows if row.may_be_chosen]
        for row in self.rows:
            self.fields[f"row-{row.pk}"] = forms.ChoiceField(
                label=f"Lựa chọn cho {row}",
                choices=_choices_of(row),
                initial=self.instance.row_choices.get(row.sheet, {}).get(str(row.row)),
                required=False,
                widget=forms.Select(
                    attrs={"class": "form-select", "form": "lua-chon-nhap"}
                ),
            )
        for row in self.rows:
            row.choice = self[f"row-{row.pk}"]

    def exceptions(self) -> dict[str, dict[str, str]]:
        """Return what was chosen for the rows of the page, by sheet and row."""
        chosen: dict[str, dict[str, str]] = {}
        for row in self.rows:
            choice = self.cleaned_data.get(f"row-{row.pk}", "")
            chosen.setdefault(row.sheet, {})[str(row.row)] = choice
        return chosen


def _choices_of(row: ImportRow) -> list[tuple[str, str]]:
    if row.is_new:
        return [("", "Ghi"), (OnMatch.SKIP, "Bỏ qua")]
    return [
        ("", "Theo lựa chọn chung"),
        (OnMatch.UPDATE, "Cập nhật theo tệp"),
        (OnMatch.FILL, "Chỉ điền chỗ trống"),
        (OnMatch.SKIP, "Bỏ qua"),
    ]


def _name(question: ImportQuestion) -> str:
    return f"question-{question.pk}"


def _typed(question: ImportQuestion) -> str:
    return f"place-{question.pk}"
