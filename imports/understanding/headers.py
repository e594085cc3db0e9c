"""Finding the header of a table and what its columns hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.cells import text_of
from core.legacy import decode_legacy
from core.sheets import header_key

from ..kinds import Vocabulary
from ..reading import Sheet

SEARCHED_ROWS = 60  # from the top, for the first header of a sheet
TALLEST = 4  # rows of one header
LONGEST_QUICK = 40  # letters of a title that is looked for in every row
LONGEST_TITLE = 120
JOINED = " – "  # between the titles of a column, from the top down
LEAST_FIELDS = 3  # recognised columns that make a row a header; two if all needed

# What a short title means under the title of its group.
_UNDER_GROUP = {
    "decision": {
        "so": "decision",
        "nam": "valid_from",
        **dict.fromkeys(
            [
                "ngay",
                "ngay thang",
                "ngay thang nam",
                "ngay cong nhan",
                "ngay cap",
                "ngay ky",
            ],
            "decision_date",
        ),
    },
    "award_decision": {"so": "award_decision"},
    "producer": {"ten": "producer", "ho ten": "producer", "ten goi": "producer"},
    "product": {"ten": "product", "ten goi": "product", "loai": "criteria_set"},
    "grade": {"diem": "score", "sao": "grade", "ket qua": "grade"},
    "certificate_number": {"so": "certificate_number", "ngay cap": "valid_from"},
    "representative": {"ten": "representative", "ho ten": "representative"},
    "address": dict.fromkeys(["xom", "thon", "ban", "to dan pho"], "address"),
}
_SHORT_KEYS = re.compile(r"so|ngay|nam|ngay cap|ngay ky|ten|ho ten|ngay thang( nam)?")
# Papers whose number and date are not those of the recognition.
_OTHER_PAPERS = re.compile(
    r"attp|an toan thuc pham|(?:dang ky|giay(?: phep)?) (?:san xuat )?kinh doanh|dkkd"
    r"|moi truong|kiem nghiem"
)
_ABOUT = re.compile(r"^thong tin (?:chung )?(?:ve )?")


@dataclass(frozen=True)
class Column:
    """A column of a table: its place from 0, its title, the field guessed for it."""

    index: int
    title: str
    name: str | None = None


@dataclass(frozen=True)
class Header:
    """The rows of one header, from 0, both included, and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def names(self) -> set[str]:
        return {column.name for column in self.columns if column.name}


def find_header(sheet: Sheet, vocabulary: Vocabulary) -> Header | None:
    """Return the first header of a sheet, or None."""
    for first in range(min(SEARCHED_ROWS, len(sheet.rows))):
        header = header_at(sheet, first, vocabulary)
        if header is not None and _is_enough(header.names, vocabulary.required):
            return header
    return None


def texts_above(sheet: Sheet, first: int) -> list[str]:
    """Return the texts that stand above a header, cell by cell."""
    rows = sheet.rows[max(0, first - SEARCHED_ROWS) : first]
    return [text_of(cell) for row in rows for cell in row if type(cell) is str]


def _is_enough(names: set[str], required: Sequence[str]) -> bool:
    needed = names.intersection(required)
    has_all = len(needed) == len(required)
    return bool(needed) and len(names) >= (2 if has_all else LEAST_FIELDS)


def header_at(sheet: Sheet, first: int, vocabulary: Vocabulary) -> Header | None:
    """Return the header that begins at a row, as high as fits it best."""
    cells = [cell for cell in sheet.rows[first] if cell != ""]
    if len(cells) < 2 or not all(isinstance(cell, str) for cell in cells):
        return None
    best = read_header(sheet, first, first, vocabulary)
    for last in _possible_ends(sheet, first):
        taller = read_header(sheet, first, last, vocabulary)
        if len(taller.names) > len(best.names) or (
            last == _merged_end(sheet, first) and len(taller.names) >= len(best.names)
        ):
            best = taller
    return _without_title(sheet, best, vocabulary)


def _without_title(sheet: Sheet, header: Header, vocabulary: Vocabulary) -> Header:
    """Return a header without a row above that only holds what the list is called.

    Such a row has few cells, none of them merged, and adds nothing.
    """
    first, last = header.first, header.last
    held = [sum(cell != "" for cell in sheet.rows[row]) for row in (first, last)]
    is_merged = any(top == first for top, *_ in sheet.merges)
    if first == last or is_merged or held[0] * 2 >= held[1]:
        return header
    below = read_header(sheet, first + 1, last, vocabulary)
    return below if below.names >= header.names else header


def _possible_ends(sheet: Sheet, first: int) -> Iterator[int]:
    """Yield the rows a header may reach down to below its first.

    Past the merged cells a row that holds a number or a date is data.
    """
    merged_end = _merged_end(sheet, first)
    end = min(max(merged_end, first + 1), first + TALLEST - 1, len(sheet.rows) - 1)
    for last in range(first + 1, end + 1):
        is_text = all(isinstance(cell, str) for cell in sheet.rows[last])
        if last <= merged_end or is_text:
            yield last


