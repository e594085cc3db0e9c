"""The child process of parser.py: a workbook on standard input, its cells on output.

Stands alone: it imports nothing of the portal, and what it prints is read by the
process that started it.
"""

import io
import pickle
import resource
import sys

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 50
MOST_CELLS = 3_000_000  # places in the rectangle of a sheet, empty ones included
PASSWORD, DAMAGED, TOO_LARGE = 3, 4, 5


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine as calamine  # noqa: PLC0415 -- within the limits

    try:
        book = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        sheets = []
        for index, about in enumerate(book.sheets_metadata):
            if about.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                return TOO_LARGE
            is_hidden = about.visible is not calamine.SheetVisibleEnum.Visible
            merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append((about.name, is_hidden, rows, merges))
    except calamine.PasswordError:
        return PASSWORD
    except calamine.CalamineError:
        return DAMAGED
    except MemoryError:
        return TOO_LARGE
    pickle.dump(sheets, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
