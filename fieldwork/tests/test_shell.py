import json
import re
import tempfile
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from fieldwork import shell
from tests.factories import UserFactory

from .protocol import says

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
OWN = "django.contrib.staticfiles.finders.FileSystemFinder"
STORAGE = {"staticfiles": {"BACKEND": "core.storage.StaticFiles"}}


def kept_files(worker: str) -> list[str]:
    return json.loads(re.search(r"FILES = (\[.*?\]);", worker)[1])


class ShellTests(TestCase):
    @says("S46")
    def test_page_is_the_same_for_everybody_and_sets_nothing(self):
        person = UserFactory(role=Role.OFFICER, full_name="Hoàng Thị Lan")
        before = self.client.get(reverse("fieldwork:shell"))
        self.client.force_login(person)
        after = self.client.get(reverse("fieldwork:shell"))
        self.assertEqual(before.content, after.content)
        self.assertNotContains(after, "Hoàng Thị Lan")
        self.assertNotContains(after, "csrf")
        self.assertEqual(len(before.cookies), 0)
        self.assertEqual(before["Cache-Control"], "no-cache")

    def test_worker_keeps_the_page_and_all_that_it_shows(self):
        response = self.client.get(reverse("fieldwork:worker"))
        self.assertEqual(response["Content-Type"], "text/javascript; charset=utf-8")
        files = kept_files(response.content.decode())
        self.assertEqual(files[0], "/di-co-so/")
        self.assertIn("/static/css/tokens.css", files)
        self.assertIn(  # named by a style sheet
            "/static/vendor/fonts/be-vietnam-pro-vietnamese-400-normal.woff2", files
        )
        self.assertEqual(len(files), len(set(files)))
        for address in files[1:]:
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_modules_are_followed_through_their_imports(self):
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder, "start.js", 'import { a } from "./a.js";')
            self.write(folder, "a.js", 'export { b } from "../js/b.js";')
            self.write(folder, "b.js", 'const c = () => import("./c.js");')
            self.write(folder, "c.js", 'import { start } from "./start.js";')
            self.write(folder, "unused.js", "")
            with override_settings(STATICFILES_DIRS=[folder]):
                page = '<script type="module" src="/static/js/start.js"></script>'
                files = shell.files_of(page)
        names = ["a.js", "b.js", "c.js", "start.js"]
        self.assertEqual(list(files), [f"/static/js/{name}" for name in names])

    def write(self, folder, name, text):
        path = Path(folder, "js", name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def test_version_changes_with_any_file(self):
        page, script = b"<html>", b"let a;"
        versions = [
            shell.version({"/": page, "/a.js": script}),
            shell.version({"/": page, "/a.js": script}),
            shell.version({"/": page + b" ", "/a.js": script}),
            shell.version({"/": page, "/a.js": script + b" "}),
            shell.version({"/": page, "/b.js": script}),
        ]
        self.assertEqual(versions[0], versions[1])
        self.assertEqual(len(set(versions)), 4)

    def test_collected_files_are_kept_by_their_hashed_names(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(
                STORAGES=STORAGE, STATIC_ROOT=folder, STATICFILES_FINDERS=[OWN]
            ),
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            self.check_hashed(shell.worker(), shell.manifest())

    def check_hashed(self, worker, manifest):
        files = kept_files(worker)
        self.assertGreater(len(files), 10)
        icons = [icon["src"] for icon in manifest["icons"]]
        for address in [*files[1:], *icons]:
            with self.subTest(address):
                self.assertRegex(address, HASHED)

    def test_manifest_lets_a_browser_install_it(self):
        response = self.client.get(reverse("fieldwork:manifest"))
        self.assertEqual(response["Content-Type"], "application/manifest+json")
        manifest = json.loads(response.content)
        self.assertEqual(manifest["start_url"], "/di-co-so/")
        self.assertEqual(manifest["display"], "standalone")
        self.assertEqual(
            [(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]],
            [
                ("192x192", "any"),
                ("512x512", "any"),
                ("192x192", "maskable"),
                ("512x512", "maskable"),
            ],
        )
        for icon in manifest["icons"]:
            image = Image.open(find(icon["src"].removeprefix("/static/")))
            self.assertEqual(f"{image.width}x{image.height}", icon["sizes"])
