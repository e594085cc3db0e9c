"""Which papers must be there for the stars a product bears, and which are not.

The papers are those of Mẫu 02, Phụ lục III of 26/2026/QĐ-TTg, whose point 5 drops a
dossier without a food-safety certificate; from which star on they must be there are the
minima of the criteria sets of that decision, marked ``***`` and ``****``. Small sites
may hold a pledge in place of the certificate. Of older rules only what the law on food
and on business asks of everybody is asked.

A rule is one line of ``NEEDS``. It is read in SQL alone, of products whose stars may be
shown on the date: who shows none needs none of the papers for them.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from producers.models import Producer

from .enums import Grade, LackState, PaperKind
from .models import CriteriaSet, Paper, Product, Recognition

NEWEST = Q(regime__number="26/2026/QĐ-TTg")
FOOD = Q(sector__startswith="I ") | Q(sector__startswith="II ")
HERBAL = Q(sector__startswith="III ")
EATEN = FOOD | HERBAL & Q(group__startswith="Thực phẩm chức năng")
GOODS = ~Q(sector__startswith="VI ")
CRAFTS = Q(sector__startswith="IV ") & ~Q(regime__number="1048/QĐ-TTg")
LIVING = Q(sector__startswith="V ")
FROM_FOUR = (Grade.FOUR, Grade.POTENTIAL_FIVE, Grade.FIVE)
PK = PaperKind


@dataclass(frozen=True)
class Need:
    """One rule: any of the kinds must be there for products of the sets and grades.

    ``own`` asks it of each product, where a general paper of the producer does too;
    else once of the producer.
    """

    key: str
    kinds: tuple[PaperKind, ...]
    why: str
    sets: Q | None = None
    grades: tuple[Grade, ...] = tuple(Grade)
    own: bool = False

    @property
    def label(self) -> str:
        first, *others = (str(kind.label) for kind in self.kinds)
        return " hoặc ".join([first, *(other.lower() for other in others)])


NEEDS = (
    Need("dkkd", (PK.BUSINESS,), "mọi chủ thể OCOP phải đăng ký kinh doanh"),
    Need(
        "attp",
        (PK.FOOD_SAFETY, PK.FOOD_PLEDGE),
        "cơ sở làm thực phẩm, đồ uống",
        sets=EATEN,
    ),
    Need(
        "cong_bo",
        (PK.DECLARATION,),
        "sản phẩm phải công bố chất lượng",
        sets=FOOD | HERBAL | CRAFTS,
        own=True,
    ),
    Need(
        "kiem_nghiem",
        (PK.LAB_SHEET,),
        "chất lượng sản phẩm được kiểm nghiệm định kỳ",
        sets=FOOD | HERBAL,
        own=True,
    ),
    Need(
        "shtt",
        (PK.TRADEMARK,),
        "điều kiện tối thiểu từ 3 sao",
        sets=NEWEST & ~Q(number=10),
        own=True,
    ),
    Need(
        "moi_truong",
        (PK.ENVIRONMENT,),
        "điều kiện tối thiểu từ 4 sao",
        sets=NEWEST & GOODS,
        grades=FROM_FOUR,
    ),
    Need(
        "ma_vach_txng",
        (PK.BARCODE,),
        "điều kiện tối thiểu từ 4 sao: truy xuất điện tử",
        sets=NEWEST & GOODS & ~LIVING,
        grades=FROM_FOUR,
        own=True,
    ),
    Need(
        "qlcl",
        (PK.QUALITY_SYSTEM,),
        "điều kiện tối thiểu từ 4 sao",
        sets=NEWEST & (FOOD | HERBAL),
        grades=FROM_FOUR,
    ),
)
BY_KEY = {need.key: need for need in NEEDS}


@dataclass(frozen=True)
class Lack:
    """A paper that must be there and is not, of a producer or of its product."""

    need: Need
    state: str
    product: Product | None

    @property
    def state_words(self) -> str:
        return str(LackState(self.state).label)

    @property
    def state_tone(self) -> str:
        return "bad" if self.state == LackState.EXPIRED else "warn"

    @property
    def words(self) -> str:
        """Return it in one line, as workbooks print it."""
        of = f" ({self.product})" if self.product else ""
        return f"{self.need.label}{of}: {self.state_words}"


def lacking(
    recognitions: QuerySet[Recognition],
    date: datetime.date,
    needs: Collection[Need] = NEEDS,
    state: str | None = None,
) -> QuerySet[Recognition]:
    """Keep those in force on the date that lack any of the papers, as asked."""
    any_of = Q()
    for need in needs:
        any_of |= _lacks(need, date, state)
    rows = recognitions.in_force_on(date).alias(of_set=_set_of())
    return rows.filter(any_of)


def lacking_producers(
    user,
    date: datetime.date,
    needs: Collection[Need] = NEEDS,
    state: str | None = None,
) -> QuerySet[Producer]:
    """Return the producers with a product in the person's area that lacks a paper."""
    stars = Recognition.objects.visible_to(user)
    lines = lacking(stars, date, needs, state).values("product__producer")
    return Producer.objects.visible_to(user).filter(pk__in=lines)


