"""The ways in which recognised products are parted: what each reads, and its words.

A cut is named as the filter of the product list that narrows to one of its parts.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import F
from django.db.models.functions import ExtractYear

from areas.models import Area
from areas.querysets import former_district
from producers.enums import BUCKET_OF_KIND, Bucket, LegalKind, People, Sex
from producers.people import people
from products.enums import Grade, Status
from products.filters import NONE_KEY, READS_PEOPLE, UNDATED, UNGROUPED
from products.models import CriteriaSet, Decision

OF_PRODUCER = "product__producer__"


@dataclass(frozen=True)
class Cut:
    """One way to part products.

    ``reads`` is an expression over recognitions that carry their status; ``words``
    gives labels for the keys found. ``none`` is the key where the expression is null.
    A cut of ``few`` parts may stand across; others stand down only.
    """

    key: str
    label: str
    reads: object
    words: Callable[[Collection], Mapping[Hashable, str]]
    none: str = ""
    few: bool = True
    permission: str = ""

    def key_of(self, value) -> Hashable:
        """Return the key under which a value of the database is counted."""
        if self.key == "loai_hinh":
            return BUCKET_OF_KIND[LegalKind(value)].value
        return self.none if value is None else value


def _chosen(choices: Collection[tuple], keys: Collection) -> dict:
    return {key: label for key, label in choices if key in keys}


def _named(rows: Callable, none: str, words: Callable, keys: Collection) -> dict:
    known = [key for key in keys if key != NONE_KEY]
    labels = {row.pk: words(row) for row in rows().filter(pk__in=known)}
    return labels | ({NONE_KEY: none} if NONE_KEY in keys else {})


def _groups(keys: Collection) -> dict:
    names = {name: name for name in CriteriaSet.objects.group_names() if name in keys}
    return names | ({UNGROUPED: "chưa phân nhóm"} if UNGROUPED in keys else {})


def _years(keys: Collection) -> dict:
    known = sorted((key for key in keys if key != UNDATED), reverse=True)
    years = {key: str(key) for key in known}
    return years | ({UNDATED: "chưa rõ năm"} if UNDATED in keys else {})


def _set_words(row: CriteriaSet) -> str:
    return f"{row} ({row.regime})"


def _rows(model, *related) -> Callable:
    return lambda: model.objects.select_related(*related)


SEXES = [*Sex.choices[:-1], (People.UNKNOWN, People.UNKNOWN.label)]
CUTS = {
    cut.key: cut
    for cut in (
        Cut("hang", "Hạng sao", F("grade"), partial(_chosen, Grade.choices)),
        Cut("tinh_trang", "Tình trạng", F("status"), partial(_chosen, Status.choices)),
        Cut(
            "loai_hinh",
            "Loại hình chủ thể",
            F("product__producer__legal_kind"),
            partial(_chosen, Bucket.choices),
        ),
        Cut(
            "nhom",
            "Nhóm sản phẩm",
            F("product__criteria_set__group"),
            _groups,
            none=UNGROUPED,
        ),
        Cut("nam", "Năm công nhận", ExtractYear("valid_from"), _years, none=UNDATED),
        Cut(
            "gioi_tinh",
            "Giới tính người đại diện",
            people("sex", OF_PRODUCER),
            partial(_chosen, SEXES),
            permission=READS_PEOPLE,
        ),
        Cut(
            "dan_toc",
            "Dân tộc người đại diện",
            people("ethnicity", OF_PRODUCER),
            partial(_chosen, People.choices),
            permission=READS_PEOPLE,
        ),
        Cut(
            "bo",
            "Bộ sản phẩm",
            F("product__criteria_set"),
            partial(_named, _rows(CriteriaSet, "regime"), "chưa rõ bộ", _set_words),
            none=NONE_KEY,
            few=False,
        ),
        Cut(
            "xa",
            "Xã, phường hiện nay",
            F("product__site__area"),
            partial(_named, _rows(Area), "", str),
            few=False,
        ),
        Cut(
            "huyen",
            "Huyện trước 01/07/2025",
            former_district("product__site__"),
            partial(_named, _rows(Area), "không ghi huyện", str),
            none=NONE_KEY,
            few=False,
        ),
        Cut(
            "quyet_dinh",
            "Quyết định công nhận",
            F("decision"),
            partial(_named, _rows(Decision, "issuer"), "chưa rõ quyết định", str),
            none=NONE_KEY,
            few=False,
        ),
    )
}


def cuts_for(user) -> dict[str, Cut]:
    """Return the cuts that a person may make, by key."""
    return {
        key: cut
        for key, cut in CUTS.items()
        if not cut.permission or user.has_perm(cut.permission)
    }
