"""Workbooks as offices write them, and what the import must make of every row.

``python -m imports.tests.corpus FOLDER`` writes them all, so that they can be opened.
"""

from collections.abc import Iterator

from . import (
    communes,
    dates,
    decisions,
    districts,
    fonts,
    owners,
    phones,
    sheets,
    stars,
    tables,
)
from .pages import Workbook

_MODULES = (
    districts,
    tables,
    decisions,
    stars,
    dates,
    phones,
    fonts,
    owners,
    communes,
    sheets,
)


def workbooks() -> Iterator[Workbook]:
    """Yield every workbook of the corpus, built anew."""
    for module in _MODULES:
        for build in module.WORKBOOKS:
            yield build()
