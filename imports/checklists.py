"""A workbook of the checklist, read into items: what it says, and what is refused."""

from dataclasses import asdict, dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError

from core.cells import CellError, is_blank
from core.sheets import header_key
from inspections.coverage import Sector, all_sectors
from inspections.models import Checklist, ChecklistItem
from inspections.models.checklists import EXAMPLES
from inspections.resources import ChecklistResource, read_sets
from inspections.services import PlannedItem
from inspections.services.drafting import MOST_ITEMS, suggested_code

from .exceptions import FileRefusedError
from .reading import Sheet, read_file
from .reading.marks import column_letters
from .services import check_size

SALT = "imports.checklists"
KEPT_SECONDS = 24 * 60 * 60
SEARCHED_ROWS = 20
FIELDS = ChecklistResource.sheet_fields()
REQUIRED = {name for name, item in FIELDS.items() if item.is_required}


@dataclass(frozen=True)
class Refusal:
    """Why a row is left out, at the cell it is about; rows are counted from 1."""

    row: int
    place: str
    title: str
    message: str
    value: str


@dataclass
class ReadChecklist:
    """What a workbook says of a draft; items of refused rows stay as they are."""

    rows: list[PlannedItem] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def signed(self, *, draft: Checklist, base: str, name: str) -> str:
        """Return the rows as the page carries them until they are confirmed."""
        rows = [asdict(row) for row in self.rows]
        said = {"draft": draft.pk, "base": base, "name": name, "rows": rows}
        return signing.dumps(said, salt=SALT, compress=True)


def unsigned(text: str, draft: Checklist) -> tuple[list[PlannedItem], str, str]:
    """Return the rows, the stamp and the file name that ``signed`` wrote.

    Raises signing.BadSignature for anything else, or what is older than a day.
    """
    said = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    if said["draft"] != draft.pk:
        raise signing.BadSignature
    rows = [PlannedItem(**row | {"sets": tuple(row["sets"])}) for row in said["rows"]]
    return rows, said["base"], said["name"]


def read_checklist(data: bytes, draft: Checklist) -> ReadChecklist:
    """Read an upload for a draft; FileRefusedError says why it is no checklist."""
    check_size(len(data))
    for sheet in read_file(data).sheets:
        if header := _header(sheet):
            return _Reader(sheet, *header, draft=draft).read()
    titles = ", ".join(FIELDS[name].column_name for name in FIELDS if name in REQUIRED)
    raise FileRefusedError(
        "no_checklist",
        f"Không trang nào có đủ các cột {titles}. Hãy xuất danh mục ra Excel rồi sửa"
        " trên tệp đó.",
    )


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the titles and the column of each field, if all are there."""
    for number, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        keys = {header_key(str(cell)): place for place, cell in enumerate(cells)}
        columns = {
            name: keys[key]
            for name, item in FIELDS.items()
            for key in item.keys
            if key in keys
        }
        if columns.keys() >= REQUIRED:
            return number, columns
    return None


class _Reader:
    def __init__(self, sheet: Sheet, head: int, columns: dict, *, draft: Checklist):
        self.sheet, self.head, self.columns = sheet, head, columns
        self.sectors: list[Sector] = all_sectors()
        self.stored = {item.code: item for item in draft.items.prefetch_related("sets")}
        self.draft = draft
        self.known: list[ChecklistItem] = list(self.stored.values())
        self.seen: set[str] = set()
        shown = ChecklistItem.objects.exclude(example="")
        self.pictures = set(shown.values_list("example", flat=True))
        self.result = ReadChecklist()

    def read(self) -> ReadChecklist:
        for number in range(self.head + 1, len(self.sheet.rows)):
            if not all(map(is_blank, self.sheet.rows[number])):
                self._read_row(number)
            if len(self.result.rows) > MOST_ITEMS:
                raise FileRefusedError(
                    "too_large", f"Mỗi danh mục có tối đa {MOST_ITEMS} nội dung."
                )
        return self.result

    def _read_row(self, number: int) -> None:
        refused = len(self.result.refusals)
        values = {name: self._value(number, name) for name in FIELDS}
        if len(self.result.refusals) > refused:
            self._mark(values["code"])
            return
        sets, example = values.pop("sets"), values.pop("example")
        item = ChecklistItem(checklist=self.draft, **values)
        if not item.code:
            item.code = suggested_code(item, self.known)
        elif item.code in self.seen:
            self._refuse(number, "code", "Mã này đã có ở dòng trên.")
            return
        try:
            item.clean_fields(exclude=["checklist", "position"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._refuse(number, name, " ".join(messages))
            self._mark(item.code)
            return
        self.seen.add(item.code)
        self.known.append(item)
        self.result.rows.append(
            PlannedItem(
                **values | {"code": item.code},
                sets=tuple(sorted(sets)),
                example=example,
            )
        )

    def _value(self, number: int, name: str):
        """Return what a cell says; what cannot be read is refused and says nothing."""
        raw = self._raw(number, name)
        try:
            if error := self._error(number, name):
                raise CellError("error", f"Ô báo lỗi {error}.")
            value = FIELDS[name].widget.read(raw).value or ""
            if name == "sets":
                return read_sets(value, self.sectors)
            if name == "example" and value:
                return self._picture(value)
        except CellError as error:
            self._refuse(number, name, error.message)
            return set() if name == "sets" else ""
        if not value and name in REQUIRED:
            self._refuse(number, name, "Cột này bắt buộc.")
        return value

    def _picture(self, name: str) -> str:
        """Return the file of a picture that a version shows, and of no other file."""
        if EXAMPLES + name not in self.pictures:
            message = "Không có ảnh mẫu tên này; xóa ô thì nội dung giữ ảnh đang có."
            raise CellError("unknown_picture", message)
        return EXAMPLES + name

    def _raw(self, number: int, name: str):
        column = self.columns.get(name)
        return "" if column is None else self.sheet.cell(number, column)

    def _error(self, number: int, name: str) -> str:
        return self.sheet.marks.errors.get((number, self.columns.get(name, -1)), "")

    def _refuse(self, number: int, name: str, message: str) -> None:
        column = self.columns.get(name, 0)
        self.result.refusals.append(
            Refusal(
                number + 1,
                f"{column_letters(column)}{number + 1}",
                FIELDS[name].column_name,
                message,
                str(self._raw(number, name))[:100],
            )
        )

    def _mark(self, code: str) -> None:
        """Hold the place of a refused row whose item is stored already."""
        stored = self.stored.get(code)
        if stored is None or code in self.seen:
            return
        self.seen.add(code)
        self.result.rows.append(
            PlannedItem(
                code=code,
                group=stored.group,
                text=stored.text,
                hint=stored.hint,
                legal_basis=stored.legal_basis,
                subject=stored.subject,
                stars=stored.stars,
                default_severity=stored.default_severity,
                sets=tuple(sorted(one.pk for one in stored.sets.all())),
                example=str(stored.example),
            )
        )
