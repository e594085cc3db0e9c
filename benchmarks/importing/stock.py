"""The same import with stock django-import-export, as an office would use it.

Its ``ImportExportModelAdmin`` as it comes, driven through its two pages: the file is
sent to the first, which answers with the preview of all rows, what that asks for is
sent to the second, which writes and makes an entry in the admin's log for each row.

What can be saved is saved. One resource of recognitions, the records above each found
or made in ``before_import_row``, as its documentation shows it; three resources one
after another would read the file and look up the same rows three times. Everything is
looked up by columns with an index, what may be kept in memory is, the place is given
rather than read, and ``skip_unchanged`` is on. ``use_bulk`` stays off: it makes a
re-import slower.
"""

import re

from django.contrib.admin import AdminSite
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from import_export.admin import ImportExportModelAdmin
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.widgets import DateWidget, IntegerWidget, Widget

from producers.identity import kind_of_name, match_key
from producers.models import Producer, Site
from products.cells import read_grade
from products.dates import last_valid_day
from products.models import CriteriaSet, Decision, Product, Recognition
from products.models.products import product_key

from . import lists

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class GradeWidget(Widget):
    """Reads "3 sao" and "***"."""

    def clean(self, value, row=None, **kwargs):
        return read_grade(value).value


class StockResource(ModelResource):
    """The columns of names become keys before a row is read."""

    product = Field("product_id", "Tên sản phẩm", IntegerWidget())
    decision = Field("decision_id", "Số quyết định", IntegerWidget())
    grade = Field("grade", "Hạng sao", GradeWidget())
    valid_from = Field("valid_from", "Ngày công nhận", DateWidget("%d/%m/%Y"))
    valid_to = Field("valid_to", "valid_to", DateWidget("%d/%m/%Y"))

    class Meta:
        model = Recognition
        fields = ("product", "decision", "grade", "valid_from", "valid_to")
        import_id_fields = ("product", "decision")
        skip_unchanged = True

    def __init__(self, place: dict):
        super().__init__()
        self.place = place
        self.sets = {one.name: one for one in CriteriaSet.objects.order_by("regime")}
        self.day = DateWidget("%d/%m/%Y")

    def before_import_row(self, row, **kwargs):
        signed_on = self.day.clean(row["Ngày công nhận"])
        decision, _ = Decision.objects.get_or_create(
            number=row["Số quyết định"], signed_on=signed_on
        )
        row["Số quyết định"] = decision.pk
        row["Tên sản phẩm"] = self._product(row, self._producer(row)).pk
        row["valid_to"] = last_valid_day(signed_on)

    def _producer(self, row) -> Producer:
        name = row["Tên chủ thể"]
        producer, is_new = Producer.objects.get_or_create(
            match_key=match_key(name),
            defaults={
                "name": name,
                "legal_kind": kind_of_name(name),
                "phones": f"0{row['Điện thoại']}",
            },
        )
        if is_new:
            address = row["Địa chỉ"]
            Site.objects.create(producer=producer, address=address, **self.place)
        return producer

    def _product(self, row, producer: Producer) -> Product:
        name = row["Tên sản phẩm"]
        product, _ = Product.objects.get_or_create(
            producer=producer,
            match_key=product_key(name),
            defaults={
                "name": name,
                "site": lambda: Site.objects.get(producer=producer),
                "criteria_set": self.sets[row["Bộ sản phẩm"]],
            },
        )
        return product


class StockAdmin(ImportExportModelAdmin):
    resource_classes = [StockResource]
    import_formats = [XLSX]

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"place": lists.place_of_rows()}


site = AdminSite(name="stock")
site.register(Recognition, StockAdmin)


def import_list(data: bytes, user) -> None:
    """Preview and confirm a workbook through the pages of the admin."""
    client = Client()
    client.force_login(user)
    file = SimpleUploadedFile("danh-sach.xlsx", data)
    sent = {"import_file": file, "format": "0", "resource": "0"}
    page = client.post(reverse("stock:products_recognition_import"), sent)
    asked = dict(_HIDDEN.findall(page.content.decode()))
    assert "import_file_name" in asked, page.status_code  # there is no error
    write = reverse("stock:products_recognition_process_import")
    answer = client.post(write, asked)
    assert answer.status_code == 302, answer.status_code
