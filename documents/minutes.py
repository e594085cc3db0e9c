"""Minutes as .docx, made from the record."""

import datetime
import io

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import SandboxedEnvironment

from areas.models import Agency
from inspections.contents import samples_of
from inspections.enums import Direction, TeamRole
from inspections.models import SiteCheck, Visit
from inspections.snapshots import (
    content_of_check,
    findings_of,
    recommendations_of,
    team_of,
)

from .templates_docx import SESSION, SITE_CHECK

DOTS = "…………"
SIGNATURE_HEIGHT = Mm(16)
UNSIGNED: dict = {"signatures": {}, "edition": "", "sha256": ""}


def issuing_agency(visit: Visit) -> Agency:
    """Return the office whose team it was: the head's, else the host."""
    head = visit.head
    if head is not None:
        return head.agency
    return visit.host


def build_minutes(
    visit: Visit, *, site_check: SiteCheck | None = None, document=None
) -> bytes:
    """Return the .docx of the working session, or of one site check.

    Without ``document`` it bears no number, and says that it is a draft unless the
    minutes were signed on site; then it tells what was signed, with the signatures.
    """
    if site_check is None:
        path, context = SESSION, _session(visit)
    else:
        path, context = SITE_CHECK, _site_check(site_check)
    context = UNSIGNED | context | _heading(visit, document)
    context["draft"] = document is None and not context["edition"]
    template = DocxTemplate(path)
    for signed in context["signatures"].values():
        signed.draw_into(template)
    template.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def long_date(date: datetime.date) -> str:
    """Return the date as the decree writes it: zeros before days < 10, months < 3."""
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def _heading(visit, document) -> dict:
    agency = document.agency if document else issuing_agency(visit)
    number = document.full_number if document else DOTS
    return {**agency_heading(agency, visit.starts_on), "number": number}


def agency_heading(agency: Agency | None, date: datetime.date) -> dict[str, str]:
    """Return what the head of a document says of its office, the place and the day."""
    place = agency.area.name if agency else ""
    for prefix in ("Tỉnh ", "Thành phố ", "Huyện ", "Xã ", "Phường "):
        place = place.removeprefix(prefix)
    superior = agency.superior if agency else None
    return {
        "superior": str(superior or "").upper(),
        "agency": str(agency or "").upper(),
        "dateline": f"{place}, {long_date(date)}",
        "archive": agency.short_code if agency else "",
    }


def _people(team: list[dict], basis: str) -> dict:
    basis = basis.rstrip(".")
    named = {seat["role"]: seat.get("name", "") for seat in team}
    return {
        "basis": f"{basis};" if basis else "",
        "team": [_seat(seat) for seat in team],
        "head": named.get(TeamRole.HEAD, ""),
        "secretary": named.get(TeamRole.SECRETARY, ""),
    }


def _seat(seat: dict) -> str:
    names = ("name", "title", "agency")
    who = ", ".join(seat[name] for name in names if name in seat)
    return f"{who} – {seat['role_words']}."


def _site_check(check) -> dict:
    """Return what was signed on site, or what is recorded where nobody has signed."""
    signed = check.minutes.prefetch_related("signatures").last()
    is_signed = signed is not None and signed.is_written
    content = signed.content if is_signed else content_of_check(check)
    rows = signed.signatures.all() if is_signed else []
    signatures = {row.side: row for row in rows}
    return {
        **_site_facts(content),
        **_site_results(content),
        **_people(content["team"], content["visit"].get("basis", "")),
        "signatures": {side: _Signed(row) for side, row in signatures.items()},
        "edition": _edition(signed) if is_signed else "",
        "sha256": signed.sha256 if is_signed else "",
    }


def _site_facts(content) -> dict:
    site, seen = content["site"], content["seen"]
    facts = [
        ("Chủ thể", site["producer"]),
        ("Loại hình", site.get("legal_kind")),
        ("Mã số thuế", site.get("tax_code")),
        ("Địa chỉ", site.get("address")),
        ("Đại diện", seen.get("producer_side")),
        ("Tình trạng hoạt động", seen.get("producer_state")),
    ]
    return {
        "producer": site["producer"],
        "opening": _when_and_where(content),
        "facts": [f"- {label}: {value}." for label, value in facts if value],
        "looked_at": seen.get("looked_at", ""),
        "assessment": seen.get("assessment", ""),
        "opinion": seen.get("producer_opinion", ""),
        "conclusion": seen.get("conclusion", ""),
        "closing": _closing(seen),
        "producer_side": seen.get("producer_side", ""),
        "recipients": ["Cơ sở được kiểm tra", f"UBND {site['commune']}"],
    }


def _site_results(content) -> dict:
    answers = content["answers"]
    asked = [
        row
        for row in content["recommendations"]
        if row["direction"] == Direction.TO_PRODUCER
    ]
    return {
        "producer_results": _table(answers, None),
        "products": _product_tables(answers),
        "unchecked": content["unchecked"],
        "checklist": content["visit"]["checklist"],
        "samples": [f"{line.label}: {line.words}." for line in samples_of(content)],
        "findings": [_finding(row) for row in content["findings"]],
        "to_producer": [_recommendation(row) for row in asked],
    }


def _edition(minutes) -> str:
    """Say which version of the minutes was signed on site, and why there is one."""
    words = f"Đã ký tại cơ sở, phiên bản {minutes.number}"
    return f"{words}. Sửa đổi vì: {minutes.reason}" if minutes.reason else words


