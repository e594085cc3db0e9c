"""One small province with people of every role, for tests across the portal."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import SavedView, User
from areas.models import Agency, Area
from catalogue.models import MisuseReport
from documents.models import Document
from documents.services import freeze_minutes
from imports.models import ImportRun
from imports.services import start_import
from inspections.models import (
    AnswerLink,
    Campaign,
    ChecklistItem,
    Evidence,
    Finding,
    LabReport,
    Minutes,
    Photo,
    Recommendation,
    ReviewComment,
    RevocationBasis,
    SiteCheck,
    Visit,
)
from inspections.services import correct_minutes, sign_minutes
from inspections.services.reviews import keep_signed
from inspections.tests.signing import both_sides
from producers.models import Producer
from products.models import (
    CriteriaSet,
    Decision,
    Dossier,
    Lapse,
    Paper,
    Product,
    Recognition,
    ScoreSheet,
)

from . import factories
from .area_factories import BoundaryFactory
from .catalogue_factories import MisuseReportFactory
from .criteria_factories import ScoreSheetFactory
from .expiry_factories import LapseFactory
from .lab_factories import LabReportFactory
from .revocation_factories import BasisFactory
from .saved_view_factories import SavedViewFactory

LINK_TOKEN = "opens-the-answers-of-the-world"
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
    saved_view: SavedView
    producer: Producer
    product: Product
    criteria_set: CriteriaSet
    score_sheet: ScoreSheet
    decision: Decision
    recognition: Recognition
    dossier: Dossier
    lapse: Lapse
    paper: Paper
    campaign: Campaign
    visit: Visit
    item: ChecklistItem
    site_check: SiteCheck
    photo: Photo
    lab_report: LabReport
    minutes: Minutes
    comment: ReviewComment
    finding: Finding
    recommendation: Recommendation
    evidence: Evidence
    answer_link: AnswerLink
    basis: RevocationBasis
    document: Document
    import_run: ImportRun
    misuse_report: MisuseReport


def person(role: Role, area: Area, username: str) -> User:
    """Create a person who holds one role in one area."""
    return factories.UserFactory(username=username, role=role, role__area=area)


def _people(province: Area, hoa_an: Area, trung_khanh: Area) -> dict:
    officer = person(Role.OFFICER, hoa_an, "can-bo")
    return {
        "viewer": person(Role.VIEWER, hoa_an, "nguoi-xem"),
        "officer": officer,
        "saved_view": SavedViewFactory(owner=officer),
        "lead": person(Role.LEAD, hoa_an, "lanh-dao"),
        "provincial": person(Role.PROVINCIAL, province, "dieu-phoi"),
        "admin": person(Role.ADMIN, province, "quan-tri"),
        "stranger": person(Role.OFFICER, trung_khanh, "noi-khac"),
    }


def _link(producer: Producer) -> AnswerLink:
    return factories.AnswerLinkFactory(producer=producer, token=LINK_TOKEN)


def _scored(product: Product) -> dict:
    """Score a product by a set that has criteria, one of them still to come."""
    sheet = ScoreSheetFactory(product=product, points={"1.1": 30, "8": 35})
    return {"criteria_set": sheet.criteria_set, "score_sheet": sheet}


def _visit(place: Area, agency: Agency) -> Visit:
    """Create a visit with a head, on a draft of the checklist that has one item."""
    campaign = factories.CampaignFactory(areas=[place])
    visit = factories.VisitFactory(campaign=campaign, place=place)
    factories.TeamMemberFactory(visit=visit, agency=agency)
    factories.ChecklistItemFactory(checklist=visit.checklist, pictured=True)
    return visit


def _corrected_minutes(check: SiteCheck) -> Minutes:
    """Sign on paper and on screen, and begin a correction so that all stays open."""
    minutes = sign_minutes(check, both_sides(on_paper=("producer",)), by=None)
    correct_minutes(check, by=None, reason="Ghi nhầm.")
    return minutes


def _reviewed(check: SiteCheck) -> ReviewComment:
    """Keep what the visit says as if it had been signed, with a comment of later."""
    keep_signed(check.visit)
    return ReviewComment.objects.create(
        visit=check.visit, site_check=check, text="Ghi rõ hạn dùng."
    )


def _proposed(product: Product, decision: Decision, visit: Visit) -> dict:
    """Recognise the product, say why it lapsed, and propose to revoke it for a fine."""
    recognition = factories.RecognitionFactory(product=product, decision=decision)
    lapse = LapseFactory(recognition=recognition)
    basis = BasisFactory(proposal__recognition=recognition, proposal__visit=visit)
    return {"recognition": recognition, "lapse": lapse, "basis": basis}


def _places() -> tuple[Area, Area, Area]:
    province = factories.AreaFactory(province=True, code="04", name="Tỉnh Cao Bằng")
    hoa_an = factories.AreaFactory(code="01654", name="Xã Hòa An", parent=province)
    BoundaryFactory(area=hoa_an)
    trung_khanh = factories.AreaFactory(
        code="01477", name="Xã Trùng Khánh", parent=province
    )
    return province, hoa_an, trung_khanh


def build_world() -> World:
    """Create the province, its people, and one row of everything in Hòa An."""
    province, hoa_an, trung_khanh = _places()
    product = factories.ProductFactory(name="Rượu gạo thử", place=hoa_an)
    decision = factories.DecisionFactory(issuer__area=province, scanned=True)
    visit = _visit(hoa_an, decision.issuer)
    site_check = factories.SiteCheckFactory(visit=visit, site=product.site)
    finding = factories.FindingFactory(site_check=site_check)
    asked = {"site_check": site_check, "finding": finding}
    recommendation = factories.RecommendationFactory(**asked)
    people = _people(province, hoa_an, trung_khanh)
    return World(
        province=province,
        hoa_an=hoa_an,
        trung_khanh=trung_khanh,
        **people,
        producer=product.producer,
        product=product,
        **_scored(product),
        decision=decision,
        **_proposed(product, decision, visit),
        dossier=factories.DossierFactory(product=product),
        paper=factories.PaperFactory(site=product.site, scanned=True),
        campaign=visit.campaign,
        visit=visit,
        item=visit.checklist.items.get(),
        site_check=site_check,
        comment=_reviewed(site_check),
        minutes=_corrected_minutes(site_check),
        lab_report=LabReportFactory(sample__site_check=site_check),
        photo=factories.PhotoFactory(site_check=site_check),
        finding=finding,
        recommendation=recommendation,
        evidence=factories.EvidenceFactory(response__recommendation=recommendation),
        answer_link=_link(product.producer),
        document=freeze_minutes(visit, site_check=site_check, by=None),
        import_run=start_import(
            LIST.encode(), "danh-sach.csv", by=people["provincial"]
        ),
        misuse_report=MisuseReportFactory(product=product, pictured=True),
    )
