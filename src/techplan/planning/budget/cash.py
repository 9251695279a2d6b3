"""Cash through the years of the forecast, without and with the plan, and how long it would last."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.money import half_up
from techplan.planning.budget.law import Law, said
from techplan.planning.budget.results import ADVICE, ForecastCash

DAYS_A_YEAR: Final = 365
IN: Final = ("revenue", "other source")
OUT: Final = ("expenditure", "other use")


def days_of_cash(ending_cents: int, expenditure_cents: int) -> Decimal | None:
    """Ending cash ÷ expenditure × 365, half-up to a tenth of a day; None where nothing is spent."""
    if expenditure_cents <= 0:
        return None
    return Decimal(half_up(Fraction(ending_cents * DAYS_A_YEAR * 10, expenditure_cents))) / 10


def forecast_cash(forecast: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The ``forecast_cash`` table, from ``forecast_with_plan``."""
    return pl.DataFrame(list(_years(forecast, law)), schema=ForecastCash.polars_schema())


def _years(forecast: pl.DataFrame, law: Law) -> Iterator[dict[str, Any]]:
    """Each year; it opens with what the forecast states, else with what the year before ended with.

    What the plan changed so far carries over into every later year, also where the forecast states its opening cash.
    """
    ending: int | None = None
    changed: int | None = 0
    before: int | None = None
    years = forecast["fy"].unique().sort().to_list()
    for number, fy in enumerate(years):
        frame = forecast.filter(pl.col("fy") == fy)
        stated = frame.filter(pl.col("role") == "opening cash")
        follows = before is not None and fy == before + 1
        opening = int(stated["without_cents"].sum()) if stated.height else ending if follows else None
        row = _cash(frame, opening, changed)
        ending, before = row["ending_cents"], fy
        known = row["expenditure_with_cents"] is not None and row["revenue_with_cents"] is not None
        if changed is not None and known:
            changed += row["revenue_with_cents"] - row["revenue_cents"]
            changed -= row["expenditure_with_cents"] - row["expenditure_cents"]
        else:
            changed = None
        yield {"fy": fy, **row, **_judged(row, frame, law, number)}


def _cash(frame: pl.DataFrame, opening: int | None, changed: int | None) -> dict[str, Any]:
    came, went = frame.filter(pl.col("role").is_in(IN)), frame.filter(pl.col("role").is_in(OUT))
    spent = frame.filter(pl.col("role") == "expenditure")
    came_with, went_with, spent_with = (_whole(part) for part in (came, went, spent))
    revenue, expenditure = int(came["without_cents"].sum()), int(went["without_cents"].sum())
    opening_with = None if opening is None or changed is None else opening + changed
    ending = None if opening is None else opening + revenue - expenditure
    ending_with = _ending(opening_with, came_with, went_with)
    return {
        "opening_cents": opening,
        "revenue_cents": revenue,
        "expenditure_cents": expenditure,
        "ending_cents": ending,
        "days": None if ending is None else days_of_cash(ending, int(spent["without_cents"].sum())),
        "opening_with_cents": opening_with,
        "revenue_with_cents": came_with,
        "expenditure_with_cents": went_with,
        "ending_with_cents": ending_with,
        "days_with": None if ending_with is None or spent_with is None else days_of_cash(ending_with, spent_with),
        "encumbered_cents": int(frame.filter(pl.col("role") == "encumbrance")["without_cents"].sum()),
    }


def _whole(part: pl.DataFrame) -> int | None:
    """The sum with the plan, or None where one of the lines is not known."""
    return None if part["with_cents"].null_count() else int(part["with_cents"].sum())


def _ending(opening: int | None, came: int | None, went: int | None) -> int | None:
    return None if opening is None or came is None or went is None else opening + came - went


def _judged(row: dict[str, Any], frame: pl.DataFrame, law: Law, number: int) -> dict[str, Any]:
    """Advice, deficit and reason; ``number`` is the year's place in the forecast, from zero."""
    least, most = law.find("forecast.cash_days_least"), law.find("forecast.cash_days_most")
    watched, years = law.find("forecast.deficit_years"), law.find("forecast.years")
    days, ending = row["days_with"], row["ending_with_cents"]
    advice = None
    if least is not None and most is not None and days is not None:
        low, high = int(str(least.value)), int(str(most.value))
        advice = ADVICE[0] if days < low else ADVICE[1] if days <= high else ADVICE[2]
    deficit = None
    if watched is not None and ending is not None:
        deficit = ending < 0 and number < int(str(watched.value))
    rules = [rule for rule in (years, least, most, watched) if rule is not None]
    return {
        "advice": advice,
        "deficit": deficit,
        "confirmed": all(rule.confirmed for rule in rules) and bool(frame["confirmed"].all()),
        "why": " ".join(_reasons(frame, row, law)),
    }


def _reasons(frame: pl.DataFrame, row: dict[str, Any], law: Law) -> Iterator[str]:
    yield "Days are ending cash ÷ expenditure × 365."
    loose = frame["role"].null_count()
    if loose:
        yield f"Not counted, since their role is not entered: {loose} lines."
    if row["opening_cents"] is None:
        yield "Opening cash is not entered."
    if frame["with_cents"].null_count():
        yield "How much of the forecast is technology is not entered for every line."
    least = law.find("forecast.cash_days_least")
    if least is not None:
        yield f"{said(least)}."
    other = law.proposed("forecast.years")
    if other is not None:
        yield f"The forecast may cover {other.value} years only: {said(other)}"
