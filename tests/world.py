"""One small province with people of every role, for tests across the portal."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from areas.models import Area
from documents.models import Document
from documents.services import freeze_minutes
from imports.models import ImportRun
from imports.services import start_import
from inspections.models import (
    Campaign,
    Finding,
    Photo,
    Recommendation,
    Response,
    SiteCheck,
    Visit,
)
from producers.models import Producer
from products.models import Decision, Dossier, Paper, Product, Recognition

from . import factories

LIST = "STT;Tên sản phẩm;Tên chủ thể;Hạng sao\n1;Rượu gạo mới;HTX Mới;3 sao\n"


@dataclass(frozen=True)
class World:
    """Everything lies in ``hoa_an``; the ``stranger`` looks after ``trung_khanh``."""

    province: Area
    hoa_an: Area
    trung_khanh: Area
    viewer: User
    officer: User
    lead: User
    provincial: User
    admin: User
    stranger: User
    producer: Producer
    product: Product
    decision: Decision
    recognition: Recognition
    dossier: Dossier
    paper: Paper
    campaign: Campaign
    visit: Visit
    site_check: SiteCheck
    photo: Photo
    finding: Finding
    recommendation: Recommendation
    response: Response
    document: Document
    import_run: ImportRun


def person(role: Role, area: Area, username: str) -> User:
    """Create a person who holds one role in one area."""
    return factories.UserFactory(username=username, role=role, role__area=area)


def _people(province: Area, hoa_an: Area, trung_khanh: Area) -> dict[str, User]:
    return {
        "viewer": person(Role.VIEWER, hoa_an, "nguoi-xem"),
        "officer": person(Role.OFFICER, hoa_an, "can-bo"),
        "lead": person(Role.LEAD, hoa_an, "lanh-dao"),
        "provincial": person(Role.PROVINCIAL, province, "dieu-phoi"),
        "admin": person(Role.ADMIN, province, "quan-tri"),
        "stranger": person(Role.OFFICER, trung_khanh, "noi-khac"),
    }


def build_world() -> World:
    """Create the province, its people, and one row of everything in Hòa An."""
    province = factories.AreaFactory(province=True, code="04", name="Tỉnh Cao Bằng")
    hoa_an = factories.AreaFactory(code="01654", name="Xã Hòa An", parent=province)
    trung_khanh = factories.AreaFactory(
        code="01477", name="Xã Trùng Khánh", parent=province
    )
    product = factories.ProductFactory(name="Rượu gạo thử", place=hoa_an)
    decision = factories.DecisionFactory(issuer__area=province, scanned=True)
    campaign = factories.CampaignFactory(areas=[hoa_an])
    visit = factories.VisitFactory(campaign=campaign, place=hoa_an)
    factories.TeamMemberFactory(visit=visit, agency=decision.issuer)
    site_check = factories.SiteCheckFactory(visit=visit, site=product.site)
    finding = factories.FindingFactory(site_check=site_check)
    recommendation = factories.RecommendationFactory(
        site_check=site_check, finding=finding
    )
    people = _people(province, hoa_an, trung_khanh)
    return World(
        province=province,
        hoa_an=hoa_an,
        trung_khanh=trung_khanh,
        **people,
        producer=product.producer,
        product=product,
        decision=decision,
        recognition=factories.RecognitionFactory(product=product, decision=decision),
        dossier=factories.DossierFactory(product=product),
        paper=factories.PaperFactory(site=product.site, scanned=True),
        campaign=campaign,
        visit=visit,
        site_check=site_check,
        photo=factories.PhotoFactory(site_check=site_check),
        finding=finding,
        recommendation=recommendation,
        response=factories.ResponseFactory(recommendation=recommendation),
        document=freeze_minutes(visit, site_check=site_check, by=None),
        import_run=start_import(
            LIST.encode(), "danh-sach.csv", by=people["provincial"]
        ),
    )
