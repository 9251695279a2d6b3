"""A committed share as a number and as it is printed: it never says that nothing is left while something is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from techplan.book.columns import RATE_SCALE
from techplan.book.money import half_up

WHOLE: Final = 1000
"""One hundred percent in tenths."""


def share_of(part: int, whole: int) -> Decimal | None:
    """A share to six decimals, half up; one only where it is all. None where there is nothing to divide by."""
    if whole <= 0:
        return None
    return Decimal(_not_quite(part, whole, 10**RATE_SCALE)).scaleb(-RATE_SCALE)


def printed_share(part: int, whole: int) -> str | None:
    """``96.4%``: half up to a tenth, but 99.9% while anything is left and 100.1% once anything is overspent.

    53,000 of 55,000 is 96.4%; 99.96 % prints 99.9%. None where there is nothing to divide by.
    """
    if whole <= 0:
        return None
    tenths = _not_quite(part, whole, WHOLE)
    return f"{'−' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def _not_quite(part: int, whole: int, steps: int) -> int:
    """The share in so many steps of one, half up; the step of exactly one is kept for what is exactly all."""
    rounded = half_up(Fraction(part * steps, whole))
    if rounded == steps and part < whole:
        return steps - 1
    if rounded == steps and part > whole:
        return steps + 1
    return rounded
