"""Sentences about scores, as they stand on pages."""

from collections.abc import Sequence
from fractions import Fraction

from ..enums import Grade
from ..models import Regime
from .reckoning import WIDEST_SPREAD, Reckoned, Shortfall, spread

# A province that finds five stars sends the dossier on; the Ministry gives them.
GRADES = {3: Grade.THREE, 4: Grade.FOUR, 5: Grade.POTENTIAL_FIVE}


def points_words(points: Fraction | int) -> str:
    """Return points as they are written: 82,5; never rounded up to the next band.

    What does not end within two decimals is cut there and shows that it goes on.
    """
    whole, part = divmod(Fraction(points) * 100, 100)
    hundredths, rest = divmod(part, 1)
    digits = f"{int(hundredths):02}"
    if rest:
        return f"{int(whole)},{digits}…"
    digits = digits.rstrip("0")
    return f"{int(whole)},{digits}" if digits else f"{int(whole)}"


def stars_words(stars: int) -> str:
    """Return the result in words, with what follows from it."""
    if stars in GRADES and GRADES[stars] == Grade.POTENTIAL_FIVE:
        return f"{Grade.POTENTIAL_FIVE.label}, trình Trung ương đánh giá"
    if stars in GRADES:
        return f"hạng {stars} sao"
    return f"{stars} sao, không ban hành quyết định công nhận"


def missed_words(missed: Sequence[Shortfall]) -> str:
    """Return the minima that were not reached: 4.1 ≥ 3, 5.1 ≥ 5."""
    return ", ".join(str(one.minimum) for one in missed)


def explanation(reckoned: Reckoned, regime: Regime) -> str:
    """Say which stars the points give, and why not more."""
    points = f"{points_words(reckoned.total)} điểm"
    if reckoned.stars is None:
        return f"{points} {_gap_words(reckoned.total, regime)}"
    result = stars_words(reckoned.stars)
    if reckoned.missed:
        return f"{points} nhưng thiếu {missed_words(reckoned.missed)}: {result}"
    if reckoned.stars in GRADES:
        return f"{points}, đủ mức tối thiểu của {reckoned.stars} sao: {result}"
    return f"{points}: {result}"


def _gap_words(total: Fraction, regime: Regime) -> str:
    bands = [
        f"{begin}–{end if end == 100 else end - 1}"
        for begin, end, _ in regime.star_bands
    ]
    above = sum(begin <= total for begin, _, _ in regime.star_bands)
    return (
        f"nằm giữa hai khung {bands[above - 1]} và {bands[above]} điểm của {regime}:"
        " quy định không nói xếp hạng nào"
    )


def spread_words(totals: Sequence[int]) -> str:
    """Say that members lie too far apart, or nothing."""
    if spread(totals) <= WIDEST_SPREAD:
        return ""
    return (
        f"Điểm của các thành viên chênh nhau {spread(totals)} điểm (từ {min(totals)}"
        f" đến {max(totals)}), quá {WIDEST_SPREAD} điểm: cần thảo luận và chấm lại."
    )
