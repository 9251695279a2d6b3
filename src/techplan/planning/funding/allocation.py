"""Who pays: an optimal, lawful, explained allocation of money to cost lines.

Goals, each kept before the next is looked at: least unfunded of tier 1, then of tiers 2, 3 and 4; then, within each
tier, the earlier years first; then money that would lapse, then least of the general fund, then the funds in their
order. Amounts are divisible and nothing is put off in this version.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.funding.cents import grouped, pay_groups, pay_lines
from techplan.planning.funding.eligibility import Eligibility, with_cases
from techplan.planning.funding.expected import with_expected_grants
from techplan.planning.funding.fund_years import fund_years
from techplan.planning.funding.lexicographic import SOLVER
from techplan.planning.funding.limits import Limits, appropriations, caps_of
from techplan.planning.funding.model import Flows, Group, optimal_flows, unfunded_goal
from techplan.planning.funding.pots import Pot, pots_of
from techplan.planning.funding.words import NO_FUND, Money, why_paid
from techplan.planning.results import Allocations
from techplan.planning.settings import Settings

BOUND_TOLERANCE: Final = 1e-3
"""Cents by which a bound found in binary floats may be too high."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Funding:
    """Who pays: frames ``results.Allocations``, ``Unfunded`` and ``FundYears`` sorted by key.

    ``solver`` says how good the answer is: status, size, the optimum of each goal, and for each tier what is unfunded
    and the bound that no plan can beat; the gap is the largest difference, which can only come from whole cents.
    """

    allocations: pl.DataFrame
    unfunded: pl.DataFrame
    fund_years: pl.DataFrame
    solver: dict[str, str | int | float]
    assumptions: tuple[Assumption, ...]


def allocate(book: Book, lines: pl.DataFrame, settings: Settings, progress: Progress | None = None) -> Funding:
    """Allocate the Book's money to ``lines`` (``results.CostLines``) over the plan's fiscal years.

    For every line, what funds pay and what is unfunded add up to its amount. Raises PlanError where the solver does not
    prove an optimum.
    """
    entered, assumptions = pots_of(book, settings)
    pots, expected = with_expected_grants(entered, settings)
    assumptions += expected
    owed = lines.filter((pl.col("amount_cents") > 0) & pl.col("fy").is_in(list(settings.years)))
    appropriated, unstaged = appropriations(book, settings)
    if not pots or owed.is_empty():
        years = fund_years(pots, {}, appropriated, settings)
        return Funding(Allocations.empty(), _nothing_paid(owed), years, _no_program(), (*assumptions, *unstaged))
    caps = caps_of(book, pots)
    placed, eligibility = with_cases(owed.with_columns(year=pl.col("fy") - settings.first_fy), book, pots, caps)
    placed, groups = grouped(placed, eligibility)
    limits = Limits(pots, appropriated, caps, settings.first_fy)
    flows = optimal_flows(groups, pots, dict(limits.appropriated), caps, progress)
    paid = pay_groups(groups, flows, limits, caps)
    payments = _payments(placed, paid)
    spent = {(pot, fy): cents for pot, fy, cents in _spent(payments).iter_rows()}
    return Funding(
        allocations=_allocations(payments, pots, eligibility),
        unfunded=_unfunded(placed, payments, eligibility, Money(pots, caps, limits, settings.first_fy)),
        fund_years=fund_years(pots, spent, appropriated, settings),
        solver=_solver(flows, groups, paid),
        assumptions=(*assumptions, *unstaged),
    )


