"""The Category Two budget year by year: what requests and the plan's own lines use of it, and what is left.

A budget is before discount and lasts a cycle of five funding years; what is left then is lost. It is never overdrawn:
eligible cost beyond it is the district's own to pay, and is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import fiscal_year_of
from techplan.planning.drivers import DriverCounts
from techplan.planning.erate.budgets import FLOOR, PER_STUDENT
from techplan.planning.erate.eligible import eligible_lines, funding_year_of
from techplan.planning.erate.entitlement import CYCLE, FIRST_CYCLE, entitlements
from techplan.planning.erate.granting import eligible_base
from techplan.planning.erate.results import ErateBudgetYears
from techplan.planning.settings import Settings
from techplan.rules.load import Rules, funding_year_day

CATEGORY: Final = "category two"


@dataclass(frozen=True, slots=True)
class _Budget:
    """The budget of a cycle in cents, None where unknown; ``elsewhere`` is used by requests that the Book lacks."""

    first: int
    cents: int | None
    elsewhere: int
    confirmed: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Year:
    """Eligible cost of one funding year, before discount, in cents."""

    committed: int
    asked: int
    planned: int
    need: int
    begun: bool
    """Whether it has begun, so that nothing new can be asked for."""

    @property
    def wanted(self) -> int:
        """What uses the budget: what is asked for; of a year to come, also what the plan buys where that is more."""
        asked = self.committed + self.asked
        return asked if self.begun else max(asked + self.planned, self.need)


def budget_years(
    book: Book, lines: pl.DataFrame, erate_lines: pl.DataFrame, settings: Settings, drivers: DriverCounts, rules: Rules
) -> pl.DataFrame:
    """The ``erate_budget_years`` table: every funding year of each cycle that the plan touches.

    ``lines`` and ``erate_lines`` are the plan's. A cycle with neither a budget nor eligible cost is left out.
    """
    need = _need(book, lines, erate_lines)
    rows: list[dict[str, Any]] = []
    for first in _cycles(settings):
        years = {year: _year(book, year, need, settings) for year in range(first, first + CYCLE)}
        budget = _budget(book, first, years.values(), settings, drivers, rules)
        if budget.cents is not None or any(year.wanted or year.need for year in years.values()):
            rows += _rows(budget, years, settings)
    return pl.DataFrame(rows, schema=ErateBudgetYears.polars_schema(), orient="row").sort(
        ErateBudgetYears.primary_key()
    )


def _cycles(settings: Settings) -> range:
    """The first funding years of the cycles that the plan touches; before the first of them there were other rules."""
    first, last = funding_year_of(settings.begins), funding_year_of(settings.ends)
    if last < FIRST_CYCLE:
        return range(0)
    return range(max(FIRST_CYCLE, first - (first - FIRST_CYCLE) % CYCLE), last + 1, CYCLE)


def _need(book: Book, lines: pl.DataFrame, erate_lines: pl.DataFrame) -> dict[int, int]:
    """The plan's eligible lines by funding year: that of the request that covers a line, else of the day it is paid."""
    asked = erate_lines.filter(pl.col("category") == CATEGORY)
    of_request = dict(asked.select("line", "funding_year").iter_rows())
    named = book.erate_requests.filter(pl.col("category") == CATEGORY).iter_rows(named=True)
    found: dict[int, int] = {}
    for line in eligible_lines(book, lines, named):
        if line.mark == CATEGORY or line.line in of_request:
            year = of_request.get(line.line, line.funding_year)
            found[year] = found.get(year, 0) + line.cents
    return found


def _year(book: Book, funding_year: int, need: dict[int, int], settings: Settings) -> _Year:
    requests = [
        row
        for row in book.erate_requests.iter_rows(named=True)
        if row["funding_year"] == funding_year and row["category"] == CATEGORY
    ]
    return _Year(
        committed=_cost(requests, ("funded",)),
        asked=_cost(requests, ("filed",)),
        planned=_cost(requests, ("planned", None)),
        need=need.get(funding_year, 0),
        begun=funding_year_day(funding_year) <= settings.on,
    )


