"""Rows for tests: the smallest valid one of each kind, in a place of its own."""

import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import BEGINNING, Agency, Area, AreaCover
from inspections.enums import (
    ChecklistStatus,
    Direction,
    Severity,
    Subject,
    TeamRole,
)
from inspections.models import (
    AnswerLink,
    Campaign,
    Checklist,
    ChecklistItem,
    Evidence,
    Finding,
    ItemResult,
    Photo,
    Recommendation,
    Response,
    SiteCheck,
    TeamMember,
    Visit,
)
from inspections.services.answer_links import hash_of, last_day
from producers.enums import LegalKind
from producers.models import Producer, Site
from products.dates import last_valid_day
from products.enums import DossierKind, Grade, PaperKind
from products.models import (
    CriteriaSet,
    Decision,
    Dossier,
    Paper,
    Product,
    Recognition,
    Regime,
)

PASSWORD = "thu-nghiem-2026"
NEW_ERA = datetime.date(2025, 7, 1)
LAST_OLD_DAY = datetime.date(2025, 6, 30)
SCAN = factory.django.FileField(filename="scan.pdf", data=b"%PDF-1.4 scan %%EOF")


class AreaFactory(DjangoModelFactory):
    """A commune of today; covered by itself and by every unit above it."""

    class Meta:
        model = Area
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"{90000 + n}")
    name = factory.Sequence(lambda n: f"Xã Thử {n}")
    level = Level.COMMUNE
    valid_from = NEW_ERA

    class Params:
        former = factory.Trait(valid_from=BEGINNING, valid_to=LAST_OLD_DAY)
        province = factory.Trait(
            level=Level.PROVINCE, name=factory.Sequence(lambda n: f"Tỉnh Thử {n}")
        )
        district = factory.Trait(
            level=Level.DISTRICT,
            name=factory.Sequence(lambda n: f"Huyện Thử {n}"),
            valid_from=BEGINNING,
            valid_to=LAST_OLD_DAY,
        )

    @factory.post_generation
    def cover(self, create, extracted, **kwargs):
        unit = self
        while unit is not None:
            AreaCover.objects.create(ancestor=unit, descendant=self)
            unit = unit.parent


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Cơ quan thử {n}")
    short_code = factory.Sequence(lambda n: f"CQ{n}")
    area = factory.SubFactory(AreaFactory, province=True)


class UserFactory(DjangoModelFactory):
    """A person without rights; give ``role`` and ``area`` for an assignment."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"can-bo-{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Thử {n}")
    password = factory.django.Password(PASSWORD)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.vn")

    @factory.post_generation
    def role(self, create, extracted, *, area=None, **kwargs):
        if extracted:
            AssignmentFactory(user=self, role=extracted, area=area or AreaFactory())


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.OFFICER
    area = factory.SubFactory(AreaFactory)
    valid_from = datetime.date(2020, 1, 1)


class ProducerFactory(DjangoModelFactory):
    class Meta:
        model = Producer

    name = factory.Sequence(lambda n: f"Hợp tác xã Thử {n}")
    legal_kind = LegalKind.COOPERATIVE


class SiteFactory(DjangoModelFactory):
    """The main site of a producer, in a commune of today unless told otherwise."""

    class Meta:
        model = Site

    producer = factory.SubFactory(ProducerFactory)
    place = factory.SubFactory(AreaFactory)
    area = factory.SelfAttribute("place")


class RegimeFactory(DjangoModelFactory):
    class Meta:
        model = Regime
        django_get_or_create = ["number"]

    number = "148/QĐ-TTg"
    title = "Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm"
    signed_on = datetime.date(2023, 2, 24)
    effective_from = datetime.date(2023, 2, 24)
    star_bands = [[0, 30, 1], [30, 50, 2], [50, 70, 3], [70, 90, 4], [90, 100, 5]]


class CriteriaSetFactory(DjangoModelFactory):
    class Meta:
        model = CriteriaSet
        django_get_or_create = ["regime", "number"]

    regime = factory.SubFactory(RegimeFactory)
    number = 14
    name = "Rượu trắng"
    sector = "II Đồ uống"
    group = "Đồ uống có cồn"
    is_complete = True


class ProductFactory(DjangoModelFactory):
    """A product with its producer and site; ``place`` puts the site somewhere."""

    class Meta:
        model = Product

    class Params:
        place = factory.SubFactory(AreaFactory)

    name = factory.Sequence(lambda n: f"Mật ong thử {n}")
    site = factory.SubFactory(SiteFactory, place=factory.SelfAttribute("..place"))
    producer = factory.SelfAttribute("site.producer")


class PaperFactory(DjangoModelFactory):
    """A paper of a producer; ``scanned`` gives it a file."""

    class Meta:
        model = Paper

    producer = factory.SelfAttribute("site.producer")
    kind = PaperKind.FOOD_SAFETY
    number = factory.Sequence(lambda n: f"{n}/ATTP")

    class Params:
        site = factory.SubFactory(SiteFactory)
        scanned = factory.Trait(file=SCAN)


class DecisionFactory(DjangoModelFactory):
    """A decision of the end of 2021; ``scanned`` gives it a file."""

    class Meta:
        model = Decision

    class Params:
        scanned = factory.Trait(file=SCAN)

    issuer = factory.SubFactory(AgencyFactory)
    number = factory.Sequence(lambda n: f"{1000 + n}/QĐ-UBND")
    signed_on = datetime.date(2021, 12, 31)


class RecognitionFactory(DjangoModelFactory):
    """Three stars for 36 months from the day the decision was signed."""

    class Meta:
        model = Recognition

    product = factory.SubFactory(ProductFactory)
    decision = factory.SubFactory(DecisionFactory)
    grade = Grade.THREE
    valid_from = factory.SelfAttribute("decision.signed_on")
    valid_to = factory.LazyAttribute(
        lambda row: row.valid_from and last_valid_day(row.valid_from)
    )


class DossierFactory(DjangoModelFactory):
    """An application for re-evaluation without a result yet."""

    class Meta:
        model = Dossier

    product = factory.SubFactory(ProductFactory)
    kind = DossierKind.RENEWAL
    received_on = datetime.date(2024, 8, 1)


class CampaignFactory(DjangoModelFactory):
    """A campaign of 2023; ``areas`` is a list of units."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Kiểm tra Chương trình OCOP, đợt {n}")
    starts_on = datetime.date(2023, 9, 1)
    ends_on = datetime.date(2023, 9, 30)

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        self.areas.set(extracted or [AreaFactory()])


