from .prepared import PreparedPlan
from .questions import Answer, ImportQuestion
from .runs import ImportRow, ImportRun, RememberedTable, upload_path
from .writes import ImportWrite

# upload_path: the first migration knows it by this module.
__all__ = [
    "Answer",
    "ImportQuestion",
    "ImportRow",
    "ImportRun",
    "ImportWrite",
    "PreparedPlan",
    "RememberedTable",
    "upload_path",
]
