"""From the bytes of an upload to cells: what the file is, is it safe, what it says."""

from .book import Book, Sheet
from .parser import read_file

__all__ = ["Book", "Sheet", "read_file"]
