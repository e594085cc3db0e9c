from django import forms

from core.forms import (
    DayField,
    Difference,
    VersionedModelForm,
    conflict,
    form_helper,
    section,
    side_by_side,
)

from ..enums import SheetKind
from ..exceptions import ProductError
from ..models import CriteriaSet, ScoreSheet
from ..scoring.marked import (
    NOTHING_MET,
    WAITING,
    MarkedTree,
    field_name,
    marked,
    stored_choices,
)
from ..scoring.services import refuse_incomplete
from ..tree import Leaf, Tree
from .fields import offer_sets


class SheetForm(VersionedModelForm):
    """Who scored a product, when, by which set and for which dossier."""

    class Meta:
        model = ScoreSheet
        fields = [
            "kind",
            "criteria_set",
            "dossier",
            "scorer",
            "scorer_title",
            "scored_on",
        ]
        field_classes = {"scored_on": DayField}
        help_texts = {
            "dossier": "Bảng của hội đồng phải gắn với hồ sơ đã ghi cho sản phẩm.",
            "scorer": "Bắt buộc với bảng của thành viên hội đồng.",
            "criteria_set": "Bộ tiêu chí dùng để chấm; bộ chưa đủ tiêu chí không chấm"
            " được. Bảng đã lập không đổi bộ.",
        }

    def __init__(self, *args, council: bool, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dossier"].queryset = self.instance.product.dossiers.all()
        self.fields["dossier"].empty_label = "Không gắn với hồ sơ nào"
        offer_sets(self.fields["criteria_set"])
        if not council:
            self.fields["kind"].choices = [(SheetKind.SELF.value, SheetKind.SELF.label)]
        if not self.instance._state.adding:
            del self.fields["criteria_set"]
        shown = [name for name in ("kind", "criteria_set") if name in self.fields]
        self.helper = form_helper(
            "version",
            section("Bảng chấm", *shown, "dossier"),
            section("Người chấm", side_by_side("scorer", "scorer_title"), "scored_on"),
            save="Lưu và chấm điểm" if self.instance._state.adding else "Lưu",
            cancel_url=cancel_url,
        )

    def clean_criteria_set(self) -> CriteriaSet:
        chosen = self.cleaned_data["criteria_set"]
        try:
            refuse_incomplete(chosen)
        except ProductError as error:
            raise forms.ValidationError(str(error)) from None
        return chosen


class ScoringForm(VersionedModelForm):
    """The points of one sheet: a choice for each criterion, and what is said of it.

    A criterion may wait. Names of fields carry the key of the criterion.
    """

    class Meta:
        model = ScoreSheet
        fields = ["opinion", "eliminated_for"]
        widgets = {"opinion": forms.Textarea({"rows": 4})}

    def __init__(self, *args, tree: Tree, **kwargs):
        super().__init__(*args, **kwargs)
        self.tree = tree
        stored = stored_choices(self.instance)
        for leaf in tree.leaves:
            key, name = leaf.criterion.pk, field_name(leaf)
            self.fields[name] = forms.ChoiceField(
                label=str(leaf.criterion),
                choices=_choices(leaf),
                required=False,
                error_messages={"invalid_choice": "Mức điểm này không có."},
            )
            self.initial[name] = stored.get(key, WAITING)

    @property
    def choices(self) -> dict:
        """Return the option given to each criterion, None where nothing is met."""
        given = {}
        for leaf in self.tree.leaves:
            if chosen := self.cleaned_data[field_name(leaf)]:
                options = {str(option.pk): option for option in leaf.options}
                given[leaf.criterion] = options.get(chosen)
        return given

    @property
    def marked(self) -> MarkedTree:
        """Return the tree with what is chosen so far, as it stands in the form."""
        chosen = {
            leaf.criterion.pk: str(self[field_name(leaf)].value() or WAITING)
            for leaf in self.tree.leaves
        }
        return marked(self.tree, chosen)

    def differences_from(self, stored: ScoreSheet) -> list[Difference]:
        """Return what somebody else stored otherwise, and let this be saved over it."""
        found = conflict(self, stored)
        theirs = marked(self.tree, stored_choices(stored))
        pairs = zip(theirs.leaves, self.marked.leaves, strict=True)
        return found + [
            Difference(str(one.leaf.criterion), one.words, other.words)
            for one, other in pairs
            if one.chosen != other.chosen
        ]


def _choices(leaf: Leaf) -> list[tuple[str, str]]:
    printed = [(str(option.pk), option.label) for option in leaf.options]
    return [(WAITING, ""), (NOTHING_MET, ""), *printed]
