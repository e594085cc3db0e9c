"""One cell of an OpenDocument spreadsheet."""

import datetime
import math
import re

from . import limits
from .book import ERROR
from .dates import from_serial, without_midnight

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT = (f"{_NS}{name}:1.0 " for name in ("table", "office", "text"))
_CALC_EXTRA = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

_FORMULA = TABLE + "formula"
_KIND, _ERROR_KIND = OFFICE + "value-type", _CALC_EXTRA + "value-type"
_VALUE, _STRING = OFFICE + "value", OFFICE + "string-value"
_TIMES = TABLE + "number-columns-repeated"
_ROWS, _COLUMNS = TABLE + "number-rows-spanned", TABLE + "number-columns-spanned"
_PARAGRAPH, _SPACES = TEXT + "p", TEXT + "s"
_SIGNS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_NUMBERS = {"float", "percentage", "currency"}
_DURATION = re.compile(r"PT(\d{1,4})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_TRUTH = re.compile(r"(?:\w+:)?=(TRUE|FALSE)\(\)")  # of a cell that Excel typed so
UNCOUNTED = ""  # the trouble of a formula without a value; an error is what it shows


def count(attributes: dict[str, str], name: str) -> int:
    """Return a count that an attribute gives, 1 where it gives none that can be."""
    text = attributes.get(name)
    if text is None or not text.isdecimal() or len(text) > 9:
        return 1
    return max(int(text), 1)


class CellReader:
    """Gathers what a cell says: its attributes, its paragraphs, not its comments."""

    def __init__(self, attributes: dict[str, str]):
        self.attributes = attributes
        self.times = count(attributes, _TIMES)
        self.depth = 0  # 0 between the paragraphs
        self.has_paragraph = False
        self.texts: list[str] = []
        self.length = 0

    @property
    def span(self) -> tuple[int, int]:
        """How many rows and columns a merged cell covers."""
        return count(self.attributes, _ROWS), count(self.attributes, _COLUMNS)

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        """Go into an element; refuse to, where its text is not that of the cell."""
        if self.depth == 0:
            if name != _PARAGRAPH:
                return False
            self.depth = 1
            if self.has_paragraph:
                self.text("\n")
            self.has_paragraph = True
            return True
        if not name.startswith(TEXT):
            return False
        self.depth += 1
        if name == _SPACES:
            self.text(" " * min(count(attributes, TEXT + "c"), limits.MAX_TEXT))
        elif name in _SIGNS:
            self.text(_SIGNS[name])
        return True

    def end(self) -> None:
        self.depth -= 1

    def text(self, text: str) -> None:
        if self.depth:
            self.texts.append(text)
            self.length += len(text)
            if self.length > limits.MAX_TEXT:
                raise limits.too_long_text()

    def read(self) -> tuple[object, str | None]:
        """Return the value, and the trouble with it if there is one."""
        printed = "".join(self.texts)
        kind = self.attributes.get(_KIND)
        if self.attributes.get(_ERROR_KIND) == "error":
            return "", printed or "#?"
        if _FORMULA in self.attributes:
            if ERROR.fullmatch(printed):
                return "", printed
            if kind is None and not self.has_paragraph:
                return "", UNCOUNTED
            if truth := _TRUTH.fullmatch(self.attributes[_FORMULA]):
                return truth[1] == "TRUE", None
        return self._value(kind, printed), None

    def _value(self, kind: str | None, printed: str) -> object:
        try:
            if kind in _NUMBERS:
                number = float(self.attributes[_VALUE])
                return number if math.isfinite(number) else printed
            if kind == "date":
                text = self.attributes[OFFICE + "date-value"]
                return without_midnight(datetime.datetime.fromisoformat(text))
            if kind == "time":
                return _time(self.attributes[OFFICE + "time-value"])
            if kind == "boolean":
                return self.attributes[OFFICE + "boolean-value"] == "true"
        except (KeyError, ValueError):
            return printed
        return self.attributes.get(_STRING, printed)


def _time(text: str) -> object:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds = map(int, match.groups())
    return from_serial(((hours * 60 + minutes) * 60 + seconds) / 86_400)
