"""Indicators of the year reviewed, by school, against target and baseline; values of few pupils are not shown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import label
from techplan.planning.review.results import ReviewIndicators

Values = Mapping[tuple[str, str, int], Mapping[str, Any]]
"""Rows of ``indicator_values`` by indicator, school and fiscal year."""


def values_of(book: Book) -> Values:
    """Every value of the Book by its key."""
    return {(row["indicator"], row["school"], row["fy"]): row for row in book.indicator_values.iter_rows(named=True)}


def shown(row: Mapping[str, Any] | None, small: int) -> Decimal | None:
    """A value that may be shown: measured, of at least ``small`` pupils. Of an unknown number it may not."""
    if row is None or row["actual"] is None or row["n"] is None or row["n"] < small:
        return None
    value: Decimal = row["actual"]
    return value


def review_indicators(book: Book, fy: int, small: int) -> pl.DataFrame:
    """The ``review_indicators`` table: every indicator and school with a row in the year reviewed."""
    values = values_of(book)
    about = {row["indicator"]: row for row in book.indicators.iter_rows(named=True)}
    rows = [
        _row(row, about.get(indicator, {}), _baseline(values, indicator, school, fy, small), small)
        for (indicator, school, year), row in sorted(values.items())
        if year == fy
    ]
    return pl.DataFrame(rows, schema=ReviewIndicators.polars_schema(), orient="row").sort("indicator", "school")


def _baseline(values: Values, indicator: str, school: str, fy: int, small: int) -> tuple[int, Decimal] | None:
    """The first year before this one with a value that may be shown."""
    years = sorted(year for one, at, year in values if (one, at) == (indicator, school) and year < fy)
    found = ((year, shown(values[indicator, school, year], small)) for year in years)
    return next(((year, value) for year, value in found if value is not None), None)


def _row(
    row: Mapping[str, Any], about: Mapping[str, Any], baseline: tuple[int, Decimal] | None, small: int
) -> dict[str, Any]:
    actual, target, higher = shown(row, small), row["target"], about.get("higher_is_better")
    gap = actual - target if actual is not None and target is not None else None
    change = actual - baseline[1] if actual is not None and baseline is not None else None
    return {
        "indicator": row["indicator"],
        "school": row["school"],
        "title": about.get("title") or row["indicator"],
        "goal": about.get("goal"),
        "unit": about.get("unit"),
        "n": row["n"] if row["n"] is not None and row["n"] >= small else None,
        "target": target,
        "actual": actual,
        "gap": gap,
        "baseline_fy": baseline[0] if baseline is not None else None,
        "baseline": baseline[1] if baseline is not None else None,
        "change": change,
        "reading": _reading(row, gap, higher, small),
        "improved": None if change is None or higher is None or change == 0 else (change > 0) == higher,
        "why": _why(row, actual, baseline, higher, small),
    }


def _reading(row: Mapping[str, Any], gap: Decimal | None, higher: bool | None, small: int) -> str:
    if row["actual"] is not None and row["n"] is not None and row["n"] < small:
        return "too few to show"
    if gap is None or (higher is None and gap != 0):
        return "not known"
    return "met" if gap == 0 or (gap > 0) == higher else "not met"


def _why(
    row: Mapping[str, Any],
    actual: Decimal | None,
    baseline: tuple[int, Decimal] | None,
    higher: bool | None,
    small: int,
) -> str:
    if row["actual"] is None:
        return "Not measured yet."
    if row["n"] is None:
        return f"The number of pupils behind it is not entered, so it is not shown; enter n. From {small} on it is."
    if actual is None:
        return f"Of fewer than {small} pupils, so it is not shown."
    said = f"Against {label(baseline[0])}, the first year measured." if baseline else "No earlier year is measured."
    return said if higher is not None else f"{said} Nobody says whether more is better."
