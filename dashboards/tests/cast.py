"""A district of known numbers, a commune beside it, and people who look at them."""

import datetime

from accounts.enums import Role
from areas.models import AreaCover
from inspections.enums import Indicator, Severity, VisitStatus
from inspections.models import ReportedFigure
from producers.enums import LegalKind
from producers.models import Representative
from products.enums import DossierKind, Grade
from products.models import Dossier, Recognition
from tests.factories import (
    AreaFactory,
    CampaignFactory,
    ChecklistItemFactory,
    CriteriaSetFactory,
    FindingFactory,
    ItemResultFactory,
    ProductFactory,
    RecognitionFactory,
    RecommendationFactory,
    SiteCheckFactory,
    UserFactory,
    VisitFactory,
)

DAY = datetime.date(2023, 9, 15)
LONG_AGO = datetime.date(2021, 5, 4)


def day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 -- a day


class Cast:
    """Xã Hòa An of today came wholly from the former commune of huyện Hòa An.

    ``known`` counts what lies in the district on 15/9/2023; everything in
    ``elsewhere`` would be counted too if the scope leaked.
    """

    def __init__(self):
        self.province = AreaFactory(province=True, name="Tỉnh Cao Bằng")
        self.district = AreaFactory(district=True, name="Huyện Hòa An")
        former = AreaFactory(former=True, name="Xã Nước Hai", parent=self.district)
        self.today = AreaFactory(name="Xã Hòa An", parent=self.province)
        self.elsewhere = AreaFactory(name="Xã Trùng Khánh", parent=self.province)
        for above in (self.province, self.today):
            AreaCover.objects.create(ancestor=above, descendant=former)
        AreaCover.objects.create(ancestor=self.province, descendant=self.district)
        AreaCover.objects.create(ancestor=self.district, descendant=self.today)
        self.provincial = self._person(Role.PROVINCIAL, self.province)
        self.admin = self._person(Role.ADMIN, self.province)
        self.viewer = self._person(Role.VIEWER, self.district)
        self.officer = self._person(Role.OFFICER, self.district)
        self.lead = self._person(Role.LEAD, self.today)
        self.stranger = self._person(Role.OFFICER, self.elsewhere)
        self.places = {"place": former, "area": self.today}
        self._products()
        self._inspections()
        self._elsewhere()

    @property
    def people(self):
        return {
            name: getattr(self, name)
            for name in ("provincial", "admin", "viewer", "officer", "lead", "stranger")
        }

    @staticmethod
    def _person(role, area):
        return UserFactory(role=role, role__area=area)

    def product(self, valid_from, valid_to, *, grade=Grade.THREE, **fields):
        """Create a product with one recognition, made in the district."""
        where = {f"site__{name}": unit for name, unit in self.places.items()}
        product = ProductFactory(**{**where, **fields})
        RecognitionFactory(
            product=product,
            grade=grade,
            valid_from=day(valid_from),
            valid_to=day(valid_to) if valid_to else None,
            dates_as_printed="" if valid_to else "không ghi thời hạn",
        )
        return product

    def _products(self):
        rice = CriteriaSetFactory(number=6, name="Gạo", group="Thực phẩm thô, sơ chế")
        drink = CriteriaSetFactory()
        household = {"site__producer__legal_kind": LegalKind.HOUSEHOLD}
        self.checked = self.product(
            "16/09/2020", "15/10/2023", grade=Grade.FOUR, criteria_set=drink
        )
        self.second = self.product(
            "31/12/2020",
            "15/12/2023",
            site=self.checked.site,
            criteria_set=drink,
        )
        self.once = self.product("01/02/2021", "01/02/2024", **household)
        self.never = self.product(
            "31/12/2021", "31/12/2024", grade=Grade.FIVE, criteria_set=rice, **household
        )
        self.expired = self.product("01/09/2020", "14/09/2023")
        self.undated = self.product("01/09/2020", None)
        later = self.product("16/09/2023", "16/09/2026")
        revoked = self.product("16/09/2020", "16/09/2025")
        Recognition.objects.filter(product=revoked).update(ended_on=DAY)
        Dossier.objects.create(
            product=later, kind=DossierKind.FIRST, received_on=LONG_AGO
        )

    def visit(self, starts_on, status=VisitStatus.SIGNED, **fields):
        return VisitFactory(
            **{**self.places, **fields},
            campaign=self.campaign,
            starts_on=starts_on,
            status=status,
            signed_at=datetime.datetime(2023, 9, 20, tzinfo=datetime.UTC),
            signature="Nông Thị Hoa",
        )

    def _inspections(self):
        self.campaign = CampaignFactory(areas=[self.district], planned_checks=5)
        CampaignFactory(
            areas=[self.district],
            starts_on=datetime.date(2022, 1, 1),
            ends_on=datetime.date(2022, 12, 31),
        )
        held = self.visit(DAY)
        old = self.visit(LONG_AGO)
        draft = self.visit(datetime.date(2023, 3, 1), VisitStatus.DRAFT)
        self.visit(datetime.date(2023, 11, 1), VisitStatus.DRAFT)
        self.check = SiteCheckFactory(visit=held, site=self.checked.site)
        SiteCheckFactory(visit=old, site=self.once.site)
        drafted = SiteCheckFactory(visit=draft, site=self.never.site)
        yesterday = DAY - datetime.timedelta(days=1)
        RecommendationFactory(site_check=self.check, due_on=DAY)
        RecommendationFactory(site_check=self.check)
        old_check = old.site_checks.get()
        RecommendationFactory(site_check=old_check, due_on=yesterday)
        RecommendationFactory(
            site_check=old_check, status="done", closed_on=yesterday, due_on=yesterday
        )
        RecommendationFactory(site_check=drafted, due_on=yesterday)
        self.held = held
        self._findings()
        self.report(Indicator.PRODUCERS, 5)
        self.report(Indicator.PRODUCTS, 4)
        self.report(Indicator.PRODUCTS_3, 3, is_approximate=True)
        self.report(Indicator.SITES_CHECKED, 9, visit=draft)

    def _findings(self):
        item = ChecklistItemFactory(group="Nhãn, bao bì", code="nhan")
        answer = ItemResultFactory(site_check=self.check, item=item)
        found = {"site_check": self.check}
        FindingFactory(**found, item_result=answer, severity=Severity.REMEDY)
        FindingFactory(**found, severity=Severity.GOOD)
        FindingFactory(**found, severity=Severity.BREACH)
        Representative.objects.create(
            producer=self.checked.producer, name="Kín", sex="female", ethnicity="Tày"
        )

    def report(self, indicator, value, **fields):
        return ReportedFigure.objects.create(
            **{
                "visit": self.held,
                "place": self.district,
                "area": self.province,
                "indicator": indicator,
                "value": value,
                "as_of": DAY,
                **fields,
            }
        )

    def _elsewhere(self):
        """Put one row of everything into a commune that is none of the district's."""
        there = {"place": self.elsewhere, "area": self.elsewhere}
        product = ProductFactory(site__place=self.elsewhere, site__area=self.elsewhere)
        RecognitionFactory(
            product=product, valid_from=day("01/01/2022"), valid_to=day("01/01/2025")
        )
        campaign = CampaignFactory(areas=[self.elsewhere], planned_checks=50)
        visit = self.visit(DAY, **there)
        visit.campaign = campaign
        visit.save()
        check = SiteCheckFactory(visit=visit, site=product.site)
        RecommendationFactory(site_check=check, due_on=LONG_AGO)
        self.report(Indicator.PRODUCERS, 77, visit=visit, **there)
