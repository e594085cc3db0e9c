"""A form field for a place: type its name, with or without suggestions."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from core.text import is_key

from .enums import Level
from .models import TODAY_FIRST, Area
from .naming import Gazetteer


class Typed(NamedTuple):
    """What a form sent for a place: the key of a unit, and a name as typed."""

    pk: str = ""
    text: str = ""


class PlaceInput(forms.TextInput):
    """A text box for the name, and a hidden field with the field's name for the key.

    A script suggests units while the name is typed. Without it the name alone is sent
    and found out on the server; where several units bear it they are offered to
    choose from.
    """

    class Media:
        css = {"all": ["css/place-picker.css"]}
        js = [Script("js/place-picker.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "maxlength": 300, **(attrs or {})})
        self.search_query: dict = {}
        self.candidates: tuple[Area, ...] = ()

    def value_from_datadict(self, data, files, name):
        return Typed(
            str(data.get(name) or "").strip(),
            str(data.get(f"{name}_text") or "").strip(),
        )

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_text" not in data

    def render(self, name, value, attrs=None, renderer=None):
        pk, text = value or Typed()
        query = urlencode(self.search_query, doseq=True)
        attrs = {
            **(attrs or {}),
            "data-ocop-place-picker": f"{reverse('areas:search')}?{query}",
        }
        context = {
            "box": super().render(f"{name}_text", text, attrs, renderer),
            "box_id": attrs.get("id", name),
            "name": name,
            "pk": pk,
            "candidates": self.candidates,
        }
        return render_to_string("areas/_place_input.html", context)


class PlaceField(forms.Field):
    """A unit of either era in which the person holds the right that the form needs.

    Takes nothing until ``narrow_to`` has said for whom. The caller works out the unit
    of today with ``areas.locating.located``, and only where the place has changed.
    """

    widget = PlaceInput
    default_error_messages = {
        "required": "Hãy ghi xã, phường, thị trấn.",
        "unknown": "Không thấy nơi nào tên “%(text)s”. Với tên trước ngày 01/07/2025,"
        " hãy ghi cả huyện.",
        "several": "Có %(count)d nơi có thể là “%(text)s”. Hãy chọn một nơi bên dưới.",
        "doubtful": "Chưa chắc “%(text)s” là nơi nào. Nếu đúng, hãy chọn nơi bên dưới.",
        "coarse": "“%(text)s” chưa đủ: hãy ghi đến xã, phường, thị trấn.",
        "elsewhere": "“%(text)s” không thuộc địa bàn bạn được ghi.",
        "gone": "Nơi đã chọn không có trong địa bàn bạn được ghi. Hãy ghi tên.",
    }

    def __init__(self, *, levels=(Level.COMMUNE,), **kwargs):
        super().__init__(**kwargs)
        self.levels = list(levels)
        self.areas: list[Area] = []
        self.kept: Area | None = None

    def narrow_to(self, user, permission: str, *, keep: Area | None = None) -> None:
        """Take the units where the user holds the right, and the one stored so far."""
        self.areas = user.areas_with(permission)
        self.kept = keep
        self.widget.search_query = {"quyen": permission, "cap": self.levels}

    def prepare_value(self, value):
        if isinstance(value, Typed) or not value:
            return value
        pk = value.pk if isinstance(value, Area) else value
        unit = Area.objects.for_display().get(pk=pk)
        return Typed(str(unit.pk), unit.full_name)

    def has_changed(self, initial, data):
        before = self.prepare_value(initial) or Typed()
        return data.pk != before.pk or data.text not in ("", before.text)

    def clean(self, value):
        pk, text = value or Typed()
        if not pk and not text:
            return super().clean(None)
        chosen = self._allowed().filter(pk=pk).first() if is_key(pk) else None
        if chosen and text in ("", chosen.full_name):
            return chosen
        if not text:
            raise self._error("gone")
        found, is_sure = self._find(text)
        if chosen in found:
            return chosen
        if is_sure:
            return found[0]
        self.widget.candidates = tuple(found)
        code = "several" if len(found) > 1 else "doubtful"
        raise self._error(code, text=text, count=len(found))

    def _find(self, text: str) -> tuple[list[Area], bool]:
        """Return the allowed units that the text may mean, and whether it is sure."""
        answers = [Gazetteer(province).find(text) for province in self._provinces()]
        fitting = [
            unit
            for answer in answers
            for unit in ([answer.area] if answer.area else answer.candidates)
        ]
        named = fitting or [unit for answer in answers for unit in answer.alike]
        if not named:
            raise self._error("unknown", text=text)
        of_level = [unit.pk for unit in named if unit.level in self.levels]
        if not of_level:
            raise self._error("coarse", text=text)
        allowed = list(self._allowed().filter(pk__in=of_level))
        if not allowed:
            raise self._error("elsewhere", text=text)
        return allowed, bool(fitting) and len(of_level) == 1

    def _provinces(self):
        """Return the provinces of the areas, each once however many lie in it."""
        provinces = Area.objects.current().filter(level=Level.PROVINCE)
        return provinces.filter(covers__descendant__in=self.areas).distinct()

    def _allowed(self):
        """Return the units that may be taken, those of today first."""
        reach = Q(pk__in=Area.objects.covered_by(self.areas).values("pk"))
        kept = Q(pk=self.kept and self.kept.pk)
        units = Area.objects.filter(reach & Q(level__in=self.levels) | kept)
        return units.order_by(*TODAY_FIRST).for_display()

    def _error(self, code: str, **params) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
