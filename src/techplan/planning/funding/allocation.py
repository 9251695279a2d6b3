"""Who pays: an optimal, lawful, explained allocation of money to cost lines.

Goals, each kept before the next is looked at, in an order that the district may change: least unfunded mandates; then
least value unfunded of tiers 2, 3 and 4; then nothing put off past its support; then the earlier years first; then
money that would lapse, least of the general fund, the funds in their order, and even years.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.funding.cents import Payments, pay_lines, pay_units
from techplan.planning.funding.eligibility import Eligibility, with_cases
from techplan.planning.funding.expected import with_expected_grants
from techplan.planning.funding.fund_years import fund_years
from techplan.planning.funding.goals import unfunded_goal
from techplan.planning.funding.limits import Limits, Terms, appropriations, caps_of, certified
from techplan.planning.funding.model import Flows, Unit, optimal_flows
from techplan.planning.funding.pots import Pot, pots_of
from techplan.planning.funding.program import SOLVER
from techplan.planning.funding.rule_sets import RuleSets
from techplan.planning.funding.units import Decided, Returned, decided_alike
from techplan.planning.funding.words import NO_FUND, Money, why_paid
from techplan.planning.results import Allocations
from techplan.planning.settings import Settings
from techplan.rules.load import Rules

BOUND_TOLERANCE: Final = 1e-3
"""Cents by which a bound found in binary floats may be too high."""

LEAST_WORTH: Final = 100
"""Hundredths that a dollar of a line weighs which nobody valued; the most valued weighs twice that."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Funding:
    """Who pays: frames ``results.Allocations``, ``Unfunded`` and ``FundYears`` sorted by key.

    ``solver`` says how good the answer is: status, size, the optimum of each goal, and for each tier what is unfunded
    and the bound that no plan can beat; the gap is the largest difference. ``settled`` holds what explanations need.
    """

    allocations: pl.DataFrame
    unfunded: pl.DataFrame
    fund_years: pl.DataFrame
    solver: dict[str, str | int | float]
    assumptions: tuple[Assumption, ...]
    settled: SettledMoney | None = None


@dataclass(frozen=True)
class SettledMoney:
    """What was decided and what is left of every limit: enough to say why, and what another dollar would do."""

    terms: Terms
    decided: Decided
    eligibility: Eligibility
    limits: Limits
    paid: Payments
    money: Money
    rule_sets: RuleSets | None = None


@dataclass(frozen=True)
class Source:
    """Money and its rules, ready to pay: terms, what the law says, and what was assumed."""

    terms: Terms
    rule_sets: RuleSets | None
    assumptions: tuple[Assumption, ...]
    appropriated: Mapping[tuple[str, int], int] = field(default_factory=dict)


def source_of(book: Book, settings: Settings, rules: Rules | None = None) -> Source:
    """The Book's money; without ``rules`` only what the treasurer entered of each fund binds it."""
    entered, assumptions = pots_of(book, settings)
    pots, expected = with_expected_grants(entered, settings)
    staged, unstaged = appropriations(book, settings)
    rule_sets = None if rules is None else RuleSets.of(book, rules, settings.on, settings.known)
    terms = Terms(
        pots=pots,
        appropriated={(fund, fy - settings.first_fy): bound for (fund, fy), bound in staged.items()},
        caps=caps_of(book, pots, rule_sets),
        yearly_cap=settings.yearly_cap_cents,
        certified=certified(book, settings),
    )
    last = {key: bound.cents[-1] for key, bound in staged.items()}
    return Source(terms, rule_sets, (*assumptions, *expected, *unstaged), last)


def allocate(
    book: Book,
    lines: pl.DataFrame,
    settings: Settings,
    progress: Progress | None = None,
    *,
    rules: Rules | None = None,
    weights: Mapping[str, int] | None = None,
    returned: Mapping[str, Returned] | None = None,
) -> Funding:
    """Allocate the Book's money to ``lines`` (``results.CostLines``) over the plan's fiscal years.

    ``weights`` gives the worth of a dollar of a line in hundredths (100 where it is left out), ``returned`` what E-rate
    pays back of it. For every line, what funds pay and what is unfunded add up to its amount. Raises PlanError where
    the solver does not prove an optimum.
    """
    source = source_of(book, settings, rules)
    owed = lines.filter((pl.col("amount_cents") > 0) & pl.col("fy").is_in(list(settings.years)))
    pots = source.terms.pots
    if not pots or owed.is_empty():
        years = fund_years(pots, {}, source.appropriated, settings)
        return Funding(Allocations.empty(), _nothing_paid(owed), years, _no_program(), source.assumptions)
    terms = replace(source.terms, returning=bool(returned))
    placed, eligibility = with_cases(_placed(owed, settings, weights), book, pots, terms.caps, source.rule_sets)
    decided = decided_alike(placed, eligibility, terms, returned)
    flows = optimal_flows(decided.units, decided.purses, terms, order=settings.funding_goals, progress=progress)
    limits = Limits(terms)
    paid = pay_units(decided.units, decided.purses, flows, limits)
    payments = _payments(decided.lines, paid)
    money = Money(terms, limits, settings.first_fy)
    return Funding(
        allocations=_allocations(payments, pots, eligibility, source.rule_sets),
        unfunded=_unfunded(decided, payments, eligibility, money),
        fund_years=fund_years(pots, _spent(decided, paid, settings), source.appropriated, settings),
        solver=_solver(flows, decided.units, paid),
        assumptions=source.assumptions,
        settled=SettledMoney(terms, decided, eligibility, limits, paid, money, source.rule_sets),
    )


