"""What a check or a visit says at one moment, as plain data that never changes again.

Minutes and signed visits keep such a content beside its SHA-256. It names everything in
words, so that it reads the same whatever becomes of products, offices or checklists.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .enums import Outcome
from .models import (
    Finding,
    ItemResult,
    Photo,
    RecheckPoint,
    Recommendation,
    Sample,
    SiteCheck,
    Visit,
)
from .progress import progress_of
from .sheets import in_words

# What a signature on site freezes, as the content of a check names it.
OF_THE_CHECK = ("seen", "answers", "recommendations", "samples", "photos")


def digest_of(content: dict) -> str:
    """Return the SHA-256 of a content in its one canonical form."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def content_of_check(check: SiteCheck) -> dict:
    """Return everything that the minutes of a check say; 12 queries at most."""
    [said] = _of_checks(check.visit, [check])
    return {
        "visit": _visit_facts(check.visit),
        "team": team_of(check.visit),
        **said,
    }


def recorded_in(content: dict) -> dict:
    """Return what the content of a check holds that is written on its own pages.

    Left out are the facts of the visit and what other visits change.
    """
    kept = {name: content.get(name) for name in OF_THE_CHECK}
    findings = [row | {"repeated": ""} for row in content.get("findings", [])]
    return kept | {"findings": findings}


def content_of_visit(visit: Visit) -> dict:
    """Return everything that is recorded of a visit with all its checks.

    The number of queries does not grow with its rows.
    """
    checks = list(
        visit.site_checks.select_related(
            "site__producer", "site__place__parent", "site__area"
        )
    )
    general = visit.findings.filter(site_check=None).with_repeats()
    asked = visit.recommendations.filter(site_check=None)
    return {
        "visit": _visit_facts(visit),
        "team": team_of(visit),
        "participants": [
            _filled(
                kind=person.get_kind_display(),
                name=person.name,
                title=person.title,
                producer=str(person.producer or ""),
                headcount=person.headcount,
            )
            for person in visit.participants.select_related("producer")
        ],
        "figures": [
            {"indicator": row.get_indicator_display(), "text": row.text}
            | {"value": f"{row.value.normalize():f}"}
            for row in visit.reported_figures.all()
        ],
        "findings": findings_of(general),
        "recommendations": recommendations_of(asked),
        "checks": _of_checks(visit, checks),
    }


def _visit_facts(visit: Visit) -> dict:
    return _filled(
        date=visit.starts_on.isoformat(),
        until=visit.ends_on and visit.ends_on.isoformat(),
        campaign=str(visit.campaign),
        basis=visit.campaign.basis,
        host=str(visit.host or visit.place),
        session_place=visit.session_place,
        session_note=visit.session_note,
        assessment=visit.assessment,
        checklist=str(visit.checklist),
    )


def team_of(visit: Visit) -> list[dict]:
    return [
        _filled(
            role=seat.role,
            role_words=seat.get_role_display(),
            name=seat.name,
            title=seat.title,
            agency=str(seat.agency),
        )
        for seat in visit.team.select_related("agency")
    ]


def _of_checks(visit: Visit, checks: Sequence[SiteCheck]) -> list[dict]:
    """Return what is recorded of each check; as many queries for one as for many."""
    progress = progress_of(visit, checks)
    answers = _grouped(
        ItemResult.objects.exclude(outcome=Outcome.UNCHECKED)
        .filter(site_check__in=checks)
        .select_related("item", "product")
        .order_by("item__position", "product__name", "product")
    )
    findings = _grouped(
        Finding.objects.recorded_on_site()
        .filter(site_check__in=checks)
        .with_repeats()
        .select_related("product")
    )
    rows = Recommendation.objects.filter(site_check__in=checks)
    asked = _grouped(rows.select_related("producer", "agency", "proposed_by"))
    samples = _grouped(
        Sample.objects.filter(site_check__in=checks).select_related("product", "lab")
    )
    photos = _grouped(Photo.objects.filter(site_check__in=checks))
    again = _looked_at_again(checks)
    return [
        {
            "check": str(check.uuid),
            "site": _site(check),
            "seen": _seen(check, again[check.pk]),
            "answers": _answers(answers[check.pk], findings[check.pk]),
            "unchecked": progress[check.pk].asked - progress[check.pk].answered,
            "findings": findings_of(findings[check.pk]),
            "recommendations": recommendations_of(asked[check.pk]),
            "samples": _samples(samples[check.pk]),
            "photos": [
                {"uuid": str(one.uuid), "sha256": one.sha256, "caption": one.caption}
                for one in photos[check.pk]
            ],
        }
        for check in checks
    ]


