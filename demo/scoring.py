"""Made-up score sheets of one product: a self-assessment and three council members.

The product has the points of five stars and lacks a minimum of four, so that the page
shows how minima hold a result down.
"""

import datetime

from django.utils import timezone

from accounts.models import User
from products.enums import DossierKind, SheetKind
from products.models import CriteriaSet, Dossier, Product, ScoreSheet
from products.scoring import services
from products.services import save_dossier
from products.tree import leaves_of

PRODUCT = "Rượu men lá (mẫu)"
REGIME, NUMBER = "26/2026/QĐ-TTg", 14
# What each gives less than the most; all else gets the most that is printed.
SELF = {"4.3": 3, "10": 3}
MEMBERS = (
    ("Sở Nông nghiệp và Môi trường", {"4.1": 2, "4.3": 3, "10": 3}),
    ("Sở Công Thương", {"4.1": 2, "4.3": 3, "10": 3, "1.3": 2}),
    ("Sở Y tế", {"4.1": 2, "4.3": 3, "10": 3, "1.3": 2, "1.2": 2}),
)


def load_scoring() -> None:
    """Record the sheets of an upgrade that waits for its decision."""
    officer = User.objects.get(username="canbo.xahoaan")
    steering = User.objects.get(username="dieuphoi")
    product = Product.objects.get(name=PRODUCT)
    today = timezone.localdate()
    dossier = Dossier(
        product=product,
        kind=DossierKind.UPGRADE,
        received_on=today - datetime.timedelta(days=60),
        receipt_number="07/PĐK-04-01654 (mẫu)",
        province_received_on=today - datetime.timedelta(days=45),
    )
    save_dossier(dossier, by=officer)
    filed = dossier.received_on
    _score(dossier, SheetKind.SELF, filed, "Chủ thể tự chấm", "", SELF, by=officer)
    council = today - datetime.timedelta(days=12)
    for number, (agency, less) in enumerate(MEMBERS, 1):
        scorer = f"Thành viên hội đồng {number} (mẫu)"
        _score(dossier, SheetKind.MEMBER, council, scorer, agency, less, by=steering)


def _score(
    dossier: Dossier,
    kind: str,
    day: datetime.date,
    scorer: str,
    title: str,
    less: dict[str, int],
    *,
    by,
) -> None:
    criteria_set = CriteriaSet.objects.get(regime__number=REGIME, number=NUMBER)
    sheet = ScoreSheet(
        product=dossier.product,
        criteria_set=criteria_set,
        dossier=dossier,
        kind=kind,
        scored_on=day,
        scorer=scorer,
        scorer_title=title,
    )
    services.save_sheet(sheet, by=by)
    choices = {}
    for leaf in leaves_of(criteria_set):
        points = less.get(leaf.criterion.code, leaf.criterion.max_points)
        options = {option.points: option for option in leaf.options}
        choices[leaf.criterion] = options[points]
    services.score(sheet, choices, by=by)
