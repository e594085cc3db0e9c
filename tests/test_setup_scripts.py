"""The programs in scripts/ that set the portal up."""

import gettext
import io
import os
import tempfile
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

from scripts import chromium, compile_messages, frontend

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#. A comment
#: some/file.py:1
msgid "Confirm import"
msgstr "Xác nhận nhập"

msgctxt "button"
msgid "%(count)s row"
msgid_plural "%(count)s rows"
msgstr[0] ""
"%(count)s \\"dòng\\"\\n"
"đã chọn"

#, fuzzy
msgid "Delete"
msgstr "Đoán bừa"

msgid "Untranslated"
msgstr ""
"""


class CompileMessagesTests(TestCase):
    def test_python_reads_what_was_compiled(self):
        compiled = compile_messages.mo_file(compile_messages.messages(CATALOGUE))
        words = gettext.GNUTranslations(io.BytesIO(compiled))
        rows = ("button", "%(count)s row", "%(count)s rows", 3)
        self.assertEqual(words.gettext("Confirm import"), "Xác nhận nhập")
        self.assertEqual(words.npgettext(*rows), '%(count)s "dòng"\nđã chọn')
        self.assertEqual(words.gettext("Delete"), "Delete")
        self.assertEqual(words.gettext("Untranslated"), "Untranslated")


class SpriteTests(TestCase):
    source = (
        '<svg><symbol class="bi" id="star"><path d="M1"/></symbol>'
        '<symbol class="bi" id="star-fill"><path d="M2"/></symbol></svg>'
    )

    def test_sprite_holds_the_named_icons_alone(self):
        self.assertEqual(
            frontend.sprite(self.source, ["star-fill", "star-fill"]),
            '<svg xmlns="http://www.w3.org/2000/svg">\n<symbol class="bi"'
            ' id="star-fill"><path d="M2"/></symbol>\n</svg>\n',
        )

    def test_unknown_icon_stops_the_set_up(self):
        with self.assertRaises(SystemExit) as caught:
            frontend.sprite(self.source, ["star", "sao"])
        self.assertIn("no icon sao", str(caught.exception))


class ManifestTests(TestCase):
    def test_file_that_is_not_the_one_written_down_stops_the_set_up(self):
        [entry, *_] = frontend.read_json(frontend.MANIFEST)
        frontend.verify([entry])
        for change in ({"sha384": "khác"}, {"version": "0.0.0"}):
            with self.subTest(change), self.assertRaises(SystemExit):
                frontend.verify([entry | change])


class ChromiumTests(TestCase):
    def test_named_browser_goes_before_all_others(self):
        with tempfile.TemporaryDirectory() as folder:
            browser = Path(folder) / "browser"
            browser.touch(mode=0o755)
            with patch.dict(os.environ, CHROMIUM=str(browser)):
                self.assertEqual(chromium.find(), str(browser))
                browser.unlink()
                self.assertIsNone(chromium.find())
