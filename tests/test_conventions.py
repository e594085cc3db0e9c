"""Rules of the house that a program can hold everybody to."""

import ast
import re
import unicodedata
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template.utils import get_app_template_dirs
from django.test import SimpleTestCase, TestCase

from .tree import ROOT, files, relative

# Rows that have no meaning without the row they hang on. Everything else is PROTECT.
GOES_WITH_ITS_OWNER = {
    "accounts.Assignment.user",
    "accounts.SignIn.user",
    "areas.AreaCover.ancestor",
    "areas.AreaCover.descendant",
    "areas.AreaSuccession.new",
    "areas.AreaSuccession.old",
    "imports.ImportQuestion.run",
    "imports.ImportRow.run",
    "imports.ImportWrite.run",
    "inspections.ChecklistItem.checklist",
    "inspections.Finding.site_check",
    "inspections.Finding.visit",
    "inspections.ItemResult.site_check",
    "inspections.ItemSet.item",
    "inspections.Participant.visit",
    "inspections.Photo.site_check",
    "inspections.Recommendation.site_check",
    "inspections.Recommendation.visit",
    "inspections.ReportedFigure.visit",
    "inspections.Response.recommendation",
    "inspections.SiteCheck.visit",
    "inspections.TeamMember.visit",
    "producers.Representative.producer",
    "producers.Site.producer",
    "products.CriteriaSet.regime",
    "products.RecognitionEnd.recognition",
}
# Rows that keep their own meaning when what they came from is withdrawn.
OUTLIVES_ITS_SOURCE = {
    "inspections.Finding.item_result",
    "inspections.Photo.item_result",
    "inspections.Recommendation.finding",
}
LONGEST_FILE = {".py": 400, ".css": 400, ".html": 120, ".js": 200}
LONGEST_FUNCTION, LONGEST_VIEW = 40, 20

INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
FROM_ELSEWHERE = re.compile(
    r"""(?:\ssrc|<link[^>]*\shref)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import"""
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|sắp có")
LEFT_OUT = re.compile(r"\bmark\.(skip|xfail)|\b(skip|skipIf|skipUnless|skipTest)\(")
INCLUDED_ALONE = re.compile(r'{% include "([^"]+)"([^%]*) only %}')
TOKEN_TAGS = ("{% csrf_token %}", "{% crispy ")
THIS_FILE = Path(__file__)


def our_models():
    for app in settings.OCOP_APPS:
        yield from apps.get_app_config(app).get_models()


def our_fields():
    """Yield (label, field) for the columns that people meet on screen."""
    for model in our_models():
        for field in model._meta.get_fields():
            hidden = field.auto_created or isinstance(field, models.UUIDField)
            if field.concrete and not hidden and field.model is model:
                yield f"{model._meta.label}.{field.name}", field


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def matches(pattern: re.Pattern, *suffixes: str) -> list[str]:
    """Return path:line of each line that the pattern is found in."""
    return [
        f"{relative(path)}:{number}: {line.strip()}"
        for path in files(*suffixes)
        if path != THIS_FILE
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


class ModelTests(SimpleTestCase):
    maxDiff = None

    def test_names_on_screen_are_vietnamese_and_lower_case(self):
        named = [(label, field, field.name) for label, field in our_fields()]
        named += [(m._meta.label, m._meta, m.__name__) for m in our_models()]
        for label, thing, english in named:
            name = str(thing.verbose_name)
            inherited = not isinstance(thing.verbose_name, str)
            first = name.split()[0]
            with self.subTest(label):
                self.assertNotEqual(name, english.replace("_", " ").lower())
                self.assertTrue(inherited or first[0].islower() or first.isupper())

    def test_every_model_says_what_it_is_and_in_which_order(self):
        for model in our_models():
            with self.subTest(model._meta.label):
                self.assertIsNot(model.__str__, models.Model.__str__)
                self.assertNotEqual(list(model._meta.ordering), [])

    def test_nothing_is_deleted_along_unless_listed(self):
        rules = {
            label: field.remote_field.on_delete
            for label, field in our_fields()
            if isinstance(field, models.ForeignKey)
        }
        self.assertEqual(
            {label: rule for label, rule in rules.items() if rule != models.PROTECT},
            dict.fromkeys(GOES_WITH_ITS_OWNER, models.CASCADE)
            | dict.fromkeys(OUTLIVES_ITS_SOURCE, models.SET_NULL),
        )


class MigrationTests(TestCase):
    def test_every_change_of_a_model_has_its_migration(self):
        out = StringIO()
        call_command("makemigrations", "--dry-run", stdout=out)
        self.assertEqual(out.getvalue(), "No changes detected\n")

    def test_migrations_are_named_for_what_they_do(self):
        for path in ROOT.glob("*/migrations/[0-9]*.py"):
            with self.subTest(relative(path)):
                self.assertRegex(path.stem, r"^\d{4}_[a-z_]+$")
                self.assertNotIn("_auto_", path.stem)


class TemplateTests(SimpleTestCase):
    def test_every_template_is_used(self):
        folders = get_app_template_dirs("templates")
        theirs = [folder for folder in folders if "site-packages" in folder.parts]
        code = "\n".join(map(text_of, files(".py", ".html")))
        for path in files(".html"):
            name = relative(path).partition("templates/")[2]
            overrides = any((folder / name).exists() for folder in theirs)
            with self.subTest(name):
                self.assertTrue(overrides or f'"{name}"' in code or f"'{name}'" in code)

    def test_parts_say_what_they_need(self):
        for path in files(".html"):
            if path.name.startswith("_"):
                with self.subTest(relative(path)):
                    self.assertRegex(text_of(path), r"\A\{# Context: ")

    def test_a_form_in_a_part_gets_the_token_that_its_post_needs(self):
        """The test client does not ask for it, and a browser does."""
        texts = {
            relative(path).partition("templates/")[2]: text_of(path)
            for path in files(".html")
        }
        for name, text in texts.items():
            for part, given in INCLUDED_ALONE.findall(text):
                if any(tag in texts[part] for tag in TOKEN_TAGS):
                    with self.subTest(f"{part} in {name}"):
                        self.assertIn("csrf_token=csrf_token", given)

    def test_no_script_or_style_stands_in_a_page(self):
        self.assertEqual(matches(INLINE, ".html"), [])

    def test_nothing_is_loaded_from_another_host(self):
        self.assertEqual(matches(FROM_ELSEWHERE, ".html", ".css"), [])


class FileTests(SimpleTestCase):
    def test_no_file_outgrows_its_reader(self):
        for path in files(*LONGEST_FILE):
            if "migrations" not in path.parts:
                with self.subTest(relative(path)):
                    length = len(text_of(path).splitlines())
                    self.assertLessEqual(length, LONGEST_FILE[path.suffix])

    def test_no_function_outgrows_its_reader(self):
        for path in files(".py"):
            in_views = path.stem == "views" or path.parent.name == "views"
            for node in ast.walk(ast.parse(text_of(path))):
                if isinstance(node, ast.FunctionDef):
                    takes_request = [a.arg for a in node.args.args[:1]] == ["request"]
                    is_view = in_views and takes_request
                    limit = LONGEST_VIEW if is_view else LONGEST_FUNCTION
                    length = node.end_lineno - node.lineno + 1
                    docstring = (ast.get_docstring(node) or "").splitlines()
                    with self.subTest(f"{relative(path)}:{node.name}"):
                        self.assertLessEqual(length - len(docstring), limit)

    def test_text_is_stored_composed(self):
        for path in files(".py", ".html", ".css", ".js", ".md", ".po", ".json", ".csv"):
            with self.subTest(relative(path)):
                self.assertTrue(unicodedata.is_normalized("NFC", text_of(path)))

    def test_nothing_is_unfinished(self):
        self.assertEqual(matches(UNFINISHED, ".py", ".html", ".css", ".js", ".md"), [])

    def test_no_test_is_left_out(self):
        self.assertEqual(matches(LEFT_OUT, ".py"), [])
