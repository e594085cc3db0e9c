"""Dates of workbooks as the fast reader gives them, for the readers of our own."""

import datetime

# Cells know no time zone.
_EPOCHS = tuple(
    datetime.datetime.combine(day, datetime.time())
    for day in (datetime.date(1899, 12, 30), datetime.date(1904, 1, 1))
)
_LAST_SERIAL = 2_958_465  # 31/12/9999
_LEAP_BUG = 60  # Excel takes 1900 for a leap year; days before March are one off


def from_serial(serial: float, *, is_1904: bool = False):
    """Return the date, the moment or the time of day that a serial number means."""
    if not 0 <= serial <= _LAST_SERIAL:
        return serial
    milliseconds = round(serial * 86_400_000)
    moment = _EPOCHS[is_1904] + datetime.timedelta(milliseconds=milliseconds)
    if serial < 1:
        return moment.time()
    if not is_1904 and serial < _LEAP_BUG:
        moment += datetime.timedelta(days=1)
    return without_midnight(moment)


def without_midnight(moment: datetime.datetime) -> datetime.date:
    """Return the moment, or its date where it tells no time."""
    return moment if moment.time() != datetime.time() else moment.date()
