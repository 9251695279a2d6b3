"""Money is whole cents; parts add up to the whole, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int) -> int:
    """The nearest whole number; a half goes away from zero, as on an invoice."""
    exact = Fraction(value)
    doubled = abs(exact) * 2 + 1
    nearest = doubled.numerator // (doubled.denominator * 2)
    return nearest if exact >= 0 else -nearest


def escalated(cents: int, yearly: Decimal | Fraction, years: int) -> int:
    """A price so many years later (earlier, where negative) at a yearly rate: exact factor, half-up to the cent."""
    return half_up(cents * (1 + Fraction(yearly)) ** years)


def share_out(total: int, weights: Sequence[int | Fraction | Decimal], keys: Sequence[str]) -> list[int]:
    """``total`` cents split by weight with the largest-remainder method; a tie goes to the lower key.

    1,000.00 over three equal funds is 333.34, 333.33 and 333.33, the odd cent going by fund code. The parts come back
    in the order given and always add up. Raises ValueError where weights are negative, all zero, or not one a key.
    """
    exact = [Fraction(weight) for weight in weights]
    if len(exact) != len(keys) or any(weight < 0 for weight in exact) or (not any(exact) and (total or not exact)):
        raise ValueError("share_out needs one weight for each key, none negative and not all zero.")
    if not any(exact):
        return [0] * len(exact)
    whole = sum(exact)
    sign, amount = (1 if total >= 0 else -1), abs(total)
    quotas = [amount * weight / whole for weight in exact]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - quotas[i], keys[i]))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def dollars(cents: int) -> str:
    """``-1,234.50``: cents shown, thousands parted."""
    sign, amount = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{amount // 100:,}.{amount % 100:02d}"


def plain_dollars(cents: int) -> str:
    """``-1234.50``: for files that machines read."""
    return dollars(cents).replace(",", "")


def whole_dollars(cents: int) -> str:
    """``−1,235``: half-up to the dollar with a true minus sign, for paper."""
    rounded = half_up(Fraction(cents, 100))
    return f"{'−' if rounded < 0 else ''}{abs(rounded):,}"