def _merged_end(sheet: Sheet, first: int) -> int:
    """Return the last row of the cells merged downwards from a row."""
    ends = (bottom for top, _, bottom, _ in sheet.merges if top == first)
    return min(max(ends, default=first), first + TALLEST - 1)


def read_header(sheet: Sheet, first: int, last: int, vocabulary: Vocabulary) -> Header:
    """Return the header of the given rows with a guess for each column."""
    stacks = _stacks(sheet, first, last)
    guesses: dict[str, tuple[int, int]] = {}
    titles = [JOINED.join(stack) for stack in stacks]
    guess = _Guess(vocabulary)
    for index, stack in enumerate(stacks):
        before = titles[index - 1] if index else ""
        name, rank = guess.of(stack, before)
        if name and (name not in guesses or rank < guesses[name][0]):
            guesses[name] = (rank, index)
    names = {index: name for name, (_, index) in guesses.items()}
    return Header(
        first,
        last,
        tuple(
            Column(index, title, names.get(index))
            for index, title in enumerate(titles)
            if title
        ),
    )


def _stacks(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """Return for each column its titles from the top down, merged cells spread out."""
    width = max((len(sheet.rows[row]) for row in range(first, last + 1)), default=0)
    grid = [
        [_title(sheet.cell(row, column)) for column in range(width)]
        for row in range(first, last + 1)
    ]
    for top, left, bottom, right in sheet.merges:
        if not first <= top <= last:
            continue
        for row in range(top, min(bottom, last) + 1):
            for column in range(left, min(right + 1, width)):
                grid[row - first][column] = grid[top - first][left]
    if first < last and not any(first <= top <= last for top, *_ in sheet.merges):
        _spread_groups(grid)
    return [
        list(dict.fromkeys(line[column] for line in grid if line[column]))
        for column in range(width)
    ]


def _spread_groups(grid: list[list[str]]) -> None:
    """Let a title reach over the empty cells to its right that have titles below."""
    top, below = grid[0], grid[1]
    for column in range(1, len(top)):
        if not top[column] and below[column] and below[column - 1]:
            top[column] = top[column - 1]


def _title(cell: object) -> str:
    decoded = decode_legacy(cell) if isinstance(cell, str) else None
    return text_of(decoded[0] if decoded else cell)[:LONGEST_TITLE]


class _Guess:
    """Says which field of a kind of list the titles of a column mean."""

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary

    def of(self, stack: Sequence[str], title_before: str) -> tuple[str | None, int]:
        """Return the field a stack of titles means and how surely (0 is surest)."""
        keys = [key for key in map(header_key, stack) if key]
        if not keys:
            return None, 0
        own = keys[-1]
        if _OTHER_PAPERS.search(" ".join(keys[:-1])):
            return None, 0
        if meant := self._under_group(keys[:-1], own):
            return meant, 1
        if own == "ngay cap" and _OTHER_PAPERS.search(header_key(title_before)):
            return None, 0
        if not _SHORT_KEYS.fullmatch(own):
            name, rank = self._by_key(own)
            if name:
                return name, rank
        name, rank = self._by_key(" ".join(keys))
        if name:
            return name, rank + 20
        return self._by_prefix(own)

    def _under_group(self, above: Sequence[str], own: str) -> str | None:
        """Return what a short title means under the titles of its groups."""
        for key in (" ".join(above), *reversed(above)):
            group = self._by_key(_ABOUT.sub("", key))[0]
            meant = _UNDER_GROUP.get(group or "", {}).get(own)
            if meant in self.vocabulary.fields:
                return meant
        return None

    def _by_key(self, key: str) -> tuple[str | None, int]:
        return self.vocabulary.names.get(key, (None, 0))

    def _by_prefix(self, key: str) -> tuple[str | None, int]:
        """Return the field whose wording begins a longer title."""
        for prefix in self.vocabulary.prefixes:
            if key.startswith(f"{prefix} "):
                name = self.vocabulary.names[prefix][0]
                return name, 100 + len(key) - len(prefix)
        return None, 0


def _on_one_line(cell: str) -> str:
    if len(cell) > LONGEST_QUICK:
        return ""
    folded = cell.casefold()
    return " ".join(folded.split()) if "\n" in folded else folded


def may_be_header(row: Sequence, vocabulary: Vocabulary) -> bool:
    """Say quickly whether a row below a header may begin another one.

    One title as it is usually written is looked for; where there is one, or the title
    of the column that counts, the others are compared with care.
    """
    words = vocabulary.quick_words
    if not any(type(cell) is str and _on_one_line(cell) in words for cell in row):
        return False
    titles = [cell for cell in row if type(cell) is str and len(cell) < 80]
    return sum(header_key(title) in vocabulary.names for title in titles) >= 2
