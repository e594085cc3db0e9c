from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx
from core.filtering import chips
from core.htmx import render_page
from core.listing import answer_list
from core.pagination import paginate
from producers.models import Producer
from products.models import Product

from .. import rules
from ..cross import CrossFilter, cross_of
from ..figures import board_of
from ..filters import StarredProducerFilter
from ..forms import ScopeForm
from ..scope import PERMISSION, area_asked_for
from ..workbook import cross_workbook, workbook_of

LINES = 50
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


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def cross(request):
    """Count recognised products two ways at once, under the filters of their list."""
    products = Product.objects.visible_to(request.user)
    filters = CrossFilter(request.GET, products, request=request)
    table = cross_of(filters)
    shown = chips(filters.form, request, without=["dong", "cot"])
    if wants_xlsx(request):
        return cross_workbook(table, shown)
    context = {
        "form": filters.form,
        "chips": shown,
        "table": table,
        "page": paginate(request, table.lines, LINES),
        "date": filters.date,
        "rule": rules.CROSS,
    }
    return render_page(
        request, "dashboards/cross.html", "dashboards/_cross_table.html", context
    )
