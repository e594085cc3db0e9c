"""The checklist out to a workbook and back into a draft."""

import io

import openpyxl
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from history.services import history_of
from imports.reading import read_file
from inspections.models import Checklist, ChecklistItem
from inspections.resources import ChecklistResource
from inspections.services import (
    draft_checklist,
    draw_example,
    load_checklist,
    publish_checklist,
    remove_item,
    save_item,
)
from inspections.tests.pictures import jpeg
from inspections.tests.test_draft_pages import PageCase
from products.regimes import load_regimes
from tests import factories

from . import hostile

COLUMNS = list(ChecklistResource.sheet_fields())


class BookCase(PageCase):
    def exported(self, row=None) -> bytes:
        return self.client.get(self.url("checklist_export", row)).content

    def rows(self, data: bytes) -> list[list[str]]:
        return read_file(data).sheets[0].rows

    def changed(self, change) -> bytes:
        """Return the export of the draft with its first sheet changed by a function."""
        book = openpyxl.load_workbook(io.BytesIO(self.exported()))
        change(book.worksheets[0])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def cell(self, sheet, row: int, name: str):
        return sheet.cell(row, COLUMNS.index(name) + 1)

    def upload(self, data: bytes, name="danh-muc.xlsx"):
        url = reverse("imports:checklist_upload", args=[self.draft.pk])
        return self.client.post(url, {"file": SimpleUploadedFile(name, data)})

    def write(self, page, **fields):
        url = reverse("imports:checklist_write", args=[self.draft.pk])
        return self.client.post(url, {"signed": page.context["signed"], **fields})

    def said(self) -> list[tuple]:
        items = ChecklistItem.objects.filter(checklist=self.draft)
        names = [name for name in COLUMNS if name != "sets"]
        sets = [sorted(item.sets.values_list("pk", flat=True)) for item in items]
        return list(zip(items.values_list("position", *names), sets, strict=True))


class ExportTests(BookCase):
    def test_a_row_is_an_item_in_the_words_of_the_office(self):
        save_item(self.item(), sets=[self.rice, self.meat, self.wine], by=self.office)
        rows = self.rows(self.exported())
        self.assertEqual(
            rows[0],
            [
                "Nhóm *",
                "Mã",
                "Nội dung kiểm tra *",
                "Hướng dẫn",
                "Căn cứ",
                "Kiểm tra theo *",
                "Áp dụng cho",
                "Mức độ khi không đạt *",
                "Ảnh mẫu",
                "Hạng sao",
            ],
        )
        self.assertEqual([row[1] for row in rows[1:4]], self.codes())
        self.assertEqual(
            rows[2][5:8], ["từng sản phẩm", "I Thực phẩm; II Đồ uống", "nhắc nhở"]
        )
        self.assertEqual(rows[1][6], "Mọi sản phẩm")

    def test_workbook_has_choices_guidance_and_the_sets(self):
        book = openpyxl.load_workbook(io.BytesIO(self.exported()))
        self.assertEqual(book.sheetnames, ["Danh mục", "Hướng dẫn", "Bộ sản phẩm"])
        lists = [
            one.formula1 for one in book.worksheets[0].data_validations.dataValidation
        ]
        self.assertEqual(
            lists, ['"chủ thể,từng sản phẩm"', '"nhắc nhở,yêu cầu khắc phục,vi phạm"']
        )
        self.assertEqual(book["Bộ sản phẩm"].max_row, 4)

    def test_text_never_becomes_a_formula(self):
        item = self.item()
        item.hint = "=HYPERLINK(1)\nDòng hai"
        save_item(item, sets=[], by=self.office)
        book = openpyxl.load_workbook(io.BytesIO(self.exported()))
        cell = self.cell(book.worksheets[0], 3, "hint")
        self.assertEqual((cell.data_type, cell.value), ("s", item.hint))

    def test_everybody_may_take_it(self):
        self.client.force_login(self.cast.lan)
        self.assertTrue(self.exported(self.cast.checklist).startswith(b"PK"))


class RoundTripTests(BookCase):
    def test_exported_file_changes_nothing(self):
        item = self.item()
        item.hint = "- Xem hạn dùng.\n= So với hồ sơ\n@ghi lại"
        save_item(item, sets=[self.rice, self.wine], by=self.office)
        before = self.said()
        page = self.upload(self.exported())
        self.assertContains(page, "Tệp không thay đổi gì")
        self.assertEqual(page.context["refusals"], [])
        self.write(page)
        self.assertEqual(self.said(), before)


