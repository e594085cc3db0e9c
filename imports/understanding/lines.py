"""Telling the rows of data from everything else that stands under a header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from core.cells import is_blank, text_of

from ..kinds import counts_rows
from ..reading import Sheet
from .headers import Header


class Kind(StrEnum):
    DATA = "data"
    SECTION = "section"
    TOTAL = "total"
    NUMBERS = "numbers"
    NOTE = "note"
    BLANK = "blank"


@dataclass(slots=True)
class Line:
    """One row under a header, merged cells filled down.

    ``cells`` are the values by field, ``sources`` where a value stands if it was filled
    down. ``sections`` are the texts of the sub-headings above, the outermost first.
    """

    row: int
    kind: Kind
    cells: dict[str, object] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    text: str = ""


_MARKER = r"(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]|\d{1,2}(?:\.\d{1,2})*)"
_MARKED = re.compile(rf"(?P<marker>{_MARKER})\s*[.)/:–-]\s*(?P<text>\S.*)")
_ROMAN_OR_LETTER = re.compile(r"[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]")
_ROMAN = re.compile(r"[IVXLC]{1,6}")
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|toàn (?:tỉnh|huyện))(?!\w)|tổng\s*(?::|$|\d)"
    r"|cộng\s*(?:$|[^\w\s]|\d|(?:huyện|thành phố|tp|thị xã|xã|phường|thị trấn|tỉnh|mục"
    r"|phần|nhóm|toàn|theo|chung|[ivx]+|[a-zđ])(?!\w))"
)
_NOTE = re.compile(
    r"(?:ghi chú|chú thích|lưu ý|nguồn|danh sách (?:này )?(?:có|gồm)|\*+\s*\w|\(\*\))"
)
_SIGNATURE = re.compile(
    r"người lập|lập biểu|thủ trưởng|chủ tịch|phó chủ tịch|kt\.|tm\.|tl\.|nơi nhận"
    r"|ký tên|ký, |xác nhận của|trưởng phòng|chánh văn phòng|giám đốc sở|kế toán"
    r"|(?:,\s*|^)ngày\s+(?:\d{1,2}|[.…]+)\s+tháng\s+(?:\d{1,2}|[.…]+)\s+năm"
)
_COLUMN_NUMBER = re.compile(r"[(\[-]?\s*(\d{1,2})\s*[)\]-]?(?:\s*=.*)?")
LONGEST_MARKER = 5  # letters, as in III.2
# Fields that notes and signatures never stand in.
_AWARDS = {"grade", "score", "decision", "decision_date", "certificate_number"}
# Sub-headings by place or group, which may be numbered and counted like rows.
_NAMED = re.compile(
    r"(?:(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)-]\s*)?"
    r"(?:huyện|thành phố|thị xã|tp\.|xã|phường|thị trấn|tỉnh|nhóm|ngành)\s",
    re.IGNORECASE,
)
_LEVELS = {
    "district": re.compile(r"(?:huyện|thành phố|thị xã|tp\.?|quận|tỉnh)(?!\w)"),
    "commune": re.compile(r"(?:xã|phường|thị trấn)(?!\w)"),
}
_SECTION_WORDS = re.compile(
    r"(?:huyện|thành phố|thị xã|tp\.?|quận|xã|phường|thị trấn|tỉnh|nhóm|ngành|phần|đợt"
    r"|năm|sản phẩm (?:ocop )?(?:đạt|hạng|\d)|hạng|cấp|các |khối)(?!\w)"
)
_PLACES = {"address", "commune", "district"}  # whose columns hold no sub-heading


def read_lines(
    sheet: Sheet,
    header: Header,
    columns: dict[int, str],
    stop: int,
    required: Sequence[str],
):
    """Yield a Line for each row from under the header down to ``stop``.

    ``required`` are the fields that every row of data has.
    """
    return _Walk(sheet, header, columns, required).lines(stop)


class _Walk:
    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        columns: dict[int, str],
        required: Sequence[str],
    ):
        self.sheet = sheet
        self.first = header.last + 1
        self.numbering = next(
            (c.index for c in header.columns if counts_rows(c.title)), None
        )
        self.fields = sorted(columns.items())
        self.by_name = {name: index for index, name in self.fields}
        self.main, *self.others = required
        self.sections: list[tuple[set[str], str]] = []
        self.has_ended = False

    def lines(self, stop: int) -> Iterator[Line]:
        filled = self._filled_down(stop)
        for row in range(self.first, min(stop, len(self.sheet.rows))):
            cells = self.sheet.rows[row]
            own = {
                name: cells[index]
                for index, name in self.fields
                if index < len(cells) and cells[index] != ""
            }
            above = filled.get(row, {})
            line = self._line(row, cells, own, above)
            if line.kind is Kind.DATA:
                self.has_ended = False
                for name, source in above.items():
                    if name not in own:
                        index = self.by_name[name]
                        line.cells[name] = self.sheet.cell(source, index)
                        line.sources[name] = source
            yield line

    def _filled_down(self, stop: int) -> dict[int, dict[str, int]]:
        """Return for each row the fields that a merged cell above holds, and where.

        Bounded by the rows and columns that are read, whatever the merges claim.
        """
        by_index = dict(self.fields)
        filled: dict[int, dict[str, int]] = {}
        last = min(stop, len(self.sheet.rows)) - 1
        for top, left, bottom, _ in self.sheet.merges:
            if top < self.first or bottom == top or left not in by_index:
                continue
            for row in range(top + 1, min(bottom, last) + 1):
                filled.setdefault(row, {})[by_index[left]] = top
        return filled

    def _line(self, row: int, cells: Sequence, own: dict, above: dict) -> Line:
        texts = [cell for cell in cells if not is_blank(cell)]
        if not texts:
            return Line(row, Kind.BLANK)
        if row <= self.first + 1 and _counts_columns(texts):
            return Line(row, Kind.NUMBERS)
        has_all = self._has_all(own, above)
        if any(_is_total_text(text_of(cell)) for cell in texts[:2]) and not (
            has_all and self._is_numbered(cells)
        ):
            return Line(row, Kind.TOTAL, text=_join(texts))
        if has_all and not self._is_below_the_end(cells, texts):
            return self._data(row, own)
        if _SIGNATURE.search(_join(texts).casefold()) or self.has_ended:
            self.has_ended = True
            return Line(row, Kind.NOTE, text=_join(texts))
        if _NOTE.match(text_of(texts[0]).casefold()):
            return Line(row, Kind.NOTE, text=_join(texts))
        if section := self._section(cells, texts, own):
            self._enter(*section)
            return Line(row, Kind.SECTION, text=section[1])
        if self._is_row_of_data(cells, texts, own, above):
            return self._data(row, own)
        return Line(row, Kind.NOTE, text=_join(texts))

    def _has_all(self, own: dict, above: dict) -> bool:
        """Say whether a row holds what every row of data has.

        Where that is one field only, a sub-heading might hold it as well.
        """
        if not own.get(self.main) or len(own) + len(above) < 2:
            return False
        return all(own.get(name) or name in above for name in self.others)

    def _data(self, row: int, own: dict) -> Line:
        return Line(row, Kind.DATA, own, {}, tuple(text for _, text in self.sections))

    def _is_below_the_end(self, cells: Sequence, texts: Sequence) -> bool:
        """Say whether a sparse row belongs to the signatures, not to the table."""
        if len(texts) > 3 or self._is_numbered(cells):
            return False
        return self.has_ended or bool(_SIGNATURE.search(_join(texts).casefold()))

    def _section(self, cells: Sequence, texts: Sequence, own: dict):
        """Return (marker, text) where the row is a sub-heading."""
        first = text_of(texts[0])
        if len(texts) == 1 and first.strip(" .").isdecimal():
            return None  # a row numbered beforehand, and never filled in
        if len(texts) == 1 or (_NAMED.match(first) and _are_counts(texts[1:])):
            stands_out = self._stands_out(cells, texts[0])
            match = _MARKED.fullmatch(first)
            if match and (
                stands_out
                or not match["marker"].isdigit()
                or _SECTION_WORDS.match(match["text"].casefold())
            ):
                return match["marker"], match["text"]
            if stands_out or _SECTION_WORDS.match(first.casefold()):
                return "", first
            return None
        marker = first.strip(" .)")
        text = text_of(texts[1])
        may_head = len(marker) <= LONGEST_MARKER and own.keys().isdisjoint(_PLACES)
        if may_head and _NAMED.match(text) and _are_counts(texts[2:]):
            return marker, text
        if not _ROMAN_OR_LETTER.fullmatch(marker) or any(map(own.get, self.others)):
            return None
        is_heading = text.isupper() or _SECTION_WORDS.match(text.casefold())
        if is_heading or _are_counts(texts[2:]):
            return marker, text
        return None

    def _stands_out(self, cells: Sequence, cell: object) -> bool:
        """Say whether a lone text stands where no product does, or in capitals."""
        column = next(i for i, value in enumerate(cells) if value == cell)
        is_numbering = self.numbering is not None and column <= self.numbering
        return is_numbering or (isinstance(cell, str) and cell.isupper())

    def _enter(self, marker: str, text: str) -> None:
        """Go into a section: it ends those of its own kind and what lay in them."""
        kinds = _kinds(marker, text)
        for index, (earlier, _) in enumerate(self.sections):
            if earlier & kinds:
                del self.sections[index:]
                break
        self.sections.append((kinds, text))

    def _is_row_of_data(self, cells, texts, own: dict, above: dict) -> bool:
        """Say whether a row without all that it needs still means to be data."""
        if self._is_numbered(cells):
            return bool(own)
        if self.numbering is not None and not above:
            return len(own) >= 3 or self._tells_of_an_award(own)
        return len(texts) >= 2 or bool(above)

    def _tells_of_an_award(self, own: dict) -> bool:
        """Say whether a row has one of what it needs, and a star or a decision."""
        needed = {self.main, *self.others}
        return bool(needed & own.keys()) and bool(_AWARDS & own.keys())

    def _is_numbered(self, cells: Sequence) -> bool:
        """Say whether the row is counted in the column for it."""
        if self.numbering is None or self.numbering >= len(cells):
            return False
        return text_of(cells[self.numbering]).strip(" .").isdecimal()


def _are_counts(texts: Sequence) -> bool:
    """Say whether there are only counts: of products, of producers."""
    return all(text_of(text).isdecimal() for text in texts)


def _is_total_text(text: str) -> bool:
    return _TOTAL.match(text.casefold()) is not None


def _counts_columns(texts: Sequence) -> bool:
    """Say whether a row only counts the columns, or names their units.

    (1) (2) (3), or A B 1 2 3, or 1 2 3=1x2; or (tấn) (triệu đồng).
    """
    shown = [text_of(text) for text in texts]
    if all(text.startswith("(") and text.endswith(")") for text in shown):
        return True
    numbers = []
    for text in shown:
        if match := _COLUMN_NUMBER.fullmatch(text):
            numbers.append(int(match[1]))
        elif len(text.strip("()[]- ")) != 1 or not text.strip("()[]- ").isalpha():
            return False
    return len(numbers) >= 2 and all(a < b for a, b in pairwise(numbers))


def _marker_type(marker: str) -> str:
    if marker.isdecimal() or "." in marker:
        return f"number{marker.count('.')}"
    if _ROMAN.fullmatch(marker) and marker not in ("C", "L"):
        return "roman"
    return "letter" if marker.isupper() else "small letter"


def _kinds(marker: str, text: str) -> set[str]:
    """Return what kinds a sub-heading is of: by its marker, by the unit it names.

    A commune without a marker lies in the district above it, it does not end it.
    """
    levels = {name for name, words in _LEVELS.items() if words.match(text.casefold())}
    if marker:
        return {_marker_type(marker), *levels}
    return levels or {"plain"}


def _join(texts: Sequence) -> str:
    return " ".join(filter(None, map(text_of, texts)))[:300]
