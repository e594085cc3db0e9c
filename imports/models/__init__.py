from .runs import ImportRow, ImportRun, RememberedTable, upload_path
from .writes import ImportWrite

# upload_path: the first migration knows it by this module.
__all__ = ["ImportRow", "ImportRun", "ImportWrite", "RememberedTable", "upload_path"]
