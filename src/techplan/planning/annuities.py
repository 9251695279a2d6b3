"""Payments of leases and loans, and the value today of money that comes later; exact until rounded to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from techplan.book.money import half_up, share_out


def payment(principal_cents: int, rate: Decimal | Fraction, payments: int, *, in_advance: bool) -> int:
    """The level payment in cents that repays a principal at a rate for each period; the annuity formula.

    In arrears P·i ÷ (1 − (1+i)^−n); in advance that divided by 1+i, since each payment comes one period earlier.
    """
    if rate == 0:
        return half_up(Fraction(principal_cents, payments))
    growth = 1 + Fraction(rate)
    level = principal_cents * Fraction(rate) / (1 - growth**-payments)
    return half_up(level / growth if in_advance else level)


def present_value(cents: Sequence[int], rate: Decimal | Fraction, *, in_advance: bool = True) -> int:
    """The value at the start of amounts a period apart; the first now, or at the end of the first period."""
    growth = 1 + Fraction(rate)
    later = 0 if in_advance else 1
    return half_up(sum((amount / growth ** (n + later) for n, amount in enumerate(cents)), Fraction(0)))


def split_interest(
    principal_cents: int, rate: Decimal | Fraction, cents: Sequence[int], *, in_advance: bool
) -> list[tuple[int, int, int]]:
    """Interest, principal and balance after each payment; rounding is settled in the last one, which ends at zero."""
    balance, rows = principal_cents, []
    for number, amount in enumerate(cents):
        interest = 0 if in_advance and number == 0 else half_up(balance * Fraction(rate))
        if number == len(cents) - 1:
            interest = amount - balance
        balance -= amount - interest
        rows.append((interest, amount - interest, balance))
    return rows


def level_parts(total_cents: int, parts: int) -> list[int]:
    """A total in equal parts to the cent, the first ones a cent larger where it does not divide."""
    return share_out(total_cents, [1] * parts, [f"{n:04d}" for n in range(parts)])