def with_lacks(
    producers: QuerySet[Producer], user, date: datetime.date
) -> QuerySet[Producer]:
    """Load what ``lacks_of`` reads: two queries for any number of producers."""
    return producers.prefetch_related(_loaded(user, date))


def load_lacks(producer: Producer, user, date: datetime.date) -> list[Lack]:
    """Return what a single producer lacks, in two queries."""
    prefetch_related_objects([producer], _loaded(user, date))
    return lacks_of(producer)


def _loaded(user, date: datetime.date) -> Prefetch:
    states = {f"lack_{need.key}": _state_of(need, date) for need in NEEDS}
    lines = lacking(Recognition.objects.visible_to(user), date).annotate(**states)
    loaded = Prefetch("recognitions", lines, to_attr="lacking_lines")
    products = Product.objects.visible_to(user).prefetch_related(loaded)
    return Prefetch("products", products, to_attr="lacking_products")


def lacks_of(producer: Producer) -> list[Lack]:
    """Return what a producer loaded by ``with_lacks`` lacks, in the order of rules."""
    lines = [
        (product, line)
        for product in producer.lacking_products
        for line in product.lacking_lines
    ]
    found = []
    for need in NEEDS:
        told = [
            Lack(need, state, product if need.own else None)
            for product, line in lines
            if (state := getattr(line, f"lack_{need.key}"))
        ]
        found += told if need.own else told[:1]
    return found


def _lacks(need: Need, date: datetime.date, state: str | None = None) -> Q:
    """Return the condition that a recognition lacks the paper on the date."""
    papers = _papers(need, date)
    in_date = papers.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=date))
    lacks = _asked(need) & ~Exists(in_date)
    if state == LackState.EXPIRED:
        return lacks & Exists(papers)
    return lacks & ~Exists(papers) if state == LackState.MISSING else lacks


def _asked(need: Need) -> Q:
    asked = Q(grade__in=need.grades)
    if need.sets is None:
        return asked
    return asked & Q(of_set__in=CriteriaSet.objects.filter(need.sets).values("pk"))


def _state_of(need: Need, date: datetime.date) -> Case:
    return Case(
        *(When(_lacks(need, date, state), then=Value(state)) for state in LackState),
        default=Value(""),
        output_field=models.CharField(),
    )


def _papers(need: Need, date: datetime.date) -> QuerySet[Paper]:
    """Return the papers of the kinds that had been issued by the date."""
    issued = Q(issued_on__isnull=True) | Q(issued_on__lte=date)
    owner = OuterRef("product__producer")
    rows = Paper.objects.filter(issued, kind__in=need.kinds, producer=owner)
    if not need.own:
        return rows
    return rows.filter(Q(product__isnull=True) | Q(product=OuterRef("product")))


def _set_of() -> Coalesce:
    """Return the criteria set that stars were given by, else that of the product."""
    return Coalesce(
        F("criteria_set_id"),
        F("product__criteria_set_id"),
        output_field=models.BigIntegerField(),
    )
