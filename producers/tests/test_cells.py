from django.test import SimpleTestCase

from core.cells import CellError
from core.contacts import read_email, read_phones
from producers.cells import (
    read_kind,
    read_sex,
    read_state,
    read_tax_code,
    read_website,
)
from producers.enums import LegalKind, ProducerState, Sex


def codes(reading):
    return [note.code for note in reading.notes]


class PhoneTests(SimpleTestCase):
    def test_one_phone_in_any_notation(self):
        for raw in (
            912345678,
            912345678.0,
            "912345678",
            "0912 345 678",
            "0912.345.678",
            "0912-345-678",
            "'0912345678",
            "ĐT: 0912345678",
            "+84 912 345 678",
            "84912345678",
            "+84(0)912345678",
            "0912345678 (Anh Nam)",
            "‘0912345678",
            "912345678.0",
        ):
            with self.subTest(raw=raw):
                reading = read_phones(raw)
                self.assertEqual((reading.value, codes(reading)), ("0912345678", []))

    def test_landlines(self):
        for raw in ("0206.3852.123", 2063852123, "02063852123"):
            with self.subTest(raw=raw):
                self.assertEqual(read_phones(raw).value, "02063852123")

    def test_two_phones_are_both_kept(self):
        for raw in (
            "0912345678; 0987654321",
            "912345678/987654321",
            "0912345678 - 0987654321",
            "0912345678 0987654321",
            "0912 345 678 0987 654 321",
            "SĐT 0912345678, Zalo: 0987654321",
            "0912345678\n0987654321",
            "0912345678 hoặc 0987654321",
            "912345678-987654321",
        ):
            with self.subTest(raw=raw):
                self.assertEqual(read_phones(raw).value, "0912345678; 0987654321")

    def test_a_mobile_and_a_landline_that_only_spaces_part(self):
        for raw in ("0912.345.678 - 0206 3852 123", "0912345678 0206 3852 123"):
            with self.subTest(raw=raw):
                reading = read_phones(raw)
                self.assertEqual(reading.value, "0912345678; 02063852123")
                self.assertEqual(codes(reading), [])

    def test_what_cannot_be_read_is_a_note_and_keeps_what_can(self):
        for raw, kept in (
            ("liên hệ xã", None),
            ("12345", None),
            ("091234567", None),
            ("0912345678; 12345", "0912345678"),
            ("0912345678 123 456", None),
        ):
            with self.subTest(raw=raw):
                reading = read_phones(raw)
                self.assertEqual(reading.value, kept)
                self.assertEqual(codes(reading), ["phone_unreadable"])

    def test_nothing_is_nothing(self):
        self.assertIsNone(read_phones("không có").value)


class TaxCodeTests(SimpleTestCase):
    def test_codes_are_text_and_lost_zeros_come_back(self):
        for raw, code in (
            ("4800123456", "4800123456"),
            (4800123456.0, "4800123456"),
            (100109106, "0100109106"),
            ("'0100109106", "0100109106"),
            ("0100109106 - 001", "0100109106-001"),
            ("0100109106001", "0100109106-001"),
            (100109106001.0, "0100109106-001"),
            ("004090000123", "004090000123"),
            (40900001234, "040900001234"),
            ("0100 109 106", "0100109106"),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(read_tax_code(raw).value, code)

    def test_what_is_no_code_is_refused(self):
        for raw in ("123", "01001O9106", "HTX", 12.5):
            with self.subTest(raw=raw), self.assertRaises(CellError) as caught:
                read_tax_code(raw)
            self.assertEqual(caught.exception.code, "invalid_tax_code")

    def test_nothing_is_nothing(self):
        for raw in ("", "chưa có", None):
            with self.subTest(raw=raw):
                self.assertIsNone(read_tax_code(raw).value)


class ChoiceTests(SimpleTestCase):
    def test_kinds(self):
        for raw, kind in (
            ("HTX", LegalKind.COOPERATIVE),
            ("Doanh nghiệp", LegalKind.COMPANY),
            ("Công ty TNHH", LegalKind.COMPANY),
            ("Hộ SXKD", LegalKind.HOUSEHOLD),
            ("THT", LegalKind.COOPERATIVE_GROUP),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(read_kind(raw).value, kind)
        self.assertEqual(codes(read_kind("khác")), ["kind_unknown"])

    def test_states(self):
        for raw, state in (
            ("Đang hoạt động", ProducerState.ACTIVE),
            ("Tạm dừng", ProducerState.PAUSED),
            ("Không hoạt động", ProducerState.STOPPED),
            ("Đã ngừng sản xuất", ProducerState.STOPPED),
            ("Đang giải thể", ProducerState.DISSOLVING),
            ("Đã giải thể", ProducerState.DISSOLVED),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(read_state(raw).value, state)
        self.assertEqual(codes(read_state("xyz")), ["state_unknown"])

    def test_sexes(self):
        self.assertEqual(read_sex("Nữ").value, Sex.FEMALE)
        self.assertEqual(read_sex("Nam").value, Sex.MALE)
        self.assertIsNone(read_sex("?").value)


class AddressTests(SimpleTestCase):
    def test_email_and_website(self):
        self.assertEqual(read_email(" htx@example.vn ").value, "htx@example.vn")
        self.assertEqual(read_website("example.vn").value, "https://example.vn")
        self.assertEqual(
            read_website("http://example.vn/a").value, "http://example.vn/a"
        )

    def test_what_is_none_is_left_out_with_a_note(self):
        for read, raw, code in (
            (read_email, "htx tại example", "email_unreadable"),
            (read_website, "facebook Hoàng Tung", "website_unreadable"),
            (read_website, "javascript:alert(1)", "website_unreadable"),
        ):
            with self.subTest(raw=raw):
                reading = read(raw)
                self.assertIsNone(reading.value)
                self.assertEqual(codes(reading), [code])
