"""Filters of the list of producers, as its address carries them."""

from django.forms import HiddenInput
from django_filters import ChoiceFilter

from areas.filters import AreaFilter
from core.filters import ListFilter, SortFilter

from .enums import Bucket, People, ProducerState, Sex
from .models import Producer
from .people import people


class BucketFilter(ChoiceFilter):
    """Producers, or rows that belong to one, whose kind is counted in a bucket."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", "Loại hình")
        kwargs.setdefault("choices", Bucket.choices)
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        return qs.in_buckets([value]) if value else qs


class PeopleFilter(ChoiceFilter):
    """Rows of producers by a trait of their representative; addresses set it."""

    choices = {
        "sex": [*Sex.choices[:-1], (People.UNKNOWN, People.UNKNOWN.label)],
        "ethnicity": People.choices,
    }

    def __init__(self, trait, prefix="producer__", **kwargs):
        self.trait, self.prefix = trait, prefix
        super().__init__(choices=self.choices[trait], widget=HiddenInput, **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.alias(trait=people(self.trait, self.prefix)).filter(trait=value)


class ProducerFilter(ListFilter):
    """``q``, ``dia_ban``, ``loai_hinh``, ``hoat_dong``, ``sap_xep``."""

    default_sort = "ten"

    dia_ban = AreaFilter()
    loai_hinh = BucketFilter()
    hoat_dong = ChoiceFilter(
        field_name="state", label="Tình trạng hoạt động", choices=ProducerState.choices
    )
    sap_xep = SortFilter(
        {"ten": ("Tên chủ thể", "search_key"), "moi": ("Ngày lập", "created_at")}
    )

    class Meta:
        model = Producer
        fields = []
