"""Write the corpus into a folder: python -m imports.tests.corpus FOLDER."""

import sys
from pathlib import Path

from . import workbooks
from .writing import data_of


def main(folder: str) -> None:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for number, book in enumerate(workbooks(), start=1):
        path = target / f"{number:02}-{book.file}"
        path.write_bytes(data_of(book))
        sys.stdout.write(f"{path.name}: {book.about}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
