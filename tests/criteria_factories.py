"""Criteria for tests: a set of three criteria that add up to 100 points."""

import datetime

import factory
from factory.django import DjangoModelFactory

from products.enums import SheetKind
from products.models import (
    CriteriaSet,
    Criterion,
    Heading,
    Option,
    ScoreLine,
    ScoreSheet,
)

from .factories import CriteriaSetFactory, DossierFactory, ProductFactory

# (part, section, code, most points, {points: the stars they are the minimum for})
SHORT = (
    ("A", "1", "1.1", 40, {0: None, 10: 3, 30: 4, 40: 5}),
    ("B", "4", "4.1", 25, {1: None, 2: 3, 3: 4, 25: None}),
    ("C", "8", "8", 35, {0: None, 20: None, 35: None}),
)


class HeadingFactory(DjangoModelFactory):
    """A part of a set."""

    class Meta:
        model = Heading
        django_get_or_create = ["criteria_set", "code"]

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    level = Heading.Level.PART
    code = "A"
    name = "SẢN PHẨM VÀ SỨC MẠNH CỦA CỘNG ĐỒNG"
    max_points = 40
    position = factory.Sequence(lambda n: n)


class CriterionFactory(DjangoModelFactory):
    """A criterion of part A, without options."""

    class Meta:
        model = Criterion

    heading = factory.SubFactory(HeadingFactory)
    criteria_set = factory.SelfAttribute("heading.criteria_set")
    code = factory.Sequence(lambda n: f"1.{n}")
    name = factory.Sequence(lambda n: f"Tiêu chí thử {n}")
    max_points = 3
    position = factory.Sequence(lambda n: n)


class OptionFactory(DjangoModelFactory):
    class Meta:
        model = Option

    criterion = factory.SubFactory(CriterionFactory)
    points = 3
    label = "Có hồ sơ đầy đủ"


def short_set(**given) -> CriteriaSet:
    """Create a set with the criteria of SHORT, which add up to 100 points."""
    criteria_set = CriteriaSetFactory(**given)
    for part, section, code, most, steps in SHORT:
        of = {"criteria_set": criteria_set, "max_points": most}
        HeadingFactory(**of, code=part, name=f"PHẦN {part}")
        heading = HeadingFactory(
            **of, code=section, name=f"MỤC {section}", level=Heading.Level.SECTION
        )
        criterion = CriterionFactory(
            heading=heading, code=code, max_points=most, name=f"Tiêu chí {code}"
        )
        for points, star in steps.items():
            OptionFactory(
                criterion=criterion,
                points=points,
                label=f"Mức {points}",
                min_for_star=star,
            )
    return criteria_set


class ScoreSheetFactory(DjangoModelFactory):
    """A self-assessment without points; ``points`` maps codes of criteria to some.

    A sheet of a council gets a dossier of its product, unless one is named.
    """

    class Meta:
        model = ScoreSheet
        skip_postgeneration_save = True

    product = factory.SubFactory(ProductFactory)
    criteria_set = factory.LazyFunction(short_set)
    kind = SheetKind.SELF
    scored_on = datetime.date(2026, 10, 1)
    scorer = factory.LazyAttributeSequence(
        lambda sheet, n: f"Nguyễn Văn Thử {n}" if sheet.kind == "member" else ""
    )
    dossier = factory.Maybe(
        "is_of_council",
        factory.SubFactory(DossierFactory, product=factory.SelfAttribute("..product")),
        None,
    )

    class Params:
        is_of_council = factory.LazyAttribute(lambda sheet: sheet.kind != "self")

    @factory.post_generation
    def points(self, create, extracted, **kwargs):
        for code, points in (extracted or {}).items():
            criterion = self.criteria_set.criteria.get(code=code)
            option = criterion.options.filter(points=points).first()
            ScoreLine.objects.create(
                sheet=self, criterion=criterion, option=option, points=points
            )
