"""Regimes, criteria sets and agencies, found by the names that lists print."""

import re
from collections import defaultdict

from django.utils.functional import SimpleLazyObject, cached_property

from areas.models import Agency
from core.text import clean_line, settle_tones
from products.models import CriteriaSet, Regime

_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_SET_NUMBER = re.compile(r"^\s*(?:bộ\s*)?\d+\s*[.:)–-]\s*")


def name_key(text: str) -> str:
    """Return a name as it is compared: no case, signs, or place of the tone mark."""
    return settle_tones(_SIGNS.sub(" ", clean_line(text).casefold()).strip())


class References:
    """What a file may refer to by name.

    One query when made; regimes and agencies are loaded when a row names one.
    """

    def __init__(self):
        self.regimes = SimpleLazyObject(lambda: Regime.objects.in_bulk())
        self.agencies = SimpleLazyObject(lambda: Agency.objects.in_bulk())
        self.sets = {
            one.pk: one for one in CriteriaSet.objects.select_related("regime")
        }
        self._sets: dict[str, list[CriteriaSet]] = defaultdict(list)
        for one in self.sets.values():  # the newest regime first (Meta.ordering)
            self._sets[name_key(one.name)].append(one)
        self._sets_of: dict[str, list[CriteriaSet]] = {}  # by the name as it is given
        self._groups = {
            name_key(text) for one in self.sets.values() for text in _levels(one)
        }

    @cached_property
    def _regime_by_number(self) -> dict[str, Regime]:
        return {_NUMBER.match(one.number)[0]: one for one in self.regimes.values()}

    @cached_property
    def _agencies(self) -> dict[str, list[Agency]]:
        named: dict[str, list[Agency]] = defaultdict(list)
        for agency in self.agencies.values():
            named[name_key(agency.name)].append(agency)
        return named

    def regime(self, number: str) -> Regime | None:
        """Return the regime a text names: 148, 148/QĐ-TTg, QĐ 148."""
        found = _NUMBER.search(number)
        return self._regime_by_number.get(found[0]) if found else None

    def criteria_sets(self, name: str) -> list[CriteriaSet]:
        """Return the sets of that name, one a regime, the newest regime first."""
        if name not in self._sets_of:
            self._sets_of[name] = self._sets.get(
                name_key(_SET_NUMBER.sub("", name)), []
            )
        return self._sets_of[name]

    def is_group(self, name: str) -> bool:
        """Say whether a name is that of a sector or group, coarser than a set."""
        return name_key(name) in self._groups

    def agencies_named(self, name: str) -> list[Agency]:
        key = name_key(name).replace("ủy ban nhân dân", "ubnd")
        return self._agencies.get(key, [])


def _levels(criteria_set: CriteriaSet) -> list[str]:
    sector = criteria_set.sector
    return [sector, sector.partition(" ")[2], criteria_set.group]
