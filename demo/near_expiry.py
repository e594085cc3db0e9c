"""Made-up certificates near their end, so that the board has something in each stage.

Days are counted from today, as those of the other visits. Every text that could be
taken for real says "(mẫu)".
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from areas.models import Agency
from documents.reminders import Reminder, Signer
from documents.services import issue_reminders
from producers.enums import LegalKind
from producers.models import Producer, Site
from producers.services import create_producer
from products import services
from products.dates import add_months
from products.enums import DossierKind, Grade, LapseCause
from products.models import Decision, Dossier, Lapse, Product, Recognition, Regime

from .lists import ISSUER
from .people import place


@dataclass(frozen=True)
class Near:
    """A product: its owner, where, and how many days its stars are still good for."""

    product: str
    owner: str
    commune: str
    days: int
    filed_days_ago: int | None = None


NEAR = (
    Near("Nếp thơm sấy (mẫu)", "HTX Nếp thơm Hòa An (mẫu)", "01654", 205),
    Near("Trà dây (mẫu)", "HTX Dược liệu Hòa An (mẫu)", "01654", 166),
    Near("Cao khô (mẫu)", "HTX Dược liệu Hòa An (mẫu)", "01654", 131),
    Near("Mắc ca sấy (mẫu)", "HTX Mắc ca Trùng Khánh (mẫu)", "01477", 158, 6),
    Near("Đường phên (mẫu)", "HTX Đường phên Trùng Khánh (mẫu)", "01477", 137),
)
# Why some of those that ran out were not renewed.
CAUSES = (
    ("Gạo nếp hương (mẫu)", LapseCause.NO_NEED, ""),
    ("Lạp sườn hun khói (mẫu)", LapseCause.STOPPED, ""),
    ("Miến dong (mẫu)", LapseCause.OTHER, "Mất mùa hai năm liền (mẫu)."),
)
REMINDED = ("Cao khô (mẫu)", "Trà dây (mẫu)")


def load_near_expiry() -> None:
    """Create the certificates, their dossiers and causes, and one reminder letter."""
    steering = User.objects.get(username="dieuphoi")
    officer = User.objects.get(username="canbo.hoaan")
    for near in NEAR:
        _load(near, by=steering)
    for name, cause, note in CAUSES:
        recognition = Recognition.objects.get(product__name=name)
        lapse = Lapse(recognition=recognition, cause=cause, note=note)
        services.save_lapse(lapse, by=officer)
    _remind(by=steering)


def _load(near: Near, *, by) -> None:
    last = timezone.localdate() + datetime.timedelta(days=near.days)
    first = add_months(last, -36)
    owner = _owner(near, by=by)
    product = Product(name=near.product, producer=owner, site=owner.sites.get())
    services.save_product(product, by=by)
    recognition = Recognition(
        product=product,
        decision=_decision(first, by=by),
        grade=Grade.THREE,
        regime=Regime.objects.get(number="148/QĐ-TTg"),
        valid_from=first,
        valid_to=last,
    )
    services.save_recognition(recognition, by=by)
    if near.filed_days_ago is not None:
        received = timezone.localdate() - datetime.timedelta(days=near.filed_days_ago)
        dossier = Dossier(
            product=product, kind=DossierKind.RENEWAL, received_on=received
        )
        services.save_dossier(dossier, by=by)


def _owner(near: Near, *, by) -> Producer:
    if owner := Producer.objects.filter(name=near.owner).first():
        return owner
    producer = Producer(name=near.owner, legal_kind=LegalKind.COOPERATIVE)
    unit = place(near.commune, ended=False)
    return create_producer(producer, site=Site(), place=unit, by=by)


def _decision(day: datetime.date, *, by) -> Decision:
    issuer = Agency.objects.get(name=ISSUER)
    number = f"{day:%j}-{day:%y}/QĐ-UBND (mẫu)"
    if decision := Decision.objects.filter(number=number, issuer=issuer).first():
        return decision
    decision = Decision(number=number, issuer=issuer, signed_on=day)
    return services.save_decision(decision, by=by)


def _remind(*, by) -> None:
    today = timezone.localdate()
    rows = Recognition.objects.staged_on(today).for_list()
    found = list(rows.filter(product__name__in=REMINDED).order_by("valid_to"))
    signer = Signer("Người ký (mẫu)", "Phó Chánh Văn phòng", "KT. Chánh Văn phòng")
    note = "Công văn trình diễn (mẫu), không gửi đi."
    owner = found[0].product.producer
    reminder = Reminder(by.agency, owner, found, today, signer, note)
    issue_reminders([reminder], by=by)
