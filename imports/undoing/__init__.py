"""Taking back what an import wrote: what is kept for it, what may go back, the act."""

from .service import Outlook, may_be_undone, outlook, undo_import
from .verdicts import written_names
from .writes import forget_earlier_values, keep_writes

__all__ = [
    "Outlook",
    "forget_earlier_values",
    "keep_writes",
    "may_be_undone",
    "outlook",
    "undo_import",
    "written_names",
]
