"""The archive of an .xlsx: which part is which sheet, and what must not go back."""

import io
import posixpath
import shutil
import zipfile
from collections.abc import Callable

from defusedxml import ElementTree

from .markup import element_end, local, spliced, tag, walk
from .order import TITLE, SheetOrder
from .sheets import SheetPatch
from .styles import Styles

_TYPES = "[Content_Types].xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OFFICE = ("macroEnabled.main+xml", "template.main+xml")
# What acts by itself or on a click. A workbook that has some of it is built anew.
_ACTIVE = (
    "/macrosheets/",
    "/dialogsheets/",
    "/activex/",
    "/embeddings/",
    "/webextensions/",
    "/connections.xml",
    "/querytables/",
    "/customui/",
)
_ACTIVE_LINKS = (b"ddeLink", b"oleLink")


class _Package:
    def __init__(self, data: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()
        self.changed: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return {id: (kind, part)} of what a part leads to."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.names:
            return {}
        return {
            element.get("Id"): (
                element.get("Type", "").rpartition("/")[2],
                posixpath.normpath(
                    posixpath.join("/", folder, element.get("Target", ""))
                ).lstrip("/"),
            )
            for element in ElementTree.fromstring(self.read(relations))
            if element.get("TargetMode") != "External"
        }

    @property
    def workbook(self) -> str:
        return next(
            part for kind, part in self.related("").values() if kind == "officeDocument"
        )

    def is_active(self) -> bool:
        """Say whether something besides macros might act when the file is opened."""
        for name in self.names:
            path = f"/{name.lower()}"
            if any(part in path for part in _ACTIVE):
                return True
            if "/externallinks/" in path and path.endswith(".xml"):
                text = self.read(name)
                if any(sign in text for sign in _ACTIVE_LINKS):
                    return True
        return False

    def saved(self) -> bytes:
        """Return the archive with its changed parts and without macros."""
        self._drop_macros()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.names:
                if name in self.changed:
                    archive.writestr(name, self.changed.pop(name))
                elif not _is_macro(name):
                    with self.archive.open(name) as part, archive.open(name, "w") as to:
                        shutil.copyfileobj(part, to)
        return target.getvalue()

    def _drop_macros(self) -> None:
        self.changed[_TYPES] = _edited(self.read(_TYPES), _type_without_macros)
        for name in self.names:
            if name.endswith(".rels") and not _is_macro(name):
                self.changed[name] = _edited(self.read(name), _relation_without_macros)


def _is_macro(name: str) -> bool:
    return posixpath.basename(name).lower().startswith("vba")


def _type_without_macros(given: dict) -> dict | None:
    if _is_macro(given.get("PartName", "")):
        return None
    if given.get("ContentType", "").endswith(_OFFICE):
        return {**given, "ContentType": _WORKBOOK}
    return given


def _relation_without_macros(given: dict) -> dict | None:
    return None if "vbaProject" in given.get("Type", "") else given


def _edited(xml: bytes, decide: Callable[[dict], dict | None]) -> bytes:
    """Return a list of elements with those that were changed or taken out."""
    edits: list[tuple[int, int, bytes]] = []
    begun: list[tuple[int, dict]] = []

    def start(name, given, index):
        begun.append((index, given))

    def end(name, index):
        first, given = begun.pop()
        if len(begun) == 1:
            left = decide(given)
            if left != given:
                piece = b"" if left is None else tag(name, left, closed=True)
                edits.append((first, element_end(xml, first, index), piece))

    walk(xml, start, end)
    return spliced(xml, edits)


def patched(data: bytes, orders: list[SheetOrder]) -> bytes | None:
    """Return a workbook with what the orders say; None if it must be built anew."""
    package = _Package(data)
    if package.is_active():
        return None
    workbook = package.workbook
    related = package.related(workbook)
    by_kind = dict(related.values())
    styles_part = by_kind.get("styles")
    styles = Styles(package.read(styles_part)) if styles_part in package.names else None
    if styles is None or not styles.is_whole:
        return None
    titles = _titles(package, by_kind.get("sharedStrings"))
    parts = _sheet_parts(package, workbook, related)
    for order in orders:
        part = parts[order.name]
        patch = SheetPatch(package.read(part), order, styles, titles)
        package.changed[part] = patch.patched()
    package.changed[styles_part] = styles.patched()
    return package.saved()


def _sheet_parts(package: _Package, workbook: str, related: dict) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    parts = {}
    for element in ElementTree.fromstring(package.read(workbook)).iter():
        if local(element.tag.rpartition("}")[2]) == "sheet":
            ids = [value for key, value in element.items() if key.endswith("}id")]
            if ids and ids[0] in related:
                parts[element.get("name", "")[:100]] = related[ids[0]][1]
    return parts


def _titles(package: _Package, part: str | None) -> set[str]:
    """Return the numbers of the shared texts that read as our title."""
    if part not in package.names:
        return set()
    found: set[str] = set()
    number, text, path = 0, "", []

    def start(name, given, index):
        nonlocal text
        path.append(local(name))
        if path[-1] == "si":
            text = ""

    def take(more):
        nonlocal text
        if path[-1] == "t" and "rPh" not in path:
            text += more

    def end(name, index):
        nonlocal number
        if path.pop() == "si":
            if text == TITLE:
                found.add(str(number))
            number += 1

    with package.archive.open(part) as shared:
        walk(shared, start, end, take)
    return found
