"""What is installed is what was written down, and comes from nowhere else."""

import json
import re
from importlib.metadata import distributions
from importlib.util import find_spec
from unittest import TestCase

from django.db.backends.postgresql.psycopg_any import is_psycopg3

from .tree import ROOT, files, git_files, relative

REQUIREMENTS = ["requirements", "requirements-dev", "requirements-node"]
LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+) \\$", re.MULTILINE)
PINNED = re.compile(r"^[\w.-]+(\[\w+\])?==[\w.]+$")
ADDRESS = re.compile(r"https?://\S+|file:|--(extra-)?index-url|--find-links")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


class PythonPackageTests(TestCase):
    def test_psycopg_3_is_not_there_to_take_over(self):
        self.assertIsNone(find_spec("psycopg"))
        self.assertFalse(is_psycopg3)

    def test_wishes_name_exact_versions(self):
        for name in REQUIREMENTS:
            for line in text_of(f"{name}.in").splitlines():
                if line and not line.startswith(("#", "-c ")):
                    with self.subTest(line):
                        self.assertRegex(line, PINNED)

    def test_every_wish_has_its_reason(self):
        reasons = text_of("docs/dependencies.md")
        for name in REQUIREMENTS:
            for wish in re.findall(r"^[\w-]+(?=[=\[])", text_of(f"{name}.in"), re.M):
                with self.subTest(wish):
                    self.assertRegex(reasons, rf"\b{wish}\b")

    def test_locked_versions_have_hashes_and_no_address(self):
        for name in REQUIREMENTS:
            text = text_of(f"{name}.txt")
            with self.subTest(name):
                self.assertEqual(ADDRESS.findall(text), [])
                for block in re.split(r"\n(?=[a-z])", text)[1:]:
                    self.assertIn("--hash=sha256:", block)

    def test_installed_versions_are_the_locked_ones(self):
        locked = dict(LOCKED.findall(text_of("requirements.txt")))
        locked |= dict(LOCKED.findall(text_of("requirements-dev.txt")))
        installed = {
            re.sub(r"[-_.]+", "-", found.name).lower(): found.version
            for found in distributions()
        }
        differing = {
            name: (version, installed.get(name))
            for name, version in locked.items()
            if installed.get(name) != version
        }
        self.assertEqual(differing, {})


class FrontEndPackageTests(TestCase):
    def test_lock_file_names_no_registry(self):
        packages = json.loads(text_of("package-lock.json"))["packages"]
        fetched = [package for name, package in packages.items() if name]
        self.assertEqual([p for p in fetched if "resolved" in p], [])
        self.assertEqual([p for p in fetched if "integrity" not in p], [])

    def test_wishes_name_exact_versions(self):
        wishes = json.loads(text_of("package.json"))
        for name, version in (
            wishes["dependencies"] | wishes["devDependencies"]
        ).items():
            with self.subTest(name):
                self.assertRegex(version, r"^\d+\.\d+\.\d+$")

    def test_copied_files_are_those_of_the_manifest(self):
        expected = {entry["to"] for entry in json.loads(text_of("frontend.json"))}
        folder = ROOT / "static" / "vendor"
        copied = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
        self.assertEqual(copied, expected)


class FreshCloneTests(TestCase):
    """A file that only this machine has is missing from everybody else's clone."""

    def test_git_knows_every_file(self):
        unknown = git_files("--others", "--exclude-standard")
        self.assertEqual([relative(path) for path in unknown], [])

    def test_nothing_third_party_is_committed(self):
        committed = [relative(path) for path in files(".js", ".css", ".woff2")]
        self.assertEqual([name for name in committed if "vendor" in name], [])
