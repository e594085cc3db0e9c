"""A province of the size that the portal must carry, made anew in the same way.

20,000 products of 10,000 producers in the communes of Cao Bằng before and after
1/7/2025, 100,000 site checks in 25,000 visits, 1,000,000 answers, and the findings
and recommendations that come of them. Every draw comes from one seeded source.
"""

import datetime
import random
from dataclasses import dataclass

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.agencies import load_agencies
from areas.enums import Level
from areas.locating import located
from areas.models import Area
from areas.units import load_units
from core.bulk import collector_paused, insert_all, insert_values, reserve_keys
from inspections.enums import (
    Direction,
    Indicator,
    Outcome,
    RecommendationStatus,
    Severity,
    TeamRole,
    VisitStatus,
)
from inspections.models import (
    Campaign,
    Checklist,
    Finding,
    ItemResult,
    Recommendation,
    ReportedFigure,
    SiteCheck,
    TeamMember,
    Visit,
)
from inspections.services import load_checklist
from producers.enums import LegalKind
from producers.identity import match_key
from producers.models import Producer, Site
from products.dates import add_months
from products.enums import Grade
from products.models import CriteriaSet, Decision, Product, Recognition
from products.models.products import product_key
from products.regimes import load_regimes

SEED = 2026
TODAY = datetime.date(2026, 11, 1)
PRODUCERS, PRODUCTS, VISITS, CHECKS_A_VISIT, ANSWERS_A_CHECK = (
    10_000,
    20_000,
    25_000,
    4,
    10,
)
AT_ONCE = 20_000  # rows in one statement
NAMES = (
    "Rượu gạo",
    "Bún khô",
    "Cơm cháy",
    "Trà xanh",
    "Mật ong",
    "Miến dong",
    "Lạp sườn",
    "Thịt trâu",
    "Hạt dẻ",
    "Gạo nếp",
    "Khẩu sli",
    "Thạch đen",
)


@dataclass(frozen=True)
class World:
    """What benchmarks need to know of the data: who looks, and where."""

    province: Area
    steering: User
    scale: float


@collector_paused()
def build(scale: float = 1.0, *, has_visits: bool = True) -> World:
    """Fill an empty, migrated database; ``scale`` below 1 makes a smaller province.

    Visits and all that hangs on them may be left out where nothing looks at them.
    """
    draw = random.Random(SEED)
    load_units()
    load_regimes()
    province = Area.objects.current().get(code="04")
    load_agencies(province.code)
    checklist = load_checklist()
    steering = _steering(province)
    sites = _producers(draw, province, round(PRODUCERS * scale))
    _products(draw, sites, round(PRODUCTS * scale))
    if has_visits:
        checks = _visits(draw, province, checklist, sites, round(VISITS * scale))
        _answers(draw, checks, list(checklist.items.values_list("pk", flat=True)))
        _recommendations(draw, checks)
        _findings(draw)
        _reported(province)
    return World(province, steering, scale)


def _steering(province: Area) -> User:
    user = User.objects.create_user("dieu-phoi", full_name="Điều phối viên")
    Assignment.objects.create(
        user=user, role=Role.PROVINCIAL, area=province, valid_from=TODAY
    )
    return user


def _insert(rows: list) -> None:
    for start in range(0, len(rows), AT_ONCE):
        insert_all(rows[start : start + AT_ONCE])


def _producers(draw, province: Area, count: int) -> list[Site]:
    places = [
        located(area)
        for area in Area.objects.covered_by([province]).filter(level=Level.COMMUNE)
    ]
    kinds = [kind for kind in LegalKind if kind]
    keys = reserve_keys({Producer: count, Site: count})
    producers, sites = [], []
    for number in range(count):
        name = f"{draw.choice(NAMES)} số {number}"
        producer = Producer(
            pk=next(keys[Producer]),
            name=f"HTX {name}",
            legal_kind=draw.choice(kinds),
            match_key=match_key(f"HTX {name}"),
        )
        producers.append(producer)
        where = draw.choice(places)
        sites.append(Site(pk=next(keys[Site]), producer=producer, **where))
    _insert(producers)
    _insert(sites)
    return sites


def _products(draw, sites: list[Site], count: int) -> None:
    sets = list(CriteriaSet.objects.select_related("regime"))
    decisions = _decisions(draw)
    keys = reserve_keys({Product: count, Recognition: count * 2})
    products, recognitions = [], []
    for number in range(count):
        site = sites[number % len(sites)]
        name = f"{draw.choice(NAMES)} {number}"
        one = draw.choice(sets)
        product = Product(
            pk=next(keys[Product]),
            producer=site.producer,
            site=site,
            name=name,
            criteria_set=one,
            match_key=product_key(name),
        )
        products.append(product)
        for decision in draw.sample(decisions, draw.choice((1, 1, 2))):
            recognitions.append(
                Recognition(
                    pk=next(keys[Recognition]),
                    product=product,
                    decision=decision,
                    grade=draw.choices(list(Grade), (67, 31, 1, 1))[0],
                    regime=one.regime,
                    criteria_set=one,
                    valid_from=decision.signed_on,
                    valid_to=add_months(decision.signed_on, 36),
                )
            )
    _insert(products)
    _insert(recognitions)


