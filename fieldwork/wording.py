"""What the fields of operations are called on screen, and what their values say."""

import datetime
from typing import Any

from areas.models import Agency, Area
from inspections.enums import (
    Direction,
    Indicator,
    Outcome,
    ParticipantKind,
    Severity,
    SignatureSide,
    TeamRole,
)
from inspections.models import Campaign, ChecklistItem, RecheckPoint
from producers.enums import ProducerState
from producers.models import Producer
from products.models import Product

from .models import Operation

LABELS = {
    "accuracy": "sai số vị trí (m)",
    "addressee_text": "gửi (ghi bằng lời)",
    "agency": "gửi cơ quan",
    "approximate": "số ước",
    "assessment": "nhận xét, đánh giá",
    "campaign": "đợt kiểm tra",
    "caption": "chú thích",
    "code": "mã mẫu",
    "conclusion": "kết luận",
    "copies": "số bản",
    "direction": "hướng",
    "due_on": "thời hạn",
    "ended_at": "kết thúc lúc",
    "ends_on": "đến ngày",
    "headcount": "số người",
    "host": "cơ quan chủ trì tiếp đoàn",
    "indicators": "chỉ tiêu kiểm nghiệm",
    "lab": "đơn vị kiểm nghiệm",
    "lab_text": "đơn vị kiểm nghiệm (ghi bằng lời)",
    "latitude": "vĩ độ",
    "longitude": "kinh độ",
    "looked_at": "nội dung đã xem tại cơ sở",
    "note": "ghi chú",
    "outcome": "kết quả",
    "place": "địa bàn tiếp đoàn",
    "producer": "chủ thể",
    "producer_opinion": "ý kiến của cơ sở",
    "producer_side": "đại diện cơ sở",
    "producer_state": "tình trạng hoạt động",
    "product": "sản phẩm",
    "proposed_by": "bên đề nghị",
    "quantity": "số lượng mẫu",
    "reason": "lý do sửa biên bản",
    "remove": "bỏ hồ sơ",
    "rows": "danh sách",
    "seal_number": "số niêm phong",
    "session_note": "nội dung buổi làm việc",
    "session_place": "nơi làm việc",
    "severity": "mức độ",
    "signatures": "chữ ký",
    "started_at": "bắt đầu lúc",
    "starts_on": "ngày kiểm tra",
    "taken_on": "ngày lấy mẫu",
    "text": "nội dung",
}
CHOICES = {
    "direction": Direction,
    "indicator": Indicator,
    "kind": ParticipantKind,
    "outcome": Outcome,
    "producer_state": ProducerState,
    "role": TeamRole,
    "severity": Severity,
}
KEYS = {
    "agency": Agency,
    "campaign": Campaign,
    "host": Agency,
    "lab": Agency,
    "place": Area,
    "producer": Producer,
    "product": Product,
    "proposed_by": Agency,
}
# Everybody who signs in may know these; rows of others are told only within reach.
KNOWN_TO_ALL = (Agency, Area)
OUT_OF_REACH = "(ngoài địa bàn của bạn)"


def label_of(name: str) -> str:
    return LABELS.get(name, name)


def words_of(name: str, value: Any, user) -> str:
    """Return a value as people read it; nothing of rows out of the person's reach."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if name == "rows":
        return "\n".join(_row(row, user) for row in value)
    if name == "signatures":
        return "\n".join(map(_signature, value))
    if name in KEYS:
        return _named(KEYS[name], value, user)
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    if name.endswith("_on"):
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return str(value)


def question_of(operation: Operation, user) -> str:
    """Return what an answer, or a point of a re-check, speaks about; else nothing."""
    told = operation.body or {}
    if operation.kind == "answer":
        item = ChecklistItem.objects.filter(pk=told.get("item")).first()
        product = words_of("product", told.get("product"), user)
        return " – ".join(filter(None, [item and item.text, product]))
    if operation.kind == "point":
        points = RecheckPoint.objects.filter(site_check=operation.site_check_id)
        point = points.filter(pk=told.get("item")).first()
        return point.looked_at.text if point else ""
    return ""


def _row(row: dict, user) -> str:
    told = (
        words_of(name, value, user) for name, value in row.items() if name != "user"
    )
    return ", ".join(words for words in told if words and words != "không")


def _signature(row: dict) -> str:
    """Return who signed for whom; a signature cannot be read, and is not shown."""
    side = SignatureSide(row["side"]).label
    refused = f", không ký: {row['refusal']}" if row.get("refusal") else ""
    return f"{side}: {row['name']}{refused}"


def _named(model, key: int, user) -> str:
    rows = model.objects.all()
    if model not in KNOWN_TO_ALL:
        rows = model.objects.visible_to(user)
    found = rows.filter(pk=key).first()
    return str(found) if found else OUT_OF_REACH
