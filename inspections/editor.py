"""The page of a draft: what it holds, in order, with what each part can be told."""

from dataclasses import dataclass

from history.models import Change
from history.services import CHANGES_SHOWN, history_of

from .models import Checklist, ChecklistItem
from .ordering import order_stamp
from .sheets import reading_groups


@dataclass(frozen=True)
class DraftPage:
    """A draft as it is edited; ``base`` is the stamp of the order that is shown."""

    checklist: Checklist
    groups: list[tuple[str, list[ChecklistItem]]]

    @classmethod
    def of(cls, checklist: Checklist) -> "DraftPage":
        """Read a draft; three queries."""
        return cls(checklist, reading_groups(checklist))

    @property
    def items(self) -> list[ChecklistItem]:
        return [item for _, items in self.groups for item in items]

    @property
    def base(self) -> str:
        return order_stamp(self.items)

    @property
    def changes(self) -> list[Change]:
        """Return the last changes of the draft and of the items it has."""
        return list(history_of(self.checklist, *self.items)[:CHANGES_SHOWN])
