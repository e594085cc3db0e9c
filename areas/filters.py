"""The place filter that every list has."""

from functools import cached_property

from django import forms
from django.forms.models import ModelChoiceIterator
from django_filters import ModelChoiceFilter
from django_filters.fields import ModelChoiceField

from .enums import Level
from .models import Area


def offered_areas(reach) -> tuple[list, list, list]:
    """Return the provinces, the communes of today and the former districts in reach.

    Each is a list of choices by name; one query.
    """
    provinces, today, former = [], [], []
    for unit in Area.objects.covered_by(reach).order_by("name", "pk"):
        if unit.is_current:
            is_province = unit.level == Level.PROVINCE
            (provinces if is_province else today).append((unit.pk, unit.name))
        elif unit.level == Level.DISTRICT:
            former.append((unit.pk, unit.name))
    return provinces, today, former


class OfferedIterator(ModelChoiceIterator):
    """The units that the field offers, instead of all those it takes."""

    def __iter__(self):
        return iter(self.field.offered())


class OfferedAreaField(ModelChoiceField):
    """Takes every unit, but draws a list of a few."""

    iterator = OfferedIterator

    @staticmethod
    def offered():
        return []


class AreaFilter(ModelChoiceFilter):
    """Rows that lie in one unit of any level and era, given by its key.

    Comes on top of the scope of the person: a unit out of reach leaves no rows. Where
    the filter set knows the request, the units within reach are offered to choose
    from: communes of today and former districts; other keys still work by address.
    """

    field_class = OfferedAreaField

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", "Địa bàn")
        kwargs.setdefault("queryset", Area.objects.all())
        kwargs.setdefault("widget", forms.HiddenInput)
        kwargs.setdefault(
            "error_messages", {"invalid_choice": "Không có địa bàn mang mã này."}
        )
        super().__init__(*args, **kwargs)

    @property
    def field(self):
        if not hasattr(self, "_field") and getattr(self.parent, "request", None):
            self.extra["widget"] = forms.Select
            super().field.offered = lambda: self._offered
        return super().field

    def filter(self, qs, value):
        return qs if value is None else qs.in_areas([value])

    @cached_property
    def _offered(self):
        """Return the choices, two groups by era; a select reads them twice."""
        user = self.parent.request.user
        reach = [assignment.area for assignment in user.active_assignments]
        _, today, former = offered_areas(reach)
        groups = [("Hiện nay", today), ("Trước 01/07/2025", former)]
        return [("", "Tất cả"), *self._asked_for(today + former), *groups]

    def _asked_for(self, offered):
        """Return the unit of the address if it is none of those offered."""
        value = self.parent.value("dia_ban")
        if value is None or value.pk in dict(offered):
            return []
        return [(value.pk, value.name)]
