"""Every sentence of the protocol has a test, and every test that names one is right."""

import re
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

TEXT = (Path(settings.BASE_DIR) / "docs" / "sync-protocol.md").read_text("utf-8")


def named_by_tests() -> set[str]:
    """Return the sentences that tests of this app say they hold."""
    found = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        module = import_module(f"{__package__}.{path.stem}")
        for _, owner in getmembers(module, isclass):
            for name, member in getmembers(owner):
                if name.startswith("test_"):
                    found |= set(getattr(member, "sentences", ()))
    return found


class ProtocolTests(SimpleTestCase):
    def test_every_sentence_has_a_test_and_every_name_a_sentence(self):
        sentences = re.findall(r"^- \*\*(S\d+)\*\* ", TEXT, re.MULTILINE)
        self.assertEqual(len(sentences), len(set(sentences)))
        self.assertEqual(named_by_tests(), set(sentences))

    def test_sentences_are_numbered_in_order(self):
        numbers = [int(n) for n in re.findall(r"\*\*S(\d+)\*\* ", TEXT)]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