def _placed(owed: pl.DataFrame, settings: Settings, weights: Mapping[str, int] | None) -> pl.DataFrame:
    """Lines with the position of their year and the worth of a dollar."""
    worth = pl.lit(LEAST_WORTH)
    if weights:
        worth = pl.col("line").replace_strict(dict(weights), default=LEAST_WORTH, return_dtype=pl.Int64)
    return owed.with_columns(year=pl.col("fy") - settings.first_fy, worth=worth)


def _payments(placed: pl.DataFrame, paid: Payments) -> pl.DataFrame:
    """line, pot, cents, with the line's ``fy``, ``case`` and ``recurring``."""
    rows = [(item.line, item.pot, item.cents) for item in pay_lines(placed, paid)]
    schema = {"line": pl.String, "pot": pl.Int64, "cents": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(placed.select("line", "fy", "case", "recurring"), on="line", how="left")


def _spent(decided: Decided, paid: Payments, settings: Settings) -> dict[tuple[int, int], tuple[int, int, int]]:
    """By pot and fiscal year: paid to lines, indirect cost on them, and what E-rate gave back."""
    found: dict[tuple[int, int], list[int]] = {}
    for purse, of_purse in zip(decided.purses, paid.of_purse, strict=True):
        for pot, cents in of_purse.items():
            if not cents:
                continue
            entry = found.setdefault((pot, settings.first_fy + purse.year), [0, 0, 0])
            entry[0] += cents
            entry[1] += paid.limits.indirect(pot, cents) if purse.direct else 0
            if purse.returned:
                share, year = purse.returned
                own = paid.limits.terms.own[pot]
                found.setdefault((own, settings.first_fy + year), [0, 0, 0])[2] += int(cents * share)
    return {key: (spent, indirect, back) for key, (spent, indirect, back) in found.items()}


def _allocations(
    payments: pl.DataFrame, pots: Sequence[Pot], eligibility: Eligibility, rule_sets: RuleSets | None
) -> pl.DataFrame:
    """The ``allocations`` table."""
    reasons = payments.select("case", "pot", "recurring").unique().sort("case", "pot", "recurring")
    words = [
        why_paid(eligibility.cases[case], pots[pot], rule_sets, recurring=recurring)
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


def _unfunded(decided: Decided, payments: pl.DataFrame, eligibility: Eligibility, money: Money) -> pl.DataFrame:
    """The ``unfunded`` table: what is left of each line, and every fund's reason."""
    placed, purses = decided.lines, decided.purses
    covered = payments.group_by("line").agg(pl.col("cents").sum())
    short = (
        placed.join(covered, on="line", how="left")
        .with_columns(amount_cents=pl.col("amount_cents") - pl.col("cents").fill_null(0))
        .filter(pl.col("amount_cents") > 0)
    )
    cases = short.select("case", "purse").unique().sort("case", "purse")
    words = [money.why_unfunded(purses[purse], eligibility.reasons[case]) for case, purse in cases.iter_rows()]
    said = cases.with_columns(why_not=pl.Series(words, dtype=pl.String))
    return _unfunded_frame(short.join(said, on=["case", "purse"]))


def _nothing_paid(owed: pl.DataFrame) -> pl.DataFrame:
    """Every line unfunded, since there is no fund."""
    return _unfunded_frame(owed.with_columns(why_not=pl.lit(NO_FUND)))


def _unfunded_frame(short: pl.DataFrame) -> pl.DataFrame:
    return short.select("line", "fy", "tier", "amount_cents", pl.col("why_not").alias("why")).sort("line")


def _solver(flows: Flows, units: Sequence[Unit], paid: Payments) -> dict[str, str | int | float]:
    """How good the answer is: a linear program's optimum is its own bound; whole decisions have a bound of their own.

    ``gap cents`` compares what is unfunded, weighed as the goal weighs it, with its bound.
    """
    found: dict[str, str | int | float] = {
        "solver": SOLVER,
        "status": "optimal" if not any(phase.by_clock for phase in flows.whole) else "stopped by the clock",
        "reproducible": not any(phase.by_clock for phase in flows.whole),
        "units": len(units),
        "columns": flows.columns,
        "rows": flows.rows,
    }
    gap = 0
    for tier in sorted({unit.tier for unit in units}):
        missing = [(unit, unit.cents - cents) for unit, cents in zip(units, paid.of_unit, strict=True)
                   if unit.tier == tier]  # fmt: skip
        weighed = sum(short * (unit.worth if tier > 1 else LEAST_WORTH) for unit, short in missing)
        bound = math.ceil(flows.bound(unfunded_goal(tier)) - BOUND_TOLERANCE)
        found[f"tier {tier} unfunded cents"] = sum(short for _, short in missing)
        found[f"tier {tier} weighed unfunded cents"] = math.ceil(weighed / LEAST_WORTH)
        found[f"tier {tier} bound cents"] = bound
        gap = max(gap, math.ceil(weighed / LEAST_WORTH) - bound)
    found.update({f"goal {n:02d} {phase.goal}": round(phase.optimum) for n, phase in enumerate(flows.phases, start=1)})
    return {**found, "gap cents": gap}


def _no_program() -> dict[str, str | int | float]:
    return {"status": "nothing to solve", "reproducible": True, "columns": 0, "rows": 0, "gap cents": 0}
