"""Contents of ``snapshots`` laid out for reading, and two of them side by side."""

import datetime
from dataclasses import dataclass

VISIT = {
    "date": "Ngày kiểm tra",
    "until": "Đến ngày",
    "campaign": "Đợt kiểm tra",
    "basis": "Căn cứ",
    "host": "Cơ quan tiếp đoàn",
    "session_place": "Nơi làm việc",
    "session_note": "Nội dung buổi làm việc",
    "assessment": "Đánh giá chung",
    "checklist": "Danh mục kiểm tra",
}
DAYS = ("date", "until")
# Minutes of one site do not tell of the working session.
OF_THE_SESSION = ("session_place", "session_note", "assessment")
SITE = {
    "producer": "Chủ thể",
    "legal_kind": "Loại hình",
    "tax_code": "Mã số thuế",
    "address": "Địa chỉ",
    "place": "Địa bàn",
}
SEEN = {
    "started_at": "Bắt đầu lúc",
    "ended_at": "Kết thúc lúc",
    "producer_side": "Đại diện cơ sở",
    "producer_state": "Tình trạng hoạt động",
    "looked_at": "Nội dung đã xem tại cơ sở",
}
CLOSING = {
    "assessment": "Nhận xét của đoàn",
    "producer_opinion": "Ý kiến của cơ sở",
    "conclusion": "Kết luận",
    "copies": "Số bản",
}


@dataclass(frozen=True)
class Line:
    """One thing that is said; ``key`` tells which it is in another version."""

    key: str
    label: str
    words: str


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Changed:
    """A line that two versions tell differently; empty where one has none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Changes:
    title: str
    lines: list[Changed]


def sections_of(content: dict) -> list[Section]:
    """Return what a content says in the order of minutes, without empty sections."""
    facts = VISIT
    if "checks" not in content:
        facts = {key: VISIT[key] for key in VISIT if key not in OF_THE_SESSION}
    sections = [
        Section("Buổi kiểm tra", _facts(content["visit"], facts)),
        Section("Đoàn kiểm tra", list(map(_seat, content["team"]))),
        Section("Thành phần tham dự", _listed(content, "participants", _person)),
        Section("Số liệu địa phương báo cáo", _listed(content, "figures", _figure)),
    ]
    if "checks" in content:
        sections += _judgements(content, "chung của buổi kiểm tra")
        for check in content["checks"]:
            sections += _check(check, f" – {check['site']['producer']}")
    else:
        sections += _check(content, "")
    return [section for section in sections if section.lines]


def differences(old: dict, new: dict) -> list[Changes]:
    """Return what two contents tell differently, section by section."""
    before = {section.title: section.lines for section in sections_of(old)}
    after = {section.title: section.lines for section in sections_of(new)}
    found = [
        Changes(title, _changed(before.get(title, []), after.get(title, [])))
        for title in dict.fromkeys([*after, *before])
    ]
    return [changes for changes in found if changes.lines]


def _changed(before: list[Line], after: list[Line]) -> list[Changed]:
    olds = {line.key: line for line in before}
    news = {line.key: line for line in after}
    changed = []
    for key in dict.fromkeys([*news, *olds]):
        old, new = olds.get(key), news.get(key)
        if old is None:
            changed.append(Changed(new.label, "", new.words))
        elif new is None:
            changed.append(Changed(old.label, old.words, ""))
        elif old.label != new.label:
            said = [f"{line.label}: {line.words}" for line in (old, new)]
            changed.append(Changed(new.label, *said))
        elif old.words != new.words:
            changed.append(Changed(new.label, old.words, new.words))
    return changed


def _check(content: dict, of: str) -> list[Section]:
    unchecked = content["unchecked"]
    left = [Line("unchecked", "Chưa kiểm tra", f"{unchecked} nội dung")]
    return [
        Section(
            f"Cơ sở được kiểm tra{of}",
            _facts(content["site"], SITE) + _facts(content["seen"], SEEN),
        ),
        Section(
            f"Kết quả kiểm tra{of}",
            [_answer(row) for row in content["answers"]] + (left if unchecked else []),
        ),
        Section(f"Mẫu đã lấy{of}", samples_of(content)),
        *_judgements(content, of.removeprefix(" – ")),
        Section(f"Kết luận{of}", _facts(content["seen"], CLOSING)),
        Section(
            f"Ảnh{of}",
            [
                Line(row["uuid"], "Ảnh", row["caption"] or "không chú thích")
                for row in content["photos"]
            ],
        ),
    ]


def _judgements(content: dict, of: str) -> list[Section]:
    of = f" – {of}" if of else ""
    return [
        Section(f"Nhận định{of}", [_finding(row) for row in content["findings"]]),
        Section(
            f"Đề nghị, kiến nghị{of}",
            [_recommendation(row) for row in content["recommendations"]],
        ),
    ]


def _facts(facts: dict, labels: dict[str, str]) -> list[Line]:
    return [
        Line(name, label, _day(facts[name]) if name in DAYS else str(facts[name]))
        for name, label in labels.items()
        if name in facts
    ]


def _listed(content: dict, name: str, line) -> list[Line]:
    return [line(row) for row in content.get(name, [])]


def _seat(seat: dict) -> Line:
    words = _joined(seat, "name", "title", "agency")
    return Line(f"{seat['role']} {words}", seat["role_words"].capitalize(), words)


def _person(person: dict) -> Line:
    words = _joined(person, "name", "title", "producer") or person["kind"]
    if "headcount" in person:
        words += f": {person['headcount']} người"
    return Line(words, person["kind"].capitalize(), words)


def _figure(figure: dict) -> Line:
    words = f"{figure['value']} ({figure['text']})" if figure["text"] else ""
    return Line(
        figure["indicator"],
        figure["indicator"].capitalize(),
        words or figure["value"],
    )


def _answer(row: dict) -> Line:
    words = row["outcome"].capitalize()
    if "severity" in row:
        words += f" ({row['severity']})"
    if "note" in row:
        words += f": {row['note']}"
    label = _joined(row, "text", "product_name", by=" – ")
    return Line(f"{row['item']}-{row.get('product', 0)}", label, words)


def samples_of(content: dict) -> list[Line]:
    """Return a line for each sample that the content of a check names."""
    return [_sample(row) for row in content["samples"]]


def _sample(row: dict) -> Line:
    told = [
        row.get("product_name", ""),
        f"niêm phong số {row['seal_number']}" if "seal_number" in row else "",
        row["quantity"],
        f"lấy ngày {_day(row['taken_on'])}",
        f"gửi {row['lab']}" if "lab" in row else "",
        f"chỉ tiêu: {row['indicators']}" if "indicators" in row else "",
        row.get("note", ""),
    ]
    words = "; ".join(part for part in told if part)
    return Line(row["uuid"], f"Mẫu {row['code']}", words)


def _finding(row: dict) -> Line:
    names = ("severity", "product_name", "repeated")
    label = _joined(row, *names, by=" – ").capitalize()
    return Line(row["uuid"], label, row["text"])


def _recommendation(row: dict) -> Line:
    words = row["text"]
    if "proposed_by" in row:
        words += f" ({row['proposed_by']} kiến nghị)"
    if "due_on" in row:
        words += f" (thời hạn {_day(row['due_on'])})"
    label = f"{row['direction_words'].capitalize()}: {row['addressee']}"
    return Line(row["uuid"], label, words)


def _joined(row: dict, *names: str, by: str = ", ") -> str:
    return by.join(row[name] for name in names if name in row)


def _day(iso: str) -> str:
    return f"{datetime.date.fromisoformat(iso):%d/%m/%Y}"
