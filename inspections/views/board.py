from functools import partial

from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx, xlsx_response
from core.filtering import chips
from core.htmx import render_page
from core.listing import answer_list
from core.pagination import paginate

from ..board import AddresseeFilter, RecommendationFilter, is_answered, tabs_of
from ..models import Recommendation

ADDRESSEE_COLUMNS = [
    Column("Nơi nhận", lambda row: row.name, 44),
    Column("Đang mở", lambda row: row.open),
    Column("Quá hạn", lambda row: row.overdue),
    Column("Sắp đến hạn", lambda row: row.due_soon),
    Column("Thời hạn sớm nhất", lambda row: row.earliest),
]


def columns_on(date) -> list[Column]:
    """Return the columns of the workbook, with days reckoned to the date."""
    return [
        Column("Nội dung", lambda row: row.text, 70),
        Column("Hướng", lambda row: row.get_direction_display(), 36),
        Column("Gửi", lambda row: row.addressee, 36),
        Column("Địa bàn", lambda row: row.place.full_name, 36),
        Column("Ngày kiểm tra", lambda row: row.visit.starts_on),
        Column("Thời hạn", lambda row: row.due_on),
        Column("Số ngày quá hạn", lambda row: row.days_late_on(date)),
        Column("Lặp lại lần", lambda row: row.repeats or None),
        Column("Tình trạng", lambda row: row.get_status_display()),
        Column("Kết thúc ngày", lambda row: row.closed_on),
    ]


@require_safe
@permission_required("inspections.view_recommendation", raise_exception=True)
def follow_up(request):
    rows = _seen(request).annotate(is_answered=is_answered()).with_repeats()
    filters = RecommendationFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Đề nghị, kiến nghị",
        columns=columns_on(filters.date),
        page="inspections/follow_up.html",
        fragment="inspections/_follow_up_results.html",
        date=filters.date,
        tabs=partial(tabs_of, filters, request),
        may_act=request.user.has_perm("inspections.change_recommendation"),
    )


def _seen(request):
    return Recommendation.objects.visible_to(request.user).counted().for_list()


@require_safe
@permission_required("inspections.view_recommendation", raise_exception=True)
def addressee_list(request):
    """Show who was asked, each with what is open there, or answer with a workbook."""
    filters = AddresseeFilter(request.GET, _seen(request), request=request)
    shown = chips(filters.form, request, without=["sap_xep"])
    found = filters.addressees()
    if wants_xlsx(request):
        return xlsx_response("Theo nơi nhận", ADDRESSEE_COLUMNS, found, shown)
    context = {
        "filters": filters.form,
        "sort": filters.sort,
        "chips": shown,
        "page": paginate(request, found),
        "tabs": partial(tabs_of, filters, request),
    }
    page = "inspections/addressee_list.html"
    fragment = "inspections/_addressee_results.html"
    return render_page(request, page, fragment, context)
