"""Which cost lines an E-rate request is for, and in which funding year a line lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months
from techplan.planning.erate.entitlement import CATEGORIES
from techplan.planning.settings import Settings
from techplan.rules.load import Rules, funding_year_day
from techplan.rules.values import RuleValue

FIRST_MONTH: Final = 7
LIVE: Final = ("funded", "filed", "planned", None)
"""Statuses of requests that bring, or may bring, money, in the order in which they are served."""

ADVANCE: Final = "erate.advance_installation.months"


@dataclass(frozen=True, slots=True)
class EligibleLine:
    """A cost line that could be discounted; ``mark`` is the E-rate category of its class or agreement, if entered."""

    line: str
    pay_on: date
    recurring: bool
    cents: int
    mark: str | None
    asset_class: str | None
    agreement: str | None

    @property
    def funding_year(self) -> int:
        """The July-to-June year in which it is paid, named by its start."""
        return funding_year_of(self.pay_on)


@dataclass(frozen=True, slots=True)
class Covered:
    """A line that a request is for; ``early`` where it is bought before the request's funding year begins."""

    line: EligibleLine
    early: bool = False


def funding_year_of(day: date) -> int:
    """The E-rate funding year that a day lies in: July to June, named by the year in which it starts."""
    return day.year - (day.month < FIRST_MONTH)


def live_requests(book: Book, settings: Settings) -> list[dict[str, Any]]:
    """Requests not denied or cancelled whose funding year lies in the plan's years.

    Served in this order: funded, then filed, then planned ones; those that name what they are for before others; then
    by code, so that the order of rows changes nothing.
    """
    years = range(funding_year_of(settings.begins), funding_year_of(settings.ends) + 1)
    there = [
        row
        for row in book.erate_requests.iter_rows(named=True)
        if row["status"] in LIVE and row["funding_year"] in years
    ]
    return sorted(there, key=lambda row: (LIVE.index(row["status"]), not names_something(row), row["request"]))


def names_something(request: dict[str, Any]) -> bool:
    """Whether the request says what it is for; else it is for all that is eligible in its category."""
    return request["asset_class"] is not None or request["agreement"] is not None


def marks(book: Book) -> pl.DataFrame:
    """source_table, of, mark: the E-rate category entered for each class and agreement."""
    return pl.concat(
        [
            book.asset_classes.select(pl.lit("needs").alias("source_table"), of="code", mark="e_rate"),
            book.agreements.select(pl.lit("agreements").alias("source_table"), of="agreement", mark="e_rate"),
        ]
    )


def eligible_lines(book: Book, lines: pl.DataFrame, requests: Iterable[dict[str, Any]] = ()) -> list[EligibleLine]:
    """Lines of classes and agreements that are marked eligible or that a request names, sorted by line."""
    named = [(row["asset_class"], row["agreement"]) for row in requests]
    wanted = pl.col("mark").is_in(CATEGORIES) | (
        pl.col("of").is_in(sorted({of for of, _ in named if of})) & (pl.col("source_table") == "needs")
        | pl.col("of").is_in(sorted({of for _, of in named if of})) & (pl.col("source_table") == "agreements")
    )
    of = pl.when(pl.col("source_table") == "agreements").then(pl.col("source_key")).otherwise(pl.col("asset_class"))
    found = (
        lines.filter(
            pl.col("source_table").is_in(["needs", "agreements"])
            & (pl.col("amount_cents") + pl.col("discount_cents") > 0)
        )
        .with_columns(of=of, cents=pl.col("amount_cents") + pl.col("discount_cents"))
        .join(marks(book).filter(wanted), on=["source_table", "of"])
        .sort("line")
        .select("line", "pay_on", "recurring", "cents", "mark", "source_table", "of")
    )
    return [
        EligibleLine(
            line, day, recurring, cents, mark, of if table == "needs" else None, of if table == "agreements" else None
        )
        for line, day, recurring, cents, mark, table, of in found.iter_rows()
    ]


def is_for(request: dict[str, Any], line: EligibleLine) -> bool:
    """Whether a request is for a line, whatever its year.

    A class or agreement that is not marked is eligible where a request names it; one marked otherwise is not.
    """
    if not names_something(request):
        return line.mark in CATEGORIES and line.mark == request["category"]
    named = {line.asset_class, line.agreement} - {None}
    if not named & {request["asset_class"], request["agreement"]}:
        return False
    if request["category"] is None:
        return line.mark in (None, *CATEGORIES)
    return line.mark in (None, request["category"])


def covered_lines(
    requests: Sequence[dict[str, Any]], lines: Sequence[EligibleLine], rules: Rules, known: date | None
) -> dict[str, list[Covered]]:
    """For each request the lines it is for, sorted by line.

    A line belongs to the funding year in which it is paid. Category two equipment bought a few months before a funding
    year belongs to that one where only it has a request for it.
    """
    by_year: dict[int, list[dict[str, Any]]] = {}
    for request in requests:
        by_year.setdefault(request["funding_year"], []).append(request)
    found: dict[str, list[Covered]] = {request["request"]: [] for request in requests}
    for line in lines:
        own = [row for row in by_year.get(line.funding_year, []) if is_for(row, line)]
        early = [] if own else [row for row in by_year.get(line.funding_year + 1, []) if is_for(row, line)]
        for request in own:
            found[request["request"]].append(Covered(line))
        for request in early:
            if _may_start_early(request, line, rules, known):
                found[request["request"]].append(Covered(line, early=True))
    return found


def _may_start_early(request: dict[str, Any], line: EligibleLine, rules: Rules, known: date | None) -> bool:
    if line.recurring or (request["category"] or line.mark) != "category two":
        return False
    starts = funding_year_day(request["funding_year"])
    rule = rules.at(ADVANCE, on=starts, known=known)
    return rule.confirmed and line.pay_on >= add_months(starts, -months_of(rule))


def months_of(rule: RuleValue) -> int:
    """A rule's whole months."""
    return int(str(rule.value))
