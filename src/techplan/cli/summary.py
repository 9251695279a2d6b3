"""A plan in ten lines, for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.book.money import whole_dollars
from techplan.book.school_years import label, long_label
from techplan.cli.dates import in_words
from techplan.cli.speak import counted

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """The figures of the summary; money in cents."""

    needed_cents: int
    funded_cents: int
    unfunded_cents: int
    backlog_cents: int
    budget_fy: int
    budget_cents: int
    budget_operating_cents: int
    budget_capital_cents: int
    peak_fy: int
    peak_cents: int
    data_gaps: int
    assumptions: int
    unconfirmed: int


def short(plan: Plan) -> Short:
    """The figures of the summary, each a sum over the plan's own tables.

    The budget year is the one after the year in progress, as near to it as the plan goes.
    """
    years = plan.budget_years
    budget_fy = plan.settings.focus
    budget = years.filter(pl.col("fy") == budget_fy)
    by_year = dict.fromkeys(plan.settings.years, 0) | dict(
        years.group_by("fy").agg(pl.col("amount_cents").sum()).iter_rows()
    )
    peak = max(by_year, key=lambda fy: (by_year[fy], -fy))
    return Short(
        needed_cents=int(years["amount_cents"].sum()),
        funded_cents=int(years["funded_cents"].sum()),
        unfunded_cents=int(years["unfunded_cents"].sum()),
        backlog_cents=int(years["backlog_cents"].sum()),
        budget_fy=budget_fy,
        budget_cents=int(budget["amount_cents"].sum()),
        budget_operating_cents=int(budget.filter(pl.col("kind") == "operating")["amount_cents"].sum()),
        budget_capital_cents=int(budget.filter(pl.col("kind") == "capital")["amount_cents"].sum()),
        peak_fy=peak,
        peak_cents=by_year[peak],
        data_gaps=plan.data_gaps.height,
        assumptions=plan.assumptions.height,
        unconfirmed=plan.assumptions.filter(~pl.col("confirmed")).height,
    )


def summary_lines(plan: Plan, out: Path) -> list[str]:
    """Ten lines: what the plan says and where its files are."""
    figures, settings = short(plan), plan.settings
    names = plan.book.district["name"].to_list()
    start = settings.start_month
    budget = (
        f"{_dollars(figures.budget_cents)} in {long_label(figures.budget_fy, start)}: operating "
        f"{_dollars(figures.budget_operating_cents)}, capital {_dollars(figures.budget_capital_cents)}"
    )
    span = f"{counted(settings.horizon, 'year')}, {label(settings.first_fy)} to {label(settings.last_fy)}"
    unconfirmed = f"{figures.unconfirmed:,} of them not confirmed"
    lines = {
        "Needed": f"{_dollars(figures.needed_cents)} over {span}",
        "Funded": _dollars(figures.funded_cents),
        "Not funded": _dollars(figures.unfunded_cents),
        "Backlog": f"{_dollars(figures.backlog_cents)} was due before {label(settings.first_fy)} began",
        "Next budget": budget,
        "Peak year": f"{label(figures.peak_fy)} with {_dollars(figures.peak_cents)}",
        "Data gaps": f"{counted(figures.data_gaps, 'row')} could not be used in full (tables/data_gaps.csv)",
        "Assumptions": f"{figures.assumptions:,} defaults and simplifications, {unconfirmed} (tables/assumptions.csv)",
        "Files": f"{out}: board-packet, who-pays, cost-and-worth, ready-to-learn (.pdf), "
        "plan.xlsx, plan.json, tables/*.csv",
    }
    title = f"{names[0] if names else 'The district'}: technology plan as of {in_words(plan.on)}"
    return [title, *(f"  {name:<12} {text}" for name, text in lines.items())]


def facts_in_short(plan: Plan) -> dict[str, Any]:
    """The same for ``--json``: dates, seed, fingerprints, figures in cents."""
    figures = short(plan)
    return {
        "on": plan.on.isoformat(),
        "known": plan.known.isoformat(),
        "seed": plan.seed,
        "first_fy": plan.settings.first_fy,
        "last_fy": plan.settings.last_fy,
        "figures": {name: getattr(figures, name) for name in Short.__slots__},
        "totals": plan.totals(),
        "solver": plan.solver,
        "book_fingerprint": plan.book_fingerprint,
        "rules_fingerprint": plan.rules_fingerprint,
        "version": plan.version,
    }


def _dollars(cents: int) -> str:
    shown = whole_dollars(abs(cents))
    return f"{'−' if cents < 0 else ''}${shown}"
