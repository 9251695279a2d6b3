"""Payments of leases, by published board items and by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.planning.annuities import level_parts, payment, present_value, split_interest


def test_a_lease_of_311_000_over_three_years() -> None:
    assert payment(31_100_000, Decimal("0.0296"), 3, in_advance=False) == 10_986_340
    assert payment(31_100_000, Decimal("0.0296"), 3, in_advance=True) == 10_670_493


@pytest.mark.parametrize(("each", "together"), [(50_311_880, 201_247_520), (25_546_590, 102_186_360)])
def test_four_payments_of_a_municipal_lease(each: int, together: int) -> None:
    assert present_value([each] * 4, Decimal(0)) == together
    assert payment(together, Decimal(0), 4, in_advance=True) == each


def test_interest_and_principal_by_hand() -> None:
    # 100.00 at 10 % in two payments in arrears of 57.62: 10.00 interest, then the rest
    assert split_interest(10_000, Decimal("0.1"), [5762, 5762], in_advance=False) == [
        (1000, 4762, 5238),
        (524, 5238, 0),
    ]
    assert split_interest(10_000, Decimal("0.1"), [5238, 5238], in_advance=True) == [(0, 5238, 4762), (476, 4762, 0)]


@given(st.integers(1, 10**9), st.decimals("0", "0.3", places=4), st.integers(1, 40), st.booleans())
def test_payments_repay_what_was_lent(principal: int, rate: Decimal, number: int, advance: bool) -> None:
    each = payment(principal, rate, number, in_advance=advance)
    worth = present_value([each] * number, rate, in_advance=advance)
    assert abs(worth - principal) <= number
    rows = split_interest(principal, rate, [each] * number, in_advance=advance)
    assert rows[-1][2] == 0
    assert sum(part for _, part, _ in rows) == principal


@given(st.integers(0, 10**9), st.integers(1, 60))
def test_level_parts_add_up(total: int, parts: int) -> None:
    assert sum(level_parts(total, parts)) == total
    assert max(level_parts(total, parts)) - min(level_parts(total, parts)) <= 1
