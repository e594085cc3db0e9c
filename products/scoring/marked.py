"""The tree of a set with what one sheet chooses, summed up section by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..models import Heading, Option, ScoreSheet
from ..tree import Leaf, Node, Tree

WAITING, NOTHING_MET = "", "0"  # else the key of the option


def field_name(leaf: Leaf) -> str:
    """Return the name of the form field of a criterion."""
    return f"tc-{leaf.criterion.pk}"


@dataclass(frozen=True)
class MarkedLeaf:
    """One criterion with the choice of a sheet."""

    leaf: Leaf
    chosen: str

    @property
    def field_name(self) -> str:
        """Return the name of the field that a form holds the choice in."""
        return field_name(self.leaf)

    @property
    def option(self) -> Option | None:
        options = (one for one in self.leaf.options if str(one.pk) == self.chosen)
        return next(options, None)

    @property
    def points(self) -> int:
        return self.option.points if self.option else 0

    @property
    def words(self) -> str:
        """Say what is chosen."""
        if self.is_waiting:
            return "chưa chấm"
        return str(self.option) if self.option else "không đáp ứng (0 điểm)"

    @property
    def is_waiting(self) -> bool:
        return self.chosen == WAITING

    @property
    def offers_nothing_met(self) -> bool:
        """Say whether meeting no option can be chosen: where no such one is printed."""
        return not self.leaf.prints_nothing_met


@dataclass(frozen=True)
class MarkedNode:
    """A part, section or inner heading with the points chosen below it."""

    heading: Heading
    leaves: list[MarkedLeaf]
    nodes: list["MarkedNode"]

    def all_leaves(self) -> Iterator[MarkedLeaf]:
        yield from self.leaves
        for node in self.nodes:
            yield from node.all_leaves()

    @property
    def points(self) -> int:
        return sum(one.points for one in self.all_leaves())


@dataclass(frozen=True)
class MarkedTree:
    """All parts of a sheet."""

    parts: list[MarkedNode]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def leaves(self) -> list[MarkedLeaf]:
        """Return the criteria in the order of the sheet."""
        return [one for part in self.parts for one in part.all_leaves()]

    @property
    def waiting(self) -> list[MarkedLeaf]:
        """Return the criteria without points."""
        return [one for one in self.leaves if one.is_waiting]


def marked(tree: Tree, chosen: Mapping[int, str]) -> MarkedTree:
    """Put the choices, by criterion, into the tree of their set."""

    def mark(node: Node) -> MarkedNode:
        leaves = [
            MarkedLeaf(leaf, chosen.get(leaf.criterion.pk, WAITING))
            for leaf in node.leaves
        ]
        return MarkedNode(node.heading, leaves, [mark(one) for one in node.nodes])

    return MarkedTree([mark(part) for part in tree.parts])


def stored_choices(sheet: ScoreSheet) -> dict[int, str]:
    """Return what a sheet chooses, by criterion; one query."""
    lines = sheet.lines.values_list("criterion", "option")
    return {criterion: str(option or NOTHING_MET) for criterion, option in lines}
