"""Samples taken on site, and the results that arrive from the laboratory later."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from history.enums import Action
from history.services import (
    delete_recorded,
    difference,
    record_many,
    save_recorded,
    snapshot,
)

from ..enums import LabVerdict, Severity
from ..exceptions import InspectionError
from ..models import Finding, LabReport, LabResult, Sample, Visit
from .evidence import forget_proofs
from .guards import lock_editable, required


def save_sample(sample: Sample, *, by, base_version: int | None = None) -> Sample:
    """Store a new sample of a draft, or change one; sent twice (same uuid) it is one.

    Raises StaleVersionError if somebody else has saved it since ``base_version``.
    """
    check = sample.site_check
    with transaction.atomic():
        lock_editable(check.visit, check)
        if sample._state.adding:
            twin = Sample.objects.filter(uuid=sample.uuid, site_check=check).first()
            if twin is not None:
                return twin
        _check(sample)
        save_recorded(sample, by=by, base_version=base_version)
    return sample


def _check(sample: Sample) -> None:
    sample.code = required(sample.code, "Hãy ghi mã mẫu.")
    sample.quantity = required(sample.quantity, "Hãy ghi số lượng mẫu.")
    visit = sample.site_check.visit
    if not visit.starts_on <= sample.taken_on <= (visit.ends_on or visit.starts_on):
        raise InspectionError("Ngày lấy mẫu phải trong những ngày của buổi kiểm tra.")
    if sample.lab_id and sample.lab_text:
        raise InspectionError("Chỉ ghi một đơn vị kiểm nghiệm.")
    if sample.product and sample.product.site_id != sample.site_check.site_id:
        raise InspectionError("Chọn sản phẩm của cơ sở này.")
    same = Sample.objects.filter(site_check=sample.site_check, code=sample.code)
    if same.exclude(pk=sample.pk).exists():
        raise InspectionError("Mã mẫu này đã có trong phiếu kiểm tra.")


@transaction.atomic
def remove_sample(sample: Sample, *, by) -> None:
    """Take a sample out of a draft, unless a result has arrived for it."""
    lock_editable(sample.site_check.visit, sample.site_check)
    if sample.reports.exists():
        raise InspectionError("Mẫu này đã có kết quả kiểm nghiệm nên không bỏ được.")
    delete_recorded(sample, by=by)


def record_lab_report(
    report: LabReport, results: Iterable[LabResult], *, by
) -> LabReport:
    """Store what a laboratory reports; each failed indicator opens a finding.

    The findings stand beside those of the visit, whatever its state: neither answers
    nor minutes change. The same report sent twice (same uuid) is one. The file is
    removed if anything fails.
    """
    results = list(results)
    try:
        return _record(report, results, by=by)
    except BaseException:
        _delete_file(report)
        raise


@transaction.atomic
def _record(report, results, *, by) -> LabReport:
    sample = _locked(report)
    twin = LabReport.objects.filter(uuid=report.uuid, sample=sample).first()
    if twin is not None:
        return twin
    report.number = required(report.number, "Hãy ghi số phiếu kết quả.")
    if not results:
        raise InspectionError("Hãy ghi ít nhất một chỉ tiêu.")
    if not sample.taken_on <= report.reported_on <= timezone.localdate():
        raise InspectionError("Ngày trả kết quả phải từ ngày lấy mẫu đến hôm nay.")
    if sample.reports.filter(number=report.number).exists():
        raise InspectionError("Phiếu kết quả số này đã được ghi cho mẫu này.")
    report.sample, report.recorded_by = sample, by
    save_recorded(report, by=by)
    for result in results:
        result.report = report
    LabResult.objects.bulk_create(results)
    log = [(Action.CREATE, row, difference({}, snapshot(row))) for row in results]
    failed = [row for row in results if row.verdict == LabVerdict.FAILED]
    findings = [_finding(sample, report, row) for row in failed]
    Finding.objects.bulk_create(findings)
    log += [(Action.CREATE, row, difference({}, snapshot(row))) for row in findings]
    record_many(log, by=by)
    return report


def _locked(report: LabReport) -> Sample:
    """Lock the visit, so that reports of its samples are written one by one."""
    visit = Visit.objects.select_for_update(of=("self",))
    visit.get(pk=report.sample.site_check.visit_id)
    return report.sample


def _finding(sample: Sample, report: LabReport, result: LabResult) -> Finding:
    check = sample.site_check
    return Finding(
        visit=check.visit,
        site_check=check,
        product=sample.product,
        lab_result=result,
        severity=Severity.REMEDY,
        text=(
            f"{sample}: chỉ tiêu {result.indicator} không đạt, kết quả"
            f" {result.measured}; phiếu kết quả số {report.number} ngày"
            f" {report.reported_on:%d/%m/%Y}."
        ),
    )


@transaction.atomic
def remove_lab_report(report: LabReport, *, by, reason: str) -> None:
    """Take back a report that was typed wrongly, with the findings it opened.

    A finding that was already seen to be remedied keeps it where it is.
    """
    reason = required(reason, "Bỏ phiếu kết quả thì phải ghi lý do.")
    _locked(report)
    findings = Finding.objects.filter(lab_result__report=report)
    if findings.filter(closed_on__isnull=False).exists():
        raise InspectionError(
            "Nhận định từ phiếu này đã được xác nhận khắc phục; hãy mở lại trước."
        )
    if Finding.objects.filter(closing_report=report).exists():
        raise InspectionError(
            "Phiếu này là căn cứ kết thúc một nhận định; hãy mở lại nhận định đó trước."
        )
    forget_proofs(findings)
    for finding in findings:
        delete_recorded(finding, by=by, reason=reason)
    delete_recorded(report, by=by, reason=reason)
    transaction.on_commit(lambda: _delete_file(report))


def _delete_file(report: LabReport) -> None:
    if report.file.name:
        report.file.storage.delete(report.file.name)
