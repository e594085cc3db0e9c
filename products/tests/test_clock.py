"""The clock of certificates against a reading of the law in plain Python.

The reading knows no database and no month arithmetic of the portal. 26/2026/QĐ-TTg is
meant where an article stands without a number of a decision.
"""

import calendar
import datetime
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from products.enums import DossierKind, Grade
from products.models import Dossier, Product, Recognition
from tests.factories import ProductFactory, RegimeFactory

day = datetime.date
ONE_DAY = datetime.timedelta(days=1)
REGIMES = ("1048/QĐ-TTg", "148/QĐ-TTg", "26/2026/QĐ-TTg")
IN_FORCE = ("valid", "expiring", "extended")


# The law

EFFECTIVE = day(2026, 5, 22)  # 26/2026/QĐ-TTg


@dataclass(frozen=True)
class Award:
    """A recognition as a list tells of it; ``number`` is the order of entering."""

    number: int
    regime: str | None
    start: day | None
    end: day | None  # as printed
    words: str = ""  # what is printed instead of dates
    ended_on: day | None = None
    removed: bool = False


@dataclass(frozen=True)
class File:
    """A dossier."""

    kind: str
    received: day
    decided: day | None


def months_on(date, months):
    """Return the same day number, or the last day that the month has."""
    month = date.month - 1 + months
    year, month = date.year + month // 12, month % 12 + 1
    return day(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def days_before(date, days):
    return date - datetime.timedelta(days=days)


def end_of(award):
    """Three years under all regimes; Điều 11: the end that a decision prints stands."""
    if award.end or award.words or award.start is None:
        return award.end
    return months_on(award.start, 36)


def has_ended(award, date):
    """Điều 8: revoked on one of the six grounds, or taken off the list."""
    return award.ended_on is not None and award.ended_on <= date


def has_begun(award, date):
    return award.start is None or award.start <= date


def is_replaced(award, awards, date):
    """Re-evaluation or upgrade: the later award counts from its first day on."""
    return award.start is not None and any(
        other.start is not None
        and award.start <= other.start <= date
        and (other.start, other.number) > (award.start, award.number)
        for other in awards
    )


def is_due_in_transition(award):
    """Điều 11, Điều 12: recognised before, due after, and no day left to file on."""
    is_old = award.start is None or award.start < EFFECTIVE
    end = end_of(award)
    return is_old and end >= EFFECTIVE and days_before(end, 120) < EFFECTIVE


def waits(award, files, date):
    """Điều 12: filed for re-evaluation (not first, not upgrade), no result yet."""
    return any(
        file.kind == "renewal"
        and file.received <= date
        and (award.start is None or file.received >= award.start)
        and (file.decided is None or date < file.decided)
        for file in files
    )


def runs_on(award, files, date):
    """Điều 12: to the result, but no more than 180 days after the last valid day."""
    over = (date - end_of(award)).days
    return 0 < over <= 180 and is_due_in_transition(award) and waits(award, files, date)


def status_of(award, awards, files, date):
    if has_ended(award, date):
        return "removed" if award.removed else "revoked"
    if not has_begun(award, date):
        return "upcoming"
    if is_replaced(award, awards, date):
        return "superseded"
    end = end_of(award)
    if end is None:
        return "unknown"
    if date <= end and award.start is not None:
        return "valid" if months_on(date, 12) < end else "expiring"
    if date <= end:
        return "unknown"
    if runs_on(award, files, date):
        return "extended" if award.start else "unknown"
    return "expired"


def window_of(award, awards, files, date):
    """Files come 180 to 120 days before the end; older rules named no such days."""
    status = status_of(award, awards, files, date)
    if date < EFFECTIVE or status not in ("valid", "expiring"):
        return ""
    end = end_of(award)
    if date < days_before(end, 180):
        return "not_open"
    return "open" if date <= days_before(end, 120) else "missed"


def last_day_of(award, awards, files, date):
    status = status_of(award, awards, files, date)
    if status in ("revoked", "removed", "superseded"):
        return None
    if status == "extended":
        return end_of(award) + datetime.timedelta(days=180)
    return end_of(award)


def counting(awards, date):
    """Return the award that counts: the last to have begun, an undated one last."""
    begun = [award for award in awards if has_begun(award, date)]
    known = [award for award in begun if award.start]
    if known:
        return max(known, key=lambda award: (award.start, award.number))
    return max(begun, key=lambda award: award.number, default=None)


def reading(awards, files, date):
    """Return status, window and last day of each award, and of the one that counts."""
    told = [
        (
            status_of(award, awards, files, date),
            window_of(award, awards, files, date),
            last_day_of(award, awards, files, date),
        )
        for award in awards
    ]
    counts = counting(awards, date)
    return told, told[counts.number] if counts else None


# Histories

PRODUCTS = 12  # looked at together, for the sake of time
# Days on which certificates run on, or have just done so, whichever of these ended.
TRANSITION = st.sampled_from([day(2026, 9, 20), day(2026, 11, 18), day(2026, 11, 19)])
LAST_DAYS = [day(2026, 5, 21), EFFECTIVE, day(2026, 9, 18), day(2026, 9, 19)]
STARTS = st.sampled_from(
    [
        day(2020, 2, 29),
        day(2023, 5, 21),  # ends the day before the new rules
        day(2023, 5, 22),
        day(2023, 8, 31),
        day(2023, 9, 18),  # the last one whose window had closed
        day(2023, 9, 19),
        day(2024, 2, 29),
        day(2025, 8, 31),
        day(2026, 5, 21),
        EFFECTIVE,
    ]
) | st.dates(day(2019, 1, 1), day(2027, 12, 31))
DATES = st.dates(day(2018, 1, 1), day(2033, 12, 31))
SHIFTS = st.sampled_from([-400, -181, -180, -120, -119, -1, 0, 1, 30, 179, 180, 181])


@st.composite
def some_awards(draw):
    number = draw(st.integers(1, 3))
    return [draw(an_award(place)) for place in range(number)]


@st.composite
def an_award(draw, number):
    start = draw(st.none() | STARTS | STARTS)
    printed = st.none() | st.none() | DATES
    end = draw(printed.filter(lambda one: not (one and start and one < start)))
    words = "" if end or draw(st.integers(0, 4)) else "năm 2020"
    award = Award(number, draw(st.none() | st.sampled_from(REGIMES)), start, end, words)
    return draw(its_end(award)) if draw(st.booleans()) else award


@st.composite
def its_end(draw, award):
    """Draw a revocation, or a removal, which comes after the last valid day."""
    removed, end = draw(st.booleans()), end_of(award)
    first = award.start or day(2018, 1, 1)
    if removed and end:
        first = end + ONE_DAY
    on = draw(st.sampled_from([first, first + ONE_DAY]) | DATES)
    return replace(award, ended_on=max(on, first), removed=removed)


@st.composite
def a_file(draw, awards):
    ends = [end for award in awards if (end := end_of(award))] or [EFFECTIVE]
    near = st.builds(
        lambda end, shift: end + datetime.timedelta(days=shift),
        st.sampled_from(ends),
        SHIFTS,
    )
    received, decided = draw(near | DATES), draw(st.none() | near | DATES)
    if decided and decided < received:
        received, decided = decided, received
    kinds = [*DossierKind.values, "renewal", "renewal"]
    return File(draw(st.sampled_from(kinds)), received, decided)


@st.composite
def a_transition_case(draw):
    """Draw a certificate about to fall under Điều 12, or just beside it, and a file."""
    end = draw(st.sampled_from(LAST_DAYS))
    usual = months_on(end, -36)
    start = draw(st.sampled_from([None, usual, usual, usual, EFFECTIVE - ONE_DAY, end]))
    received = end + datetime.timedelta(days=draw(SHIFTS))
    if start and draw(st.booleans()):
        received = start + draw(st.sampled_from([-ONE_DAY, 0 * ONE_DAY]))
    if draw(st.booleans()):
        received = draw(TRANSITION)
    results = (TRANSITION | DATES).filter(lambda one: one >= received)
    decided = draw(st.none() | st.none() | results)
    kind = draw(st.sampled_from(["renewal", "renewal", "renewal", "first", "upgrade"]))
    return [Award(0, None, start, end)], [File(kind, received, decided)]


@st.composite
def a_history(draw):
    awards = draw(some_awards())
    return awards, draw(st.lists(a_file(awards), max_size=3))


def turning_days(awards, files):
    """Return the days on which some rule turns, and those beside them."""
    turns = {EFFECTIVE, day(2024, 2, 29), day(2025, 8, 31)}
    for award in awards:
        turns |= {one for one in (award.start, award.ended_on) if one}
        if end := end_of(award):
            turns |= {end, months_on(end, -12)}
            turns |= {days_before(end, days) for days in (180, 120, -180)}
    for file in files:
        turns |= {one for one in (file.received, file.decided) if one}
    return sorted({turn + off * ONE_DAY for turn in turns for off in (-1, 0, 1)})


@st.composite
def histories(draw):
    """Draw the chains of some products, what was filed for each, and days to look."""
    drawn = [
        a_transition_case() if place % 2 else a_history() for place in range(PRODUCTS)
    ]
    told = [draw(one) for one in drawn]
    days = [st.sampled_from(turning_days(*one)) for one in told]
    days = st.lists(st.one_of(*days, DATES), min_size=7, max_size=7, unique=True)
    return told, [draw(TRANSITION), *draw(days)]


class ClockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.products = ProductFactory.create_batch(PRODUCTS)
        cls.regimes = {number: RegimeFactory(number=number) for number in REGIMES}

    @settings(
        max_examples=40,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],  # making a failure smaller would take minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(histories())
    def test_database_and_law_agree(self, history):
        told, days = history
        for product, (awards, files) in zip(self.products, told, strict=True):
            self.store(product, awards, files)
        for date in days:
            expected = [reading(awards, files, date) for awards, files in told]
            self.check_every_one(expected, date)
            self.check_what_counts(expected, date)
        self.check_lists(expected, date)

    def store(self, product, awards, files):
        Dossier.objects.bulk_create(
            Dossier(
                product=product,
                kind=file.kind,
                received_on=file.received,
                decided_on=file.decided,
            )
            for file in files
        )
        Recognition.objects.bulk_create(self.row(product, award) for award in awards)

    def row(self, product, award):
        row = Recognition(
            product=product,
            grade=Grade.THREE,
            regime=self.regimes.get(award.regime),
            valid_from=award.start,
            valid_to=award.end,
            dates_as_printed=award.words,
            ended_on=award.ended_on,
            ended_by_removal=award.removed,
        )
        row.fill_term()
        return row

    def counted(self, expected):
        """Return what is expected of each product that was recognised at all."""
        return {
            product.pk: standing
            for product, (_, standing) in zip(self.products, expected, strict=True)
            if standing
        }

    def check_every_one(self, expected, date):
        rows = Recognition.objects.with_status(date).order_by("product_id", "pk")
        self.assertEqual(
            [(row.status, row.window, row.last_day) for row in rows],
            [told for every_one, _ in expected for told in every_one],
            f"{date:%d/%m/%Y}",
        )

    def check_what_counts(self, expected, date):
        counted = self.counted(expected)
        rows = Recognition.objects.standing_on(date)
        self.assertEqual(
            {row.product_id: (row.status, row.window, row.last_day) for row in rows},
            counted,
            f"{date:%d/%m/%Y}",
        )

    def check_lists(self, expected, date):
        counted = self.counted(expected)
        products = Product.objects.with_standing(date)
        self.assertEqual(
            {one.pk: (one.standing, one.standing_valid_to) for one in products},
            {one.pk: (None, None) for one in self.products}
            | {
                key: (status, last_day)
                for key, (status, _, last_day) in counted.items()
            },
        )
        shown = Recognition.objects.in_force_on(date).values_list("product", flat=True)
        self.assertCountEqual(
            shown, [key for key, told in counted.items() if told[0] in IN_FORCE]
        )
        never = Product.objects.never_recognised_by(date)
        self.assertEqual(
            {one.pk for one in never}, {one.pk for one in self.products} - set(counted)
        )
