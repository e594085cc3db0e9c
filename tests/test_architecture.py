"""The apps keep the order of docs/architecture.md, and so does each file in them."""

import ast
import re
import subprocess
import sys
import tomllib

from django.apps import apps
from django.conf import settings
from django.test import SimpleTestCase

from .tree import ROOT, files, relative

REASONLESS = re.compile(r"# (noqa|type: ignore|djlint:off)(?!.* -- \w)")

# Parts of an app that look at it from outside, as other apps do.
OUTSIDE = {"tests", "management", "migrations"}


def contract(kind: str) -> dict:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return next(found for found in contracts if found["type"] == kind)


def apps_from_the_ground_up() -> list[str]:
    layers = contract("layers")["layers"]
    return [app for layer in reversed(layers) for app in layer.split(" | ")]


class ArchitectureTests(SimpleTestCase):
    def test_apps_import_only_what_lies_before_them(self):
        # In a process of its own: it switches the loggers of this one off.
        lint = (
            "import sys; from importlinter.cli import lint_imports as l; sys.exit(l())"
        )
        result = subprocess.run(
            [sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True
        )
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_every_app_has_its_place_in_the_order(self):
        every_app = [*settings.OCOP_APPS, "demo"]
        self.assertEqual(apps_from_the_ground_up(), every_app)
        wiring = contract("forbidden")
        self.assertEqual(wiring["source_modules"], every_app)
        self.assertEqual(wiring["forbidden_modules"], ["ocop_portal"])

    def test_core_has_no_models(self):
        self.assertEqual(list(apps.get_app_config("core").get_models()), [])

    def test_imports_inside_an_app_are_relative(self):
        for path in files(".py"):
            name = relative(path)
            own = name.partition("/")[0]
            if own not in settings.OCOP_APPS or OUTSIDE & set(path.parts):
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            absolute = [
                node.lineno
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                and not node.level
                and node.module.partition(".")[0] == own
            ]
            with self.subTest(path=name):
                self.assertEqual(absolute, [])

    def test_every_exception_to_a_rule_has_a_reason(self):
        for path in files(".py", ".html"):
            lines = path.read_text(encoding="utf-8").splitlines()
            found = [
                f"{relative(path)}:{number}"
                for number, line in enumerate(lines, 1)
                if REASONLESS.search(line) and "REASONLESS" not in line
            ]
            with self.subTest(path=relative(path)):
                self.assertEqual(found, [])
