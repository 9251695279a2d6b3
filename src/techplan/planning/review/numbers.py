"""Exact numbers as tables keep them: six decimals, half up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from techplan.book.columns import RATE_SCALE
from techplan.book.money import half_up


def exact(value: Fraction | Decimal | int) -> Decimal:
    """A number to six decimals, half up."""
    return Decimal(half_up(Fraction(value) * 10**RATE_SCALE)).scaleb(-RATE_SCALE)


def fraction(part: int, whole: int) -> Decimal | None:
    """A part of a whole to six decimals; None where there is nothing to divide by."""
    return exact(Fraction(part, whole)) if whole > 0 else None


def mean(values: list[Fraction]) -> Fraction | None:
    """The mean; None of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def trimmed(value: Decimal) -> str:
    """``3.1`` for ``3.100000``, with a true minus sign: a number as people write it."""
    text = f"{abs(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{'−' if value < 0 else ''}{text or '0'}"
