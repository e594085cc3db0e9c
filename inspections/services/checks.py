"""Site checks: opened, described, taken out."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError

from history.services import delete_recorded, save_recorded
from producers.models import Site

from ..exceptions import InspectionError
from ..models import SiteCheck, Visit
from .evidence import forget_proofs
from .guards import lock_editable
from .photos import delete_files_after_commit


def check_uuid(visit: Visit, site: Site) -> uuid.UUID:
    """Return the name of the check of a site in a visit.

    Whoever opens it, on whichever device, with or without a signal, means the same.
    """
    return uuid.uuid5(visit.uuid, f"site {site.pk}")


def add_site_check(visit: Visit, site: Site, *, by) -> SiteCheck:
    """Open the check of one site; one that is there already is returned as it is."""
    [check] = add_site_checks(visit, [site], by=by)
    return check


@transaction.atomic
def add_site_checks(visit: Visit, sites: Iterable[Site], *, by) -> list[SiteCheck]:
    """Open the checks of several sites, in the order given."""
    lock_editable(visit)
    opened = {check.site_id: check for check in visit.site_checks.all()}
    for site in sites:
        if site.pk not in opened:
            opened[site.pk] = SiteCheck(
                uuid=check_uuid(visit, site), visit=visit, site=site
            )
            save_recorded(opened[site.pk], by=by)
    return [opened[site.pk] for site in sites]


@transaction.atomic
def save_site_check(
    check: SiteCheck, *, by, base_version: int | None = None
) -> SiteCheck:
    """Change the texts of a check; raises StaleVersionError if saved meanwhile."""
    lock_editable(check.visit, check)
    save_recorded(check, by=by, base_version=base_version)
    return check


@transaction.atomic
def remove_site_check(check: SiteCheck, *, by, reason: str = "") -> None:
    """Take a site out of a draft visit with all that was written about it.

    Pictures are deleted from storage once the transaction has been committed. A site
    whose minutes were signed once stays: they name it, and so may the register.
    """
    lock_editable(check.visit, check)
    for photo in check.photos.all():
        delete_files_after_commit(photo)
    forget_proofs(check.findings.all())
    try:
        delete_recorded(check, by=by, reason=reason)
    except ProtectedError:
        message = (
            "Cơ sở này đã có biên bản, kết quả kiểm nghiệm, hoặc là căn cứ kết thúc một"
            " nội dung nên không bỏ được."
        )
        raise InspectionError(message) from None
