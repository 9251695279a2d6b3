"""E-rate as a discount on cost lines: what funded requests take off, what comes back later, and what may still come.

E-rate is not a fund that pays. Under SPI the vendor is paid and bills only the district's share; under BEAR the
district pays the whole bill and is paid back. Nothing is counted before a request is funded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import fiscal_year_of, label
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.prices import percent
from techplan.planning.drivers import DriverCounts, driver_counts
from techplan.planning.erate.assuming import request_assumptions
from techplan.planning.erate.eligible import (
    EligibleLine,
    covered_lines,
    eligible_lines,
    live_requests,
)
from techplan.planning.erate.entitlement import CATEGORIES, discounts
from techplan.planning.erate.granting import Discount, Grant, grants_of, in_words
from techplan.planning.erate.returning import RETURNS_SCHEMA, ReturnDays, return_assumptions, returns_frame
from techplan.planning.results import CostLines, ErateLines
from techplan.planning.settings import Settings
from techplan.rules.load import Rules, funding_year_day

NO_RETURNS: Final = pl.DataFrame(schema=RETURNS_SCHEMA)


@dataclass(frozen=True, eq=False)
class Discounted:
    """Cost lines with counted discounts taken off, and what stands behind them.

    - ``lines``: ``results.CostLines``; ``amount_cents`` + ``discount_cents`` is the amount before
    - ``returns``: line, request, fy, cents: repayments to expect under BEAR; ``fy`` may lie after the plan
    - ``table``: ``results.ErateLines``, sorted by key
    """

    lines: pl.DataFrame
    returns: pl.DataFrame
    table: pl.DataFrame
    assumptions: tuple[Assumption, ...]


def discounted(
    book: Book,
    lines: pl.DataFrame,
    settings: Settings,
    rules: Rules,
    on: date,
    known: date | None = None,
    drivers: DriverCounts | None = None,
) -> Discounted:
    """Take the discount of funded requests off the cost lines (``results.CostLines``).

    ``on`` is the day of planning and ``known`` that whose knowledge of the rules is used (``on`` where left out);
    ``drivers`` saves counting students twice.
    """
    known = known or on
    requests = live_requests(book, settings)
    eligible = eligible_lines(book, lines, requests)
    if not requests:
        return Discounted(lines, NO_RETURNS, ErateLines.empty(), request_assumptions([], [], eligible, {}))
    rates = _rates(book, settings, rules, requests, drivers)
    covered = covered_lines(requests, eligible, rules, known)
    grants = grants_of(requests, covered, rates)
    days = ReturnDays(rules, settings, known)
    returns = returns_frame(grants, days)
    return Discounted(
        lines=_taken_off(lines, grants, days),
        returns=returns,
        table=_table(grants, days, returns),
        assumptions=(
            *request_assumptions(requests, grants, eligible, rates),
            *_held_in_their_year(lines, grants),
            *return_assumptions(grants, returns, days),
        ),
    )


def _rates(
    book: Book, settings: Settings, rules: Rules, requests: Sequence[dict[str, Any]], drivers: DriverCounts | None
) -> dict[str, Discount]:
    """Each request's discount: its own, else the district's for the funding year and category."""
    own: dict[tuple[int, str], dict[str, Any]] = {}
    silent = sorted({row["funding_year"] for row in requests if row["discount"] is None})
    counted = drivers or (driver_counts(book, settings) if silent else None)
    for funding_year in silent:
        fy = fiscal_year_of(funding_year_day(funding_year), settings.start_month)
        assert counted is not None
        for row in discounts(book, counted, rules, fy).iter_rows(named=True):
            own[funding_year, row["category"]] = row
    return {row["request"]: _rate(row, own.get((row["funding_year"], row["category"]))) for row in requests}


def _rate(request: dict[str, Any], own: dict[str, Any] | None) -> Discount:
    """What is funded counts only at a rate that is certain; what is hoped for may be shown at one that is not."""
    if request["discount"] is not None:
        return Discount(request["discount"])
    if own is None:
        return Discount(None)
    if own["discount"] is None:
        return Discount(None, own["why"])
    origin = f"the district's own rate: {own['why'].rstrip('.')}"
    if own["confirmed"] or request["status"] != "funded":
        return Discount(own["discount"], origin)
    return Discount(None, f"By the district's own rate it would be {percent(own['discount'])}: ask your treasurer.")


def _taken_off(lines: pl.DataFrame, grants: Sequence[Grant], days: ReturnDays) -> pl.DataFrame:
    """The lines less what vendors are paid by E-rate; what is counted may not be put off, and says why."""
    counted = sorted(
        (grant for grant in grants if grant.counted and grant.discount),
        key=lambda grant: (grant.covered.line.line, grant.request["request"]),
    )
    if not counted:
        return lines
    rows = [
        (grant.covered.line.line, (grant.discount or 0) if grant.is_spi else 0, _said(grant, days)) for grant in counted
    ]
    schema = {"line": pl.String, "off": pl.Int64, "said": pl.String}
    off = (
        pl.DataFrame(rows, schema=schema, orient="row")
        .group_by("line", maintain_order=True)
        .agg(pl.col("off").sum(), pl.col("said").str.join(" "))
    )
    joined = lines.join(off, on="line", how="left", maintain_order="left")
    has = pl.col("off").is_not_null()
    cents = pl.col("off").fill_null(0)
    return joined.with_columns(
        amount_cents=pl.col("amount_cents") - cents,
        discount_cents=pl.col("discount_cents") + cents,
        may_slip_years=pl.when(has).then(0).otherwise(pl.col("may_slip_years")),
        why=pl.when(has).then(pl.col("why") + " " + pl.col("said")).otherwise(pl.col("why")),
    ).select(list(CostLines.columns()))


def _said(grant: Grant, days: ReturnDays) -> str:
    """What a counted discount says on its cost line."""
    request = grant.request["request"]
    if grant.is_spi:
        return f"E-rate takes off {dollars(grant.discount or 0)} (request {request}: {in_words(grant)})"
    year = label(days.fiscal_year(grant) or 0)
    return f"E-rate pays back {dollars(grant.discount or 0)} in {year} (request {request}: {in_words(grant)})"


def _table(grants: Sequence[Grant], days: ReturnDays, returns: pl.DataFrame) -> pl.DataFrame:
    """The ``erate_lines`` table."""
    coming = {(line, request): cents for line, request, _, cents in returns.iter_rows()}
    rows = [
        {
            "line": grant.covered.line.line,
            "request": grant.request["request"],
            "funding_year": grant.request["funding_year"],
            "category": _category(grant.request, grant.covered.line),
            "invoicing": grant.request["invoicing"],
            "status": grant.request["status"],
            "eligible_cents": grant.eligible,
            "discount_cents": grant.discount,
            "counted": grant.counted,
            "returns_on": days.of(grant),
            "returns_fy": days.fiscal_year(grant),
            "returns_cents": coming.get((grant.covered.line.line, grant.request["request"]), 0)
            if grant.counted and not grant.is_spi
            else None,
            "why": in_words(grant),
        }
        for grant in grants
    ]
    return pl.DataFrame(rows, schema=ErateLines.polars_schema(), orient="row").sort(ErateLines.primary_key())


def _category(request: dict[str, Any], line: EligibleLine) -> str | None:
    entered = request["category"] or line.mark
    return entered if entered in CATEGORIES else None


def _held_in_their_year(lines: pl.DataFrame, grants: Sequence[Grant]) -> list[Assumption]:
    """The note that lines which could slip may not, since the commitment is for one funding year."""
    counted = sorted({grant.covered.line.line for grant in grants if grant.counted and grant.discount})
    movable = lines.filter(pl.col("line").is_in(counted) & (pl.col("may_slip_years") > 0)).height
    if not movable:
        return []
    return [
        Assumption(
            assumption="lines with an E-rate discount are not put off",
            about="cost lines",
            value="0 years",
            why="E-rate commits its money for one funding year; a line put off would lose it.",
            confirmed=True,
            rows=movable,
        )
    ]