class ChecklistFactory(DjangoModelFactory):
    """A draft version; publish with ``status`` once its items are there."""

    class Meta:
        model = Checklist

    number = factory.Sequence(lambda n: n + 1)
    name = "Danh mục kiểm tra thử"
    status = ChecklistStatus.DRAFT


def the_draft() -> Checklist:
    """Return the draft of the checklist, of which there is one at a time."""
    return Checklist.objects.drafts().first() or ChecklistFactory()


class ChecklistItemFactory(DjangoModelFactory):
    """An item of the draft, unless another version is named."""

    class Meta:
        model = ChecklistItem

    checklist = factory.LazyFunction(the_draft)
    position = factory.Sequence(lambda n: n + 1)
    group = "Nhãn và bao bì"
    code = factory.Sequence(lambda n: f"nhan-{n}")
    text = factory.Sequence(lambda n: f"Bao bì, nhãn mác {n}")
    subject = Subject.PRODUCER

    class Params:
        pictured = factory.Trait(example=factory.django.ImageField(width=32, height=24))


class VisitFactory(DjangoModelFactory):
    """A draft visit hosted by a commune, on the draft of the checklist; no team."""

    class Meta:
        model = Visit

    campaign = factory.SubFactory(CampaignFactory)
    checklist = factory.LazyFunction(the_draft)
    starts_on = datetime.date(2023, 9, 15)
    place = factory.SubFactory(AreaFactory)
    area = factory.SelfAttribute("place")


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    visit = factory.SubFactory(VisitFactory)
    role = TeamRole.HEAD
    title = "Phó Chánh Văn phòng"
    agency = factory.SubFactory(AgencyFactory)


class SiteCheckFactory(DjangoModelFactory):
    """A check of one site, in a visit hosted by the commune of that site."""

    class Meta:
        model = SiteCheck

    site = factory.SubFactory(SiteFactory)
    visit = factory.SubFactory(VisitFactory, place=factory.SelfAttribute("..site.area"))


class ItemResultFactory(DjangoModelFactory):
    class Meta:
        model = ItemResult

    site_check = factory.SubFactory(SiteCheckFactory)
    item = factory.SubFactory(
        ChecklistItemFactory,
        checklist=factory.SelfAttribute("..site_check.visit.checklist"),
    )


class PhotoFactory(DjangoModelFactory):
    """A small picture of a site check with both renditions in storage."""

    class Meta:
        model = Photo

    site_check = factory.SubFactory(SiteCheckFactory)
    image = factory.django.ImageField(width=32, height=24)
    thumbnail = factory.django.ImageField(width=16, height=12)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    site_check = factory.SubFactory(SiteCheckFactory)
    visit = factory.SelfAttribute("site_check.visit")
    severity = Severity.REMIND
    text = "Nhãn thiếu hạn sử dụng."


class RecommendationFactory(DjangoModelFactory):
    """An open recommendation to the producer of a site check, without a due day."""

    class Meta:
        model = Recommendation

    site_check = factory.SubFactory(SiteCheckFactory)
    visit = factory.SelfAttribute("site_check.visit")
    direction = Direction.TO_PRODUCER
    producer = factory.SelfAttribute("site_check.site.producer")
    text = "Hoàn thiện quy trình sản xuất."


class ResponseFactory(DjangoModelFactory):
    """An answer without evidence."""

    class Meta:
        model = Response

    recommendation = factory.SubFactory(RecommendationFactory)
    text = "Đã thay nhãn mới."
    responded_on = datetime.date(2023, 10, 1)


class AnswerLinkFactory(DjangoModelFactory):
    """A link that may be used for two weeks; ``token`` opens it."""

    class Meta:
        model = AnswerLink

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    producer = factory.SubFactory(ProducerFactory)
    token_hash = factory.LazyAttribute(lambda link: hash_of(link.token))
    expires_on = factory.LazyFunction(lambda: last_day(14))


class EvidenceFactory(DjangoModelFactory):
    """A picture that shows what an answer says."""

    class Meta:
        model = Evidence

    response = factory.SubFactory(ResponseFactory)
    file = factory.django.ImageField(filename="nhan.jpg")
    thumbnail = factory.django.ImageField(filename="nho.jpg")
