"""Maintenance of effort: a program's money comes on condition that the district keeps up its own spending.

The whole district's spending is looked at, so it is taken from the forecast with the plan. What a program measures in
another way (special education by itself) cannot be measured here, and is said to be so.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.planning.budget.law import ASK, Law, said
from techplan.planning.budget.results import Effort
from techplan.rules.values import RuleValue

ASKED: Final = "maintenance_of_effort"
SHARE: Final = "effort_share"


def effort(book: Book, forecast: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The ``effort`` table, from ``forecast_with_plan``: each year beside the one before it."""
    spent = _spending(forecast)
    rows = [
        row
        for name in _sets(book)
        for fy in sorted(spent)
        if fy - 1 in spent and (row := _row(name, fy, spent[fy - 1], spent[fy], law)) is not None
    ]
    return pl.DataFrame(rows, schema=Effort.polars_schema(), orient="row").sort(Effort.primary_key())


def _sets(book: Book) -> list[str]:
    """The sets of rules that funds name."""
    named = book.funds["rule_set"].drop_nulls().to_list()
    return sorted({part.strip().removeprefix("us.") for text in named for part in text.split(";") if part.strip()})


def _spending(forecast: pl.DataFrame) -> dict[int, int | None]:
    """By fiscal year, what the general fund spends with the plan; None where a line of it is not known."""
    lines = forecast.filter(pl.col("role") == "expenditure")
    sums = lines.group_by("fy").agg(pl.col("with_cents").sum(), unknown=pl.col("with_cents").is_null().any())
    return {fy: None if unknown else int(cents) for fy, cents, unknown in sums.iter_rows()}


def _row(name: str, fy: int, before: int | None, spent: int | None, law: Law) -> dict[str, Any] | None:
    asked, share = _value(law, f"{name}.{ASKED}"), _value(law, f"{name}.{SHARE}")
    if asked is None or asked.value is not True:
        return None
    row = {"rule_set": name, "fy": fy, "before_cents": before, "spent_cents": spent}
    if share is None or before is None or spent is None:
        why = "The program measures it in another way." if share is None else "The forecast with the plan is not known."
        rule = share or asked
        return {**row, "standing": "not measured", "confirmed": rule.confirmed, "why": f"{why} {rule.citation}. {ASK}"}
    required = math.ceil(before * Decimal(str(share.value)))
    short = max(0, required - spent)
    why = f"At least {dollars(required)}, that is {share.value} of the year before. {said(share)}"
    return {
        **row,
        "required_cents": required,
        "short_cents": short,
        "standing": "falls short" if short else "kept",
        "confirmed": share.confirmed,
        "why": why,
    }


def _value(law: Law, name: str) -> RuleValue | None:
    """The value in force of a federal rule, or None where there is none."""
    if name not in law.rules.values:
        return None
    return law.rules.at(name, on=law.on, known=law.known)
