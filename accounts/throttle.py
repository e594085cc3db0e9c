"""Wrong tries are counted by address and by (account, address), never by account.

Whoever attacks an account from somewhere else can therefore not lock its owner out.
Counted in the shared cache; a try that turns out right is given back.
"""

import hashlib
import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.requests import client_address
from core.text import clean_line

from .exceptions import TooManyTriesError


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds; each holds a slot until its time is over.

    Slots are taken with ``cache.add``, which only one of two simultaneous requests
    can win, on every cache that Django has.
    """

    tries: int
    seconds: int

    def take(self, key: str) -> str:
        """Take a free slot and return its name; refuse when there is none."""
        names = [f"tries:{key}:{number}" for number in range(self.tries)]
        now = time.time()
        taken = cache.get_many(names)
        for name in names:
            if name not in taken and cache.add(name, now + self.seconds, self.seconds):
                return name
        ends = cache.get_many(names).values()
        raise TooManyTriesError(min(ends, default=now) - now)


def count_try(request: HttpRequest, account: str) -> list[str]:
    """Count one try against both limits; return the slots, to be given back if right.

    ``account`` is what was typed, known or not, so that an answer does not tell which
    accounts there are.
    """
    address = _network(client_address(request))
    per_address = Limit(*settings.SIGN_IN_TRIES_PER_ADDRESS)
    per_account = Limit(*settings.SIGN_IN_TRIES_PER_ACCOUNT)
    slots = [per_address.take(_digest("address", address))]
    try:
        name = clean_line(account).lower()
        slots.append(per_account.take(_digest("account", address, name)))
    except TooManyTriesError:
        give_back(slots)
        raise
    return slots


def count_address(request: HttpRequest, kind: str, limit: Limit) -> list[str]:
    """Count one try of some kind against the address alone; return its slot."""
    return [limit.take(_digest(kind, _network(client_address(request))))]


def give_back(slots: list[str]) -> None:
    """Forget a try that was right, or that another limit has refused already."""
    cache.delete_many(slots)


@contextmanager
def counted_try(request: HttpRequest, account: str) -> Iterator[None]:
    """Count the try made inside, unless it ends without an error."""
    slots = count_try(request, account)
    yield
    give_back(slots)


def _network(address: str) -> str:
    """Return the address, or for IPv6 the /64 that one subscriber has to himself."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