def _looked_at_again(checks: Iterable[SiteCheck]) -> dict[int, list]:
    partial = [check for check in checks if check.only_open]
    points = RecheckPoint.objects.filter(site_check__in=partial)
    return _grouped(points.select_related("finding", "recommendation"))


def _grouped(rows: Iterable) -> dict[int, list]:
    groups: dict[int, list] = defaultdict(list)
    for row in rows:
        groups[row.site_check_id].append(row)
    return groups


def _site(check: SiteCheck) -> dict:
    site, producer = check.site, check.site.producer
    return _filled(
        producer=producer.name,
        legal_kind=producer.get_legal_kind_display(),
        tax_code=producer.tax_code,
        address=site.address,
        place=site.place.long_name,
        commune=site.place.name_in_sentence,
    )


def _point(point: RecheckPoint) -> str:
    """Return what was looked at, with its outcome where no question has it."""
    words = point.looked_at.text.rstrip(".")
    if not point.outcome and not point.note:
        return words
    return f"{words} ({in_words(point.outcome, point.note, None)})"


def _seen(check: SiteCheck, again: list[RecheckPoint]) -> dict:
    """Return what was seen; a re-check first names what it looked at again."""
    looked_at = check.looked_at
    if again:
        words = "; ".join(map(_point, again))
        looked_at = f"Phúc tra: {words}. {looked_at}".rstrip()
    return _filled(
        started_at=check.started_at and f"{check.started_at:%H:%M}",
        ended_at=check.ended_at and f"{check.ended_at:%H:%M}",
        producer_side=check.producer_side,
        producer_state=check.get_producer_state_display(),
        looked_at=looked_at,
        assessment=check.assessment,
        producer_opinion=check.producer_opinion,
        conclusion=check.conclusion,
        copies=check.copies,
    )


def _answers(results: list[ItemResult], findings: list[Finding]) -> list[dict]:
    severities = {row.item_result_id: row.get_severity_display() for row in findings}
    return [
        _filled(
            item=result.item.pk,
            product=result.product_id,
            group=result.item.group,
            text=result.item.text,
            product_name=str(result.product or ""),
            outcome=result.get_outcome_display(),
            severity=severities.get(result.pk, ""),
            note=result.note,
        )
        for result in results
    ]


def findings_of(findings: Iterable[Finding]) -> list[dict]:
    """Return findings of ``with_repeats`` in words."""
    return [
        _filled(
            uuid=str(row.uuid),
            severity=row.get_severity_display(),
            product_name=str(row.product or "") if row.product_id else "",
            repeated=f"lặp lại lần {row.repeats}" if row.repeats else "",
            text=row.text,
        )
        for row in findings
    ]


def recommendations_of(rows: Iterable[Recommendation]) -> list[dict]:
    return [
        _filled(
            uuid=str(row.uuid),
            direction=row.direction,
            direction_words=row.get_direction_display(),
            addressee=row.addressee,
            proposed_by=str(row.proposed_by or "") if row.proposed_by_id else "",
            text=row.text,
            due_on=row.due_on and row.due_on.isoformat(),
        )
        for row in rows
    ]


def _samples(samples: Iterable[Sample]) -> list[dict]:
    return [
        _filled(
            uuid=str(row.uuid),
            code=row.code,
            seal_number=row.seal_number,
            quantity=row.quantity,
            product_name=str(row.product or ""),
            taken_on=row.taken_on.isoformat(),
            lab=row.laboratory,
            indicators=row.indicators,
            note=row.note,
        )
        for row in samples
    ]


def _filled(**facts) -> dict:
    """Return the facts that say something."""
    return {name: value for name, value in facts.items() if value not in (None, "")}
