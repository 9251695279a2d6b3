"""From needs to who pays: what things cost, what is put off where money is short, and who pays for the rest.

Needs and costs are found as everything falls due. Where something may wait, the best choice of what waits is found;
needs and costs are found again under that choice, and the money is allocated to the lines that follow. A choice that
would not make the plan better is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.planning import alignment
from techplan.planning.assumptions import Assumption
from techplan.planning.costs import cost_lines
from techplan.planning.drivers import DriverCounts
from techplan.planning.erate import Discounted, discounted
from techplan.planning.funding import Funding, allocate, source_of
from techplan.planning.funding.units import Returned
from techplan.planning.needs import NeedsFound, find_needs
from techplan.planning.put_off import NOTHING, PutOff
from techplan.planning.settings import Settings
from techplan.planning.slipping import Chosen, Slips, choose, slips
from techplan.rules.load import Rules

Progress = Callable[[str, float], None]

TIERS: Final = (1, 2, 3, 4)


@dataclass(frozen=True, kw_only=True)
class PaidFor:
    """Needs, cost lines and funding that belong together, what was put off, and what was assumed."""

    needs: NeedsFound
    lines: pl.DataFrame
    funding: Funding
    slips: pl.DataFrame
    erate: Discounted
    assumptions: tuple[Assumption, ...]
    gaps: tuple[dict[str, Any], ...]


def pay_for(
    book: Book,
    settings: Settings,
    drivers: DriverCounts,
    rules: Rules,
    *,
    slipping: bool,
    progress: Progress,
) -> PaidFor:
    """Who pays for what the Book needs; with ``slipping``, after the best choice of what waits.

    Raises PlanError where the solver does not prove an optimum.
    """
    as_due = _costed(book, settings, drivers, rules, NOTHING)
    progress("Funding", 0.5)
    paid = _funded(book, settings, rules, as_due)
    short = paid.funding.unfunded["amount_cents"].sum() if slipping else 0
    if not short:
        return paid
    progress("What may wait", 0.6)
    weights = _weights(book, as_due.lines)
    source = source_of(book, settings, rules)
    returned = _returned(as_due, settings)
    chosen = choose(book, as_due.needs.needs, as_due.lines, settings, source, weights=weights, returned=returned)
    if not chosen.put_off:
        return paid
    later = _costed(book, settings, drivers, rules, chosen.put_off)
    progress("Funding", 0.8)
    other = _funded(book, settings, rules, later)
    if _missed(other.funding) >= _missed(paid.funding):
        return paid
    return _told(other, chosen, as_due.lines, settings)


@dataclass(frozen=True)
class _Costed:
    needs: NeedsFound
    erate: Discounted
    assumptions: tuple[Assumption, ...]
    gaps: tuple[dict[str, Any], ...]

    @property
    def lines(self) -> pl.DataFrame:
        """Cost lines, with what E-rate pays the vendor taken off."""
        return self.erate.lines


def _costed(book: Book, settings: Settings, drivers: DriverCounts, rules: Rules, put_off: PutOff) -> _Costed:
    needs = find_needs(book, settings, drivers, put_off=put_off)
    priced, assumed, gaps = cost_lines(book, needs.needs, settings, put_off=put_off)
    erate = discounted(book, priced, settings, rules, settings.on, settings.known, drivers)
    return _Costed(needs, erate, (*assumed, *erate.assumptions), tuple(gaps))


def _returned(costed: _Costed, settings: Settings) -> dict[str, Returned]:
    """What E-rate pays back of a line inside the plan: the share of its amount, and the position of the year."""
    inside = costed.erate.returns.filter(pl.col("fy") <= settings.last_fy)
    sums = inside.group_by("line").agg(pl.col("cents").sum(), pl.col("fy").max())
    joined = sums.join(costed.lines.select("line", "amount_cents"), on="line").sort("line")
    return {
        line: (Fraction(cents, amount), fy - settings.first_fy)
        for line, cents, fy, amount in joined.select("line", "cents", "fy", "amount_cents").iter_rows()
    }


def _funded(book: Book, settings: Settings, rules: Rules, costed: _Costed) -> PaidFor:
    weights, returned = _weights(book, costed.lines), _returned(costed, settings)
    funding = allocate(book, costed.lines, settings, rules=rules, weights=weights, returned=returned)
    return PaidFor(
        needs=costed.needs,
        lines=costed.lines,
        funding=funding,
        slips=Slips.empty(),
        erate=costed.erate,
        assumptions=costed.assumptions,
        gaps=costed.gaps,
    )


def _weights(book: Book, lines: pl.DataFrame) -> Mapping[str, int]:
    """The worth of a dollar of each line in hundredths: 100, and up to as much again by its points."""
    weights = alignment.line_weights(book, lines, alignment.scores(book)).filter(pl.col("weight") > 0)
    return {line: 100 + round(weight * 100) for line, weight in weights.select("line", "weight").iter_rows()}


def _missed(funding: Funding) -> list[int]:
    """What is unfunded by tier, as the goals weigh it."""
    return [int(funding.solver.get(f"tier {tier} weighed unfunded cents", 0)) for tier in TIERS]


def _told(paid: PaidFor, chosen: Chosen, as_due: pl.DataFrame, settings: Settings) -> PaidFor:
    """The plan with its slips, and beside what is unfunded what the choice of slips led one to expect.

    The choice divides a chain by its cents where it must divide, so the plan that follows may differ by a few items.
    """
    solver: dict[str, str | int | float] = dict(paid.funding.solver)
    if chosen.flows is not None:
        solver["slipping columns"] = chosen.flows.columns
        solver["slipping rows"] = chosen.flows.rows
        for phase in chosen.flows.phases:
            if phase.goal.startswith("unfunded in tier "):
                tier = phase.goal.removeprefix("unfunded in ")
                solver[f"{tier} expected with slipping cents"] = round(phase.optimum)
        clock = any(phase.by_clock for phase in chosen.flows.whole)
        solver["reproducible"] = bool(solver["reproducible"]) and not clock
    return replace(paid, slips=slips(chosen, as_due, settings), funding=replace(paid.funding, solver=solver))
