"""Users' time: what the district pays for without a budget line, from a survey of five questions, with its error."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up
from techplan.planning.ownership.results import UsersTime

QUESTIONS: Final = {
    "formal_training_hours": "formal training",
    "casual_learning_hours": "casual learning",
    "self_support_hours": "self and peer support",
    "files_hours": "file upkeep",
    "downtime_hours": "downtime",
}
NORMAL: Final = 1.959963984540054
"""The normal quantile of a 95 % interval."""


def users_time(book: Book) -> pl.DataFrame:
    """The ``users_time`` table; empty where no survey was held."""
    rows = [line for row in book.time_survey.sort("survey").iter_rows(named=True) for line in _lines(row)]
    if not rows:
        return UsersTime.empty()
    frame = pl.DataFrame(rows, schema=UsersTime.polars_schema(), orient="row")
    key = UsersTime.primary_key()
    whole = frame.group_by(key).agg(
        pl.col("people").sum(),
        pl.col("answered").sum(),
        pl.col("hours").first(),
        amount_cents=pl.when(pl.col("amount_cents").null_count() == 0).then(pl.col("amount_cents").sum()),
        margin_cents=_together(),
        why=pl.col("why").first(),
    )
    return whole.select(list(UsersTime.columns())).sort(key)


def _together() -> pl.Expr:
    """Margins of independent groups add as squares; one that is not known leaves the sum not known."""
    squares = (pl.col("margin_cents").cast(pl.Float64) ** 2).sum().sqrt().round(0).cast(pl.Int64)
    return pl.when(pl.col("margin_cents").null_count() == 0).then(squares)


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    answered, people = row["answered"] or 0, row["people"] or row["asked"] or row["answered"] or 0
    found = [(column, name) for column, name in QUESTIONS.items() if row[column] is not None]
    margin = sampling_margin(row["spread_hours"], answered, people, row["hourly_cost_cents"])
    return [
        {
            "fy": row["fy"],
            "role": row["role"] or "all",
            "activity": name,
            "people": people,
            "answered": answered,
            "hours": row[column],
            "amount_cents": _value(row[column], people, row["hourly_cost_cents"]),
            "margin_cents": margin if number == 0 else None,
            "why": _why(row, answered, people),
        }
        for number, (column, name) in enumerate(found)
    ]


def _value(hours: Any, people: int, hour_cents: int | None) -> int | None:
    return None if hour_cents is None else half_up(Fraction(hours) * people * hour_cents)


def sampling_margin(spread: Any, answered: int, people: int, hour_cents: int | None) -> int | None:
    """Half of the 95 % interval of a group's hours in cents: z·s÷√n, with the correction for a finite group.

    None where the spread between persons, or an hour's cost, is not known, or fewer than two answered.
    """
    if spread is None or hour_cents is None or answered < 2:
        return None
    if answered >= people:
        return 0
    correction = math.sqrt((people - answered) / (people - 1))
    return round(NORMAL * float(spread) / math.sqrt(answered) * correction * people * hour_cents)


def _why(row: dict[str, Any], answered: int, people: int) -> str:
    said = f"Hours as answered by {answered:,} of {people:,} persons, times all of them"
    if row["hourly_cost_cents"] is None:
        return f"{said}; an hour's cost is not entered."
    error = (
        ""
        if row["spread_hours"] is not None
        else "; the spread between persons is not entered, so neither is its error"
    )
    return f"{said}, at the cost of an hour{error}."
