"""When and from where the back office is open, as the settings say."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.requests import client_address


def is_open_to(request: HttpRequest) -> bool:
    """Say whether the back office is open now, to this address and this person."""
    return (
        request.user.is_active
        and request.user.is_staff
        and is_office_hour(timezone.localtime())
        and _is_office_address(client_address(request))
    )


def is_office_hour(now: datetime) -> bool:
    """Say whether it is a working day between the two hours; always, without any."""
    if settings.BACK_OFFICE_HOURS is None:
        return True
    first, last = settings.BACK_OFFICE_HOURS
    return now.weekday() < 5 and first <= now.hour < last


def _is_office_address(address: str) -> bool:
    networks = [ip_network(network) for network in settings.BACK_OFFICE_NETWORKS]
    if not networks:
        return True
    return bool(address) and any(ip_address(address) in network for network in networks)
