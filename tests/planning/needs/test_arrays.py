"""The calendar that a projection works on."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from techplan.planning.needs.arrays import calendar
from techplan.planning.settings import settings_of


@pytest.mark.parametrize(
    ("on", "remaining"),
    [
        (date(2026, 3, 1), [1_000_000, 1_000_000, 1_000_000]),
        (date(2026, 7, 1), [1_000_000, 1_000_000, 1_000_000]),
        (date(2026, 11, 25), [597_260, 1_000_000, 1_000_000]),  # 218 of 365 days
        (date(2027, 7, 1), [0, 1_000_000, 1_000_000]),
        (date(2028, 6, 30), [0, 2_732, 1_000_000]),  # the last of 366 days
        (date(2030, 1, 1), [0, 0, 0]),
    ],
)
def test_of_each_year_only_what_is_still_to_come(on: date, remaining: list[int], small: SimpleNamespace) -> None:
    settings = settings_of(small.book_of(), on)[0]
    assert calendar(settings, range(2027, 2030)).remaining.tolist() == remaining
