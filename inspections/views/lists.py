from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe

from core.exports import Column
from core.listing import answer_list

from ..filters import FindingFilter, SiteCheckFilter, VisitFilter
from ..models import Finding, SiteCheck, Visit

VISIT_COLUMNS = [
    Column("Cơ quan tiếp đoàn", lambda row: row.host, 36),
    Column("Địa bàn", lambda row: row.place.full_name, 36),
    Column("Ngày kiểm tra", lambda row: row.starts_on),
    Column("Đợt kiểm tra", lambda row: row.campaign, 50),
    Column("Số cơ sở", lambda row: row.check_count),
    Column("Trạng thái", lambda row: row.get_status_display()),
]
SITE_CHECK_COLUMNS = [
    Column("Chủ thể", lambda row: row.site.producer, 40),
    Column("Địa bàn", lambda row: row.site.place.full_name, 36),
    Column("Ngày kiểm tra", lambda row: row.visit.starts_on),
    Column("Đợt kiểm tra", lambda row: row.visit.campaign, 50),
    Column("Trạng thái", lambda row: row.visit.get_status_display()),
]
FINDING_COLUMNS = [
    Column("Nội dung", lambda row: row.text, 70),
    Column("Mức độ", lambda row: row.get_severity_display()),
    Column("Nhóm nội dung", lambda row: row.group, 30),
    Column("Chủ thể", lambda row: row.site_check and row.site_check.site.producer, 40),
    Column("Sản phẩm", lambda row: row.product, 36),
    Column("Địa bàn", lambda row: row.place.full_name, 36),
    Column("Ngày kiểm tra", lambda row: row.visit.starts_on),
    Column("Khắc phục ngày", lambda row: row.closed_on),
]


@require_safe
@permission_required("inspections.view_visit", raise_exception=True)
def visit_list(request):
    rows = Visit.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        VisitFilter(request.GET, rows, request=request),
        title="Các buổi kiểm tra",
        columns=VISIT_COLUMNS,
        page="inspections/visit_list.html",
        fragment="inspections/_visit_results.html",
    )


@require_safe
@permission_required("inspections.view_sitecheck", raise_exception=True)
def site_check_list(request):
    rows = SiteCheck.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        SiteCheckFilter(request.GET, rows, request=request),
        title="Các cơ sở được kiểm tra",
        columns=SITE_CHECK_COLUMNS,
        page="inspections/site_check_list.html",
        fragment="inspections/_site_check_results.html",
    )


@require_safe
@permission_required("inspections.view_finding", raise_exception=True)
def finding_list(request):
    """List what visits found, each under the question that it answers."""
    rows = Finding.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        FindingFilter(request.GET, rows, request=request),
        title="Nhận định kiểm tra",
        columns=FINDING_COLUMNS,
        page="inspections/finding_list.html",
        fragment="inspections/_finding_results.html",
    )
