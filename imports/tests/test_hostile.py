"""Files that mean harm: each gets its own answer at little cost, nothing is kept."""

import functools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.test import SimpleTestCase

from imports.models import ImportRun
from imports.reading import read_file
from imports.reading.sheets import tidy_merges

from . import hostile
from .pages import FILE, PageTestCase

MOST_MEMORY = 300 * 1024  # kB that the portal and its child may take together
MOST_SECONDS = 10


@functools.cache
def files() -> dict[str, bytes]:
    """Return every hostile file by name; made once."""
    made = {name: make() for name, (make, *_) in hostile.REFUSED.items()}
    return made | {name: make() for name, make in hostile.READ_SAFELY.items()}


class UploadTests(PageTestCase):
    def test_each_is_refused_in_its_own_words_and_kept_nowhere(self):
        self.start()  # so that the folder exists
        kept = default_storage.listdir("imports")
        for name, (_, _, words) in hostile.REFUSED.items():
            with self.subTest(file=name):
                response = self.upload(files()[name], "ds.xls")
                self.assertEqual(response.status_code, 422)
                [error] = response.context["form"].errors["file"]
                self.assertTrue(error.startswith("Tệp “ds.xls”: "), error)
                self.assertIn(words, error)
        self.assertEqual(ImportRun.objects.count(), 1)
        self.assertEqual(default_storage.listdir("imports"), kept)

    def test_what_only_looks_dangerous_is_taken(self):
        for name in hostile.READ_SAFELY:
            with self.subTest(file=name):
                response = self.upload(files()[name])
                self.assertEqual(response.status_code, 302)
                page = self.client.get(response["Location"])
                self.assertContains(page, "Tên sản phẩm")

    def test_too_large_a_line_is_refused_by_its_size(self):
        response = self.upload(b"a;b" + b" " * 50 * 1024 * 1024, "ds.csv")
        self.assertContains(response, "Tệp lớn quá 20 MB.", status_code=422)

    def test_the_worker_lives(self):
        for name in ("far corner no pattern finds", "lying bomb", "xls of noise"):
            self.upload(files()[name])
            self.assertEqual(self.upload(FILE).status_code, 302)


class CostTests(SimpleTestCase):
    def test_codes_memory_and_time(self):
        outcomes = _measured(files())
        start = outcomes.pop("start")
        codes = {name: code for name, (_, code, _) in hostile.REFUSED.items()}
        codes |= dict.fromkeys(hostile.READ_SAFELY)
        self.assertEqual(
            {name: outcome["code"] for name, outcome in outcomes.items()}, codes
        )
        for name, outcome in outcomes.items():
            with self.subTest(file=name):
                if name in hostile.READ_SAFELY:
                    self.assertEqual(outcome["tops"], [hostile.PLAIN])
                # Peaks only ever grow: these are the worst of all files so far.
                grown = outcome["peak"] - start + outcome["peak_of_child"]
                self.assertLess(grown, MOST_MEMORY)
                self.assertLess(outcome["seconds"], MOST_SECONDS)

    def test_a_real_list_of_sixty_thousand_rows_is_read(self):
        row = b'<row><c t="str"><v>%s</v></c>' + b"<c><v>7</v></c>" * 19 + b"</row>"
        texts = ("Sản phẩm số %d của hợp tác xã".encode() % n for n in range(60_000))
        data = hostile.rewritten(
            hostile.workbook(hostile.PLAIN),
            hostile.SHEET,
            lambda xml: (
                xml[: xml.index(b"<row")]
                + b"".join(row % text for text in texts)
                + xml[xml.index(b"</sheetData>") :]
            ),
        )
        [sheet] = read_file(data).sheets
        self.assertEqual((len(sheet.rows), len(sheet.rows[-1])), (60_000, 20))
        self.assertEqual(sheet.cell(59_999, 0), "Sản phẩm số 59999 của hợp tác xã")

    def test_ranges_that_overlap_are_dropped(self):
        ranges = [(row, 0, row + 1000, 0) for row in range(50_000)]
        tidy = tidy_merges([*ranges, (5, 1, 6, 1), (70_000, 0, 70_001, 0)], 60_000)
        self.assertEqual(len(tidy), 51)
        self.assertEqual(tidy[:3], [(0, 0, 1000, 0), (5, 1, 6, 1), (1001, 0, 2001, 0)])


def _measured(made: dict[str, bytes]) -> dict[str, dict]:
    """Return what measuring.py says of files, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in made.items():
            (Path(folder) / name).write_bytes(data)
        outcome = subprocess.run(
            [sys.executable, "-m", "imports.tests.measuring", folder],
            cwd=settings.BASE_DIR,
            capture_output=True,
            check=True,
        )
    return json.loads(outcome.stdout)
