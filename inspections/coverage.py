"""Which products an item of the checklist is asked of, in words and in boxes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from products.models import CriteriaSet

ALL_PRODUCTS = "Mọi sản phẩm"


@dataclass(frozen=True)
class Sector:
    """A sector by its name, with the sets that each regime has in it."""

    name: str
    sets: list[CriteriaSet]

    @property
    def by_regime(self) -> dict[str, list[CriteriaSet]]:
        regimes: dict[str, list[CriteriaSet]] = {}
        for one in self.sets:
            regimes.setdefault(str(one.regime), []).append(one)
        return regimes


def all_sectors() -> list[Sector]:
    """Return every sector in the order of the catalogue, newest regime first.

    One query. Regimes that call a sector by the same name share it.
    """
    sectors: dict[str, list[CriteriaSet]] = {}
    for one in CriteriaSet.objects.select_related("regime"):
        sectors.setdefault(one.sector, []).append(one)
    return [Sector(name, sets) for name, sets in sorted(sectors.items(), key=_order)]


def _order(named: tuple[str, list[CriteriaSet]]) -> tuple:
    """Put sectors in the order of their Roman number, older names after newer ones."""
    name, sets = named
    newest = max(one.regime.effective_from for one in sets)
    return min(one.number for one in sets), -newest.toordinal(), name


def coverage(chosen: Collection[int], sectors: Iterable[Sector]) -> list[str]:
    """Return what the chosen sets come to: whole sectors by name, the rest one by one.

    No set at all means every product.
    """
    words = [words for sector in sectors for words in _of_sector(sector, chosen)]
    return words or [ALL_PRODUCTS]


def _of_sector(sector: Sector, chosen: Collection[int]) -> list[str]:
    if all(one.pk in chosen for one in sector.sets):
        return [sector.name]
    words = []
    for regime, sets in sector.by_regime.items():
        named = [one for one in sets if one.pk in chosen]
        if len(named) == len(sets):
            words.append(f"{sector.name} theo {regime}")
        elif named:
            names = ", ".join(str(one) for one in named)
            words.append(f"{sector.name} theo {regime}: {names}")
    return words


def coverage_of(item, chosen: Collection[int], sectors: Iterable[Sector]) -> list[str]:
    """Return what an item is asked of: its sets, and the stars if it names some."""
    stars = [f"hạng {item.stars_words}"] if item.stars else []
    return [*coverage(chosen, sectors), *stars]
