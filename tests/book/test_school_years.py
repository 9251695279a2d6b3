"""Fiscal years of any start, and month arithmetic that clamps."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.school_years import (
    add_months,
    add_months_expr,
    first_day,
    fiscal_year_expr,
    fiscal_year_of,
    label,
    last_day,
    long_label,
    month_end,
    school_day_in,
)

days = st.dates(date(1971, 1, 1), date(2190, 12, 31))
starts = st.integers(1, 12)
spans = st.integers(-240, 240)


@pytest.mark.parametrize(
    ("day", "start", "fy"),
    [
        (date(2026, 7, 1), 7, 2027),
        (date(2027, 6, 30), 7, 2027),
        (date(2025, 6, 30), 7, 2025),
        (date(2025, 7, 1), 7, 2026),
        (date(2025, 6, 30), 10, 2025),
        (date(2025, 7, 1), 10, 2025),
        (date(2025, 10, 1), 10, 2026),
        (date(2025, 1, 1), 1, 2025),
        (date(2025, 12, 31), 1, 2025),
        (date(2025, 12, 31), 12, 2026),
        (date(2025, 9, 1), 9, 2026),
    ],
)
def test_fiscal_year_by_hand(day: date, start: int, fy: int) -> None:
    assert fiscal_year_of(day, start) == fy


@given(days, starts)
def test_a_day_lies_within_its_year(day: date, start: int) -> None:
    fy = fiscal_year_of(day, start)
    assert first_day(fy, start) <= day <= last_day(fy, start)


@given(st.integers(1975, 2180), starts)
def test_years_follow_without_a_gap(fy: int, start: int) -> None:
    assert last_day(fy, start) + timedelta(days=1) == first_day(fy + 1, start)
    assert fiscal_year_of(first_day(fy, start), start) == fiscal_year_of(last_day(fy, start), start) == fy
    assert (last_day(fy, start) - first_day(fy, start)).days in {364, 365}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2020, 2, 29), 60, date(2025, 2, 28)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2022, 8, 15), 48, date(2026, 8, 15)),
        (date(2021, 6, 30), 48, date(2025, 6, 30)),
        (date(2026, 8, 1), -4, date(2026, 4, 1)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), 0, date(2024, 1, 15)),
    ],
)
def test_months_by_hand(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(days, st.integers(0, 100))
def test_months_keep_the_day_or_clamp_to_the_end(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later == month_end(later))


@given(st.lists(st.tuples(st.none() | days, st.none() | spans), min_size=1))
def test_over_columns_months_are_as_for_one_day(rows: list[tuple[date | None, int | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"day": pl.Date, "months": pl.Int64}, orient="row")
    got = frame.select(add_months_expr(pl.col("day"), pl.col("months"))).to_series().to_list()
    assert got == [add_months(day, n) if day is not None and n is not None else None for day, n in rows]


@given(st.lists(st.none() | days, min_size=1), starts)
def test_over_a_column_fiscal_years_are_as_for_one_day(column: list[date | None], start: int) -> None:
    frame = pl.DataFrame({"day": column}, schema={"day": pl.Date})
    got = frame.select(fiscal_year_expr(pl.col("day"), start)).to_series().to_list()
    assert got == [fiscal_year_of(day, start) if day is not None else None for day in column]


def test_a_year_month_lasts_until_its_end() -> None:
    assert month_end(date(2026, 6, 1)) == date(2026, 6, 30)
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("fy", "start", "month_day", "day"),
    [
        (2027, 7, "08-20", date(2026, 8, 20)),
        (2027, 7, "06-30", date(2027, 6, 30)),
        (2027, 1, "08-20", date(2027, 8, 20)),
        (2027, 10, "08-20", date(2027, 8, 20)),
        (2027, 10, "10-01", date(2026, 10, 1)),
        (2027, 7, "02-29", date(2027, 2, 28)),
        (2028, 7, "02-29", date(2028, 2, 29)),
    ],
)
def test_the_first_day_of_school(fy: int, start: int, month_day: str, day: date) -> None:
    assert school_day_in(fy, start, month_day) == day


def test_labels() -> None:
    assert label(2027) == "FY2027"
    assert long_label(2027, 7) == "FY2027 (2026–27)"
    assert long_label(2000, 10) == "FY2000 (1999–00)"
    assert long_label(2027, 1) == "FY2027 (calendar 2027)"
