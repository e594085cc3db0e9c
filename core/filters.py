"""What the filters of all lists share: search, date, sort, clear refusals."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from .text import clean_line, search_key
from .widgets import DateInput

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
MOST_WORDS = 10
DAY_ERRORS = {
    "invalid": "Ngày phải có dạng dd/mm/yyyy và có trong lịch, ví dụ 15/09/2023."
}
DAY_RANGE = [
    MinValueValidator(EARLIEST, "Ngày phải từ 01/01/2000 trở đi."),
    MaxValueValidator(LATEST, "Ngày không được quá 31/12/2100."),
]


class DayFilter(DateFilter):
    """A date dd/mm/yyyy within the years that the portal can reckon with."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("validators", DAY_RANGE)
        kwargs.setdefault("error_messages", DAY_ERRORS)
        kwargs.setdefault("widget", DateInput)
        super().__init__(*args, **kwargs)


class OnDayFilter(DayFilter):
    """The date on which computed states hold; narrows nothing by itself."""

    def filter(self, qs, value):
        return qs


class SortFilter(ChoiceFilter):
    """Sort keys in the words of the interface; ``-`` before a key turns it round.

    ``keys`` gives for each key its label and the column; columns named in
    ``nullable`` put rows without a value last both ways.
    """

    def __init__(self, keys: dict[str, tuple[str, str]], *, nullable=(), **kwargs):
        self.columns = {key: column for key, (_, column) in keys.items()}
        self.nullable = nullable
        choices = []
        for key, (label, _) in keys.items():
            choices += [(key, f"{label}, tăng dần"), (f"-{key}", f"{label}, giảm dần")]
        kwargs.setdefault("label", "Sắp xếp")
        kwargs.setdefault("empty_label", None)
        super().__init__(choices=choices, **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        column = F(self.columns[value.removeprefix("-")])
        last = True if value.removeprefix("-") in self.nullable else None
        if value.startswith("-"):
            return qs.order_by(column.desc(nulls_last=last), "-pk")
        return qs.order_by(column.asc(nulls_last=last), "pk")


class ListFilter(FilterSet):
    """Filters of one list, read from its address.

    An address that cannot be understood gives no rows and messages at the fields,
    rather than more rows than were asked for.
    """

    search_fields = ("search_key",)  # hold text without case and marks
    text_fields = ()  # hold text as it was written
    default_sort = ""

    q = CharFilter(label="Tìm kiếm", method="search", max_length=200)

    def __init__(self, data=None, *args, **kwargs):
        """Show the default order as chosen: sent again, the form must not change it."""
        if self.default_sort and data is not None and not data.get("sap_xep"):
            data = data.copy()
            data["sap_xep"] = self.default_sort
        super().__init__(data, *args, **kwargs)

    @property
    def qs(self):
        if not hasattr(self, "_qs"):
            rows = self.queryset.all()
            self._qs = rows.none() if self.errors else self.filter_queryset(rows)
        return self._qs

    @property
    def date(self) -> datetime.date:
        """Return the date on which computed states hold: today unless one is given."""
        return self.value("ngay") or timezone.localdate()

    @property
    def sort(self) -> str:
        """Return the sort key that the rows stand in."""
        return self.value("sap_xep") or self.default_sort

    def value(self, name: str):
        """Return a cleaned value, or None where it is missing or refused."""
        self.errors  # noqa: B018 -- cleans the form
        return getattr(self.form, "cleaned_data", {}).get(name) or None

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        if self.default_sort and not self.value("sap_xep"):
            rows = self.filters["sap_xep"].filter(rows, self.default_sort)
        return rows

    def search(self, queryset, name, value):
        """Keep the rows in which every word is found; case and marks do not matter."""
        for word in value.split()[:MOST_WORDS]:
            anywhere = Q()
            for field in self.search_fields:
                anywhere |= Q(**{f"{field}__contains": search_key(word)})
            for field in self.text_fields:
                anywhere |= Q(**{f"{field}__icontains": clean_line(word)})
            queryset = queryset.filter(anywhere)
        return queryset
