"""Findings and recommendations, while the visit they belong to is a draft."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from areas.models import Agency
from core.text import clean_text
from history.enums import Action
from history.services import (
    delete_recorded,
    difference,
    record_many,
    save_recorded,
    snapshot,
)
from producers.models import Producer

from ..enums import Direction
from ..exceptions import InspectionError
from ..models import Finding, Recommendation, SiteCheck, Visit
from .evidence import forget_proofs
from .guards import lock_editable

# What came of a recommendation while its visit was handed in.
KEPT_IN_A_DRAFT = (
    "status",
    "closed_on",
    "closed_by_id",
    "closing_note",
    "closing_response_id",
    "closing_check_id",
    "waived_from",
    "waived_until",
)


@transaction.atomic
def add_findings(findings: Iterable[Finding], *, by) -> list[Finding]:
    """Store new findings of one visit; one sent twice (same uuid) is stored once."""
    return _create_all(Finding, list(findings), by=by)


@transaction.atomic
def save_finding(finding: Finding, *, by, base_version: int | None = None) -> Finding:
    """Change a finding of a draft; one that came from an answer follows the answer.

    Raises StaleVersionError if somebody else has saved it since ``base_version``.
    """
    lock_editable(finding.visit, finding.site_check)
    _refuse_if_derived(finding)
    stored = Finding.objects.get(pk=finding.pk)
    stored.severity, stored.text = finding.severity, finding.text
    stored.product = finding.product
    if stored.is_good:
        stored.forget_closing()
    save_recorded(stored, by=by, base_version=base_version)
    return stored


@transaction.atomic
def remove_finding(finding: Finding, *, by) -> None:
    """Take a finding out of a draft; recommendations made from it stay."""
    lock_editable(finding.visit, finding.site_check)
    _refuse_if_derived(finding)
    forget_proofs([finding])
    delete_recorded(finding, by=by)


def _refuse_if_derived(finding: Finding) -> None:
    if finding.item_result_id:
        raise InspectionError("Hãy sửa kết quả của nội dung kiểm tra tương ứng.")
    if finding.lab_result_id:
        raise InspectionError("Nhận định này theo phiếu kết quả kiểm nghiệm của mẫu.")


def addressed(
    visit: Visit,
    *,
    direction: str,
    texts: Iterable[str],
    producers: Iterable[Producer] = (),
    agency: Agency | None = None,
    addressee_text: str = "",
    proposed_by: Agency | None = None,
    due_on: datetime.date | None = None,
    site_check: SiteCheck | None = None,
    finding: Finding | None = None,
    key: uuid.UUID | None = None,
) -> list[Recommendation]:
    """Return unsaved recommendations: each text to each addressee, a row for each pair.

    With ``key`` every row gets the same uuid whenever it is made again, so that a
    form sent twice is stored once.
    """
    to: list[dict] = [{"producer": producer} for producer in producers]
    if agency:
        to.append({"agency": agency})
    if addressee_text:
        to.append({"addressee_text": addressee_text})
    if not to:
        raise InspectionError("Chọn nơi nhận đề nghị.")
    key = key or uuid.uuid4()
    checks = {check.site.producer_id: check for check in _checks_of(visit)}
    return [
        Recommendation(
            uuid=uuid.uuid5(key, f"{line} {text} {_name_of(addressee)}"),
            visit=visit,
            direction=direction,
            text=text,
            proposed_by=proposed_by,
            due_on=due_on,
            site_check=site_check or checks.get(_producer_of(addressee)),
            finding=finding,
            **addressee,
        )
        for line, text in enumerate(texts)
        for addressee in to
    ]


def _checks_of(visit):
    return visit.site_checks.select_related("site__producer")


def _producer_of(addressee: dict) -> int | None:
    producer = addressee.get("producer")
    return producer and producer.pk


def _name_of(addressee: dict) -> str:
    [(kind, value)] = addressee.items()
    return f"{kind} {getattr(value, 'pk', value)}"


@transaction.atomic
def recommend(recommendations: Iterable[Recommendation], *, by) -> list[Recommendation]:
    """Store new recommendations of one visit; one row for each addressee."""
    recommendations = list(recommendations)
    for one in recommendations:
        _check(one)
    return _create_all(Recommendation, recommendations, by=by)


def _create_all(model, rows, *, by) -> list:
    """Store new rows of one visit as one act, those stored before left alone."""
    for visit in {row.visit for row in rows}:
        lock_editable(visit, *(row.site_check for row in rows))
    uuids = [row.uuid for row in rows]
    stored = {row.uuid: row for row in model.objects.filter(uuid__in=uuids)}
    new = {row.uuid: row for row in rows if row.uuid not in stored}
    model.objects.bulk_create(new.values())
    if new:
        log = [
            (Action.CREATE, row, difference({}, snapshot(row))) for row in new.values()
        ]
        record_many(log, by=by)
    return [stored.get(row.uuid) or new[row.uuid] for row in rows]


@transaction.atomic
def save_recommendation(
    recommendation: Recommendation, *, by, base_version: int | None = None
) -> Recommendation:
    """Change wording, addressee or due day while the visit is a draft."""
    lock_editable(recommendation.visit, recommendation.site_check)
    stored = Recommendation.objects.get(pk=recommendation.pk)
    for name in KEPT_IN_A_DRAFT:
        setattr(recommendation, name, getattr(stored, name))
    _check(recommendation)
    save_recorded(recommendation, by=by, base_version=base_version)
    return recommendation


@transaction.atomic
def remove_recommendation(recommendation: Recommendation, *, by) -> None:
    """Take a recommendation out of a draft, unless somebody has answered it."""
    lock_editable(recommendation.visit, recommendation.site_check)
    if recommendation.responses.exists():
        raise InspectionError("Đề nghị này đã có trả lời nên không xóa được.")
    delete_recorded(recommendation, by=by)


def _check(recommendation: Recommendation) -> None:
    addressees = (
        recommendation.producer_id,
        recommendation.agency_id,
        recommendation.addressee_text,
    )
    if sum(map(bool, addressees)) != 1:
        raise InspectionError("Chọn đúng một nơi nhận đề nghị.")
    if not clean_text(recommendation.text):
        raise InspectionError("Hãy ghi nội dung đề nghị.")
    if recommendation.direction not in Direction.values:
        raise InspectionError("Chọn hướng của đề nghị.")
    due_on = recommendation.due_on
    if due_on and due_on < recommendation.visit.starts_on:
        raise InspectionError("Thời hạn không thể trước ngày kiểm tra.")
    to_producer = recommendation.direction == Direction.TO_PRODUCER
    if recommendation.producer_id and not to_producer:
        raise InspectionError("Đề nghị gửi chủ thể phải chọn hướng đối với chủ thể.")
    if recommendation.agency_id and to_producer:
        raise InspectionError("Đề nghị đối với chủ thể không gửi cho cơ quan.")