def _decisions(draw) -> list[Decision]:
    days = sorted(draw.sample(range(6 * 365), 120))
    return Decision.objects.bulk_create(
        Decision(
            number=f"{100 + number}/QĐ-UBND",
            signed_on=TODAY - datetime.timedelta(days=back),
        )
        for number, back in enumerate(days)
    )


def _campaign(province: Area) -> Campaign:
    campaign = Campaign.objects.create(
        name="Kiểm tra định kỳ",
        starts_on=TODAY - datetime.timedelta(days=6 * 365),
        ends_on=TODAY,
    )
    campaign.areas.add(province)
    return campaign


def _visits(
    draw, province: Area, checklist: Checklist, sites: list[Site], count: int
) -> list[SiteCheck]:
    campaign = _campaign(province)
    statuses = list(VisitStatus)
    keys = reserve_keys({Visit: count, SiteCheck: count * CHECKS_A_VISIT})
    now = timezone.now()
    visits, team, checks = [], [], []
    agency = province.agencies.first()
    for number in range(count):
        host = sites[number * CHECKS_A_VISIT % len(sites)]
        day = TODAY - datetime.timedelta(days=draw.randrange(6 * 365))
        visit = Visit(
            pk=next(keys[Visit]),
            campaign=campaign,
            checklist=checklist,
            starts_on=day,
            place=host.place,
            area=host.area,
            status=draw.choices(statuses, (5, 5, 2, 8, 80))[0],
            submitted_at=now,
            signed_at=now,
            signature="Điều phối viên",
        )
        visits.append(visit)
        team.append(
            TeamMember(
                visit=visit, role=TeamRole.HEAD, title="Phó Giám đốc", agency=agency
            )
        )
        for step in range(CHECKS_A_VISIT):
            site = sites[(number * CHECKS_A_VISIT + step) % len(sites)]
            checks.append(SiteCheck(pk=next(keys[SiteCheck]), visit=visit, site=site))
    _insert(visits)
    _insert(team)
    _insert(checks)
    return checks


def _answers(draw, checks: list[SiteCheck], items: list[int]) -> None:
    outcomes = [Outcome.PASSED.value] * 8 + [Outcome.FAILED.value, ""]
    lines: list[tuple] = []
    names = ("site_check", "item", "product", "outcome", "note", "version")
    for check in checks:
        for item in draw.sample(items, ANSWERS_A_CHECK):
            lines.append((check.pk, item, None, draw.choice(outcomes), "", 1))
        if len(lines) >= AT_ONCE:
            insert_values(ItemResult, names, lines)
            lines = []
    insert_values(ItemResult, names, lines)


def _recommendations(draw, checks: list[SiteCheck]) -> None:
    rows = []
    for check in checks[::4]:
        day = check.visit.starts_on
        due_on = day + datetime.timedelta(days=30)
        closed = draw.random() < 0.8
        rows.append(
            Recommendation(
                visit=check.visit,
                site_check=check,
                direction=Direction.TO_PRODUCER,
                producer=check.site.producer,
                text="Hoàn thiện nhãn mác, bao bì.",
                due_on=due_on if draw.random() < 0.7 else None,
                status=(
                    RecommendationStatus.DONE if closed else RecommendationStatus.OPEN
                ),
                closed_on=day + datetime.timedelta(days=20) if closed else None,
            )
        )
    _insert(rows)


def _findings(draw) -> None:
    """Conclude something from every answer that failed."""
    severities = [Severity.REMIND.value] * 6 + [Severity.REMEDY.value] * 3
    severities.append(Severity.BREACH.value)
    failed = ItemResult.objects.filter(outcome=Outcome.FAILED).order_by("pk")
    keys = failed.values_list("pk", "site_check", "site_check__visit")
    _insert(
        [
            Finding(
                visit_id=visit,
                site_check_id=check,
                item_result_id=answer,
                severity=draw.choice(severities),
                text="Nhãn chưa ghi đủ nội dung.",
            )
            for answer, check, visit in keys.iterator(AT_ONCE)
        ]
    )


def _reported(province: Area) -> None:
    visit = Visit.objects.order_by("pk").first()
    ReportedFigure.objects.create(
        visit=visit,
        indicator=Indicator.PRODUCERS,
        area=province,
        place=province,
        as_of=TODAY,
        value=12,
        text="12",
    )
