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
    "fieldwork.Upload.site_check",
    "accounts.Assignment.user",
    "accounts.SavedView.owner",
    "accounts.SignIn.user",
    "areas.AreaCover.ancestor",
    "areas.AreaCover.descendant",
    "areas.AreaSuccession.new",
    "areas.AreaSuccession.old",
    "areas.Boundary.area",
    "imports.ImportQuestion.run",
    "imports.ImportRow.run",
    "imports.ImportWrite.run",
    "imports.PreparedPlan.run",
    "inspections.ChecklistItem.checklist",
    "inspections.Deferral.recommendation",
    "inspections.Evidence.finding",
    "inspections.Evidence.response",
    "inspections.Finding.site_check",
    "inspections.Finding.visit",
    "inspections.ItemResult.site_check",
    "inspections.ItemSet.item",
    "inspections.LabResult.report",
    "inspections.Participant.visit",
    "inspections.Photo.site_check",
    "inspections.ProposedGround.proposal",
    "inspections.RecheckPoint.finding",
    "inspections.RecheckPoint.recommendation",
    "inspections.RecheckPoint.site_check",
    "inspections.Recommendation.site_check",
    "inspections.Recommendation.visit",
    "inspections.ReportedFigure.visit",
    "inspections.Response.recommendation",
    "inspections.ReviewComment.site_check",
    "inspections.ReviewComment.visit",
    "inspections.Sample.site_check",
    "inspections.SiteCheck.visit",
    "inspections.TeamMember.visit",
    "producers.Representative.producer",
    "producers.Site.producer",
    "products.CriteriaSet.regime",
    "products.Criterion.criteria_set",
    "products.Criterion.heading",
    "products.Heading.criteria_set",
    "products.Option.criterion",
    "products.RecognitionEnd.recognition",
    "products.ScoreLine.sheet",
}
# Rows that keep their own meaning when what they came from is withdrawn.
OUTLIVES_ITS_SOURCE = {
    "catalogue.MisuseReport.product",
    "fieldwork.Operation.site_check",
    "fieldwork.Upload.photo",
    "inspections.Finding.item_result",
    "inspections.Photo.item_result",
    "inspections.Recommendation.closing_response",
    "inspections.Recommendation.finding",
    "inspections.RevocationBasis.finding",
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
LOADS = re.compile(r"""^(?:import|export)\b[^"';]*["']([^"']+)["'];$""", re.MULTILINE)
LOADS_LATE = re.compile(r"""\bimport\(["']([^"']+)["']\)""")
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


def loads_of(script: Path) -> set[Path]:
    """Return the modules that a script of ours loads, each as a path."""
    text = text_of(script)
    found = LOADS.findall(text) + LOADS_LATE.findall(text)
    return {(script.parent / address).resolve() for address in found}


class ScriptTests(SimpleTestCase):
    field = ROOT / "static" / "js" / "field"
    vendor = ROOT / "static" / "vendor"

    def test_only_what_works_without_a_signal_is_made_of_several_files(self):
        for path in files(".js"):
            loads = {load for load in loads_of(path) if load.parent != self.vendor}
            inside = loads if path.is_relative_to(self.field) else set()
            with self.subTest(relative(path)):
                self.assertEqual(loads, inside)
                self.assertTrue(all(load.is_relative_to(self.field) for load in loads))

    def test_modules_form_no_circle(self):
        """Their names are made of their content, which holds the names they load."""
        left = {path: loads_of(path) for path in files(".js")}
        while done := {path for path, loads in left.items() if not loads & left.keys()}:
            left = {path: loads for path, loads in left.items() if path not in done}
        self.assertEqual([relative(path) for path in left], [])


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
