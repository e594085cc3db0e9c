"""Editing XML in place: where its elements stand, and pieces to put between them."""

import re
from collections.abc import Mapping
from typing import IO
from xml.parsers import expat

from ..reading.marks import column_number

_TAG = re.compile(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_LETTERS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class UnsafeError(Exception):
    """The markup declares entities or a document type."""


def walk(xml: bytes | IO[bytes], start, end, text=None) -> None:
    """Call ``start(name, attributes, index)`` and ``end(name, index)`` for elements."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*args):
        raise UnsafeError

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(
        name, given, parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda name: end(name, parser.CurrentByteIndex)
    if text is not None:
        parser.CharacterDataHandler = text
    if isinstance(xml, bytes):
        parser.Parse(xml, True)
    else:
        parser.ParseFile(xml)


def local(name: str) -> str:
    return name.rpartition(":")[2]


def tag_end(xml: bytes, index: int) -> int:
    """Return where the tag that begins at an index ends."""
    return _TAG.match(xml, index).end()


def is_closed(xml: bytes, index: int) -> bool:
    """Say whether the tag that begins at an index is a whole element: <a/>."""
    return xml[tag_end(xml, index) - 2 : tag_end(xml, index)] == b"/>"


def element_end(xml: bytes, start: int, index: int) -> int:
    """Return where an element ends, by where it begins and its end was told."""
    return tag_end(xml, start if is_closed(xml, start) else index)


def tag(name: str, attributes: Mapping[str, object], *, closed: bool = False) -> bytes:
    """Return a tag; every sign beyond ASCII is written as a number."""
    given = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{name}{given}{'/' if closed else ''}>".encode(
        "ascii", "xmlcharrefreplace"
    )


def escaped(value: object) -> str:
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\n", "&#10;")
    return text.encode("ascii", "xmlcharrefreplace").decode()


def spliced(xml: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return the text with each stretch replaced; none may overlap another."""
    pieces, done = [], 0
    for start, end, piece in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [xml[done:start], piece]
        done = end
    return b"".join([*pieces, xml[done:]])


def place_of(reference: str) -> tuple[int, int] | None:
    """Return (row, column) of A1, the row as Excel counts it, the column from 0."""
    found = _LETTERS.fullmatch(reference)
    return (int(found[2]), column_number(found[1])) if found else None


def range_of(reference: str) -> tuple[int, int, int, int] | None:
    """Return (first row, first column, last row, last column) of A1:B2."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return None if start is None or end is None else (*start, *end)
