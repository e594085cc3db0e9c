from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from .. import map_points, rules
from ..forms import MapForm
from ..map_table import INDICATORS, lines_of, shades_of
from ..scope import PERMISSION, area_asked_for


def _form(request):
    area = area_asked_for(request.user, request.GET.get("dia_ban", ""))
    return MapForm(request.GET, user=request.user, area=area)


def _tile_host():
    """Return the host of the tiles as a content policy names it, "" without tiles."""
    url = urlsplit(settings.MAP_TILE_URL)
    return f"{url.scheme}://{url.netloc.replace('{s}', '*')}" if url.netloc else ""


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def map_page(request):
    """Draw producers, visits and communes; the table holds the same numbers."""
    form = _form(request)
    lines, shown = lines_of(form.scope), form.indicator
    context = {
        "form": form,
        "scope": form.scope,
        "lines": lines,
        "indicators": INDICATORS.values(),
        "shown": INDICATORS[shown],
        "shades": shades_of(line.cell(shown).count for line in lines),
        "rule": rules.MAP,
        "tile_url": settings.MAP_TILE_URL,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
    }
    response = render(request, "dashboards/map.html", context)
    if host := _tile_host():
        response._csp_update = {"img-src": [host]}
    return response


def _data(build):
    """Return a view of GeoJSON that browsers ask for anew and get when it changed."""

    @require_safe
    @permission_required(PERMISSION, raise_exception=True)
    @cache_control(private=True, no_cache=True)
    @conditional_page
    def view(request):
        return JsonResponse(build(_form(request)))

    return view


map_sites = _data(lambda form: map_points.sites_of(form.scope))
map_checks = _data(lambda form: map_points.checks_of(form.scope))
map_areas = _data(
    lambda form: map_points.outlines_of(lines_of(form.scope), form.indicator)
)
