"""The day of the founding report, loaded as the demonstration loads it."""

import io
from contextlib import redirect_stdout

from django.core.management import call_command
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.models import User
from areas.agencies import load_agencies
from inspections.services import load_checklist
from products.criteria import load_criteria
from products.regimes import load_regimes
from tests.places import FORMER, PROVINCE, load_cao_bang, unit

from .pages import figures_in


class FoundingReportTests(TestCase):
    @classmethod
    @override_settings(DEMO_MODE=True)
    def setUpTestData(cls):
        load_cao_bang()
        load_agencies(PROVINCE)
        load_regimes()
        load_criteria()
        load_checklist()
        with redirect_stdout(io.StringIO()):
            call_command("load_demo")

    def page(self, username):
        self.client.force_login(User.objects.get(username=username))
        query = {"dia_ban": unit("051", FORMER).pk, "ngay": "15/09/2023"}
        return self.client.get(reverse("dashboards:home"), query)

    def test_huyen_hoa_an_on_15_9_2023(self):
        for username in ("dieuphoi", "canbo.hoaan"):
            with self.subTest(username):
                board = self.page(username).context["board"]
                main, *_ = board.sections
                products, producers, checks = [one.value for one in main.figures]
                self.assertEqual((products, producers, checks), (10, 9, 2))
                stars = {bar.label: bar.value for bar in board.charts[0].bars}
                self.assertEqual(
                    stars, {"3 sao": 7, "4 sao": 3, "tiềm năng 5 sao": 0, "5 sao": 0}
                )
                self.assertEqual(
                    [
                        (row.label, row.reported, row.computed, row.is_mismatch)
                        for row in board.reported.comparisons
                    ],
                    [
                        ("chủ thể có sản phẩm OCOP", "12", 9, True),
                        ("sản phẩm được công nhận", "10", 10, False),
                        ("sản phẩm 3 sao", "7", 7, False),
                        ("sản phẩm 4 sao", "3", 3, False),
                    ],
                )

    def test_its_figures_are_the_totals_of_their_lists(self):
        html = self.page("canbo.hoaan").content.decode()
        for url, number in figures_in(html):
            with self.subTest(url=url):
                page = self.client.get(url).context["page"]
                self.assertEqual(page.paginator.count, number)