class _Signed:
    """A signature as the template prints it; its picture is drawn into the file."""

    def __init__(self, row):
        self.name = row.name
        self.stored = row.picture
        self.picture = None
        self.words = row.get_kind_display()
        if row.is_refused:
            self.words = f"Không ký: {row.refusal} Người làm chứng: {row.witnesses}."

    def draw_into(self, template: DocxTemplate) -> None:
        if self.stored:
            with self.stored.open() as file:
                data = io.BytesIO(file.read())
            self.picture = InlineImage(template, data, height=SIGNATURE_HEIGHT)


def _product_tables(answers) -> list[dict]:
    """Return a numbered table for each product that something was said about."""
    named = {row["product"]: row["product_name"] for row in answers if "product" in row}
    products = sorted(named.items(), key=lambda pair: pair[1])
    first = 2 if _table(answers, None) else 1
    return [
        {
            "title": f"{number}. Kết quả kiểm tra sản phẩm: {name}",
            "results": _table(answers, product),
        }
        for number, (product, name) in enumerate(products, start=first)
    ]


def _table(answers, product) -> list[dict]:
    return [
        {
            "text": row["text"],
            "outcome": row["outcome"].capitalize(),
            "note": row.get("note", ""),
        }
        for row in answers
        if row.get("product") == product
    ]


def _when_and_where(content) -> str:
    visit, site = content["visit"], content["site"]
    day = long_date(datetime.date.fromisoformat(visit["date"]))
    opening = day.capitalize()
    if started := content["seen"].get("started_at"):
        opening = f"Hồi {_hours(started)}, {day}"
    where = site.get("address") or site["place"]
    return (
        f"{opening}, tại {where}, đoàn tiến hành kiểm tra theo đợt:"
        f" {visit['campaign']}."
    )


def _hours(time: str) -> str:
    """Return "08:30" as minutes say it."""
    hours, _, minutes = time.partition(":")
    return f"{hours} giờ {minutes}"


def _finding(row: dict) -> str:
    product = f" ({row['product_name']})" if "product_name" in row else ""
    repeated = f" ({row['repeated']})" if "repeated" in row else ""
    return f"{row['severity'].capitalize()}{product}{repeated}: {row['text']}"


def _recommendation(row: dict) -> str:
    """Return the text with who proposes it, if not the team, and its due day."""
    by = f" ({row['proposed_by']} kiến nghị)" if "proposed_by" in row else ""
    due = ""
    if "due_on" in row:
        day = datetime.date.fromisoformat(row["due_on"])
        due = f" (thời hạn {day:%d/%m/%Y})"
    return f"{row['text'].rstrip('.')}{by}{due}."


def _closing(seen) -> str:
    ended = seen.get("ended_at")
    hour = f"hồi {_hours(ended)} cùng ngày" if ended else "cùng ngày"
    return (
        f"Biên bản lập xong {hour}, được lập thành {seen['copies']:02d} bản có giá trị"
        " như nhau, đã đọc cho các bên cùng nghe, nhất trí và ký tên."
    )


def _session(visit) -> dict:
    recommendations = recommendations_of(
        visit.recommendations.select_related("producer", "agency", "proposed_by")
    )
    general = visit.findings.recorded_on_site().filter(site_check=None)
    checks = visit.site_checks.select_related("site__producer", "site__place")
    return {
        **_people(team_of(visit), visit.campaign.basis),
        "host": str(visit.host or visit.place),
        "opening": (
            f"{long_date(visit.starts_on).capitalize()}, tại"
            f" {visit.session_place or visit.host or visit.place}, đoàn kiểm tra làm"
            f" việc theo đợt: {visit.campaign}."
        ),
        "participants": [_participant(p) for p in visit.participants.all()],
        "session_note": visit.session_note,
        "reported": [
            {
                "label": figure.get_indicator_display(),
                "value": f"{figure.value.normalize():f}",
                "text": figure.text,
            }
            for figure in visit.reported_figures.all()
        ],
        "checks": [
            f"{check.site.producer}, {check.site.address or check.site.place}."
            for check in checks
        ],
        "assessment": visit.assessment,
        "findings": [_finding(row) for row in findings_of(general.with_repeats())],
        "to_producer": _grouped(recommendations, Direction.TO_PRODUCER),
        "to_locality": _grouped(recommendations, Direction.TO_LOCALITY),
        "to_agency": _grouped(recommendations, Direction.TO_AGENCY),
        "closing": "Biên bản lập xong cùng ngày, đã đọc cho các bên cùng nghe, nhất trí"
        " và ký tên.",
        "recipients": [str(visit.host or visit.place), "Các thành viên đoàn kiểm tra"],
    }


def _grouped(recommendations, direction) -> list[str]:
    """Return each text of a direction once, with all that it is addressed to."""
    addressees: dict[str, list[str]] = {}
    for item in recommendations:
        if item["direction"] == direction:
            names = addressees.setdefault(_recommendation(item), [])
            names.append(item["addressee"])
    return [f"{'; '.join(names)}: {text}" for text, names in addressees.items()]


def _participant(person) -> str:
    who = ", ".join(part for part in (person.name, person.title) if part)
    count = f": {person.headcount} người" if person.headcount else ""
    return f"{who or person.get_kind_display().capitalize()}{count}."
