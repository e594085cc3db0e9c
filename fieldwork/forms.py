"""Choosing between two texts, field by field."""

from dataclasses import dataclass

from django import forms

from .decisions import Dispute, Line
from .enums import Choice
from .exceptions import InvalidError
from .readers import MOST_CHARACTERS

PREFIX, OWN = "chon-", "rieng-"


@dataclass(frozen=True)
class Row:
    """A line with the fields that decide it."""

    line: Line
    choice: forms.BoundField
    own: forms.BoundField | None


class DecisionForm(forms.Form):
    """For each line the text sent, the text stored, or another one.

    What nobody else has touched is taken as sent unless the person says otherwise.
    Whoever decides about the text of another person says why.
    """

    ly_do = forms.CharField(
        label="lý do",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Hãy ghi vì sao chọn thay người đã ghi."},
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, dispute: Dispute, user, **kwargs):
        super().__init__(*args, auto_id="%s", **kwargs)
        self.dispute = dispute
        self.initial["seen"] = dispute.seen
        self.fields["ly_do"].required = dispute.operation.user_id != user.pk
        for line in dispute.lines:
            self._add(line)

    def _add(self, line: Line) -> None:
        choices = [
            (value, label)
            for value, label in Choice.choices
            if value != Choice.OWN or line.is_text
        ]
        self.fields[f"{PREFIX}{line.name}"] = forms.ChoiceField(
            label=line.label,
            choices=choices,
            widget=forms.RadioSelect,
            initial=None if line.is_contested else Choice.MINE,
            error_messages={"required": "Hãy chọn một bản."},
        )
        if line.is_text:
            both = [line.theirs_words, line.mine_words]
            self.fields[f"{OWN}{line.name}"] = forms.CharField(
                label=f"{line.label}, ghi lại",
                required=False,
                max_length=MOST_CHARACTERS,
                initial="\n".join(words for words in both if words),
                widget=forms.Textarea({"rows": 4, "class": "form-control"}),
            )

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                line,
                self[f"{PREFIX}{line.name}"],
                self[f"{OWN}{line.name}"] if line.is_text else None,
            )
            for line in self.dispute.lines
        ]

    def chosen(self) -> dict:
        """Return what to store for each line."""
        return {line.name: self._value(line) for line in self.dispute.lines}

    def _value(self, line: Line):
        choice = self.cleaned_data[f"{PREFIX}{line.name}"]
        if choice == Choice.OWN:
            reader = self.dispute.kind.fields[line.name]
            return reader(self.cleaned_data[f"{OWN}{line.name}"])
        return line.mine if choice == Choice.MINE else line.theirs

    def clean(self):
        super().clean()
        for line in self.dispute.lines:
            if self.cleaned_data.get(f"{PREFIX}{line.name}") != Choice.OWN:
                continue
            try:
                self._value(line)
            except InvalidError as error:
                self.add_error(f"{OWN}{line.name}", error.message)
