"""What an import came to: for programs, for the page, and as text for people."""

from collections.abc import Iterable
from dataclasses import replace

from core.templatetags.portal import vn_number, vn_time

from .enums import Asked, ListKind, Outcome
from .exceptions import FileRefusedError
from .models import ImportRun, ImportWrite
from .planning.messages import Message
from .planning.plan import Plan
from .undoing import written_names

FEW = 300
TALLIES = ("producers", "products", "recognitions")
LABELS = {
    "producers": "Chủ thể",
    "sites": "Cơ sở sản xuất",
    "products": "Sản phẩm",
    "recognitions": "Lần công nhận",
    "decisions": "Quyết định",
    "users": "Người dùng",
    "assignments": "Phân công",
}
# What the totals of each kind of list count.
COUNTED = {
    ListKind.PRODUCTS: ("producers", "products", "recognitions", "decisions"),
    ListKind.PRODUCERS: ("producers", "sites"),
    ListKind.ENDINGS: ("recognitions", "decisions"),
    ListKind.USERS: ("users", "assignments"),
}


def refusal_report(name: str, sha256: str, refusal: FileRefusedError) -> dict:
    """Return the report of a file that could not be read as a list."""
    return {
        **_empty_report(name, sha256),
        "refused": {"code": refusal.code, "message": refusal.message},
    }


def plan_report(run: ImportRun, plan: Plan) -> dict:
    """Return the report of a plan; rows are numbered as Excel shows them."""
    counts = plan.counts()
    report = _empty_report(run.file_name, run.sha256)
    report["sheets"] = [
        {
            "name": sheet["name"],
            "hidden": sheet["is_hidden"],
            "header_rows": [
                number
                for table in sheet["tables"]
                for number in range(table["header_first"], table["header_last"] + 1)
            ],
            "data_rows": sheet["data_rows"],
        }
        for sheet in run.layout["sheets"]
    ]
    further = COUNTED[ListKind.USERS] if run.kind == ListKind.USERS else ()
    report.update({name: counts[name] for name in (*TALLIES, *further)})
    for row in plan.rows:
        place = {"sheet": row.sheet, "row": row.row}
        if row.same_as is not None:
            report["duplicates"].append({**place, "same_as": row.same_as})
        for message in _by_reason(row.messages):
            kind = "rejected" if message.is_error else "warnings"
            said = {**place, "code": message.code, "message": message.text}
            report[kind].append(said)
    report["possible_duplicates"] = possible_duplicates(plan)
    return report


def possible_duplicates(plan: Plan) -> list[list]:
    """Return [name, name, likeness] of producers that nobody has told apart yet."""
    return [
        [one.text, one.other_text, one.score]
        for one in plan.asked
        if one.kind == Asked.ALIKE and one.answer is None
    ]


def _by_reason(messages: list[Message]) -> list[Message]:
    """Return one message for each reason; a repetition is told elsewhere."""
    by_code: dict[str, Message] = {}
    for message in messages:
        if message.code == "duplicate":
            continue
        known = by_code.setdefault(message.code, message)
        if known is not message:
            text = f"{known.text} {message.text}"
            by_code[message.code] = replace(known, text=text)
    return list(by_code.values())


def _empty_report(name: str, sha256: str) -> dict:
    tally = {"new": 0, "changed": 0, "unchanged": 0}
    return {
        "file": name,
        "sha256": sha256,
        "refused": None,
        "sheets": [],
        **{name: dict(tally) for name in TALLIES},
        "rejected": [],
        "duplicates": [],
        "warnings": [],
        "possible_duplicates": [],
    }


def _kind_of(message: Message) -> str:
    if message.is_error:
        return "LỖI"
    return "lưu ý" if message.is_warning else "ghi chú"


