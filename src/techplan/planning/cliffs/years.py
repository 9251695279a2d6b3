"""The cliff year by year: what rests on money that ends, and the gap that it leaves, beside what the district has."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import RATE_SCALE
from techplan.book.money import half_up
from techplan.planning.cliffs.ending import Ending, Source
from techplan.planning.cliffs.results import CliffYears
from techplan.planning.drivers import driver_counts
from techplan.planning.funding.pots import OWN_MONEY
from techplan.planning.settings import Settings

PARTS: Final = ("once_paid_cents", "same_fund_cents", "elsewhere_cents", "unfunded_cents")


def cliff_years(
    book: Book,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    fund_years: pl.DataFrame,
    cliff_lines: pl.DataFrame,
    endings: Mapping[Source, Ending],
    settings: Settings,
) -> pl.DataFrame:
    """The ``cliff_years`` table: one row for each fiscal year of the plan."""
    ending = cliff_lines.rename({"remains_cents": "once_paid_cents"})
    paid = ending.filter(pl.Series([endings[key].one_time for key in _keys(ending)], dtype=pl.Boolean))
    sums: dict[str, dict[int, int]] = {
        "cost_cents": _by_year(lines, "amount_cents"),
        "recurring_cents": _by_year(lines.filter("recurring"), "amount_cents"),
        "ending_cents": _by_year(ending, "paid_cents"),
        "one_time_cents": _by_year(paid, "paid_cents"),
        **{name: _by_year(ending, name) for name in PARTS},
    }
    beside: dict[str, dict[int, int]] = {
        "students": _by_year(driver_counts(book, settings).students, "students"),
        "general_cents": _by_year(_general(book, fund_years), "revenue_cents"),
        "expenditure_cents": _by_year(_expenditure(book.forecast_lines), "amount_cents"),
    }
    largest = _largest(allocations)
    rows = [
        _row(
            fy,
            {name: values.get(fy, 0) for name, values in sums.items()},
            {name: values.get(fy) for name, values in beside.items()},
            largest.get(fy),
        )
        for fy in settings.years
    ]
    return pl.DataFrame(rows, schema=CliffYears.polars_schema(), orient="row")


def _keys(frame: pl.DataFrame) -> list[Source]:
    return list(zip(frame["fund"].to_list(), frame["award"].to_list(), strict=True))


def _by_year(frame: pl.DataFrame, column: str) -> dict[int, int]:
    return dict(frame.group_by("fy").agg(pl.col(column).sum()).iter_rows())


def _general(book: Book, fund_years: pl.DataFrame) -> pl.DataFrame:
    """The general funds' own money."""
    general = book.funds.filter(pl.col("kind") == "general")["fund"].to_list()
    return fund_years.filter(pl.col("fund").is_in(general) & (pl.col("award") == OWN_MONEY))


def _expenditure(forecast: pl.DataFrame) -> pl.DataFrame:
    """Lines of the district's forecast that are spending; none where the Book does not say which are."""
    if "role" not in forecast.columns:
        return forecast.clear()
    return forecast.filter(pl.col("role") == "expenditure")


def _largest(allocations: pl.DataFrame) -> dict[int, tuple[str, int]]:
    """By fiscal year, the fund that pays the most; where two pay as much, the lower code."""
    by_fund = allocations.group_by("fy", "fund").agg(pl.col("amount_cents").sum()).filter(pl.col("amount_cents") > 0)
    ranked = by_fund.sort(["fy", "amount_cents", "fund"], descending=[False, True, False])
    first = ranked.unique("fy", keep="first", maintain_order=True)
    return {fy: (fund, cents) for fy, fund, cents in first.select("fy", "fund", "amount_cents").iter_rows()}


def fraction_of(part: int, whole: int | None) -> Decimal | None:
    """A share to six decimals, half up; None where there is nothing to share."""
    if whole is None or whole <= 0:
        return None
    return Decimal(half_up(Fraction(part, whole) * 10**RATE_SCALE)).scaleb(-RATE_SCALE)


def _row(
    fy: int, sums: dict[str, int], beside: dict[str, int | None], largest: tuple[str, int] | None
) -> dict[str, Any]:
    gap = sums["elsewhere_cents"] + sums["unfunded_cents"]
    cost, students = sums["cost_cents"], beside["students"]
    fund, fund_cents = largest if largest is not None else (None, 0)
    return {
        "fy": fy,
        **sums,
        **beside,
        "ending_share": fraction_of(sums["ending_cents"], cost),
        "gap_cents": gap,
        "gap_per_student_cents": half_up(Fraction(gap, students)) if students else None,
        "gap_of_general": fraction_of(gap, beside["general_cents"]),
        "gap_of_expenditure": fraction_of(gap, beside["expenditure_cents"]),
        "largest_fund": fund,
        "largest_paid_cents": fund_cents,
        "largest_share": fraction_of(fund_cents, cost),
        "why": _why(sums, beside),
    }


def _why(sums: dict[str, int], beside: dict[str, int | None]) -> str:
    if not sums["ending_cents"] and not sums["once_paid_cents"]:
        said = "No recurring cost rests, or rested, on money that ends."
    else:
        said = (
            "Money that ends: one-time funds, funds with a last year, awards that close. The next grant of a fund is "
        )
        said += "expected, not promised."
    missing = [
        words
        for words, name in (
            ("enrolment", "students"),
            ("money of the general fund", "general_cents"),
            ("the district's forecast of spending", "expenditure_cents"),
        )
        if beside[name] is None
    ]
    return f"{said} Not entered: {', '.join(missing)}." if missing else said
