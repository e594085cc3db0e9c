"""Several files of the register at once."""

import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO

from .models import Document

MOST_FILES = 300


def file_name(document: Document) -> str:
    """Return the number as a file may be named by it: 05-BB-VPĐP.docx."""
    return f"{document.full_number.replace('/', '-')}.docx"


def zipped(documents: Iterable[Document]) -> IO[bytes]:
    """Return an archive, open at its beginning; a file that is gone is left out.

    Numbers begin anew each year, so files lie in a folder by year.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for document in documents:
            if document.file.storage.exists(document.file.name):
                with document.file.open() as file:
                    path = f"{document.year}/{file_name(document)}"
                    archive.writestr(path, file.read())
    out.seek(0)
    return out
