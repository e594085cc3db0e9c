"""The kinds of list that are read, each with the columns it may have."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from accounts.resources import UserResource
from core.sheets import SheetField, header_key
from producers.resources import ProducerResource
from products.resources import EndingResource, ProductResource, RecognitionResource

from .enums import ListKind
from .exceptions import ImportRefusedError
from .planning.scope import PERMISSION

NUMBERING = "stt"  # the column that counts rows, which no field holds
NUMBERING_KEYS = frozenset({"stt", "tt", "so tt", "so thu tu"})
SHORTEST_PREFIX = 8

PRODUCT_FIELDS = ("product", "variant", "brand", "barcode", "criteria_set")
RECOGNITION_FIELDS = tuple(
    name
    for name in RecognitionResource.sheet_fields()
    if name not in ("product_name", "owner_name")
)

# What tells one producer from another, where the list is about something else.
OWNER_FIELDS = ("producer", "tax_code", "address", "commune", "district")


@dataclass(frozen=True)
class Vocabulary:
    """The columns of one kind of list: what they hold and what offices call them."""

    kind: ListKind
    fields: dict[str, SheetField]

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Return the fields that a table, and each of its rows, must have."""
        return tuple(name for name, item in self.fields.items() if item.is_required)

    @cached_property
    def names(self) -> dict[str, tuple[str, int]]:
        """Return (field, rank) by wording; the lower rank says more surely."""
        return {
            key: (name, rank)
            for name, item in reversed(self.fields.items())
            for key, rank in item.keys.items()
        } | dict.fromkeys(NUMBERING_KEYS, (NUMBERING, 0))

    @cached_property
    def prefixes(self) -> list[str]:
        """Return the wordings with which a longer title may begin, longest first."""
        long = (key for key in self.names if len(key) >= SHORTEST_PREFIX)
        return sorted(long, key=len, reverse=True)

    @cached_property
    def quick_words(self) -> frozenset[str]:
        """Return the wordings as written, to pass over most rows quickly."""
        return frozenset(
            title.casefold() for item in self.fields.values() for title in item.titles
        ).union(NUMBERING_KEYS, {"số tt", "số thứ tự"})

    @cached_property
    def examples(self) -> dict[str, str]:
        """Return what the example row of the template holds."""
        return {
            name: item.example for name, item in self.fields.items() if item.example
        }

    def label(self, name: str) -> str:
        return self.fields[name].column_name


def counts_rows(title: str) -> bool:
    """Say whether a title is that of the column that counts the rows."""
    return header_key(title) in NUMBERING_KEYS


_PRODUCER = ProducerResource.sheet_fields()
_PRODUCT = ProductResource.sheet_fields()
_RECOGNITION = RecognitionResource.sheet_fields()

VOCABULARIES = {
    kind: Vocabulary(kind, fields)
    for kind, fields in {
        ListKind.PRODUCTS: {
            **{name: _PRODUCT[name] for name in PRODUCT_FIELDS},
            **_PRODUCER,
            **{name: _RECOGNITION[name] for name in RECOGNITION_FIELDS},
        },
        ListKind.PRODUCERS: _PRODUCER,
        ListKind.ENDINGS: {
            **{name: _PRODUCT[name] for name in ("product", "variant")},
            **{name: _PRODUCER[name] for name in OWNER_FIELDS},
            **EndingResource.sheet_fields(),
        },
        ListKind.USERS: UserResource.sheet_fields(),
    }.items()
}


def vocabulary_of(kind: str) -> Vocabulary:
    return VOCABULARIES[ListKind(kind)]


# The right that a kind asks for, where the right to import lists is not enough.
RIGHTS = {ListKind.USERS: "accounts.add_assignment"}


def right_for(kind: str) -> str:
    """Return the right that says in which areas a person may import a kind."""
    return RIGHTS.get(ListKind(kind), PERMISSION)


def is_open_to(kind: str, user: User | None) -> bool:
    """Say whether a person may import lists of a kind; the portal itself may all."""
    right = RIGHTS.get(ListKind(kind))
    return user is None or right is None or bool(user.areas_with(right))


def kinds_open_to(user: User) -> list[tuple[str, str]]:
    """Return the kinds that a person may import, with their words."""
    return [(kind, words) for kind, words in ListKind.choices if is_open_to(kind, user)]


def check_kind(kind: str, user: User | None) -> None:
    """Refuse a kind of list that a person has no right to."""
    if not is_open_to(kind, user):
        raise ImportRefusedError(
            "Danh sách người dùng chỉ người có quyền quản lý người dùng mới nhập được."
        )
