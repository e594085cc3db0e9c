from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx, xlsx_response
from core.htmx import render_page
from core.pagination import paginate

from .. import quality
from ..scope import PERMISSION
from .shared import scope_form

FAULT_COLUMNS = [
    Column("Tên", lambda row: row.name, 50),
    Column("Cần sửa", lambda row: row.note, 80),
]


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def quality_page(request):
    """Count what the records of a unit lack or contradict, each kind with its list."""
    form = scope_form(request)
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
    check, form = _check_named(key), scope_form(request)
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
