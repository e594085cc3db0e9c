"""Nothing that people see is left in English by the packages that show it."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import django
from django.conf import settings
from django.test import SimpleTestCase
from django.utils.translation import gettext

from scripts.compile_messages import entries

# Modules whose words reach a page of the portal or of the back office.
MODULES = [
    "allauth.account.adapter",
    "allauth.account.fields",
    "allauth.account.forms",
    "allauth.mfa.adapter",
    "allauth.mfa.base.forms",
    "allauth.mfa.totp.forms",
    "django_filters.filters",
    "django_filters.widgets",
    "import_export.admin",
    "import_export.forms",
]
TEMPLATES = ["import_export"]
# Catalogues of Django in which the Vietnamese one has gaps.
CATALOGUES = ["conf", "contrib/admin", "contrib/auth"]

# Words of parts that the portal does not use, of errors that only a programmer meets,
# of Django's own pages, and names of languages.
NOT_SHOWN = re.compile(
    "|".join(
        [
            "[Pp]hone|email each time|email addresses|Email address confirmation",
            r"\(optional\)|Email \(again\)|primary email|already registered",
            "already associated|email address to an account|Username can not be used",
            r"security key|(Master|Backup) key|Key nr\.|_natural_",
            "[Pp]assword-based|Single Sign-On|Set password|Reset password",
            "Raw passwords",
            "Conflicting form data|Enter a valid username|credentials|you’ve forgotten",
            "After you’ve created|^Enabled$|^Disabled$",
            "DEBUG|Django|Congratulations|Tutorial|how-to|Connect, get help",
            "Referer|CSRF|cookies|does not exist|“last”|allow_empty|out of range",
            "Invalid date string|More information|relationship|^String|^Duration$",
            "^(Messages|IPv4|IPv6|Positive big integer|A JSON object)$|Universally",
            "Arabic|Kurdish|Sorbian|Spanish|Gaelic|Armenian|Igbo|Kabyle|Kyrgyz|Malay",
            "Norwegian|Tajik|Turkmen|Uyghur|Uzbek",
        ]
    )
)
CALLS = {"_", "gettext", "gettext_lazy"}
TAG = re.compile(r"""{% *trans(?:late)? +(["'])(.+?)\1""")


def words_of_module(name: str) -> set[str]:
    tree = ast.parse(Path(find_spec(name).origin).read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in CALLS
        and isinstance(node.args[0], ast.Constant)
    }


def words_of_templates(package: str) -> set[str]:
    folder = Path(find_spec(package).origin).parent / "templates"
    return {
        words
        for path in folder.rglob("*.html")
        for _, words in TAG.findall(path.read_text(encoding="utf-8"))
    }


def catalogue(path: Path) -> dict[tuple[str, str], str]:
    """Return {(context, words): translation} of a catalogue."""
    return {
        (entry.get("msgctxt", ""), entry["msgid"]): entry.get("msgstr")
        or entry.get("msgstr[0]", "")
        for entry in entries(path.read_text(encoding="utf-8"))
        if entry["msgid"]
    }


def of_django(part: str, language: str) -> dict[tuple[str, str], str]:
    folder = Path(django.__file__).parent / part / "locale" / language
    return catalogue(folder / "LC_MESSAGES/django.po")


def our_own() -> dict[tuple[str, str], str]:
    return catalogue(settings.LOCALE_PATHS[0] / "vi/LC_MESSAGES/django.po")


class WordsTests(SimpleTestCase):
    maxDiff = None

    def untranslated(self, words: set[str]) -> list[str]:
        shown = [text for text in words if not NOT_SHOWN.search(text)]
        return [text for text in shown if gettext(text) == text]

    def test_packages(self):
        for name in MODULES:
            words = words_of_module(name)
            with self.subTest(name):
                self.assertNotEqual(words, set())
                self.assertEqual(self.untranslated(words), [])

    def test_templates_of_packages(self):
        for package in TEMPLATES:
            words = words_of_templates(package)
            with self.subTest(package):
                self.assertNotEqual(words, set())
                self.assertEqual(self.untranslated(words), [])

    def test_gaps_of_django(self):
        ours = our_own()
        for part in CATALOGUES:
            theirs = of_django(part, "vi")
            gaps = [
                key
                for key in of_django(part, "en")
                if not (ours.get(key) or theirs.get(key) or NOT_SHOWN.search(key[1]))
            ]
            with self.subTest(part):
                self.assertEqual(gaps, [])

    def test_words_of_django_that_say_the_wrong_thing_are_put_right(self):
        self.assertEqual(gettext("log entry"), "lượt ghi")
        self.assertEqual(gettext("This field is required."), "Xin điền mục này.")

    def test_placeholders_are_those_of_the_original(self):
        """One that is misspelt breaks the page; one may be left out on purpose."""
        placeholder = re.compile(r"%\(\w+\)[sdr]|%[sd]|{\w*}")
        for (_, english), vietnamese in our_own().items():
            with self.subTest(english):
                known = set(placeholder.findall(english))
                self.assertEqual(set(placeholder.findall(vietnamese)) - known, set())
