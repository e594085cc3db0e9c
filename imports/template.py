"""The workbook offered for download, made from the same columns that are read."""

import io
from collections.abc import Iterable

import xlsxwriter

from core.sheets import SheetField
from products.models import CriteriaSet, Regime

from .enums import ListKind
from .kinds import Vocabulary, vocabulary_of

LIST, GUIDE, CHOICES = "Danh sách", "Hướng dẫn", "Lựa chọn"
ROWS = 1000  # that drop-downs and text formats reach
# Numbers that Excel would spoil: a lost zero, a date out of 11/2020.
AS_TEXT = (
    "tax_code",
    "phones",
    "phone",
    "barcode",
    "decision",
    "code",
    "certificate_number",
)
EACH_ROW = {
    ListKind.PRODUCTS: "Mỗi dòng là một sản phẩm, kèm lần công nhận nếu có.",
    ListKind.ENDINGS: "Mỗi dòng là một sản phẩm bị thu hồi hoặc loại khỏi danh sách.",
    ListKind.USERS: "Mỗi dòng là một người với một vai trò tại một địa bàn.",
    ListKind.PRODUCERS: "Mỗi dòng là một chủ thể tại một cơ sở sản xuất.",
}
GUIDANCE = (
    "Cột có dấu * là bắt buộc; cột khác có thể để trống.",
    "Ô để trống không xóa dữ liệu đang có trong hệ thống.",
    "Ngày ghi dd/mm/yyyy. Mã số thuế, điện thoại ghi dạng văn bản để không mất số 0.",
    "Không bắt buộc dùng mẫu này: danh sách, phụ lục cơ quan đang có đều đọc được.",
    "Xóa dòng ví dụ trước khi tải lên.",
)


def template_workbook(kind: str) -> bytes:
    """Return the template: headers, drop-downs, one example, a sheet of guidance."""
    vocabulary = vocabulary_of(kind)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        formats = {
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DCEBE4"}
            ),
            "text": book.add_format({"num_format": "@"}),
            "example": book.add_format({"num_format": "@", "italic": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        options = _options(vocabulary)
        _write_list(book.add_worksheet(LIST), vocabulary, options, formats)
        _write_guide(book.add_worksheet(GUIDE), vocabulary, formats)
        _write_choices(book.add_worksheet(CHOICES), options)
    return file.getvalue()


def _options(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the values that columns offer, those of the database among them."""
    options = {name: list(item.options) for name, item in vocabulary.fields.items()}
    if "regime" in options:
        options["regime"] = list(Regime.objects.values_list("number", flat=True))
    if "criteria_set" in options:
        names = CriteriaSet.objects.order_by("regime", "number").values_list("name")
        options["criteria_set"] = list(dict.fromkeys(name for (name,) in names))
    return {name: values for name, values in options.items() if values}


def _title(item: SheetField) -> str:
    return f"{item.column_name} *" if item.is_required else item.column_name


def _write_list(
    sheet, vocabulary: Vocabulary, options: dict[str, list[str]], formats: dict
) -> None:
    sheet.freeze_panes(1, len(vocabulary.required))
    sheet.set_row(0, 48)
    for column, (name, item) in enumerate(vocabulary.fields.items()):
        kept = formats["text"] if name in AS_TEXT else None
        sheet.set_column(column, column, max(14, len(item.column_name) + 2), kept)
        sheet.write_string(0, column, _title(item), formats["head"])
        sheet.write_string(1, column, item.example, formats["example"])
        if name in options:
            place = list(options).index(name)
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"='{CHOICES}'!${letter}$1:${letter}${len(options[name])}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, column, ROWS, column, rule)


def _write_guide(sheet, vocabulary: Vocabulary, formats: dict) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 70, formats["wrap"])
    sheet.set_column(2, 2, 34)
    guidance = (EACH_ROW[vocabulary.kind], *GUIDANCE)
    for line, text in enumerate(guidance):
        sheet.merge_range(line, 0, line, 2, text, formats["wrap"])
    start = len(guidance) + 1
    _write_row(sheet, start, ["Cột", "Cách ghi", "Ví dụ"], formats["head"])
    for line, item in enumerate(vocabulary.fields.values(), start=start + 1):
        _write_row(sheet, line, [_title(item), item.hint, item.example])


def _write_choices(sheet, options: dict[str, list[str]]) -> None:
    for column, values in enumerate(options.values()):
        sheet.set_column(column, column, 40)
        for line, value in enumerate(values):
            sheet.write_string(line, column, value)
    sheet.hide()


def _write_row(sheet, line: int, texts: Iterable[str], kind=None) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(line, column, text, kind)
