"""What the tests of the import's pages share: an annex, people, and short ways."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from imports.models import ImportRun
from imports.services import commit_import, preview_import, start_import
from products.regimes import load_regimes
from tests.factories import UserFactory
from tests.places import load_cao_bang, unit

from .workbooks import workbook

TOWN = "Thị trấn Nước Hai, huyện Hòa An"
HEAD = ["TT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "ĐT liên hệ", "Xếp hạng",
        "Quyết định công nhận", ""]  # fmt: skip
HEAD_BELOW = ["", "", "", "", "", "", "Số", "Ngày"]
GOOD = [1, "Rượu nếp cẩm", "HTX Nước Hai", TOWN, 912345678, "4 sao",
        "2105/QĐ-UBND", "25/12/2023"]  # fmt: skip


def line(number, **cells):
    """Return one good row with some cells put differently, by their titles."""
    titles = ["TT", "product", "producer", "place", "phone", "star", "number", "day"]
    named = dict(zip(titles, GOOD, strict=True))
    return list({**named, "TT": number, "product": f"Rượu {number}", **cells}.values())


def annex(*rows, merges=(), **options) -> bytes:
    """Return an annex as offices write it: data from row 6 on."""
    top = [["UBND HUYỆN HÒA AN"], ["DANH SÁCH SẢN PHẨM OCOP"], [], HEAD, HEAD_BELOW]
    return workbook([*top, *rows], merges=["G4:H4", *merges], **options)


FILE = annex(GOOD)  # made once: a workbook tells when it was made


def url(name, run, *args):
    return reverse(f"imports:{name}", args=[run.pk, *args])


class PageTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        cls.lan = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
        cls.admin = UserFactory(role=Role.ADMIN, role__area=unit("04"))
        cls.lead = UserFactory(role=Role.LEAD, role__area=unit("01477"))
        cls.lead.assignments.update(may_import=True)

    def setUp(self):
        self.client.force_login(self.lan)

    def start(self, data=None, name="phụ lục.xlsx", by=None) -> ImportRun:
        data = FILE if data is None else data
        return start_import(data, name, by=by or self.lan)

    def previewed(self, data=None, **options) -> ImportRun:
        run = self.start(data, **options)
        preview_import(run, by=run.created_by)
        return run

    def committed(self, data=None, **options) -> ImportRun:
        run = self.previewed(data, **options)
        return commit_import(run, by=run.created_by)

    def upload(self, data, name="phụ lục.xlsx"):
        return self.client.post(
            reverse("imports:upload"), {"file": SimpleUploadedFile(name, data)}
        )

    def layout(self, run) -> dict:
        """Return what the page of the reading would send back unchanged."""
        form = self.client.get(url("understood", run)).context["form"]
        values = {field.html_name: field.value() for field in form}
        return {name: value for name, value in values.items() if value}

    def notes(self, run) -> dict[int, list[str]]:
        """Return what the preview says at each row."""
        page = self.client.get(url("detail", run)).context["page"]
        return {
            row.row: [f"{m['column']}: {m['text']}" for m in row.messages]
            for row in page
        }
