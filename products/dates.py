"""Month arithmetic of certificates and the day limits of 26/2026/QĐ-TTg."""

import calendar
import datetime

TERM_MONTHS = 36  # life of a certificate
EXPIRING_MONTHS = 12  # from here on a certificate is shown as running out
WINDOW_OPENS_DAYS = 180  # first day to file for re-evaluation, before the last day
WINDOW_CLOSES_DAYS = 120  # last day to file
WINDOW_SOON_DAYS = 60  # told this long before it opens: as long as it stays open
WINDOW_LAST_DAYS = 30  # from here on it is shown as closing: its second half
PAPER_SOON_DAYS = 90  # from here on a paper is shown as running out
EXTENSION_DAYS = 180  # Điều 12: at most this long after the last day
REVOCATION_DAYS = 15  # Điều 8: to decide, after a conclusion or a confirmed stop
NEW_RULES_ON = datetime.date(2026, 5, 22)


def add_months(date: datetime.date, months: int) -> datetime.date:
    """Return the same day some months on, clamped: 31/8 + 6 → 28/2 or 29/2.

    Raises OverflowError beyond the years a date can hold.
    """
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise OverflowError(year)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last))


def filing_days(
    valid_to: datetime.date,
) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day to file for re-evaluation.

    None where the last had passed before 26/2026/QĐ-TTg came; those due while it came
    could file from its first day on.
    """
    last = valid_to - datetime.timedelta(days=WINDOW_CLOSES_DAYS)
    if last < NEW_RULES_ON:
        return None
    first = valid_to - datetime.timedelta(days=WINDOW_OPENS_DAYS)
    return max(first, NEW_RULES_ON), last


def last_valid_day(valid_from: datetime.date) -> datetime.date:
    """Return the last valid day of a certificate whose decision prints no end."""
    return add_months(valid_from, TERM_MONTHS)
