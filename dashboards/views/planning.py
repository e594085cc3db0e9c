from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx, xlsx_response
from core.htmx import render_page
from core.pagination import paginate
from inspections.positions import length_in_words
from producers.models import Producer

from ..forms import PlanForm
from ..next_visits import ranked, way_between
from ..scope import PERMISSION, area_asked_for

COLUMNS = [
    Column("Tên chủ thể", lambda row: row.name, 44),
    Column("Địa bàn", lambda row: row.main_site.place.full_name, 40),
    Column("Điểm ưu tiên", lambda row: row.points),
    Column("Lý do", lambda row: "; ".join(row.reasons), 80),
    Column("Lần kiểm tra gần nhất", lambda row: row.checked_on),
]
MOST_STOPS = 30  # more than anybody visits in a day


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def next_visits(request):
    """Rank the producers of a unit by how much they want a visit, with the reasons."""
    area = area_asked_for(request.user, request.GET.get("dia_ban", ""))
    form = PlanForm(request.GET, user=request.user, area=area)
    found = ranked(form.scope, form.weights)
    if wants_xlsx(request):
        rows = _with_reasons(found, form.scope.date)
        return xlsx_response("Nên kiểm tra tiếp", COLUMNS, rows, form.chips)
    page = paginate(request, found)
    page.object_list = _with_reasons(page.object_list, form.scope.date)
    context = {"form": form, "scope": form.scope, "page": page}
    fragment = "dashboards/_next_visits.html"
    return render_page(request, "dashboards/next_visits.html", fragment, context)


def _with_reasons(candidates, date):
    """Return the producers of the candidates, with what each page prints of them."""
    keys = [one.pk for one in candidates]
    producers = Producer.objects.for_list().in_bulk(keys)
    for one in candidates:
        row = producers[one.pk]
        row.points, row.checked_on = one.points, one.checked_on
        row.reasons = one.reasons_on(date)
    return [producers[key] for key in keys]


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def day_plan(request):
    """Put the chosen producers in an order in which the nearest comes next."""
    chosen = [key for key in request.GET.getlist("chon") if _is_key(key)][:MOST_STOPS]
    seen = Producer.objects.visible_to(request.user).filter(pk__in=chosen).for_list()
    by_key = {str(row.pk): row for row in seen}
    stops = way_between(by_key[key] for key in dict.fromkeys(chosen) if key in by_key)
    metres = sum(stop.way.metres for stop in stops if stop.way)
    context = {
        "stops": stops,
        "total": length_in_words(metres) if metres else "",
        "trail": [("Nên kiểm tra tiếp", reverse("dashboards:next_visits"))],
    }
    return render(request, "dashboards/day_plan.html", context)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
