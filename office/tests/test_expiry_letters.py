"""Letters that remind producers of their certificates."""

import datetime
import hashlib
import io
import zipfile

import docx
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from docx.oxml.ns import qn

from accounts.enums import Role
from documents.enums import DocumentType
from documents.models import Counter, Document, LetterLine
from documents.reminders import Reminder, Signer
from documents.services import issue_reminders
from office.expiry.rows import for_board, watched
from products.models import Dossier
from tests.expiry_factories import running_to
from tests.factories import AgencyFactory, DossierFactory, ProductFactory, UserFactory
from tests.world import build_world

LETTERS = reverse("office:expiry_letters")
BOARD = reverse("office:expiry")
DAY = datetime.timedelta(days=1)
SIGNER = {"signer": "Nông Thị Mẫu", "position": "Phó Chánh Văn phòng"}


def text_of(data: bytes) -> str:
    """Return all the text of a .docx, the tables too, a line each paragraph."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in body.iter(qn("w:p"))
    )


def stored_files() -> set[str]:
    storage = Document._meta.get_field("file").storage
    return set(storage.listdir("documents")[1])


class LetterCase(TestCase):
    """Two producers in Hòa An, one with two products; the office of the province."""

    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.today = timezone.localdate()
        superior = AgencyFactory(name="UBND tỉnh Cao Bằng", area=cls.world.province)
        cls.office = AgencyFactory(
            name="Văn phòng Điều phối nông thôn mới tỉnh Cao Bằng",
            short_code="VPĐP",
            area=cls.world.province,
            superior=superior,
        )
        cls.hoa = cls.world.provincial
        cls.hoa.agency = cls.office
        cls.hoa.save()
        cls.closing = cls.row(130, "Rượu gạo & men lá <mẫu>")
        cls.expired = cls.row(-10, "Miến dong", site=cls.closing.product.site)
        cls.other = cls.row(60, "Mật ong")
        cls.filed = cls.row(140, "Chè xanh")
        DossierFactory(product=cls.filed.product, received_on=cls.today)
        cls.far = cls.row(500, "Hạt dẻ")

    @classmethod
    def row(cls, days, name, **product):
        if not product:
            product = {"place": cls.world.hoa_an}
        made = ProductFactory(name=name, **product)
        return running_to(cls.today + days * DAY, product=made)

    def setUp(self):
        self.client.force_login(self.hoa)

    def post(self, count, *rows, **data):
        chosen = {"chon": [row.pk for row in rows]} if rows else {}
        return self.client.post(LETTERS, {**SIGNER, "count": count, **chosen, **data})

    def letters(self):
        return list(
            Document.objects.filter(type=DocumentType.LETTER).order_by("number")
        )


class ChoosingTests(LetterCase):
    def test_the_page_shows_each_letter_and_what_is_left_out(self):
        rows = (self.closing, self.expired, self.other, self.filed, self.far)
        page = self.client.get(LETTERS, {"chon": [row.pk for row in rows]})
        choice = page.context["choice"]
        told = {
            str(producer): [row for row, _ in lines]
            for producer, lines in choice.letters
        }
        self.assertEqual(
            told,
            {
                str(self.closing.product.producer): [self.expired, self.closing],
                str(self.other.product.producer): [self.other],
            },
        )
        self.assertEqual(choice.refused, [(self.filed, "đã nộp hồ sơ đánh giá lại")])
        self.assertEqual(choice.missing, 1)
        last = self.today + 10 * DAY
        self.assertContains(page, f"đến hết {last:%d/%m/%Y}")

    def test_all_of_a_filter_are_chosen_at_once(self):
        query = "giai_doan=sap_dong"
        page = self.client.get(LETTERS, {"tat_ca": query})
        choice = page.context["choice"]
        self.assertEqual((choice.rows, choice.total), ([self.closing], 2))
        self.post(1, tat_ca=query, dau=choice.seal)
        [letter] = self.letters()
        self.assertEqual(letter.producer, self.closing.product.producer)

    def test_a_filter_that_finds_others_by_now_is_shown_anew(self):
        query = "giai_doan=sap_dong"
        choice = self.client.get(LETTERS, {"tat_ca": query}).context["choice"]
        Dossier.objects.filter(product=self.filed.product).delete()
        response = self.post(2, tat_ca=query, dau=choice.seal)
        self.assertContains(response, "vừa thay đổi", status_code=409)
        self.assertEqual(self.letters(), [])

    def test_the_number_has_to_be_typed(self):
        response = self.post(3, self.closing, self.other)
        self.assertContains(response, "Có 2 công văn", status_code=409)
        self.assertEqual(self.letters(), [])

    def test_only_the_province_issues_letters(self):
        for person in ("viewer", "officer", "lead", "admin"):
            self.client.force_login(getattr(self.world, person))
            with self.subTest(person):
                self.assertEqual(self.post(1, self.closing).status_code, 403)
                self.assertNotContains(self.client.get(BOARD), "Soạn công văn")
        self.client.force_login(self.hoa)
        self.assertContains(self.client.get(BOARD), "Soạn công văn")

    def test_what_is_out_of_reach_is_not_found(self):
        elsewhere = UserFactory(role=Role.PROVINCIAL, role__area=self.world.trung_khanh)
        self.client.force_login(elsewhere)
        choice = self.client.get(LETTERS, {"chon": [self.closing.pk]}).context["choice"]
        self.assertEqual((choice.rows, choice.missing), ([], 1))

    def test_a_person_without_an_office_is_told_so(self):
        self.hoa.agency = None
        self.hoa.save()
        response = self.post(1, self.closing)
        self.assertContains(response, "chưa thuộc cơ quan nào", status_code=409)

    def test_query_count_does_not_grow_with_rows(self):
        keys = [self.closing.pk]
        for extra in (0, 2):
            keys += [self.row(131, f"Rượu {extra}{n}").pk for n in range(extra)]
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(LETTERS, {"chon": keys})


class IssuingTests(LetterCase):
    def test_one_letter_each_producer_numbered_in_the_register(self):
        response = self.post(2, self.closing, self.expired, self.other, follow=True)
        self.assertEqual(response.status_code, 302)
        letters = self.letters()
        numbers = [letter.full_number for letter in letters]
        self.assertEqual(numbers, ["01/VPĐP-OCOP", "02/VPĐP-OCOP"])
        self.assertEqual({letter.issued_on for letter in letters}, {self.today})
        told = {
            letter.producer: {line.recognition for line in letter.lines.all()}
            for letter in letters
        }
        self.assertEqual(
            told,
            {
                self.closing.product.producer: {self.closing, self.expired},
                self.other.product.producer: {self.other},
            },
        )
        listed = self.client.get(response.url).context["page"]
        self.assertCountEqual(listed, letters)

    def test_the_file_says_what_the_decree_wants_and_is_frozen(self):
        note = "Hạn cuối tiếp nhận tại xã."
        self.post(1, self.closing, self.expired, note=note, on_behalf="KT. Chánh VP")
        [letter] = self.letters()
        data = letter.file.read()
        self.assertEqual(letter.sha256, hashlib.sha256(data).hexdigest())
        text = text_of(data)
        first, last = self.today - 50 * DAY, self.today + 10 * DAY
        for words in (
            "UBND TỈNH CAO BẰNG",
            "VĂN PHÒNG ĐIỀU PHỐI NÔNG THÔN MỚI TỈNH CAO BẰNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 01/VPĐP-OCOP",
            f"V/v đánh giá lại sản phẩm OCOP của {letter.producer}",
            f"Kính gửi: {letter.producer}",
            note,
            "KT. CHÁNH VP",
            "PHÓ CHÁNH VĂN PHÒNG",
            "Nông Thị Mẫu",
            "- Như trên;",
            "- UBND xã Hòa An;",
            "- Lưu: VT, VPĐP.",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertNotIn("DỰ THẢO", text)
        table = docx.Document(io.BytesIO(data)).tables[1]
        lines = [[cell.text for cell in row.cells] for row in table.rows][1:]
        self.assertEqual(
            [line[1] for line in lines], ["Miến dong", "Rượu gạo & men lá <mẫu>"]
        )
        self.assertEqual(lines[1][4], f"{self.closing.valid_to:%d/%m/%Y}")
        self.assertIn(f"từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}", lines[1][5])
        self.assertIn("Đã hết hạn", lines[0][5])

    def test_a_certificate_is_told_of_once_a_day(self):
        self.post(1, self.closing)
        response = self.post(1, self.closing)
        self.assertEqual(response.status_code, 409)
        self.assertEqual(len(self.letters()), 1)

    def test_a_run_that_fails_uses_no_number_and_leaves_no_file(self):
        rows = for_board(watched(self.hoa, self.today), self.hoa, self.today)
        signer = Signer("Nông Thị Mẫu", "Phó Chánh Văn phòng")
        reminders = [
            Reminder(self.office, row.product.producer, [row], self.today, signer)
            for row in rows.filter(pk__in=[self.closing.pk, self.other.pk])
        ]
        before = stored_files()
        taken = {"agency": self.office, "type": "CV", "year": self.today.year}
        Document.objects.create(
            **taken,
            number=2,
            issued_on=self.today,
            producer=self.world.producer,
            file="documents/co-san.docx",
            sha256="0" * 64,
        )
        with self.assertRaises(IntegrityError), transaction.atomic():
            issue_reminders(reminders, by=self.hoa)
        self.assertEqual(stored_files(), before)
        self.assertFalse(Counter.objects.filter(**taken).exists())
        self.assertEqual(LetterLine.objects.count(), 0)

    def test_an_office_without_a_code_numbers_nothing(self):
        self.office.short_code = ""
        self.office.save()
        response = self.post(1, self.closing)
        self.assertContains(response, "chưa có ký hiệu", status_code=409)

    def test_the_board_tells_the_last_letter_and_filters_by_it(self):
        self.post(1, self.closing)
        self.client.force_login(self.world.officer)
        page = self.client.get(BOARD, {"thu": "co"})
        self.assertEqual(list(page.context["page"]), [self.closing])
        self.assertContains(page, "01/VPĐP-OCOP")
        self.assertContains(page, "Nhận, ghi hồ sơ đã nộp")
        yesterday = f"{self.today - DAY:%d/%m/%Y}"
        page = self.client.get(BOARD, {"thu": "co", "ngay": yesterday})
        self.assertEqual(page.context["page"].paginator.count, 0)

    def test_a_letter_is_read_where_its_producer_is_seen(self):
        self.post(1, self.closing)
        [letter] = self.letters()
        for person, status in (("viewer", 200), ("officer", 200), ("stranger", 404)):
            self.client.force_login(getattr(self.world, person))
            with self.subTest(person):
                page = self.client.get(letter.get_absolute_url())
                self.assertEqual(page.status_code, status)
        self.client.force_login(self.world.officer)
        page = self.client.get(letter.get_absolute_url())
        self.assertContains(page, "Rượu gạo &amp; men lá")

    def test_letters_of_a_list_come_as_one_archive(self):
        self.post(2, self.closing, self.other)
        response = self.client.get(reverse("documents:archive"), {"loai": "CV"})
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        year = self.today.year
        names = [f"{year}/{number}-VPĐP-OCOP.docx" for number in ("01", "02")]
        self.assertCountEqual(archive.namelist(), names)
        first = self.letters()[0]
        self.assertEqual(
            hashlib.sha256(archive.read(names[0])).hexdigest(), first.sha256
        )


class ConstraintTests(LetterCase):
    def test_minutes_are_of_a_visit_and_letters_go_to_a_producer(self):
        given = {
            "agency": self.office,
            "year": 2026,
            "number": 1,
            "issued_on": self.today,
        }
        for wrong in (
            {"type": "BB", "producer": self.world.producer},
            {"type": "BB"},
            {"type": "CV"},
            {"type": "CV", "visit": self.world.visit},
        ):
            with (
                self.subTest(wrong),
                self.assertRaisesMessage(IntegrityError, "document_is_about"),
                transaction.atomic(),
            ):
                Document.objects.create(**given, **wrong)
