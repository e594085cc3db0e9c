from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from core.exports import Column
from core.listing import answer_list
from core.scans import download
from history.services import latest_changes

from .. import services
from ..exceptions import InspectionError
from ..filters import SampleFilter
from ..forms import LabReportForm, LabResultFormSet, RemoveReportForm, SampleForm
from ..models import LabReport, Sample, SiteCheck
from ..services.guards import signed_on_site
from .frozen import led_away
from .trails import trail_of_check

COLUMNS = [
    Column("Mã mẫu", lambda row: row.code),
    Column("Số niêm phong", lambda row: row.seal_number),
    Column("Chủ thể", lambda row: row.site_check.site.producer, 40),
    Column("Sản phẩm", lambda row: row.product and str(row.product), 36),
    Column("Địa bàn", lambda row: row.site_check.site.place.full_name, 36),
    Column("Ngày lấy mẫu", lambda row: row.taken_on),
    Column("Số lượng", lambda row: row.quantity),
    Column("Đơn vị kiểm nghiệm", lambda row: row.laboratory, 40),
    Column("Chỉ tiêu kiểm nghiệm", lambda row: row.indicators, 40),
    Column("Tình trạng", lambda row: row.state),
]


@require_safe
@permission_required("inspections.view_sample", raise_exception=True)
def sample_list(request):
    rows = Sample.objects.visible_to(request.user).for_list()
    today = timezone.localdate()
    return answer_list(
        request,
        SampleFilter(request.GET, rows, request=request),
        title="Mẫu kiểm nghiệm",
        columns=COLUMNS,
        page="inspections/sample_list.html",
        fragment="inspections/_sample_results.html",
        today=today,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_sample", raise_exception=True)
def sample_create(request, uuid):
    rows = SiteCheck.objects.permitted_to(request.user, "inspections.add_sample")
    check = get_object_or_404(rows.for_list(), uuid=uuid)
    taken = check.samples.count()
    sample = Sample(
        site_check=check, code=f"M{taken + 1:02d}", taken_on=check.visit.starts_on
    )
    return _answer(request, sample, "Thêm mẫu kiểm nghiệm", "Đã ghi mẫu.")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_sample", raise_exception=True)
def sample_edit(request, uuid):
    rows = Sample.objects.editable_by(request.user).for_list()
    sample = get_object_or_404(rows, uuid=uuid)
    return _answer(request, sample, f"Sửa mẫu {sample.code}", "Đã lưu mẫu.")


def _answer(request, sample, title, done):
    check = sample.site_check
    if away := led_away(request, check.visit, check, check):
        return away
    back = f"{check.get_absolute_url()}#mau"
    form = SampleForm(instance=sample, cancel_url=back, **sent(request))
    return answer_form(
        request,
        form,
        partial(_save, form, back, by=request.user),
        done=done,
        context={"title": title, "trail": trail_of_check(check)},
        refusals=(InspectionError,),
    )


def _save(form, back, *, by) -> str:
    sample = form.instance
    if sample._state.adding:
        sample.uuid = form.cleaned_data["uuid"] or sample.uuid
    services.save_sample(sample, by=by, base_version=form.base_version)
    return back


@require_POST
@permission_required("inspections.delete_sample", raise_exception=True)
def sample_remove(request, uuid):
    rows = Sample.objects.permitted_to(request.user, "inspections.delete_sample")
    sample = get_object_or_404(rows.for_list(), uuid=uuid)
    try:
        services.remove_sample(sample, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã bỏ mẫu.")
    return redirect(f"{sample.site_check.get_absolute_url()}#mau")


@require_safe
@permission_required("inspections.view_sample", raise_exception=True)
def sample(request, uuid):
    rows = Sample.objects.visible_to(request.user).for_list()
    found = get_object_or_404(rows, uuid=uuid)
    check = found.site_check
    own = Sample.objects.filter(pk=found.pk)
    open_to = partial(own.permitted_to, request.user)
    editable = check.visit.is_editable and not signed_on_site([check.pk])
    context = {
        "sample": found,
        "trail": trail_of_check(check),
        "reports": found.reports.prefetch_related("results__finding"),
        "may_edit": editable and open_to("inspections.change_sample").exists(),
        "may_report": open_to("inspections.add_labreport").exists(),
        "today": timezone.localdate(),
        "changes": latest_changes(found, *found.reports.all()),
    }
    return render(request, "inspections/sample.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_labreport", raise_exception=True)
def lab_report_create(request, uuid):
    rows = Sample.objects.permitted_to(request.user, "inspections.add_labreport")
    found = get_object_or_404(rows.for_list(), uuid=uuid)
    report = LabReport(sample=found)
    form = LabReportForm(instance=report, **sent(request))
    data = request.POST if request.method == "POST" else None
    results = LabResultFormSet(data, prefix="chi-tieu")
    # Both tell their errors at once.
    if request.method == "POST" and all([form.is_valid(), results.is_valid()]):
        report.uuid = form.cleaned_data["uuid"] or report.uuid
        try:
            services.record_lab_report(report, results.instances, by=request.user)
        except InspectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã ghi phiếu kết quả.")
            return redirect(found)
    return _report_page(request, found, form, results)


def _report_page(request, found, form, results):
    status = 422 if request.method == "POST" else 200
    check = found.site_check
    context = {
        "sample": found,
        "trail": [*trail_of_check(check), (str(found), found.get_absolute_url())],
        "form": form,
        "results": results,
    }
    return render(request, "inspections/lab_report.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.delete_labreport", raise_exception=True)
def lab_report_remove(request, uuid):
    samples = Sample.objects.permitted_to(request.user, "inspections.delete_labreport")
    report = get_object_or_404(_reports(samples), uuid=uuid)
    back = report.sample.get_absolute_url()
    form = RemoveReportForm(cancel_url=back, **sent(request))
    return answer_form(
        request,
        form,
        partial(_remove_report, report, form, by=request.user),
        done="Đã bỏ phiếu kết quả.",
        context={
            "title": f"Bỏ {str(report).lower()}",
            "trail": [(str(report.sample), back)],
        },
        refusals=(InspectionError,),
    )


def _remove_report(report, form, *, by) -> str:
    back = report.sample.get_absolute_url()
    services.remove_lab_report(report, by=by, reason=form.cleaned_data["reason"])
    return back


@require_safe
@permission_required("inspections.view_labreport", raise_exception=True)
def lab_report_file(request, uuid):
    samples = Sample.objects.visible_to(request.user)
    report = get_object_or_404(_reports(samples).exclude(file=""), uuid=uuid)
    return download(report.file, f"phiếu kết quả {report.number}")


def _reports(samples):
    """Return the reports of the samples, with what acts on them need."""
    rows = LabReport.objects.filter(sample__in=samples.values("pk"))
    return rows.select_related("sample__site_check__visit")
