from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx, xlsx_response
from core.filtering import chips
from core.htmx import render_page
from core.listing import answer_list
from core.pagination import paginate
from producers.models import Producer
from products.models import Product

from . import quality, rules
from .cross import CrossFilter, cross_of
from .figures import board_of
from .filters import StarredProducerFilter
from .forms import ScopeForm
from .scope import PERMISSION, area_asked_for
from .workbook import cross_workbook, workbook_of

FAULT_COLUMNS = [
    Column("Tên", lambda row: row.name, 50),
    Column("Cần sửa", lambda row: row.note, 80),
]
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


def _scope_asked_for(request):
    area = area_asked_for(request.user, request.GET.get("dia_ban", ""))
    return ScopeForm(request.GET, user=request.user, area=area, by_visits=False)


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def quality_page(request):
    """Count what the records of a unit lack or contradict, each kind with its list."""
    form = _scope_asked_for(request)
    lines = [
        (check, count, form.scope.link_to(_list_of(check), ngay=form.scope.day))
        for check, count in quality.counted(form.scope)
    ]
    context = {"form": form, "scope": form.scope, "lines": lines}
    return render_page(
        request, "dashboards/quality.html", "dashboards/_quality.html", context
    )


def _list_of(check):
    return reverse("dashboards:quality_list", args=[check.key])


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def quality_list(request, key):
    """List the rows of one kind of fault, each with the form that mends it."""
    check, form = _check_named(key), _scope_asked_for(request)
    rows = check.rows(form.scope)
    if wants_xlsx(request):
        faults = (check.of(row) for row in rows)
        return xlsx_response(check.title, FAULT_COLUMNS, faults, form.scope.chips)
    page = paginate(request, rows)
    page.object_list = [check.of(row) for row in page.object_list]
    context = {
        "form": form,
        "check": check,
        "page": page,
        "may_fix": request.user.has_perm(check.right),
        "trail": [("Chất lượng dữ liệu", reverse("dashboards:quality"))],
    }
    fragment = "dashboards/_quality_rows.html"
    return render_page(request, "dashboards/quality_list.html", fragment, context)


def _check_named(key):
    if key not in quality.BY_KEY:
        raise Http404("Không có mục này.")
    return quality.BY_KEY[key]


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
