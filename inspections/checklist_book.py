"""A version of the checklist as a workbook, which may be changed and read again."""

import io

import xlsxwriter

from core.exports import cell_text

from .comparison import items_with_coverage
from .coverage import Sector, all_sectors
from .models import Checklist, ChecklistItem
from .resources import ChecklistResource, write_sets

LIST, GUIDE, SETS = "Danh mục", "Hướng dẫn", "Bộ sản phẩm"
MORE_ROWS = 200  # below the last item, that drop-downs reach
WIDTHS = (22, 22, 46, 46, 34, 16, 34, 20, 38, 12)
GUIDANCE = (
    "Mỗi dòng là một nội dung kiểm tra, theo thứ tự được hỏi.",
    "Tệp là cả danh mục: nội dung không còn dòng nào trong tệp thì bị bỏ.",
    "Cột có dấu * là bắt buộc. Giữ nguyên mã của nội dung đã có.",
    "Khi nhập lại, mọi thay đổi được xem trước; chưa ghi gì cho tới khi xác nhận.",
    "Ảnh mẫu đi theo tên ở cột “Ảnh mẫu”: tên ấy ở dòng nào thì nội dung đó có ảnh ấy.",
)


def checklist_workbook(checklist: Checklist) -> bytes:
    """Return all items of a version, with drop-downs, guidance and the known sets."""
    file = io.BytesIO()
    sectors = all_sectors()
    with xlsxwriter.Workbook(file) as book:
        head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DCEBE4"}
        )
        wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        items = items_with_coverage(checklist)
        _write_items(book.add_worksheet(LIST), items, sectors, head, wrap)
        _write_guide(book.add_worksheet(GUIDE), checklist, head, wrap)
        _write_sets(book.add_worksheet(SETS), sectors, head, wrap)
    return file.getvalue()


def _write_items(sheet, items: list[ChecklistItem], sectors, head, wrap) -> None:
    sheet.freeze_panes(1, 0)
    fields = ChecklistResource.sheet_fields()
    for column, (name, field) in enumerate(fields.items()):
        title = f"{field.column_name} *" if field.is_required else field.column_name
        sheet.set_column(column, column, WIDTHS[column], wrap)
        sheet.write_string(0, column, title, head)
        if field.options:
            rule = {"validate": "list", "source": list(field.options)}
            sheet.data_validation(1, column, len(items) + MORE_ROWS, column, rule)
        for line, item in enumerate(items, start=1):
            value = (
                write_sets({one.pk for one in item.sets.all()}, sectors)
                if name == "sets"
                else str(field.exported(item) or "")
            )
            sheet.write_string(line, column, cell_text(value), wrap)


def _write_guide(sheet, checklist: Checklist, head, wrap) -> None:
    sheet.set_column(0, 0, 28, wrap)
    sheet.set_column(1, 1, 70, wrap)
    sheet.set_column(2, 2, 34, wrap)
    for line, text in enumerate((str(checklist), *GUIDANCE)):
        sheet.merge_range(line, 0, line, 2, text, wrap)
    start = len(GUIDANCE) + 2
    for column, title in enumerate(("Cột", "Cách ghi", "Chọn một trong")):
        sheet.write_string(start, column, title, head)
    fields = ChecklistResource.sheet_fields().values()
    for line, field in enumerate(fields, start=start + 1):
        words = ", ".join(field.options) or field.example
        for column, text in enumerate((field.column_name, field.hint, words)):
            sheet.write_string(line, column, text)


def _write_sets(sheet, sectors: list[Sector], head, wrap) -> None:
    titles = ("Ngành", "Quy định", "Số", "Bộ sản phẩm")
    for column, (title, width) in enumerate(zip(titles, (40, 20, 8, 60), strict=True)):
        sheet.set_column(column, column, width, wrap)
        sheet.write_string(0, column, title, head)
    rows = [(sector, one) for sector in sectors for one in sector.sets]
    for line, (sector, one) in enumerate(rows, start=1):
        sheet.write_string(line, 0, sector.name)
        sheet.write_string(line, 1, str(one.regime))
        sheet.write_number(line, 2, one.number)
        sheet.write_string(line, 3, one.name)
