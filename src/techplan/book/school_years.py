"""Fiscal years and month arithmetic.

A fiscal year is the integer of the year in which it ends: with a July start, FY2027 is 1 July 2026 – 30 June 2027.
With a January start it is the calendar year. Month arithmetic keeps the day and clamps to the month's end, as a
calendar on the wall does: 31 August and six months is 28 February.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import polars as pl


def fiscal_year_of(day: date, start_month: int) -> int:
    """The fiscal year that a day lies in."""
    return day.year + (1 if start_month > 1 and day.month >= start_month else 0)


def first_day(fy: int, start_month: int) -> date:
    """The first day of a fiscal year."""
    return date(fy - (1 if start_month > 1 else 0), start_month, 1)


def last_day(fy: int, start_month: int) -> date:
    """The last day of a fiscal year."""
    return first_day(fy + 1, start_month) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The day so many months later (or earlier, where negative), clamped to the end of the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """The last day of the day's month; a date known only by its month lasts until then."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def school_day_in(fy: int, start_month: int, month_day: str) -> date:
    """The day of a fiscal year that falls on a month and day given as ``MM-DD`` (29 February clamps)."""
    month, number = (int(part) for part in month_day.split("-"))
    start = first_day(fy, start_month)
    year = start.year if month >= start_month else start.year + 1
    return date(year, month, min(number, calendar.monthrange(year, month)[1]))


def label(fy: int) -> str:
    """``FY2027``."""
    return f"FY{fy}"


def long_label(fy: int, start_month: int) -> str:
    """``FY2027 (2026–27)``, or ``FY2027 (calendar 2027)`` where the fiscal year is the calendar year."""
    if start_month == 1:
        return f"{label(fy)} (calendar {fy})"
    return f"{label(fy)} ({fy - 1}–{fy % 100:02d})"


def fiscal_year_expr(day: pl.Expr, start_month: int) -> pl.Expr:
    """``fiscal_year_of`` over a column of days."""
    if start_month == 1:
        return day.dt.year().cast(pl.Int64)
    return day.dt.year().cast(pl.Int64) + (day.dt.month() >= start_month).cast(pl.Int64)


def add_months_expr(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    """``add_months`` over columns of days and month counts; null where either is null."""
    index = day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1 + months
    first = pl.date(index.floordiv(12), index % 12 + 1, 1)
    return pl.min_horizontal(first + pl.duration(days=day.dt.day().cast(pl.Int64) - 1), first.dt.month_end())