def _cost(requests: Sequence[dict[str, Any]], statuses: tuple[str | None, ...]) -> int:
    """Eligible cost before discount; where only the commitment is entered, what its discount makes of it."""
    return sum(_before_discount(row) for row in requests if row["status"] in statuses)


def _before_discount(request: dict[str, Any]) -> int:
    base = eligible_base(request)
    if base is not None:
        return base
    committed, rate = request["committed_cents"], request["discount"]
    return math.ceil(committed / Fraction(rate)) if committed and rate else committed or 0


def _budget(
    book: Book, first: int, years: Iterable[_Year], settings: Settings, drivers: DriverCounts, rules: Rules
) -> _Budget:
    """USAC's figure where there is one, else the computed budget, else none."""
    stated = book.erate_budgets.filter(
        (pl.col("first_funding_year") == first) & pl.col("school").is_null() & pl.col("budget_cents").is_not_null()
    )
    if stated.height == 1:
        row = stated.row(0, named=True)
        told = (row["funded_cents"] or 0) + (row["pending_cents"] or 0)
        elsewhere = max(0, told - sum(year.committed + year.asked for year in years))
        return _Budget(first, row["budget_cents"], elsewhere, confirmed=True, why=_stated(elsewhere))
    found = entitlements(book, drivers, rules, _year_of_students(first, settings))
    if found.is_empty():
        why = "The budget is not known: enter USAC's figure, or the schools' enrolment."
        return _Budget(first, None, 0, confirmed=False, why=why)
    row = found.row(0, named=True)
    published = _is_published(rules, first)
    why = f"Computed for {row['students']:,} students; USAC's own figure is not entered."
    if not published:
        why += " The amounts of this cycle are not published yet: those of the cycle before are taken."
    return _Budget(first, row["budget_cents"], 0, confirmed=row["confirmed"] and published, why=why)


def _year_of_students(first: int, settings: Settings) -> int:
    """The fiscal year whose students make a cycle's budget: the one budgeted for, else the first of plan and cycle."""
    if first <= settings.focus - 1 < first + CYCLE:
        return settings.focus
    return max(first + 1, settings.first_fy)


def _is_published(rules: Rules, first: int) -> bool:
    """Whether the amounts of a cycle are its own, or the district's, and not those of the cycle before."""
    day = funding_year_day(first)
    values = [rules.at(name, on=day) for name in (PER_STUDENT, FLOOR)]
    return all(value.local or value.effective == day for value in values)


def _stated(elsewhere: int) -> str:
    said = "USAC's figure."
    if elsewhere:
        said += f" By it {dollars(elsewhere)} more is committed or asked for than the requests entered here say."
    return said


def _rows(budget: _Budget, years: dict[int, _Year], settings: Settings) -> list[dict[str, Any]]:
    rows = []
    left = None if budget.cents is None else max(0, budget.cents - budget.elsewhere)
    for number, (funding_year, year) in enumerate(sorted(years.items()), start=1):
        used = None if left is None else min(left, year.wanted)
        after = None if left is None or used is None else left - used
        rows.append(
            {
                "first_funding_year": budget.first,
                "funding_year": funding_year,
                "fy": fiscal_year_of(funding_year_day(funding_year), settings.start_month),
                "budget_cents": budget.cents,
                "opening_cents": left,
                "committed_cents": year.committed,
                "asked_cents": year.asked,
                "planned_cents": year.planned,
                "need_cents": year.need,
                "used_cents": used,
                "left_cents": after,
                "over_cents": None if used is None else year.wanted - used,
                "confirmed": budget.confirmed,
                "why": " ".join([budget.why, *_meaning(year, used, after, last=number == CYCLE)]),
            }
        )
        left = after
    return rows


def _meaning(year: _Year, used: int | None, left: int | None, *, last: bool) -> Iterator[str]:
    """What the year's figures mean for the district, in sentences."""
    if year.begun and year.need > year.wanted:
        yield f"The plan buys {dollars(year.need - year.wanted)} more than requests of this year ask for."
    if used is not None and year.wanted > used:
        yield f"Eligible cost is {dollars(year.wanted - used)} more than is left: no discount is to be had for that."
    if last and left:
        yield f"{dollars(left)} is not used and is lost when the cycle ends."
