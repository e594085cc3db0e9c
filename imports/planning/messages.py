"""What is said about one row: errors that leave it out, warnings, and remarks."""

from dataclasses import asdict, dataclass, replace

from core.cells import Note

from ..reading.marks import column_letters


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say about a row: the cell it is about, or the row as a whole.

    ``column`` is the letter of the column, ``title`` its header, ``field`` what it
    holds, ``value`` what stands there. A remark tells what nobody has to look into.
    """

    code: str
    text: str
    is_error: bool = False
    column: str = ""
    title: str = ""
    field: str = ""
    value: str = ""
    is_remark: bool = False

    @property
    def is_warning(self) -> bool:
        return not (self.is_error or self.is_remark)

    def as_json(self) -> dict:
        return asdict(self)


def error(code: str, text: str) -> Message:
    return Message(code, text, is_error=True)


def warning(code: str, text: str) -> Message:
    return Message(code, text)


def remark(code: str, text: str) -> Message:
    return Message(code, text, is_remark=True)


def of_note(note: Note) -> Message:
    return Message(note.code, note.message)


def at_cell(message: Message, index: int | None, title: str, field: str, value: str):
    """Return the message with the cell it is about."""
    letters = "" if index is None else column_letters(index)
    return replace(message, column=letters, title=title, field=field, value=value[:200])
