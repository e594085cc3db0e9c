from .runs import ImportRow, ImportRun, RememberedTable, upload_path

# upload_path: the first migration knows it by this module.
__all__ = ["ImportRow", "ImportRun", "RememberedTable", "upload_path"]
