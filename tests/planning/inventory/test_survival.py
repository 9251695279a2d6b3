"""The curve of survival: against a textbook, against Greenwood by hand, and against plain counting."""

from __future__ import annotations

import math
import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.planning.inventory.survival import Curve, survival

# Remission times of leukaemia patients, weeks; 0 is censored (Freireich and others, Blood 21, 1963).
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def curve(days: list[int], events: list[int] | None = None) -> Curve:
    return survival(pl.Series(days), pl.Series(events or [1] * len(days)).cast(pl.Boolean))


def test_a_textbook_curve() -> None:
    found = curve(WEEKS, RELAPSED)
    assert found.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found.share.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found.error.round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_the_share_left_between_two_events_with_its_interval_by_hand() -> None:
    """At 12 weeks: S = 18/21 × 16/17 × 14/15; Greenwood's sum is 3/(21·18) + 1/(17·16) + 1/(15·14)."""
    share = 18 / 21 * 16 / 17 * 14 / 15
    spread = 1.959963984540054 * math.sqrt(3 / (21 * 18) + 1 / (17 * 16) + 1 / (15 * 14)) / abs(math.log(share))
    wanted = (share, share ** math.exp(spread), share ** math.exp(-spread))
    assert curve(WEEKS, RELAPSED).left_at(12) == pytest.approx(wanted, abs=1e-9)
    assert curve(WEEKS, RELAPSED).left_at(12)[1:] == pytest.approx((0.5032, 0.8894), abs=5e-5)


def test_before_the_first_event_all_are_left_and_after_the_last_none() -> None:
    assert curve(WEEKS, RELAPSED).left_at(5) == (1.0, None, None)
    assert curve([1, 2, 3]).left_at(3) == (pytest.approx(0, abs=1e-12), None, None)


def test_the_median_and_its_interval() -> None:
    """The published medians and log–log intervals of the same trial: 23 weeks (13, open) and 8 weeks (4, 11)."""
    assert curve(WEEKS, RELAPSED).median() == (23, 13, None)
    assert curve(PLACEBO).median() == (8, 4, 11)


def test_the_median_is_the_first_day_by_which_half_are_gone() -> None:
    found = curve([1, 2, 3, 4]).median()
    assert found is not None
    assert found[0] == 2
    assert curve([1, 2, 3, 4], [1, 0, 0, 0]).median() is None


@given(st.lists(st.integers(1, 60), min_size=2, max_size=40))
@settings(deadline=None)
def test_where_nothing_is_censored_it_is_the_share_that_is_left(days: list[int]) -> None:
    found = curve(days)
    for time in range(1, 61):
        assert found.left_at(time)[0] == pytest.approx(sum(1 for day in days if day > time) / len(days), abs=1e-12)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=2, max_size=40), st.randoms())
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing(lives: list[tuple[int, bool]], chance: random.Random) -> None:
    mixed = list(lives)
    chance.shuffle(mixed)
    one, other = (curve([day for day, _ in rows], [int(event) for _, event in rows]) for rows in (lives, mixed))
    assert one.share.tolist() == other.share.tolist()
    assert np.array_equal(one.error, other.error, equal_nan=True)  # where none are left there is no error
