from django import forms
from django.utils import timezone

from areas.filters import offered_areas
from core.filtering import Chip
from core.forms import DayField

from .map_table import INDICATORS
from .next_visits import WEIGHTS
from .scope import PERMISSION, Scope


class ScopeForm(forms.Form):
    """The unit and the day of a page of figures, and which visits count, if any do.

    The unit has been found before (``area_asked_for``); a day that cannot be
    understood is said at the field, and the page speaks of today.
    """

    dia_ban = forms.ChoiceField(label="Địa bàn", required=False)
    ngay = DayField(label="Tính đến ngày", required=False)
    da_duyet = forms.BooleanField(
        label="Chỉ tính buổi kiểm tra đã duyệt, đã ký", required=False
    )

    def __init__(self, query, *, user, area, by_visits=True):
        self.user, self.area, self.today = user, area, timezone.localdate()
        asked = query.get("ngay", "").strip() or f"{self.today:%d/%m/%Y}"
        given = {"dia_ban": area.pk if area else "", "ngay": asked}
        super().__init__(given | {"da_duyet": query.get("da_duyet") == "1"})
        self.fields["dia_ban"].choices = self._choices()
        self.fields["da_duyet"].widget.attrs["value"] = "1"
        if not by_visits:
            del self.fields["da_duyet"]

    @property
    def scope(self) -> Scope:
        """Return what is asked for; today where the day was not understood."""
        date = self.today if "ngay" in self.errors else self.cleaned_data["ngay"]
        approved = "da_duyet" in self.fields and self.data["da_duyet"]
        return Scope(self.user, self.area, date, approved)

    def _choices(self) -> list:
        reach = self.user.areas_with(PERMISSION)
        provinces, today, former = offered_areas(reach)
        offered = provinces + today + former
        choices = [] if len(reach) == 1 else [("", "Toàn bộ địa bàn được giao")]
        if self.area and (self.area.pk, self.area.name) not in offered:
            choices.append((self.area.pk, self.area.full_name))
        groups = [("Hiện nay", today), ("Trước 01/07/2025", former)]
        return [*choices, *provinces, *(group for group in groups if group[1])]


class PlanForm(ScopeForm):
    """The unit, the day, and how many points each reason for a visit gives.

    A weight that is no whole number from 0 to 100 is said at its field, and the usual
    one is taken.
    """

    def __init__(self, query, *, user, area):
        super().__init__(query, user=user, area=area, by_visits=False)
        for weight in WEIGHTS:
            self.fields[weight.key] = forms.IntegerField(
                label=weight.label, min_value=0, max_value=100
            )
            asked = query.get(weight.key, "").strip()
            self.data[weight.key] = asked or str(weight.usual)

    @property
    def weights(self) -> dict[str, int]:
        """Return the points of each reason by its key."""
        self.is_valid()
        return {
            weight.key: self.cleaned_data.get(weight.key, weight.usual)
            for weight in WEIGHTS
        }

    @property
    def weight_fields(self):
        return [self[weight.key] for weight in WEIGHTS]

    @property
    def chips(self) -> list[Chip]:
        """Return what an export says of unit, day and points."""
        weights = self.weights
        said = [Chip(one.label, f"{weights[one.key]} điểm", "") for one in WEIGHTS]
        return [*self.scope.chips, *said]


class MapForm(ScopeForm):
    """The unit, the day, and by which number the communes of the map are shaded.

    A number that is none of them is said at the field, and the first one is taken.
    """

    chi_tieu = forms.ChoiceField(label="Tô màu theo", required=False)

    def __init__(self, query, *, user, area):
        super().__init__(query, user=user, area=area, by_visits=False)
        choices = [(key, one.label) for key, one in INDICATORS.items()]
        self.fields["chi_tieu"].choices = choices
        self.data["chi_tieu"] = query.get("chi_tieu") or choices[0][0]

    @property
    def indicator(self) -> str:
        """Return the key of the number, the first one where it was not understood."""
        if "chi_tieu" in self.errors:
            return next(iter(INDICATORS))
        return self.cleaned_data["chi_tieu"]
