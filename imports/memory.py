"""What a unit has once said about files of a shape, for the next file of it.

The shape of a table is what its titles say, in their order: not where it stands, nor
how it is written.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from areas.models import Area
from core.cells import is_blank
from core.sheets import header_key

from .enums import ListKind
from .kinds import Vocabulary
from .models import RememberedTable
from .reading import Book, Sheet
from .understanding.headers import SEARCHED_ROWS, TALLEST, read_header
from .understanding.kinds import guess_kind
from .understanding.tables import (
    BookLayout,
    SheetLayout,
    TableLayout,
    count_data,
    guess_tables,
    read_sheet_as,
    reread,
)

_Known = dict[str, RememberedTable]


def shape_of(table: TableLayout) -> str:
    """Return the hash of the titles of a table."""
    keys = [header_key(title) for title in _titles(table)]
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def _titles(table: TableLayout) -> list[str]:
    return [title for _, title in sorted(table.titles.items())]


def recall(book: Book, layout: BookLayout, area: Area) -> None:
    """Read the tables of a workbook as the unit last said; one query."""
    known = {one.shape: one for one in RememberedTable.objects.of_unit(area)}
    if not known:
        return
    pairs = list(zip(book.sheets, layout.sheets, strict=True))
    for sheet, about in pairs:
        if not _holds_known(about, known):
            _find_remembered(sheet, about, known)
    kind = _kind_said(layout, known)
    for sheet, about in pairs:
        if _holds_known(about, known):
            _take(sheet, about, known, kind)
        elif about.list_kind != kind:
            read_sheet_as(sheet, about, kind)


def _kind_said(layout: BookLayout, known: _Known) -> ListKind:
    """Return the kind of list that the first remembered table was said to be."""
    for about in layout.sheets:
        for table in about.tables:
            if remembered := known.get(shape_of(table)):
                return ListKind(remembered.kind)
    return layout.list_kind


def _holds_known(about: SheetLayout, known: _Known) -> bool:
    return any(shape_of(table) in known for table in about.tables)


def _find_remembered(sheet: Sheet, about: SheetLayout, known: _Known) -> None:
    """Look for a header that only a person has recognised."""
    vocabulary = about.vocabulary
    for first, last in _possible_headers(sheet):
        header = read_header(sheet, first, last, vocabulary)
        table = TableLayout.of(header, vocabulary)
        if table.titles and shape_of(table) in known:
            reread(sheet, about, first + 1, last + 1)
            return


def _possible_headers(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for first in range(min(SEARCHED_ROWS, len(sheet.rows))):
        if all(map(is_blank, sheet.rows[first])):
            continue
        for last in range(first, min(first + TALLEST, len(sheet.rows))):
            yield first, last


def _take(sheet: Sheet, about: SheetLayout, known: _Known, kind: ListKind) -> None:
    if about.list_kind != kind:
        about.list_kind = kind.value
        about.tables = [_retold(table, about.vocabulary) for table in about.tables]
    notices = {}
    for table in about.tables:
        remembered = known.get(shape_of(table))
        if remembered and remembered.kind == kind:
            places = sorted(table.titles)
            table.columns = {
                places[int(number)]: name for number, name in remembered.columns.items()
            }
            notices[_notice(remembered)] = None
    is_whole = any(not about.missing(one) for one in about.tables)
    about.is_used = is_whole and not about.is_hidden
    count_data(sheet, about)
    about.notices += notices


def _retold(table: TableLayout, vocabulary: Vocabulary) -> TableLayout:
    """Return a table with the columns that it has in another kind of list too."""
    named = table.columns.items()
    columns = {index: name for index, name in named if name in vocabulary.fields}
    return replace(table, columns=columns)


def _notice(remembered: RememberedTable) -> str:
    day = f"{timezone.localdate(remembered.updated_at):%d/%m/%Y}"
    return f"Các cột được hiểu như {remembered.by_name} đã chỉnh ngày {day}."


@transaction.atomic
def remember(book: Book, layout: BookLayout, area: Area, *, by: User | None) -> None:
    """Keep where a person reads a table otherwise than it would be guessed.

    What is read just as guessed is forgotten, so that better guesses come to bear.
    """
    is_guess = layout.list_kind == guess_kind(book)
    for sheet, about in zip(book.sheets, layout.sheets, strict=True):
        if not about.is_used:
            continue
        guessed = guess_tables(sheet, about.vocabulary) if is_guess else []
        for table in about.tables:
            if table in guessed:
                known = RememberedTable.objects.of_unit(area)
                known.filter(shape__in=_shapes_at(sheet, table, about)).delete()
            else:
                _keep(table, about.list_kind, area, by)


def _shapes_at(sheet: Sheet, table: TableLayout, about: SheetLayout) -> set[str]:
    """Return the shapes of a table, however tall its header is taken to be."""
    first = table.header_first - 1
    shapes = {shape_of(table)}
    for last in range(first, min(first + TALLEST, len(sheet.rows))):
        header = read_header(sheet, first, last, about.vocabulary)
        shapes.add(shape_of(TableLayout.of(header, about.vocabulary)))
    return shapes


def _keep(table: TableLayout, kind: str, area: Area, by: User | None) -> None:
    places = sorted(table.titles)
    columns = {places.index(index): name for index, name in table.columns.items()}
    RememberedTable.objects.update_or_create(
        area=area,
        shape=shape_of(table),
        defaults={
            "kind": kind,
            "titles": _titles(table),
            "columns": columns,
            "by": by,
        },
    )
