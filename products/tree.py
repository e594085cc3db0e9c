"""A criteria set as its sheet is read: parts, sections, criteria, their options."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .models import CriteriaSet, Criterion, Heading, Option


@dataclass
class Block:
    """The options that exclude one another; a case of several has code and name."""

    code: str
    name: str
    options: list[Option] = field(default_factory=list)


@dataclass
class Leaf:
    """One criterion with what may be chosen."""

    criterion: Criterion
    blocks: list[Block]

    @property
    def options(self) -> Iterator[Option]:
        for block in self.blocks:
            yield from block.options

    @property
    def prints_nothing_met(self) -> bool:
        """Say whether an option without points is printed."""
        return any(option.points == 0 for option in self.options)


@dataclass
class Node:
    """A part, section or inner heading, with what stands directly below it."""

    heading: Heading
    leaves: list[Leaf] = field(default_factory=list)
    nodes: list["Node"] = field(default_factory=list)

    def all_leaves(self) -> Iterator[Leaf]:
        yield from self.leaves
        for node in self.nodes:
            yield from node.all_leaves()


@dataclass(frozen=True)
class Tree:
    """The whole set; three queries."""

    parts: list[Node]
    leaves: list[Leaf]

    @property
    def points(self) -> int:
        """Return what the criteria that are known add up to."""
        return sum(leaf.criterion.max_points for leaf in self.leaves)


def tree_of(criteria_set: CriteriaSet) -> Tree:
    """Read the headings, criteria and options of one set in the order of its sheet."""
    leaves = leaves_of(criteria_set)
    below: dict[int, list[Leaf]] = {}
    for leaf in leaves:
        below.setdefault(leaf.criterion.heading_id, []).append(leaf)
    parts: list[Node] = []
    path: list[Node] = []
    for heading in criteria_set.headings.order_by("position"):
        node = Node(heading, below.get(heading.pk, []))
        del path[heading.level - 1 :]
        (path[-1].nodes if path else parts).append(node)
        path.append(node)
    return Tree(parts, leaves)


def leaves_of(criteria_set: CriteriaSet) -> list[Leaf]:
    """Read the criteria of one set with their options; two queries."""
    leaves = [
        Leaf(criterion, [Block(*pair) for pair in criterion.branches or [["", ""]]])
        for criterion in criteria_set.criteria.order_by("position")
    ]
    blocks = {
        (leaf.criterion.pk, block.code): block
        for leaf in leaves
        for block in leaf.blocks
    }
    options = Option.objects.filter(criterion__criteria_set=criteria_set)
    for option in options.order_by("points"):
        blocks[option.criterion_id, option.branch].options.append(option)
    return leaves
