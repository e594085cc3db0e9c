"""Compile locale/*/LC_MESSAGES/*.po to .mo without gettext.

The catalogue holds our Vietnamese words for the packages that bring none.
"""

import ast
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAGIC, REVISION, HEADER_BYTES = 0x950412DE, 0, 28


def entries(text: str) -> list[dict[str, str]]:
    """Return each entry of a catalogue as {keyword: string}, fuzzy ones left out."""
    found = []
    for block in text.split("\n\n"):
        entry: dict[str, str] = {}
        keyword, fuzzy = "", False
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            elif line.startswith('"'):
                entry[keyword] += ast.literal_eval(line)
            elif line.strip():
                keyword, _, string = line.partition(" ")
                entry[keyword] = ast.literal_eval(string)
        if "msgid" in entry and not fuzzy:
            found.append(entry)
    return found


def messages(text: str) -> dict[bytes, bytes]:
    """Return what a .mo file stores: key with context and plural, translations."""
    catalogue = {}
    for entry in entries(text):
        key = entry["msgid"]
        if "msgctxt" in entry:
            key = f"{entry['msgctxt']}\x04{key}"
        if "msgid_plural" in entry:
            key = f"{key}\0{entry['msgid_plural']}"
        strings = [entry[word] for word in sorted(entry) if word.startswith("msgstr")]
        if any(strings):
            catalogue[key.encode()] = "\0".join(strings).encode()
    return catalogue


def mo_file(catalogue: dict[bytes, bytes]) -> bytes:
    """Return the catalogue in GNU's binary format, sorted, without a hash table."""
    keys = sorted(catalogue)
    strings = keys + [catalogue[key] for key in keys]
    table_bytes = 8 * len(keys)
    offset = HEADER_BYTES + 2 * table_bytes
    tables = b""
    for string in strings:
        tables += struct.pack("<II", len(string), offset)
        offset += len(string) + 1
    translations_at = HEADER_BYTES + table_bytes
    header = (MAGIC, REVISION, len(keys), HEADER_BYTES, translations_at, 0, offset)
    return struct.pack("<7I", *header) + tables + b"\0".join([*strings, b""])


def compile_all() -> dict[str, int]:
    """Compile every catalogue; return how many messages each holds."""
    counts = {}
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        catalogue = messages(source.read_text(encoding="utf-8"))
        source.with_suffix(".mo").write_bytes(mo_file(catalogue))
        counts[str(source.relative_to(ROOT))] = len(catalogue)
    return counts


def main() -> None:
    for name, count in compile_all().items():
        print(f"{name}: {count} messages compiled.")


if __name__ == "__main__":
    main()
