from django.test import TestCase
from django.urls import reverse

from fieldwork.words import words


class WordsTests(TestCase):
    def test_choices_bear_the_words_of_the_portal_and_the_days_to_remedy(self):
        severities = [
            (choice.value, choice.words, choice.days) for choice in words()["severity"]
        ]
        self.assertEqual(
            severities,
            [
                ("good", "Ghi nhận", None),
                ("remind", "Nhắc nhở", 90),
                ("remedy", "Yêu cầu khắc phục", 30),
                ("breach", "Vi phạm", 15),
            ],
        )

    def test_the_page_hands_them_to_its_scripts(self):
        page = self.client.get(reverse("fieldwork:shell"))
        for choice in (
            '<li data-value="breach" data-days="15">Vi phạm</li>',
            '<li data-value="" data-days="">Chưa kiểm tra</li>',
            '<li data-value="stopped" data-days="">Ngừng hoạt động</li>',
        ):
            with self.subTest(choice):
                self.assertContains(page, choice, html=True)
