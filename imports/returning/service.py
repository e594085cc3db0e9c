import logging
import pickle
import subprocess
import sys
from pathlib import Path

from core.cells import is_blank
from core.text import file_stem

from ..enums import Outcome
from ..exceptions import ImportRefusedError
from ..models import ImportRun
from ..reading import Book, read_file
from ..reading.marks import column_number
from .building import PlainSheet
from .order import SheetOrder

# Isolated: no path but its own and that of the portal, nothing of the environment.
CHILD = (
    f"import sys; sys.path.append({str(Path(__file__).parents[2])!r});"
    " from imports.returning.child import main; sys.exit(main())"
)
SECONDS = 60
XLSX = "xlsx"

logger = logging.getLogger(__name__)


def returned_name(run: ImportRun) -> str:
    """Return the name under which a file goes back."""
    return f"{file_stem(Path(run.file_name).stem) or 'danh-sach'}-loi.xlsx"


def returned_workbook(run: ImportRun) -> bytes:
    """Return the file of a run with the reasons of every rejected row written into it.

    An .xlsx keeps everything it has but macros. Other kinds, and workbooks in which
    something might act by itself, come as a new .xlsx with the same cells.
    """
    orders = _orders(run)
    data = run.content()
    answer = b""
    if run.layout["kind"] == XLSX:
        answer = in_child(data, orders)
    return answer or in_child(plain(read_file(data)), orders)


def _orders(run: ImportRun) -> list[SheetOrder]:
    orders = {
        sheet["name"][:100]: SheetOrder(
            sheet["name"][:100],
            [
                (table["header_first"], table["header_last"])
                for table in sheet["tables"]
            ],
        )
        for sheet in run.layout["sheets"]
        if sheet["is_used"]
    }
    rows = run.rows.exclude(outcome=Outcome.SKIPPED)
    for name, row, outcome, messages in rows.values_list(
        "sheet", "row", "outcome", "messages"
    ):
        order = orders[name]
        order.rows.add(row)
        if outcome != Outcome.REJECTED:
            continue
        errors = [message for message in messages if message["is_error"]]
        order.messages[row] = "; ".join(message["text"] for message in errors)
        order.cells |= {
            (row, column_number(message["column"]))
            for message in errors
            if message["column"]
        }
    return [order for order in orders.values() if order.messages]


def plain(book: Book) -> list[PlainSheet]:
    """Return the sheets of a book as the child builds them anew."""
    return [
        PlainSheet(
            sheet.name,
            _without_blank_end(sheet.rows),
            sheet.is_hidden,
            sheet.merges,
            sheet.marks.hidden_rows,
            sheet.marks.errors,
        )
        for sheet in book.sheets
    ]


def _without_blank_end(rows: list[list]) -> list[list]:
    last = len(rows)
    while last and all(is_blank(cell) for cell in rows[last - 1]):
        last -= 1
    return rows[:last]


def in_child(content: bytes | list[PlainSheet], orders: list[SheetOrder]) -> bytes:
    """Return what the child makes of a file; nothing if that must be built anew."""
    try:
        outcome = subprocess.run(
            [sys.executable, "-I", "-c", CHILD],
            input=pickle.dumps((content, orders), protocol=pickle.HIGHEST_PROTOCOL),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_large() from None
    if outcome.returncode != 0:
        logger.error("A file could not be returned:\n%s", outcome.stderr.decode())
        raise _too_large()
    return outcome.stdout


def _too_large() -> ImportRefusedError:
    return ImportRefusedError(
        "Tệp này quá lớn để ghi lỗi vào; xin xem từng lỗi ở trang này."
    )
