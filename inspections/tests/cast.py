"""A visit of two sites on a published checklist, and the people around it."""

import datetime

from django.utils import timezone

from accounts.enums import Role
from areas.models import Area
from inspections.enums import ChecklistStatus, Subject
from inspections.models import Checklist, ChecklistItem, Photo, SiteCheck, Visit
from tests import factories

DAY = datetime.date(2023, 9, 15)


def published_checklist() -> Checklist:
    """Publish three items: one of the producer, two of each product."""
    checklist = factories.ChecklistFactory()
    lines = [
        ("Hồ sơ pháp lý", "suc-khoe", "Giấy khám sức khỏe", Subject.PRODUCER),
        ("Nhãn và bao bì", "nhan", "Bao bì, nhãn mác", Subject.PRODUCT),
        ("Nhãn và bao bì", "ma-vach", "Mã số mã vạch", Subject.PRODUCT),
    ]
    for position, (group, code, text, subject) in enumerate(lines, start=1):
        factories.ChecklistItemFactory(
            checklist=checklist,
            position=position,
            group=group,
            code=code,
            text=text,
            subject=subject,
        )
    checklist.status = ChecklistStatus.PUBLISHED
    checklist.published_at = timezone.now()
    checklist.save()
    return checklist


def item(checklist: Checklist, code: str) -> ChecklistItem:
    return checklist.items.get(code=code)


class Cast:
    """Everybody and everything the tests of a visit need; made once a class.

    Lan records in Hòa An, Minh in another commune, Hoa leads in Hòa An.
    """

    def __init__(self):
        self.province = factories.AreaFactory(province=True, name="Tỉnh Cao Bằng")
        self.hoa_an: Area = self._commune("Xã Hòa An")
        self.trung_khanh: Area = self._commune("Xã Trùng Khánh")
        self.lan = self._person(Role.OFFICER, self.hoa_an, "Hoàng Thị Lan")
        self.hoa = self._person(Role.LEAD, self.hoa_an, "Nông Thị Hoa")
        self.hoa.title = "Phó Chánh Văn phòng"
        self.hoa.agency = factories.AgencyFactory(name="Văn phòng Điều phối")
        self.hoa.save()
        self.minh = self._person(Role.OFFICER, self.trung_khanh, "Đàm Văn Minh")
        self.checklist = published_checklist()
        self.product = factories.ProductFactory(
            name="Rượu gạo Nhật", place=self.hoa_an, site__producer__name="HKD Nhật"
        )
        self.site = self.product.site
        self.visit: Visit = factories.VisitFactory(
            campaign__areas=[self.hoa_an],
            place=self.hoa_an,
            checklist=self.checklist,
            created_by=self.lan,
        )
        self.head = factories.TeamMemberFactory(visit=self.visit, name="Nguyễn Văn Hà")
        self.check: SiteCheck = factories.SiteCheckFactory(
            visit=self.visit, site=self.site, looked_at="Quy trình sản xuất."
        )

    def _commune(self, name):
        return factories.AreaFactory(name=name, parent=self.province)

    def _person(self, role, area, name):
        return factories.UserFactory(role=role, role__area=area, full_name=name)

    def item(self, code: str) -> ChecklistItem:
        return item(self.checklist, code)


def move(visit: Visit, status: str) -> Visit:
    """Put a visit into a status behind the back of the workflow."""
    now = timezone.now()
    Visit.objects.filter(pk=visit.pk).update(
        status=status, submitted_at=now, signed_at=now, signature="Nông Thị Hoa"
    )
    visit.refresh_from_db()
    return visit


def photo(check: SiteCheck, **fields) -> Photo:
    """Create the row of a picture whose files are not looked at."""
    fields = {"image": "photos/a.jpg", "thumbnail": "photos/a-s.jpg", **fields}
    return Photo.objects.create(site_check=check, **fields)