def lines_of(run: ImportRun, plan: Plan) -> list[str]:
    """Return the report as lines to read at a terminal."""
    counts = plan.counts()
    lines = [f"{run.file_name} (SHA-256 {run.sha256})"]
    for sheet in run.layout["sheets"]:
        note = "" if sheet["is_used"] else ", không đọc"
        lines.append(f"Trang tính “{sheet['name']}”: {sheet['data_rows']} dòng{note}")
        lines += [f"  {notice}" for notice in sheet["notices"]]
    lines += [
        f"{label}: {new} mới, {changed} thay đổi, {unchanged} không đổi"
        for label, new, changed, unchanged in record_tallies(run.kind, counts)
    ]
    lines.append(
        f"Dòng: {counts['rows']}; bị loại {counts['rejected']},"
        f" trùng {counts['duplicate']}, có lưu ý {counts['warning']}"
    )
    for row in plan.rows:
        for message in row.messages:
            kind = _kind_of(message)
            cell = f"{message.column}{row.row}" if message.column else f"dòng {row.row}"
            lines.append(f"  {row.sheet}, {cell}: {kind}: {message.text}")
    lines += [
        f"Có phải là một? “{one}” và “{other}” (giống {score} %)"
        for one, other, score in possible_duplicates(plan)
    ]
    return lines


def outcome_tabs(run: ImportRun) -> list[tuple[str, str, int]]:
    """Return (key, words, number of rows) of all data, each outcome, and warnings."""
    counts = run.counts
    outcomes = [(key, label, counts.get(key, 0)) for key, label in Outcome.choices]
    warned = ("warning", "có lưu ý", counts.get("warning", 0))
    return [("", "tất cả", counts.get("rows", 0)), *outcomes, warned]


def record_tallies(kind: str, counts: dict) -> list[tuple[str, int, int, int]]:
    """Return (words, new, changed, unchanged) for what a kind of list counts."""
    return [
        (LABELS[name], tally["new"], tally["changed"], tally["unchanged"])
        for name in COUNTED[ListKind(kind)]
        if (tally := counts.get(name))
    ]


def run_facts(run: ImportRun) -> list[tuple[str, str]]:
    """Return what stays known of a run: which file, who, when."""
    written_by = run.batch.by_name if run.batch else ""
    return [
        ("Tệp", run.file_name),
        ("Loại danh sách", run.get_kind_display()),
        ("Địa bàn nhập", str(run.area)),
        ("Người tải lên", run.by_name),
        ("Tải lên lúc", vn_time(run.created_at)),
        ("Người ghi", written_by),
        ("Ghi lúc", vn_time(run.committed_at) if run.committed_at else ""),
        ("Người hoàn tác", run.undo_batch.by_name if run.undo_batch else ""),
        ("Hoàn tác lúc", vn_time(run.undone_at) if run.undone_at else ""),
        ("Bộ quy định đã chọn", str(run.regime or "")),
        ("Cơ quan ban hành đã chọn", str(run.issuer or "")),
        ("Khi đã có trong hệ thống", _on_match(run)),
        ("Mã băm SHA-256 của tệp", run.sha256),
    ]


def _on_match(run: ImportRun) -> str:
    """Return what the file was allowed to do to what was stored."""
    exceptions = sum(map(len, run.row_choices.values()))
    words = run.get_on_match_display()
    return f"{words}; {exceptions} dòng chọn riêng" if exceptions else words


def done_words(run: ImportRun) -> str:
    """Return what to say once a run is written."""
    if run.batch is None:
        return "Tệp này không làm thay đổi gì: mọi dòng đọc được đều đã có."
    left = run.counts["rejected"]
    rest = f" {left} dòng bị loại không được ghi." if left else ""
    return f"Đã ghi danh sách vào hệ thống.{rest}"


def undone_words(run: ImportRun) -> str:
    """Return what to say once an undo was tried."""
    written = run.written.all()
    left = written.refused().count()
    if not written.filter(is_undone=True).exists():
        return f"Chưa hoàn tác được gì: {vn_number(left)} hồ sơ phải giữ lại."
    if left:
        return f"Đã hoàn tác một phần; {vn_number(left)} hồ sơ phải giữ lại."
    return "Đã hoàn tác: dữ liệu trở lại như trước lần nhập này."


def named_refusals(run: ImportRun, writes: Iterable[ImportWrite]) -> list[tuple]:
    """Return (write, what it was called in the log) for each of some writes."""
    writes = list(writes)
    ids = [write.object_id for write in writes]
    names = written_names(run, **({"object_id__in": ids} if len(ids) <= FEW else {}))
    return [
        (write, names[write.content_type.model_class(), write.object_id])
        for write in writes
    ]
