"""Every recorded change of producers, their sites and representatives."""

from django.db import IntegrityError, transaction

from areas.locating import located
from areas.models import Area
from history.services import save_recorded

from .exceptions import ProducerError
from .models import Producer, Representative, Site


@transaction.atomic
def create_producer(producer: Producer, *, site: Site, place: Area, by) -> Producer:
    """Store a producer with its main site; nobody could see one without a site."""
    save_producer(producer, by=by)
    site.producer = producer
    site.is_main = True
    save_site(site, place=place, by=by)
    return producer


@transaction.atomic
def save_producer(
    producer: Producer, *, by, base_version: int | None = None
) -> Producer:
    """Create or change a producer; refuses the tax code of another one."""
    try:
        with transaction.atomic():
            save_recorded(producer, by=by, base_version=base_version)
    except IntegrityError as error:
        if not _bears(producer.tax_code, producer):
            raise
        raise ProducerError("Đã có chủ thể mang mã số thuế này.") from error
    return producer


def _bears(tax_code: str, producer: Producer) -> bool:
    others = Producer.objects.filter(tax_code=tax_code).exclude(pk=producer.pk)
    return bool(tax_code) and others.exists()


@transaction.atomic
def save_site(site: Site, *, place: Area, by, base_version: int | None = None) -> Site:
    """Create or change a site; a new main site takes that over from the one before.

    The unit of today is worked out only where the place has changed, so what somebody
    has put right there stays.
    """
    if site.place_id != place.pk or site.area_id is None:
        for name, unit in located(place).items():
            setattr(site, name, unit)
    if site.is_main:
        mains = site.producer.sites.filter(is_main=True).exclude(pk=site.pk)
        for former in mains:
            former.is_main = False
            save_recorded(former, by=by)
    save_recorded(site, by=by, base_version=base_version)
    return site


@transaction.atomic
def save_representative(
    representative: Representative, *, by, base_version: int | None = None
) -> Representative:
    """Create or change the personal data; the log says that they changed, not how."""
    save_recorded(representative, by=by, base_version=base_version)
    return representative
