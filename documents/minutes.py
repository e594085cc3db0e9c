"""Minutes as .docx, made from the record."""

import datetime
import io

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from areas.models import Agency
from inspections.enums import Direction, Outcome, TeamRole
from inspections.items import items_for
from inspections.models import SiteCheck, Visit

from .templates_docx import SESSION, SITE_CHECK

DOTS = "…………"


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

    Without ``document`` it is a draft: it says so and bears no number.
    """
    context = _heading(visit, document) | _common(visit)
    if site_check is None:
        path, context = SESSION, context | _session(visit)
    else:
        path, context = SITE_CHECK, context | _site_check(visit, site_check)
    template = DocxTemplate(path)
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
    place = agency.area.name if agency else ""
    for prefix in ("Tỉnh ", "Thành phố ", "Huyện ", "Xã ", "Phường "):
        place = place.removeprefix(prefix)
    return {
        "draft": document is None,
        "superior": (
            str(agency.superior) if agency and agency.superior else ""
        ).upper(),
        "agency": str(agency or "").upper(),
        "number": document.full_number if document else DOTS,
        "dateline": f"{place}, {long_date(visit.starts_on)}",
        "archive": agency.short_code if agency else "",
    }


def _common(visit) -> dict:
    members = list(visit.team.select_related("agency"))
    by_role = {member.role: member for member in members}
    secretary = by_role.get(TeamRole.SECRETARY)
    head = by_role.get(TeamRole.HEAD)
    basis = visit.campaign.basis.rstrip(".")
    return {
        "basis": f"{basis};" if basis else "",
        "team": [_seat(member) for member in members],
        "head": head.name if head else "",
        "secretary": secretary.name if secretary else "",
    }


def _seat(member) -> str:
    who = ", ".join(part for part in (member.name, member.title) if part)
    return f"{who}, {member.agency} – {member.get_role_display()}."


def _site_check(visit, check) -> dict:
    cells = items_for(check)
    results = {(r.item_id, r.product_id): r for r in check.results.all()}
    answered = [
        (cell, result)
        for cell in cells
        if (result := results.get((cell.item.pk, cell.product_id)))
        and result.outcome != Outcome.UNCHECKED
    ]
    proposals = check.recommendations.filter(
        direction=Direction.TO_PRODUCER
    ).select_related("proposed_by")
    return {
        "producer": str(check.site.producer),
        "opening": _when_and_where(visit, check),
        "facts": _facts(check),
        "looked_at": check.looked_at,
        "producer_results": _table(answered, None),
        "products": _product_tables(answered),
        "unchecked": len(cells) - len(answered),
        "checklist": str(visit.checklist),
        "assessment": check.assessment,
        "findings": [_finding(f) for f in check.findings.select_related("product")],
        "to_producer": [_recommendation(item) for item in proposals],
        "opinion": check.producer_opinion,
        "conclusion": check.conclusion,
        "closing": _closing(check),
        "producer_side": check.producer_side,
        "recipients": [
            "Cơ sở được kiểm tra",
            f"UBND {check.site.place.name_in_sentence}",
        ],
    }


def _product_tables(answered) -> list[dict]:
    """Return a numbered table for each product that something was said about."""
    products = sorted({cell.product for cell, _ in answered if cell.product}, key=str)
    first = 2 if _table(answered, None) else 1
    return [
        {
            "title": f"{number}. Kết quả kiểm tra sản phẩm: {product}",
            "results": _table(answered, product),
        }
        for number, product in enumerate(products, start=first)
    ]


def _table(answered, product) -> list[dict]:
    return [
        {
            "text": str(cell.item),
            "outcome": result.get_outcome_display().capitalize(),
            "note": result.note,
        }
        for cell, result in answered
        if cell.product == product
    ]


def _when_and_where(visit, check) -> str:
    day = long_date(visit.starts_on)
    if check.started_at:
        opening = f"Hồi {check.started_at:%H} giờ {check.started_at:%M}, {day}"
    else:
        opening = day.capitalize()
    where = check.site.address or check.site.place.long_name
    return (
        f"{opening}, tại {where}, đoàn tiến hành kiểm tra theo đợt: {visit.campaign}."
    )


def _facts(check) -> list[str]:
    producer = check.site.producer
    facts = [
        ("Chủ thể", producer.name),
        ("Loại hình", producer.get_legal_kind_display()),
        ("Mã số thuế", producer.tax_code),
        ("Địa chỉ", check.site.address),
        ("Đại diện", check.producer_side),
        ("Tình trạng hoạt động", check.get_producer_state_display()),
    ]
    return [f"- {label}: {value}." for label, value in facts if value]


def _finding(finding) -> str:
    product = f" ({finding.product})" if finding.product else ""
    return f"{finding.get_severity_display().capitalize()}{product}: {finding.text}"


def _recommendation(item) -> str:
    """Return the text with who proposes it, if not the team, and its due day."""
    by = f" ({item.proposed_by} kiến nghị)" if item.proposed_by else ""
    due = f" (thời hạn {item.due_on:%d/%m/%Y})" if item.due_on else ""
    return f"{item.text.rstrip('.')}{by}{due}."


def _closing(check) -> str:
    hour = (
        f"hồi {check.ended_at:%H} giờ {check.ended_at:%M} cùng ngày"
        if check.ended_at
        else "cùng ngày"
    )
    return (
        f"Biên bản lập xong {hour}, được lập thành {check.copies:02d} bản có giá trị"
        " như nhau, đã đọc cho các bên cùng nghe, nhất trí và ký tên."
    )


def _session(visit) -> dict:
    recommendations = list(
        visit.recommendations.select_related("producer", "agency", "proposed_by")
    )
    checks = visit.site_checks.select_related("site__producer", "site__place")
    return {
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
        "findings": [
            _finding(finding) for finding in visit.findings.filter(site_check=None)
        ],
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
        if item.direction == direction:
            addressees.setdefault(_recommendation(item), []).append(item.addressee)
    return [f"{'; '.join(names)}: {text}" for text, names in addressees.items()]


def _participant(person) -> str:
    who = ", ".join(part for part in (person.name, person.title) if part)
    count = f": {person.headcount} người" if person.headcount else ""
    return f"{who or person.get_kind_display().capitalize()}{count}."
