from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx
from core.htmx import render_page
from core.listing import answer_list
from producers.models import Producer

from . import rules
from .figures import board_of
from .filters import StarredProducerFilter
from .forms import ScopeForm
from .scope import PERMISSION, area_asked_for
from .workbook import workbook_of

PRODUCER_COLUMNS = [
    Column("Tên chủ thể", lambda row: row.name, 40),
    Column("Loại hình", lambda row: row.get_legal_kind_display()),
    Column("Địa bàn như đã ghi", lambda row: row.main_site.place.full_name, 40),
    Column("Lần kiểm tra gần nhất", lambda row: row.checked_on),
]


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def home(request):
    area = area_asked_for(request.user, request.GET.get("dia_ban", ""))
    form = ScopeForm(request.GET, user=request.user, area=area)
    board = board_of(form.scope)
    if wants_xlsx(request):
        return workbook_of(board, form.scope)
    context = {
        "form": form,
        "scope": form.scope,
        "board": board,
        "rule_of_reported": rules.REPORTED,
    }
    return render_page(
        request, "dashboards/home.html", "dashboards/_figures.html", context
    )


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def producer_list(request):
    rows = Producer.objects.for_list()  # the filter narrows it to what is seen
    filters = StarredProducerFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Chủ thể có sản phẩm có hiệu lực",
        columns=PRODUCER_COLUMNS,
        page="dashboards/producer_list.html",
        fragment="dashboards/_producer_results.html",
        date=filters.date,
    )
