"""Columns of the checklist as a workbook: one definition for writing and reading."""

from collections.abc import Collection, Iterable

from core.cells import BLANK, CellError, Reading, read_line, text_of
from core.sheets import SheetField, SheetResource, in_words, longest
from core.text import clean_line, clean_text, search_key

from .coverage import ALL_PRODUCTS, Sector
from .enums import Severity, Subject
from .models import ChecklistItem
from .models.checklists import EXAMPLES

SEVERITIES = [Severity.REMIND, Severity.REMEDY, Severity.BREACH]


def _line(name: str):
    return lambda raw: read_line(raw, longest(ChecklistItem, name))


def _block(raw: object) -> Reading:
    """Read text of several lines as it stands; a dash is text too."""
    text = clean_text(raw) if isinstance(raw, str) else text_of(raw)
    return Reading(text) if text else BLANK


def _choice(choices: Iterable):
    """Return what reads one of several words, however they are cased."""
    keys = {search_key(str(one.label)): one.value for one in choices}
    words = ", ".join(str(one.label) for one in choices)

    def read(raw: object) -> Reading:
        text = text_of(raw)
        if not text:
            return BLANK
        if search_key(text) not in keys:
            raise CellError("not_a_choice", f"“{text}” không phải một trong: {words}.")
        return Reading(keys[search_key(text)])

    return read


def _read_stars(raw: object) -> Reading:
    """Read stars as their digits, in order: “4, 5 sao” gives 45."""
    text = search_key(text_of(raw)).replace("sao", "")
    if not text.strip():
        return BLANK
    given = {part.strip() for part in text.replace(";", ",").split(",")}
    if not given <= {"3", "4", "5"}:
        raise CellError("not_stars", f"“{text_of(raw)}” không phải các hạng 3, 4, 5.")
    return Reading("".join(sorted(given)))


class ChecklistResource(SheetResource):
    """One row is one item, in the order in which it is asked."""

    group = SheetField(
        "group",
        "Nhóm",
        _line("group"),
        hint="Các nội dung cùng nhóm đứng liền nhau.",
        is_required=True,
    )
    code = SheetField(
        "code",
        "Mã",
        _line("code"),
        hint="Nối nội dung với bản đang có. Nội dung mới để trống thì phần mềm tự đặt.",
    )
    text = SheetField(
        "text",
        "Nội dung kiểm tra",
        _line("text"),
        hint="Một câu, tối đa 300 ký tự.",
        is_required=True,
    )
    hint = SheetField(
        "hint", "Hướng dẫn", _block, write=str, hint="Cách xem, cách hỏi."
    )
    legal_basis = SheetField(
        "legal_basis", "Căn cứ", _line("legal_basis"), hint="Điều, khoản của văn bản."
    )
    subject = SheetField(
        "subject",
        "Kiểm tra theo",
        _choice(Subject),
        write=in_words(Subject),
        hint="Hỏi một lần cho chủ thể, hay cho từng sản phẩm.",
        options=[str(one.label) for one in Subject],
        is_required=True,
    )
    sets = SheetField(
        None,
        "Áp dụng cho",
        read_line,
        hint=(
            "Tên ngành, hoặc số quy định rồi dấu hai chấm và số thứ tự các bộ sản phẩm;"
            f" cách nhau bằng dấu chấm phẩy. Để trống hoặc “{ALL_PRODUCTS}” là hỏi ở"
            " mọi sản phẩm."
        ),
        example="I Thực phẩm; 26/2026/QĐ-TTg: 14, 15",
    )
    default_severity = SheetField(
        "default_severity",
        "Mức độ khi không đạt",
        _choice(SEVERITIES),
        write=in_words(Severity),
        hint="Mức chọn sẵn khi ghi “không đạt”.",
        options=[str(one.label) for one in SEVERITIES],
        is_required=True,
    )
    example = SheetField(
        "example",
        "Ảnh mẫu",
        read_line,
        write=lambda picture: str(picture).removeprefix(EXAMPLES),
        hint=(
            "Tên ảnh đang có trên phần mềm; để trống thì giữ ảnh của nội dung. Ảnh mới"
            " thì tải lên ở trang sửa nội dung."
        ),
    )

    stars = SheetField(
        "stars",
        "Hạng sao",
        _read_stars,
        write=", ".join,
        hint="Chỉ hỏi sản phẩm đang có hạng này; để trống nếu không phụ thuộc hạng.",
        example="4, 5",
    )

    class Meta:
        model = ChecklistItem
        fields = (
            "group",
            "code",
            "text",
            "hint",
            "legal_basis",
            "subject",
            "sets",
            "default_severity",
            "example",
            "stars",
        )


def write_sets(chosen: Collection[int], sectors: Iterable[Sector]) -> str:
    """Return the chosen sets as ``read_sets`` reads them."""
    whole, single = [], {}
    for sector in sectors:
        if all(one.pk in chosen for one in sector.sets):
            whole.append(sector.name)
            continue
        for regime, sets in sector.by_regime.items():
            numbers = [one.number for one in sets if one.pk in chosen]
            single.setdefault(regime, []).extend(numbers)
    named = [
        f"{regime}: {', '.join(map(str, sorted(numbers)))}"
        for regime, numbers in single.items()
        if numbers
    ]
    return "; ".join([*whole, *named]) or ALL_PRODUCTS


def read_sets(text: str, sectors: Iterable[Sector]) -> set[int]:
    """Return the keys of the sets that a cell names; raises CellError."""
    if search_key(text) in ("", search_key(ALL_PRODUCTS)):
        return set()
    sectors = list(sectors)
    found: set[int] = set()
    for part in filter(None, map(clean_line, text.split(";"))):
        found |= _whole(part, sectors) or _numbered(part, sectors)
    return found


def _whole(part: str, sectors: list[Sector]) -> set[int]:
    return {
        one.pk
        for sector in sectors
        if search_key(sector.name) == search_key(part)
        for one in sector.sets
    }


def _numbered(part: str, sectors: list[Sector]) -> set[int]:
    regime, _, numbers = part.rpartition(":")
    sets = {
        str(one.number): one.pk
        for sector in sectors
        for one in sector.sets
        if search_key(str(one.regime)) == search_key(regime)
    }
    if not sets:
        raise CellError(
            "unknown_sector", f"“{part}” không phải tên ngành hay số quy định nào."
        )
    wanted = [number.strip() for number in numbers.split(",")]
    if wrong := [number for number in wanted if number not in sets]:
        raise CellError(
            "unknown_set", f"{regime} không có bộ sản phẩm số “{wrong[0]}”."
        )
    return {sets[number] for number in wanted}