def _payments(placed: pl.DataFrame, paid: Sequence[Mapping[int, int]]) -> pl.DataFrame:
    """line, pot, cents, with the line's ``fy``, ``case`` and ``recurring``."""
    rows = [(item.line, item.pot, item.cents) for item in pay_lines(placed, [dict(of_group) for of_group in paid])]
    schema = {"line": pl.String, "pot": pl.Int64, "cents": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(placed.select("line", "fy", "case", "recurring"), on="line", how="left")


def _spent(payments: pl.DataFrame) -> pl.DataFrame:
    return payments.group_by("pot", "fy").agg(pl.col("cents").sum())


def _allocations(payments: pl.DataFrame, pots: Sequence[Pot], eligibility: Eligibility) -> pl.DataFrame:
    """The ``allocations`` table."""
    reasons = payments.select("case", "pot", "recurring").unique().sort("case", "pot", "recurring")
    words = [
        why_paid(eligibility.cases[case], pots[pot], recurring=recurring)
        for case, pot, recurring in reasons.iter_rows()
    ]
    named = pl.DataFrame(
        {
            "pot": pl.Series(range(len(pots)), dtype=pl.Int64),
            "fund": pl.Series([pot.fund for pot in pots], dtype=pl.String),
            "award": pl.Series([pot.award for pot in pots], dtype=pl.String),
        }
    )
    return (
        payments.join(reasons.with_columns(why=pl.Series(words, dtype=pl.String)), on=["case", "pot", "recurring"])
        .join(named, on="pot")
        .select("line", "fund", "award", "fy", pl.col("cents").alias("amount_cents"), "why")
        .cast(Allocations.polars_schema())
        .sort("line", "fund", "award")
    )


def _unfunded(placed: pl.DataFrame, payments: pl.DataFrame, eligibility: Eligibility, money: Money) -> pl.DataFrame:
    """The ``unfunded`` table: what is left of each line, and every fund's reason."""
    covered = payments.group_by("line").agg(pl.col("cents").sum())
    short = (
        placed.join(covered, on="line", how="left")
        .with_columns(amount_cents=pl.col("amount_cents") - pl.col("cents").fill_null(0))
        .filter(pl.col("amount_cents") > 0)
    )
    cases = short.select("case", "year").unique().sort("case")
    words = [
        money.why_unfunded(year, eligibility.reasons[case], eligibility.caps[case]) for case, year in cases.iter_rows()
    ]
    return _unfunded_frame(
        short.join(cases.select("case").with_columns(pl.Series("why_not", words, dtype=pl.String)), on="case")
    )


def _nothing_paid(owed: pl.DataFrame) -> pl.DataFrame:
    """Every line unfunded, since there is no fund."""
    return _unfunded_frame(owed.with_columns(why_not=pl.lit(NO_FUND)))


def _unfunded_frame(short: pl.DataFrame) -> pl.DataFrame:
    return short.select("line", "fy", "tier", "amount_cents", pl.col("why_not").alias("why")).sort("line")


def _solver(flows: Flows, groups: Sequence[Group], paid: Sequence[Mapping[int, int]]) -> dict[str, str | int | float]:
    """How good the answer is: a linear program's optimum is its own bound, so the gap is what whole cents cost."""
    found: dict[str, str | int | float] = {
        "solver": SOLVER,
        "status": "optimal",
        "groups": len(groups),
        "columns": flows.columns,
        "rows": flows.rows,
    }
    gap = 0
    for tier in sorted({group.tier for group in groups}):
        unfunded = sum(
            group.cents - sum(of_group.values())
            for group, of_group in zip(groups, paid, strict=True)
            if group.tier == tier
        )
        bound = math.ceil(flows.optimum(unfunded_goal(tier)) - BOUND_TOLERANCE)
        found[f"tier {tier} unfunded cents"] = unfunded
        found[f"tier {tier} bound cents"] = bound
        gap = max(gap, unfunded - bound)
    found.update({f"goal {n:02d} {phase.goal}": round(phase.optimum) for n, phase in enumerate(flows.phases, start=1)})
    return {**found, "gap cents": gap}


def _no_program() -> dict[str, str | int | float]:
    return {"status": "nothing to solve", "columns": 0, "rows": 0, "gap cents": 0}
