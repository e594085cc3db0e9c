"""Every list can be searched, sorted by each key, kept as filtered, taken as a file.

Lists are found in the access table: pages that filter by a form.
"""

import re
from html import unescape

from django.test import TestCase
from django.urls import reverse

from .test_access import all_rows
from .world import build_world


class ListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def setUp(self):
        self.client.force_login(self.world.provincial)
        self.lists = dict(self.pages_with_filters())

    def pages_with_filters(self):
        """Yield the address and the filter form of every list."""
        for row in all_rows(self.world):
            if row.get[4] == 200:  # the provincial office opens it
                url = reverse(row.name, kwargs=row.kwargs)
                context = self.client.get(url).context
                if context and "filters" in context:
                    yield url, context["filters"]

    def test_there_are_lists_to_test(self):
        self.assertIn(reverse("producers:list"), self.lists)
        self.assertGreater(len(self.lists), 9)

    def test_what_nobody_bears_is_found_nowhere(self):
        for url in self.lists:
            with self.subTest(url):
                page = self.client.get(url, {"q": "không ai tên thế"})
                self.assertEqual(page.context["page"].paginator.count, 0)

    def test_every_sort_key_sorts(self):
        for url, form in self.lists.items():
            every = self.client.get(url).context["page"].paginator.count
            for key, words in form.fields["sap_xep"].choices:
                with self.subTest(f"{url} {words}"):
                    page = self.client.get(url, {"sap_xep": key})
                    self.assertEqual(page.context["filters"].errors, {})
                    self.assertEqual(page.context["page"].paginator.count, every)

    def test_every_list_leads_to_its_saved_filters(self):
        saved = reverse("accounts:saved_view_list")
        for url in self.lists:
            with self.subTest(url):
                page = self.client.get(url).content.decode()
                link = re.search(rf'hx-get="({saved}[^"]*)"', page)
                answer = self.client.get(unescape(link[1]))
                self.assertEqual(answer.context["listing"].path, url)

    def test_every_list_is_also_a_workbook(self):
        for url in self.lists:
            with self.subTest(url):
                file = self.client.get(url, {"xuat": "xlsx"})
                self.assertTrue(b"".join(file.streaming_content).startswith(b"PK"))
