"""The styles of a workbook, with those that colour cells and write messages."""

from dataclasses import dataclass, field

from .markup import (
    element_end,
    is_closed,
    local,
    spliced,
    tag,
    tag_end,
    walk,
)
from .order import COLOUR, INK


@dataclass
class _Table:
    """One list of the style sheet: where it may grow, and what it holds."""

    name: str
    start: int
    attributes: dict
    end: int = 0
    items: list[tuple[int, int]] = field(default_factory=list)
    added: list[bytes] = field(default_factory=list)

    def add(self, item: bytes) -> int:
        """Take in one more; returns its number."""
        self.added.append(item)
        return len(self.items) + len(self.added) - 1


class Styles:
    """Answers with the number of a style; new ones are made as they are asked for."""

    def __init__(self, xml: bytes):
        self.xml = xml
        self.prefix = ""
        self.tables: dict[str, _Table] = {}
        self.formats: list[dict] = []  # attributes of each style of cells
        self.coloured: int | None = None  # the fill that is ours
        self._path: list[str] = []
        self._made: dict[tuple, int] = {}
        walk(xml, self._start, self._end)

    @property
    def is_whole(self) -> bool:
        return {"fonts", "fills", "cellXfs"} <= self.tables.keys()

    @property
    def ours(self) -> set[int]:
        """Return the styles that an earlier return gave to offending cells."""
        if self.coloured is None:
            return set()
        fill = str(self.coloured)
        return {
            number
            for number, given in enumerate(self.formats)
            if given.get("fillId") == fill
        }

    def _start(self, name: str, given: dict, index: int) -> None:
        path, kind = self._path, local(name)
        if len(path) == 1 and kind in ("fonts", "fills", "cellXfs"):
            self.prefix = name[: -len(kind)]
            self.tables[kind] = _Table(name, index, given)
        elif len(path) == 2 and path[1] in self.tables:
            self.tables[path[1]].items.append((index, 0))
            if path[1] == "cellXfs":
                self.formats.append(given)
        elif (
            kind == "fgColor" and path[1:2] == ["fills"] and given.get("rgb") == COLOUR
        ):
            self.coloured = len(self.tables["fills"].items) - 1
        path.append(kind)

    def _end(self, name: str, index: int) -> None:
        path = self._path
        path.pop()
        if len(path) == 2 and path[1] in self.tables:
            items = self.tables[path[1]].items
            start = items[-1][0]
            items[-1] = (start, element_end(self.xml, start, index))
        elif len(path) == 1 and local(name) in self.tables:
            self.tables[local(name)].end = index

    def coloured_like(self, base: int) -> int:
        """Return the style of an offending cell that had the given one."""
        if self.coloured is None:
            p = self.prefix
            item = (
                f"<{p}fill><{p}patternFill patternType='solid'>"
                f"<{p}fgColor rgb='{COLOUR}'/><{p}bgColor indexed='64'/>"
                f"</{p}patternFill></{p}fill>"
            )
            self.coloured = self.tables["fills"].add(item.encode())
        return self._changed(base, fillId=self.coloured, applyFill=1)

    def plain_like(self, base: int) -> int:
        """Return the style of a cell that is offending no longer."""
        return self._changed(base, fillId=0, applyFill=0)

    def title_like(self, base: int) -> int:
        """Return the style of the title: that of the titles beside it, in our font."""
        return self._changed(base, fontId=self._font(bold=True), applyFont=1)

    def message(self) -> int:
        """Return the style of a message: text that wraps, in a font of Unicode."""
        if ("message",) not in self._made:
            p = self.prefix
            item = (
                f"<{p}xf numFmtId='49' fontId='{self._font(bold=False)}' fillId='0'"
                " borderId='0' xfId='0' applyNumberFormat='1' applyFont='1'"
                f" applyAlignment='1'><{p}alignment vertical='top' wrapText='1'/>"
                f"</{p}xf>"
            )
            self._made["message",] = self.tables["cellXfs"].add(item.encode())
        return self._made["message",]

    def _font(self, *, bold: bool) -> int:
        if ("font", bold) not in self._made:
            p = self.prefix
            weight = f"<{p}b/>" if bold else ""
            item = (
                f"<{p}font>{weight}<{p}sz val='11'/><{p}color rgb='{INK}'/>"
                f"<{p}name val='Times New Roman'/><{p}family val='1'/></{p}font>"
            )
            self._made["font", bold] = self.tables["fonts"].add(item.encode())
        return self._made["font", bold]

    def _changed(self, base: int, **given) -> int:
        if base >= len(self.formats):
            base = 0
        key = (base, *given.items())
        if key not in self._made:
            start, end = self.tables["cellXfs"].items[base]
            attributes = {**self.formats[base], **given}
            closed = is_closed(self.xml, start)
            item = tag(f"{self.prefix}xf", attributes, closed=closed)
            if not closed:
                item += self.xml[tag_end(self.xml, start) : end]
            self._made[key] = self.tables["cellXfs"].add(item)
        return self._made[key]

    def patched(self) -> bytes:
        """Return the style sheet with everything that was asked for."""
        edits = []
        for table in self.tables.values():
            if not table.added:
                continue
            count = len(table.items) + len(table.added)
            head = tag(table.name, {**table.attributes, "count": count})
            edits.append((table.start, tag_end(self.xml, table.start), head))
            edits.append((table.end, table.end, b"".join(table.added)))
        return spliced(self.xml, edits)
