"""What a map draws, as GeoJSON; holds nothing that the person may not see."""

from collections.abc import Iterable

from areas.models import Boundary
from core.templatetags.portal import vn_date, vn_number
from producers.enums import ProducerState
from producers.models import Producer, Site

from . import queries
from .map_table import INDICATORS, CommuneLine, level_of, shades_of
from .scope import Scope


def _collection(features: Iterable[dict]) -> dict:
    return {"type": "FeatureCollection", "features": list(features)}


def _point(site: Site, **properties) -> dict:
    # Degrees are numbers in GeoJSON, not the texts that decimals would become.
    at = [float(site.longitude), float(site.latitude)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": at},
        "properties": properties,
    }


def sites_of(scope: Scope) -> dict:
    """Return the sites with a position, each with its producer's last inspection."""
    placed = scope.narrow(Site.objects).filter(latitude__isnull=False)
    sites = placed.exclude(producer__state=ProducerState.DISSOLVED).for_display()
    owners = Producer.objects.filter(pk__in=sites.order_by().values("producer"))
    told = queries.with_last_check(owners, scope.date).order_by()
    checked = dict(told.values_list("pk", "checked_on"))
    return _collection(
        _point(
            site,
            name=site.producer.name,
            where=site.address or site.place.full_name,
            note=_last(checked.get(site.producer_id)),
            url=site.producer.get_absolute_url(),
        )
        for site in sites
    )


def _last(day) -> str:
    if day is None:
        return "Chưa từng được kiểm tra"
    return f"Kiểm tra gần nhất {vn_date(day)}"


def checks_of(scope: Scope) -> dict:
    """Return the checks of the year up to the date, where their sites are."""
    checks = queries.checks_of_the_year(scope).filter(site__latitude__isnull=False)
    return _collection(
        _point(
            check.site,
            name=check.site.producer.name,
            where=check.site.address or check.site.place.full_name,
            note=f"Kiểm tra ngày {vn_date(check.visit.starts_on)}",
            url=check.get_absolute_url(),
        )
        for check in checks.for_list()
    )


def outlines_of(lines: list[CommuneLine], indicator: str) -> dict:
    """Return the outlines of the communes, each with its number and its shade."""
    cells = {line.area.pk: (line.area.name, line.cell(indicator)) for line in lines}
    shades = shades_of(cell.count for _, cell in cells.values())
    unit = INDICATORS[indicator].unit
    return _collection(
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": row.polygons},
            "properties": {
                "name": name,
                "note": f"{vn_number(cell.count)} {unit}",
                "url": cell.url,
                "shade": level_of(cell.count, shades),
            },
        }
        for row in Boundary.objects.filter(area__in=cells)
        for name, cell in [cells[row.area_id]]
    )
