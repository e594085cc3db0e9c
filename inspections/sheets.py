"""A site check as people fill it in and read it: groups, items, entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from zlib import crc32

from core.text import clean_text
from products.models import Product

from .coverage import all_sectors, coverage_of
from .enums import HANDED_IN, Outcome, Severity, Subject
from .items import Cell, items_for, products_of
from .models import (
    Checklist,
    ChecklistItem,
    Finding,
    ItemResult,
    Photo,
    Recommendation,
    SiteCheck,
)
from .ordering import grouped


@dataclass(frozen=True)
class Earlier:
    """What the last visit before this one said about the same question."""

    outcome: str
    note: str
    finding: Finding | None

    @property
    def words(self) -> str:
        return in_words(self.outcome, self.note, self.finding and self.finding.severity)


@dataclass
class Entry:
    """One question with its answer, as stored or as somebody has just typed it.

    ``base`` names the stored answer that it started from, empty where there was none;
    ``stored`` is what somebody else wrote meanwhile, in words.
    """

    cell: Cell
    outcome: str = ""
    note: str = ""
    severity: str = ""
    base: str = ""
    stored: str = ""
    earlier: Earlier | None = None
    photos: list[Photo] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.cell.key

    @property
    def is_answered(self) -> bool:
        return self.outcome != Outcome.UNCHECKED

    @property
    def is_good(self) -> bool:
        return self.severity == Severity.GOOD

    @property
    def label(self) -> str:
        """Return the answer in words, without its note."""
        return in_words(self.outcome, "", self.severity)

    @property
    def severity_to_choose(self) -> str:
        """Return the severity that a failed answer has, or would have."""
        chosen = "" if self.is_good else self.severity
        return chosen or self.cell.item.default_severity


@dataclass(frozen=True)
class Line:
    """One item with an entry for the producer, or for each product."""

    item: ChecklistItem
    entries: list[Entry]

    @property
    def is_shared(self) -> bool:
        """Say whether one answer may be given for all products at once."""
        return len(self.entries) > 1

    @property
    def is_per_product(self) -> bool:
        return self.item.subject == Subject.PRODUCT

    @property
    def answers(self) -> list[tuple[Entry, str]]:
        """Return each different answer once, with the products it was given for."""
        alike: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            alike.setdefault((entry.label, entry.note), []).append(entry)
        if len(alike) == 1 and self.is_shared:
            return [(self.entries[0], f"Cả {len(self.entries)} sản phẩm")]
        return [
            (same[0], "; ".join(str(one.cell.product or "") for one in same))
            for same in alike.values()
        ]


@dataclass(frozen=True)
class Group:
    """The lines under one heading of the checklist."""

    number: int
    name: str
    lines: list[Line]

    @property
    def entries(self) -> list[Entry]:
        return [entry for line in self.lines for entry in line.entries]

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def answered(self) -> int:
        return sum(entry.is_answered for entry in self.entries)


@dataclass
class Sheet:
    """All questions of a check in the order of its checklist."""

    check: SiteCheck
    products: list[Product]
    groups: list[Group]
    photos: list[Photo]
    earlier_check: SiteCheck | None = None

    @property
    def entries(self) -> list[Entry]:
        return [entry for group in self.groups for entry in group.entries]

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def answered(self) -> int:
        return sum(entry.is_answered for entry in self.entries)

    @property
    def first_missing(self) -> str:
        """Return the key of the first question nobody has answered, or nothing."""
        missing = (entry.key for entry in self.entries if not entry.is_answered)
        return next(missing, "")

    @property
    def bases(self) -> str:
        """Return what the form carries to tell answers changed meanwhile."""
        return " ".join(f"{one.key}={one.base}" for one in self.entries if one.base)


def sheet_of(check: SiteCheck) -> Sheet:
    """Return the questions with what is stored; nine queries."""
    products = products_of(check)
    cells = items_for(check, products)
    results = {(row.item_id, row.product_id): row for row in check.results.all()}
    severities = dict(
        check.findings.filter(item_result__isnull=False).values_list(
            "item_result", "severity"
        )
    )
    photos = list(check.photos.all())
    entries = [
        _entry(cell, results.get((cell.item.pk, cell.product_id)), severities, photos)
        for cell in cells
    ]
    return Sheet(
        check=check,
        products=products,
        groups=in_groups(entries),
        photos=[photo for photo in photos if photo.item_result_id is None],
    )


def add_earlier(sheet: Sheet, *, user) -> None:
    """Put beside each question what the last visit of the site said; three queries.

    Items are matched by their code: the versions of the checklist may differ. Only
    visits that were handed in, and that the person may see, are told.
    """
    check = sheet.check
    earlier = (
        SiteCheck.objects.visible_to(user)
        .filter(
            site=check.site_id,
            visit__status__in=HANDED_IN,
            visit__starts_on__lte=check.visit.starts_on,
        )
        .exclude(pk=check.pk)
        .select_related("visit", "site__producer")
        .order_by("-visit__starts_on", "-pk")
        .first()
    )
    if earlier is None:
        return
    sheet.earlier_check = earlier
    answered = earlier.results.exclude(outcome=Outcome.UNCHECKED)
    found = earlier.findings.with_repeats()
    findings = {row.item_result_id: row for row in found}
    said = {
        (row.item.code, row.product_id): Earlier(
            row.outcome, row.note, findings.get(row.pk)
        )
        for row in answered.select_related("item")
    }
    for entry in sheet.entries:
        entry.earlier = said.get((entry.cell.item.code, entry.cell.product_id))


def still_open_of(check: SiteCheck, *, user) -> list[Recommendation]:
    """Return what earlier visits asked of the producer and nobody has closed."""
    return list(
        Recommendation.objects.visible_to(user)
        .counted()
        .still_open()
        .filter(producer=check.site.producer_id)
        .exclude(visit=check.visit_id)
        .select_related("visit", "producer", "agency")
        .order_by("visit__starts_on", "pk")
    )


def findings_open_at(check: SiteCheck, *, user) -> list[Finding]:
    """Return what earlier visits of the site found wanting, beside single questions."""
    return list(
        Finding.objects.visible_to(user)
        .counted()
        .still_open()
        .filter(site_check__site=check.site_id, item_result__isnull=True)
        .exclude(visit=check.visit_id)
        .select_related("visit", "product")
        .order_by("visit__starts_on", "pk")
    )


def stamp(outcome: str, note: str, severity: str) -> str:
    """Return a short text that differs for different answers."""
    return f"{crc32(f'{outcome}|{severity}|{note}'.encode()):08x}"


UNTOUCHED = stamp("", "", "")


def base_of(result: ItemResult, severity: str) -> str:
    """Return what a form carries to name a stored answer; version 0 is none."""
    return f"{result.version}:{stamp(result.outcome, result.note, severity)}"


def in_words(outcome: str, note: str, severity: str | None) -> str:
    words = Outcome(outcome).label
    if severity:
        words += f" ({Severity(severity).label})"
    return f"{words}: {clean_text(note)}" if note else words


def _entry(cell, result, severities, photos) -> Entry:
    if result is None:
        return Entry(cell)
    severity = severities.get(result.pk, "")
    return Entry(
        cell,
        outcome=result.outcome,
        note=result.note,
        severity=severity,
        base=base_of(result, severity),
        photos=[photo for photo in photos if photo.item_result_id == result.pk],
    )


def in_groups(entries: Iterable[Entry]) -> list[Group]:
    """Return the groups in the order of their first item; a group stands once."""
    lines: dict[str, list[Line]] = {}
    for item, asked in groupby(entries, key=lambda entry: entry.cell.item):
        lines.setdefault(item.group, []).append(Line(item, list(asked)))
    return [
        Group(number, name, of_group)
        for number, (name, of_group) in enumerate(lines.items(), start=1)
    ]


def reading_groups(checklist: Checklist) -> list[tuple[str, list[ChecklistItem]]]:
    """Return the items of a version by group, each with ``coverage``; three queries.

    It says in words which products the item is asked of.
    """
    sectors = all_sectors()
    items = list(checklist.items.prefetch_related("sets"))
    for item in items:
        chosen = {one.pk for one in item.sets.all()}
        item.coverage = coverage_of(item, chosen, sectors)
    return list(grouped(items).items())
