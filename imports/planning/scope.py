"""What an uploader may match, change and name."""

from dataclasses import dataclass

from accounts.models import User
from areas.locating import Location, locate
from areas.models import Area, AreaCover
from producers.models import Producer

PERMISSION = "imports.add_importrun"


@dataclass(frozen=True)
class Scope:
    """The units an import is made for; ``province`` is where names are looked up.

    Producers, products and places outside it are neither matched nor changed.
    """

    province: Area
    areas: tuple[Area, ...]
    today: frozenset[int]
    former: frozenset[int]
    user: User | None = None

    def holds(self, area_id: int, place_id: int) -> bool:
        """Say whether a located row lies in the scope (the rule of ``lies_in``)."""
        return area_id in self.today or place_id in self.former

    def holds_location(self, location: Location) -> bool:
        return self.holds(location.area.pk, location.place.pk)

    @property
    def default_place(self) -> Area:
        """Return where a row without a known place goes: the scope itself."""
        return self.areas[0]

    def producers(self):
        """Return the producers that the import may match and change."""
        return Producer.objects.in_areas(self.areas)


def scope_of(user: User | None, province: Area, permission: str = PERMISSION) -> Scope:
    """Return the scope of a person, or of the portal itself over a whole province.

    It takes in where the person has the given right.
    """
    areas = (province,) if user is None else import_areas(user, permission)
    pairs = AreaCover.objects.filter(ancestor__in=areas)
    former = {area.pk for area in areas if area.valid_to is not None}
    today_ids, former_ids = set(), set()
    for ancestor, descendant in pairs.values_list("ancestor", "descendant"):
        (former_ids if ancestor in former else today_ids).add(descendant)
    return Scope(province, areas, frozenset(today_ids), frozenset(former_ids), user)


def import_areas(user: User, permission: str = PERMISSION) -> tuple[Area, ...]:
    """Return the areas in which a person may import lists by the given right."""
    return tuple(user.areas_with(permission))


def lock_province(area: Area) -> None:
    """Let imports in the province of a unit write one after another."""
    Area.objects.select_for_update(no_key=True).get(pk=province_of(area).pk)


def province_of(area: Area) -> Area:
    """Return the province of today that a unit lies in."""
    while area.parent is not None:
        area = area.parent
    return locate(area).area
