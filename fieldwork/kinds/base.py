"""What every kind of record tells the one procedure that stores operations."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from inspections.models import SiteCheck, Visit

from ..exceptions import InvalidError, MissingError
from ..readers import Reader, read_fields
from ..sent import Sent


@dataclass(frozen=True)
class Target:
    """The record of an operation, as far as the person may write it.

    ``instance`` is None where there is none yet, and ``visit`` where the operation
    makes one.
    """

    sent: Sent
    visit: Visit | None
    instance: Any = None
    check: SiteCheck | None = None

    def holding(self, instance: Any) -> "Target":
        return replace(self, instance=instance)


NOTHING_SENT = Sent(uuid.UUID(int=0), 0, "", uuid.UUID(int=0), 0, {}, {})


def as_stored(visit: Visit, instance: Any, check: SiteCheck | None = None) -> Target:
    """Return a record to be read, about which nothing was sent."""
    return Target(NOTHING_SENT, visit, instance, check)


class Kind(ABC):
    """One kind of record: what it holds, where it is found, how it is written.

    ``fields`` are what an operation may bring, ``fixed`` those of them that are told
    when the record is made and never change, ``unspoken`` what devices send for the
    server alone and nobody is asked about. A kind that ``counts_versions`` compares
    versions; any other compares with what the person saw alone. One that ``is_step``
    has no fields and is taken wherever the visit stands.
    """

    name: ClassVar[str]
    words: ClassVar[str]
    permission: ClassVar[str]
    fields: ClassVar[dict[str, Reader]] = {}
    fixed: ClassVar[Collection[str]] = ()
    unspoken: ClassVar[Collection[str]] = ()
    labels: ClassVar[dict[str, str]] = {}
    counts_versions: ClassVar[bool] = True
    may_be_removed: ClassVar[bool] = False
    is_step: ClassVar[bool] = False

    def read(self, sent: Sent) -> dict[str, Any]:
        """Return what an operation writes; raises InvalidError."""
        found, errors = read_fields(self.fields, sent.fields)
        if errors:
            raise InvalidError("Có nội dung chưa ghi được.", errors)
        return found

    @abstractmethod
    def visits(self, sent: Sent) -> QuerySet[Visit]:
        """Return the visit that the operation belongs to, whoever asks."""

    @abstractmethod
    def find(self, sent: Sent, visit: Visit | None, *, by) -> Target:
        """Return the record, the visit locked; raises MissingError out of reach."""

    @abstractmethod
    def version(self, target: Target) -> int:
        """Return the version that is stored, 0 for none."""

    @abstractmethod
    def stored(self, target: Target) -> dict[str, Any]:
        """Return the fields as they are stored, those of an empty record for none."""

    @abstractmethod
    def write(self, target: Target, changes: dict[str, Any], *, by) -> Target:
        """Store the changes through the services; returns the record as it is now."""

    def remove(self, target: Target, *, by) -> None:
        """Take the record out; only for kinds that ``may_be_removed``."""
        raise InvalidError("Hồ sơ này không bỏ được.")

    def told(self, target: Target) -> dict[str, Any]:
        """Return what devices are told beside the fields."""
        return {}

    def blank(self) -> dict[str, Any]:
        return {name: reader.blank for name, reader in self.fields.items()}

    def python(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Return the changes as models hold them."""
        return {name: self.fields[name].python(v) for name, v in changes.items()}


def reach(rows: QuerySet, *conditions: Q, **lookup) -> Any:
    """Return the one row within reach; raises MissingError for any other."""
    found = rows.filter(*conditions, **lookup).first()
    if found is None:
        raise MissingError
    return found


def editable_check(by, *, uuid: uuid.UUID | str | None) -> SiteCheck:
    """Return a check that the person may change, with what writing it needs."""
    rows = SiteCheck.objects.editable_by(by).select_related("site__producer")
    return reach(rows, uuid=uuid)


def validate(instance: Model, names: Collection[str], aliases: dict[str, str]) -> None:
    """Hold a row to the rules of its model; raises InvalidError by field.

    ``names`` are the columns that may be wrong; ``aliases`` tells what devices call
    them. Foreign keys have been looked up before.
    """
    other = {field.name for field in instance._meta.fields} - set(names)
    try:
        instance.clean_fields(exclude=other)
        instance.validate_constraints()
    except ValidationError as error:
        told = {
            aliases.get(field, field): " ".join(messages)
            for field, messages in error.message_dict.items()
        }
        general = told.pop("__all__", "")
        raise InvalidError(general or "Có nội dung chưa ghi được.", told) from error
