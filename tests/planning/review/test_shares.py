from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.planning.review.shares import printed_share, share_of


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (53_000, 55_000, "96.4%"),  # 96.36…
        (9_996, 10_000, "99.9%"),
        (99_999_999, 100_000_000, "99.9%"),
        (10_000, 10_000, "100.0%"),
        (10_001, 10_000, "100.1%"),
        (10_300, 10_000, "103.0%"),
        (0, 10_000, "0.0%"),
        (-500, 10_000, "−5.0%"),
        (1, 0, None),
        (1, -5, None),
    ],
)
def test_as_printed(part: int, whole: int, printed: str | None) -> None:
    assert printed_share(part, whole) == printed


def test_as_a_number() -> None:
    assert share_of(53_000, 55_000) == Decimal("0.963636")
    assert share_of(99_999_999, 100_000_000) == Decimal("0.999999")
    assert share_of(1, 0) is None


@given(part=st.integers(0, 10**9), whole=st.integers(1, 10**9))
def test_one_hundred_percent_is_all_and_only_all(part: int, whole: int) -> None:
    assert (printed_share(part, whole) == "100.0%") is (part == whole)
    assert (share_of(part, whole) == 1) is (part == whole)
