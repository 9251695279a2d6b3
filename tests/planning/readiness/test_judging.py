"""Standings within bounds: given only where both ends agree, and never better for what is not confirmed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.planning.readiness.judging import Bounds, Target, decimal_of, judged, shown, span, standing_of

NUMBERS = st.fractions(min_value=0, max_value=1000, max_denominator=50)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return Bounds(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


@given(bounds(), NUMBERS, NUMBERS, st.booleans())
def test_a_standing_holds_for_every_value_within(
    within: Bounds, value: Fraction, target: Fraction, at_most: bool
) -> None:
    inside = (within.low is None or value >= within.low) and (within.high is None or value <= within.high)
    standing = standing_of(within, target, at_most=at_most)
    if inside and standing != "unknown":
        met = value <= target if at_most else value >= target
        assert standing == ("ready" if met else "not ready")


@given(bounds(), NUMBERS, st.booleans())
def test_knowing_less_never_changes_a_standing_but_to_unknown(within: Bounds, target: Fraction, at_most: bool) -> None:
    for wider in (Bounds(None, within.high), Bounds(within.low, None), Bounds()):
        assert standing_of(wider, target, at_most=at_most) in {"unknown", standing_of(within, target, at_most=at_most)}
    assert standing_of(Bounds(), target, at_most=at_most) == "unknown"


@given(bounds(), NUMBERS, NUMBERS)
def test_more_never_worsens(within: Bounds, more: Fraction, target: Fraction) -> None:
    better = Bounds(*(None if end is None else end + more for end in (within.low, within.high)))
    order = {"not ready": 0, "unknown": 1, "ready": 2}
    assert order[standing_of(better, target)] >= order[standing_of(within, target)]


@pytest.mark.parametrize(("value", "standing"), [(2, "unknown"), (0, "not ready")])
def test_a_target_nobody_read_makes_nothing_ready(value: int, standing: str) -> None:
    target = Target(value=Fraction(1), source="Remembered", confirmed=False)
    row = judged("tested backups", "010", 2027, Bounds.exactly(value), target, unit="u", found="F.", why="W.")
    assert row["standing"] == standing
    assert ("It would be ready" in row["why"]) == (standing == "unknown")


def test_no_target_is_no_standing() -> None:
    row = judged("tested backups", "010", 2027, Bounds.exactly(1), None, unit="u", found="F.", why="W.")
    assert (row["standing"], row["target"], row["confirmed"]) == ("unknown", None, False)


def test_numbers_in_words() -> None:
    assert decimal_of(Fraction(2, 3)) == Decimal("0.666667")
    assert [shown(n) for n in (1000, Decimal("0.80"), Fraction(1, 3), 0, 100)] == ["1,000", "0.8", "0.33", "0", "100"]
    assert [span(one, "Mbps") for one in (Bounds(), Bounds.exactly(5), Bounds(Fraction(5)), Bounds(None, Fraction(5)),
                                          Bounds(Fraction(1), Fraction(5)))] == [
        "not known", "5 Mbps", "at least 5 Mbps", "at most 5 Mbps", "1 to 5 Mbps",
    ]  # fmt: skip
