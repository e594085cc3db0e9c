from django.test import SimpleTestCase

from products.codes import ALPHABET, LENGTH, new_code, read_code, spaced


class CodeTests(SimpleTestCase):
    def test_codes_are_read_however_they_were_typed(self):
        code = "ABCDE23456"
        for typed in ("ABCDE23456", "abcde-23456", " AbCdE 23456 ", "ABCDE.23456"):
            with self.subTest(typed):
                self.assertEqual(read_code(typed), code)
        self.assertEqual(spaced(code), "ABCDE-23456")

    def test_what_is_no_code_is_none(self):
        for typed in ("", "ABCDE2345", "ABCDE234567", "ABCDE2345O", "ABCDÊ23456"):
            with self.subTest(typed):
                self.assertEqual(read_code(typed), "")

    def test_new_codes_are_codes_and_differ(self):
        codes = {new_code() for _ in range(1000)}
        self.assertEqual(len(codes), 1000)
        self.assertEqual({read_code(code) for code in codes}, codes)
        self.assertEqual((len(ALPHABET), LENGTH), (31, 10))