class FirstVersionTests(BookCase):
    @classmethod
    def setUpTestData(cls):
        load_regimes()
        first = load_checklist()
        cls.office = factories.UserFactory(role=Role.PROVINCIAL)
        cls.draft = draft_checklist(first, by=None)

    def test_the_checklist_of_the_portal_comes_back_as_it_went(self):
        before = self.said()
        self.assertEqual(len(before), 41)
        page = self.upload(self.exported())
        self.assertContains(page, "Tệp không thay đổi gì")
        self.write(page)
        self.assertEqual(self.said(), before)


class PreviewTests(BookCase):
    def test_changes_are_shown_and_written_only_when_confirmed(self):
        def change(sheet):
            self.cell(sheet, 3, "text").value = "Nhãn hàng hóa"
            self.cell(sheet, 3, "sets").value = "ii do uong"
            sheet.delete_rows(2)
            new = ["Mẫu", None, "Lấy mẫu gửi kiểm nghiệm", "Niêm phong.", None]
            sheet.append([*new, "Từng sản phẩm", None, "Vi phạm"])

        before = self.said()
        page = self.upload(self.changed(change))
        self.assertEqual(
            page.context["comparison"].counts,
            [("thêm mới", 1), ("sửa", 1), ("bỏ", 1), ("chuyển chỗ", 0)],
        )
        for words in (
            "Nhãn hàng hóa",
            "II Đồ uống",
            "Giấy khám sức khỏe",
            "Ghi 3 thay đổi",
        ):
            self.assertContains(page, words)
        self.assertEqual(self.said(), before)
        self.assertRedirects(self.write(page), self.url("draft"))
        self.assertEqual(self.codes(), ["nhan", "ma-vach", "m-lay-mau-gui-kiem"])
        self.assertEqual(self.item().text, "Nhãn hàng hóa")
        self.assertEqual(list(self.item().sets.all()), [self.wine])
        latest = history_of(self.item())[0]
        self.assertEqual(latest.changes["text"][1], "Nhãn hàng hóa")
        self.assertEqual(latest.batch.reason, "Nhập từ tệp danh-muc.xlsx")
        self.assertEqual(latest.batch.by, self.office)
        again = self.upload(self.exported())
        self.assertContains(again, "Tệp không thay đổi gì")

    def test_order_of_rows_is_the_order_of_items(self):
        def change(sheet):
            sheet.move_range("A4:H4", rows=-2)
            sheet.delete_rows(4)

        page = self.upload(self.changed(change))
        self.write(page)
        self.assertEqual(self.codes()[0], "ma-vach")

    def test_wrong_rows_are_told_by_cell_and_their_items_stay(self):
        def change(sheet):
            self.cell(sheet, 2, "subject").value = "cả hai"
            self.cell(sheet, 2, "text").value = "Không được ghi"
            self.cell(sheet, 3, "sets").value = "IX Ngành lạ"
            self.cell(sheet, 4, "text").value = None
            for code, text in [("nhan", "Trùng"), ("Mã Sai", "Sai"), ("x", "y" * 301)]:
                sheet.append(
                    ["Mẫu", code, text, None, None, "chủ thể", None, "vi phạm"]
                )

        before = self.said()
        page = self.upload(self.changed(change))
        told = {one.place: one.message for one in page.context["refusals"]}
        self.assertEqual(set(told), {"F2", "G3", "C4", "B5", "B6", "C7"})
        self.assertIn("“cả hai” không phải một trong", told["F2"])
        self.assertIn("IX Ngành lạ", told["G3"])
        self.assertIn("bắt buộc", told["C4"])
        self.assertIn("đã có ở dòng trên", told["B5"])
        self.assertIn("chữ thường không dấu", told["B6"])
        self.assertIn("quá giới hạn 300", told["C7"])
        self.assertEqual(page.context["comparison"].total, 0)
        self.write(page)
        self.assertEqual(self.said(), before)

    def test_sets_are_named_by_number_of_a_regime(self):
        regime = self.rice.regime.number

        def change(sheet):
            self.cell(sheet, 3, "sets").value = f"II Đồ uống; {regime}: 7"

        self.write(self.upload(self.changed(change)))
        self.assertEqual(set(self.item().sets.all()), {self.rice, self.wine})
        page = self.upload(
            self.changed(
                lambda sheet: setattr(
                    self.cell(sheet, 3, "sets"), "value", f"{regime}: 99"
                )
            )
        )
        [refusal] = page.context["refusals"]
        self.assertIn("không có bộ sản phẩm số “99”", refusal.message)

    def test_draft_changed_meanwhile_is_left_alone(self):
        page = self.upload(
            self.changed(
                lambda sheet: setattr(self.cell(sheet, 3, "text"), "value", "X")
            )
        )
        remove_item(self.item("ma-vach"), by=self.office)
        answer = self.write(page)
        self.assertContains(answer, "Người khác vừa sửa bản nháp", status_code=409)
        self.assertEqual(self.item().text, "Bao bì, nhãn mác")

    def test_made_up_confirmation_is_refused(self):
        page = self.upload(self.exported())
        for signed in ("", "abc", page.context["signed"][:-2]):
            answer = self.write(page, signed=signed)
            self.assertContains(answer, "đã cũ", status_code=422)

    def test_published_version_takes_no_file(self):
        page = self.upload(
            self.changed(
                lambda sheet: setattr(self.cell(sheet, 3, "text"), "value", "X")
            )
        )
        publish_checklist(self.draft, by=self.office)
        self.assertContains(self.write(page), "đã công bố", status_code=422)
        self.assertRedirects(self.upload(b"x"), self.draft.get_absolute_url())
        self.assertEqual(self.item().text, "Bao bì, nhãn mác")

    def test_pictures_stay_with_their_code_and_go_with_their_item(self):
        shown = save_item(
            self.item(), sets=[], by=self.office, picture=draw_example(jpeg())
        ).example
        self.write(
            self.upload(
                self.changed(
                    lambda sheet: setattr(self.cell(sheet, 3, "hint"), "value", "X")
                )
            )
        )
        self.assertEqual(self.item().example.name, shown.name)
        page = self.upload(self.changed(lambda sheet: sheet.delete_rows(3)))
        with self.captureOnCommitCallbacks(execute=True):
            self.write(page)
        self.assertFalse(shown.storage.exists(shown.name))

    def with_picture(self):
        """Give the second item a picture, and return its file."""
        drawn = draw_example(jpeg())
        return save_item(self.item(), sets=[], by=self.office, picture=drawn).example

    def test_a_picture_goes_out_by_name_and_comes_back(self):
        shown = self.with_picture()
        name = shown.name.removeprefix("examples/")
        self.assertEqual(self.rows(self.exported())[2][8], name)
        before = self.said()
        page = self.upload(self.exported())
        self.assertContains(page, "Tệp không thay đổi gì")
        self.write(page)
        self.assertEqual(self.said(), before)

    def test_a_picture_follows_its_name_to_another_item(self):
        shown = self.with_picture()

        def change(sheet):
            self.cell(sheet, 3, "code").value = ""
            self.cell(sheet, 3, "text").value = "Nội dung mới"
            self.cell(sheet, 2, "example").value = self.cell(sheet, 3, "example").value

        page = self.upload(self.changed(change))
        self.assertContains(page, "có ảnh")
        with self.captureOnCommitCallbacks(execute=True):
            self.write(page)
        first, second = ChecklistItem.objects.filter(checklist=self.draft)[:2]
        self.assertEqual(second.text, "Nội dung mới")
        self.assertEqual((first.example.name, second.example.name), (shown.name,) * 2)
        self.assertTrue(shown.storage.exists(shown.name))

    def test_a_file_that_no_item_shows_is_not_taken(self):
        self.with_picture()
        for name in ("khac.jpg", "../photos/a.jpg", "0" * 32 + ".jpg"):
            with self.subTest(name=name):

                def change(sheet, name=name):
                    self.cell(sheet, 2, "example").value = name

                page = self.upload(self.changed(change))
                [refusal] = page.context["refusals"]
                self.assertEqual((refusal.row, refusal.title), (2, "Ảnh mẫu"))

    def test_query_count_does_not_grow_with_rows(self):
        ContentType.objects.get_for_models(Checklist, ChecklistItem)  # once a process
        for number in (1, 3):
            for _ in range(number):  # at the end, so that none changes its place
                factories.ChecklistItemFactory(
                    checklist=self.draft, position=self.draft.items.count() + 1
                )

            def change(sheet):
                for row in range(2, sheet.max_row + 1):
                    self.cell(sheet, row, "hint").value = f"Lần {sheet.max_row}"
                    self.cell(sheet, row, "sets").value = "II Đồ uống"

            data = self.changed(change)
            with self.subTest(number=number, step="preview"), self.assertNumQueries(16):
                page = self.upload(data)
            with self.subTest(number=number, step="write"), self.assertNumQueries(27):
                self.write(page)
            self.editor()  # which shows the message of what was written


class HostileTests(BookCase):
    def test_each_is_refused_in_its_own_words(self):
        before = self.said()
        for name, (make, _, words) in hostile.REFUSED.items():
            with self.subTest(file=name):
                page = self.upload(make(), "xau.xlsx")
                self.assertEqual(page.status_code, 422)
                [error] = page.context["form"].errors["file"]
                self.assertIn(words, error)
        self.assertEqual(self.said(), before)

    def test_other_lists_are_no_checklist(self):
        page = self.upload(hostile.workbook(hostile.PLAIN))
        self.assertContains(page, "Không trang nào có đủ các cột", status_code=422)
