"""Made-up positions of sites around the middle of their communes, for the map.

Sites of the other communes stay without one, as the quality page shows.
"""

from decimal import Decimal
from math import cos, radians, sin

from accounts.models import User
from producers.models import Site
from producers.services import save_site

# Latitude and longitude of a point inside each commune of today.
CENTRES = {
    "01273": ("22.6773", "106.1872"),
    "01288": ("22.6173", "106.2689"),
    "01477": ("22.8393", "106.5020"),
    "01501": ("22.8362", "106.6727"),
    "01654": ("22.7536", "106.1949"),
    "01660": ("22.8001", "106.1082"),
    "01708": ("22.5879", "106.1593"),
    "01777": ("22.5676", "105.8770"),
    "01786": ("22.4170", "106.3600"),
}
APART = 0.008  # of a degree: nearly a kilometre
TURN = 137  # degrees, so that neighbours never lie in a line
MICRO = Decimal("0.000001")


def load_positions() -> None:
    """Spread the sites of each commune on a spiral around its middle."""
    steering = User.objects.get(username="dieuphoi")
    placed = Site.objects.filter(area__code__in=CENTRES).order_by("area", "pk")
    for number, site in enumerate(placed.select_related("place", "area")):
        angle, away = radians(number * TURN), APART * (1 + number % 3 / 2)
        latitude, longitude = map(Decimal, CENTRES[site.area.code])
        site.latitude = (latitude + Decimal(away * sin(angle))).quantize(MICRO)
        site.longitude = (longitude + Decimal(away * cos(angle))).quantize(MICRO)
        save_site(site, place=site.place, by=steering)
