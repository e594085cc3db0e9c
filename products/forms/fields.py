"""What the forms of products share: sets by regime, order of days, decisions."""

from itertools import groupby

from django import forms

from ..models import CriteriaSet, Decision


def offer_sets(field: forms.ModelChoiceField) -> None:
    """Offer the criteria sets, grouped by the regime that each belongs to."""
    sets = CriteriaSet.objects.select_related("regime")
    groups = [
        (str(regime), [(one.pk, str(one)) for one in members])
        for regime, members in groupby(sets, key=lambda one: one.regime)
    ]
    field.queryset = sets
    field.choices = [("", "Chưa rõ"), *groups]


def check_order(form: forms.BaseForm, first: str, last: str, message: str) -> None:
    """Say at the later of two days that it comes before the other."""
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        form.add_error(last, message)


def with_issuer(decision: Decision) -> str:
    """Return how a decision is offered; the same number recurs across issuers."""
    issuer = decision.issuer
    return f"{decision}, {issuer}" if issuer else str(decision)
