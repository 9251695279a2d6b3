"""Cents, half-up and the largest remainder."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.money import dollars, escalated, half_up, plain_dollars, share_out, whole_dollars

cents = st.integers(-(10**15), 10**15)
decimals = st.decimals(-(10**12), 10**12, places=4)


@given(decimals)
def test_half_up_is_what_decimal_calls_half_up(value: Decimal) -> None:
    assert half_up(value) == int(value.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_half_up_is_the_nearest(value: Fraction) -> None:
    assert abs(half_up(value) - value) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (Decimal("0.5"), 1),
        (Decimal("1.5"), 2),
        (Decimal("2.5"), 3),
        (Decimal("-0.5"), -1),
        (Decimal("0.49"), 0),
        (7, 7),
    ],
)
def test_a_half_goes_away_from_zero(value: Decimal | int, nearest: int) -> None:
    assert half_up(value) == nearest


@pytest.mark.parametrize(
    ("price", "years", "later"),
    # 330, 950 and 1,200 at 3 % a year; 70 of 120 Chromebooks and 10 projectors are worked by hand in the plan's tests
    [(33_000, 1, 33_990), (95_000, 1, 97_850), (33_000, 2, 35_010), (33_000, 4, 37_142), (120_000, 0, 120_000)],
)
def test_escalated_by_hand(price: int, years: int, later: int) -> None:
    assert escalated(price, Decimal("0.03"), years) == later


def test_the_worked_example_of_two_classes() -> None:
    """FY2028 25 laptops at 950 and 3 %: 24,462.50. FY2029 80 Chromebooks at 330: 28,008.00. FY2031 120: 44,570.40."""
    rate = Decimal("0.03")
    assert 25 * escalated(95_000, rate, 1) == 2_446_250
    assert 80 * escalated(33_000, rate, 2) == 2_800_800
    assert 120 * escalated(33_000, rate, 4) == 4_457_040


def test_a_negative_rate_and_earlier_years() -> None:
    assert escalated(10_000, Decimal("-0.10"), 2) == 8_100
    assert escalated(10_300, Decimal("0.03"), -1) == 10_000


def test_a_thousand_over_three_equal_funds() -> None:
    assert share_out(100_000, [1, 1, 1], ["003", "001", "002"]) == [33_333, 33_334, 33_333]


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@given(cents, weights)
def test_parts_add_up_and_are_within_a_cent(total: int, shares: list[int]) -> None:
    parts = share_out(total, shares, [f"{i:02d}" for i in range(len(shares))])
    assert sum(parts) == total
    for part, weight in zip(parts, shares, strict=True):
        assert abs(part - Fraction(total * weight, sum(shares))) < 1
        assert weight or not part


@given(cents, weights, st.randoms(use_true_random=False))
def test_parts_do_not_depend_on_the_order(total: int, shares: list[int], random: object) -> None:
    keys = [f"{i:02d}" for i in range(len(shares))]
    order = list(range(len(shares)))
    random.shuffle(order)  # type: ignore[attr-defined]
    parts = dict(zip(keys, share_out(total, shares, keys), strict=True))
    shuffled = share_out(total, [shares[i] for i in order], [keys[i] for i in order])
    assert dict(zip([keys[i] for i in order], shuffled, strict=True)) == parts


@given(cents, weights)
def test_money_owed_is_shared_like_money_had(total: int, shares: list[int]) -> None:
    keys = [f"{i:02d}" for i in range(len(shares))]
    assert share_out(-total, shares, keys) == [-part for part in share_out(total, shares, keys)]


def test_weights_may_be_fractions() -> None:
    assert share_out(10, [Decimal("0.25"), Fraction(3, 4)], ["a", "b"]) == [3, 7]  # 2.5 and 7.5: the tie goes to a


@pytest.mark.parametrize(
    ("total", "shares", "keys"),
    [(1, [], []), (1, [0, 0], ["a", "b"]), (1, [1, -1], ["a", "b"]), (1, [1], ["a", "b"])],
)
def test_what_cannot_be_shared_is_refused(total: int, shares: list[int], keys: list[str]) -> None:
    with pytest.raises(ValueError, match="share_out"):
        share_out(total, shares, keys)


def test_nothing_among_none_with_weight_is_nothing() -> None:
    assert share_out(0, [0, 0], ["a", "b"]) == [0, 0]


def test_shown() -> None:
    assert dollars(-123_450) == "-1,234.50"
    assert plain_dollars(123_450_007) == "1234500.07"
    assert plain_dollars(-5) == "-0.05"
    assert whole_dollars(123_450) == "1,235"
    assert whole_dollars(-123_450) == "−1,235"
    assert whole_dollars(-49) == "0"


@given(cents)
def test_plain_dollars_read_back(amount: int) -> None:
    assert Decimal(plain_dollars(amount)) * 100 == amount
