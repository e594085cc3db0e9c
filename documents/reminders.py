"""What a reminder letter says to a producer about its certificates, as .docx."""

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from areas.models import Agency
from producers.models import Producer
from products.dates import filing_days
from products.enums import Stage
from products.models import Recognition

from .minutes import DOTS, agency_heading, long_date
from .templates_docx import REMINDER

TO_FILE = (Stage.SOON, Stage.OPEN, Stage.CLOSING)
LABEL_ENDS = (
    "dừng sử dụng nhãn hiệu OCOP, hạng sao trên nhãn, bao bì, tài liệu quảng bá"
)


@dataclass(frozen=True)
class Signer:
    """Who signs: name and position, and the office held by whom it is signed for."""

    name: str
    position: str
    on_behalf: str = ""

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.name, self.position) if part)


@dataclass(frozen=True)
class Reminder:
    """One letter: to one producer, about its certificates as they are on the date.

    ``rows`` come from ``Recognition.objects.staged_on(date)`` with what a list loads.
    """

    agency: Agency
    producer: Producer
    rows: list[Recognition]
    date: datetime.date
    signer: Signer
    note: str = ""

    @property
    def title(self) -> str:
        return f"V/v đánh giá lại sản phẩm OCOP của {self.producer}"


def by_producer(
    rows: Iterable[Recognition],
) -> list[tuple[Producer, list[Recognition]]]:
    """Return the producers by name, each with its certificates, the first due first."""
    found: dict[int, tuple[Producer, list[Recognition]]] = {}
    for row in sorted(rows, key=lambda row: (row.valid_to, row.pk)):
        producer = row.product.producer
        found.setdefault(producer.pk, (producer, []))[1].append(row)
    return sorted(found.values(), key=lambda pair: (pair[0].search_key, pair[0].pk))


def request_words(row: Recognition) -> str:
    """Return what the producer is asked to do about a certificate."""
    days = filing_days(row.valid_to)
    if row.stage in TO_FILE and days:
        return f"Nộp hồ sơ đánh giá lại từ {_day(days[0])} đến hết {_day(days[1])}"
    if row.stage == Stage.EXPIRED:
        return f"Đã hết hạn: {LABEL_ENDS}"
    return f"Đã qua kỳ nộp hồ sơ; sau ngày {_day(row.valid_to)} {LABEL_ENDS}"


def build_reminder(reminder: Reminder, document=None) -> bytes:
    """Return the letter; without ``document`` it is a draft and bears no number."""
    stages = {row.stage for row in reminder.rows}
    communes = dict.fromkeys(row.product.site.area.name for row in reminder.rows)
    context = {
        **agency_heading(reminder.agency, reminder.date),
        "number": document.full_number if document else DOTS,
        "draft": document is None,
        "about": reminder.title,
        "addressee": str(reminder.producer),
        "date": long_date(reminder.date),
        "lines": [_line(number, row) for number, row in enumerate(reminder.rows, 1)],
        "to_file": bool(stages & set(TO_FILE)),
        "missed": Stage.MISSED in stages,
        "expired": Stage.EXPIRED in stages,
        "note": reminder.note,
        "office": str(reminder.agency),
        "on_behalf": reminder.signer.on_behalf.upper(),
        "position": reminder.signer.position.upper(),
        "signer": reminder.signer.name,
        "recipients": ["Như trên", *(f"UBND {_inside(name)}" for name in communes)],
    }
    template = DocxTemplate(REMINDER)
    template.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _line(number: int, row: Recognition) -> dict[str, str]:
    return {
        "number": str(number),
        "product": str(row.product),
        "grade": row.get_grade_display(),
        "decision": str(row.decision) if row.decision else "",
        "last_day": _day(row.valid_to),
        "request": request_words(row),
    }


def _inside(name: str) -> str:
    """Return the name of a unit as it stands within a sentence: xã Hòa An."""
    return name[:1].lower() + name[1:]


def _day(date: datetime.date) -> str:
    return f"{date:%d/%m/%Y}"
