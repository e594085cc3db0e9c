"""Reading a file where it can do no harm: in a child process, within its limits."""

import contextlib
import logging
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from ..exceptions import FileRefusedError
from . import limits
from .book import Book, Marks, Sheet

# Isolated: no path but its own and that of the portal, nothing of the environment.
CHILD = (
    f"import sys; sys.path.append({str(Path(__file__).parents[2])!r});"
    " from imports.reading.child import main; sys.exit(main())"
)
SECONDS = 60

logger = logging.getLogger(__name__)


def read_file(data: bytes) -> Book:
    """Return the sheets of an upload; FileRefusedError says why it is none.

    Nothing is believed but the content: neither the name of the file nor the sizes
    written in it.
    """
    with subprocess.Popen(
        [sys.executable, "-I", "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        timer = threading.Timer(SECONDS, child.kill)
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError), child.stdin:
                child.stdin.write(data)
            return _receive(child.stdout)
        finally:
            timer.cancel()
            child.kill()


class _Plain(pickle.Unpickler):
    """Takes plain data and dates from the child, and nothing that could act."""

    def find_class(self, module, name):
        if module == "datetime":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


def _receive(output: IO[bytes]) -> Book:
    book = None
    try:
        while True:
            kind, *content = _Plain(output).load()
            if kind == "refused":
                raise FileRefusedError(*content)
            if kind == "failed":
                logger.error("A file could not be read:\n%s", *content)
                raise limits.damaged()
            if kind == "book":
                book = Book(*content, sheets=[])
            elif kind == "sheet":
                name, is_hidden = content
                book.sheets.append(Sheet(name, [], is_hidden))
            elif kind == "rows":
                book.sheets[-1].rows += content[0]
            elif kind == "end":
                _close(book.sheets[-1], *content)
            else:
                return _checked(book)
    except (EOFError, pickle.UnpicklingError):
        raise limits.too_large() from None


def _close(sheet: Sheet, merges, hidden_rows, errors, uncounted) -> None:
    """Give a sheet what is known at its end, and its rows the same length."""
    sheet.merges = merges
    sheet.marks = Marks(frozenset(hidden_rows), errors, frozenset(uncounted))
    width = max(map(len, sheet.rows), default=0)
    for row in sheet.rows:
        if len(row) < width:
            row += [""] * (width - len(row))


def _checked(book: Book) -> Book:
    if not any(sheet.rows for sheet in book.sheets):
        raise FileRefusedError("empty", "Bảng tính không có ô nào ghi nội dung.")
    return book
