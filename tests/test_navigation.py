"""The menu marks where a page belongs, on every page of the access table."""

import re

from django.test import TestCase
from django.urls import reverse

from .access import PEOPLE
from .test_access import all_rows
from .world import build_world

MARKED = re.compile(r'<a href="[^"]*"\s+aria-current="\w+">([^<]+)</a>')
OWN = {
    "profile",
    "profile_edit",
    "sign_in_list",
    "saved_view_list",
    "saved_view_create",
    "saved_view_edit",
}
# Sheets for people without an account show the menu to those who have one.
PUBLIC = {
    "inspections:answer_page",
    "inspections:answer_done",
    "catalogue:report_misuse",
    "catalogue:report_sent",
}
NOWHERE = {"office:home"} | {f"accounts:{name}" for name in OWN} | PUBLIC
SOME = {
    "office:search": "Tìm kiếm",
    "office:producer": "Chủ thể",
    "products:paper_edit": "Sản phẩm",
    "products:dossier_edit": "Sản phẩm",
    "products:recognition_edit": "Sản phẩm",
    "inspections:site_check_record": "Kiểm tra",
    "inspections:finding_edit": "Kiểm tra",
    "inspections:photo_edit": "Kiểm tra",
    "inspections:campaign_list": "Kiểm tra",
    "inspections:checklist_list": "Kiểm tra",
    "fieldwork:conflicts": "Đi cơ sở",
    "inspections:recommendation_edit": "Kiến nghị",
    "office:sign_visit": "Kiểm tra",
    "documents:detail": "Văn bản",
    "accounts:user_edit": "Người dùng",
    "catalogue:report": "Phản ánh",
    "inspections:proposal": "Quyết định",
}


class NavigationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def marked(self) -> dict[str, list[str]]:
        """Return the marked entries of each page that shows the menu."""
        found = {}
        for person in ("provincial", "lead", "admin"):
            self.client.force_login(getattr(self.world, person))
            for row in all_rows(self.world):
                signing_in = ":" not in row.name
                if signing_in or row.get[PEOPLE.index(person)] != 200:
                    continue
                url = reverse(row.name, kwargs=row.kwargs) + row.query
                page = self.client.get(url)
                if page["Content-Type"].startswith("text/html"):
                    menu = page.content.decode().partition('id="site-nav"')[2]
                    if menu:
                        found[row.name] = MARKED.findall(menu.partition("</nav>")[0])
        return found

    def test_every_page_belongs_to_one_entry(self):
        marked = self.marked()
        for name, labels in marked.items():
            with self.subTest(name):
                self.assertEqual(len(labels), 0 if name in NOWHERE else 1)
        for name, label in SOME.items():
            with self.subTest(name):
                self.assertEqual(marked[name], [label])
