"""What the treasurer reads of a plan, on one page: which fund may pay what, what ends, and the budget in its forms.

It follows from a Plan and changes nothing of it, so it is made only where somebody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.columns import Table
from techplan.planning import budget, cliffs, explaining
from techplan.planning.assumptions import Assumption
from techplan.planning.budget import results as budget_results
from techplan.planning.cliffs.results import CLIFFS
from techplan.planning.explaining import results as explaining_results

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

_TABLES: Final[tuple[type[Table], ...]] = (
    explaining_results.WaysToFund,
    explaining_results.FundValues,
    explaining_results.Eligibility,
    *CLIFFS.values(),
    *budget_results.RESULTS,
)

TREASURY: Final[dict[str, type[Table]]] = {table.table_name(): table for table in _TABLES}
"""Every table of it by name, in the order people read them."""


@dataclass(frozen=True, eq=False)
class Treasury:
    """One frame for each table of ``TREASURY``, and what they assume beyond the plan."""

    frames: dict[str, pl.DataFrame]
    assumptions: tuple[Assumption, ...] = ()

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        return self.frames[name]


def treasury_of(plan: Plan) -> Treasury:
    """What follows from a plan."""
    first_fy = plan.settings.first_fy
    forms = budget.budget_tables(
        plan.book, plan.cost_lines, plan.allocations, plan.fund_years, plan.settings, plan.rules, plan.known
    )
    may_pay = explaining.eligibility(plan.settled)
    ends = _cliffs(plan, may_pay)
    frames = {
        **forms,
        **ends.frames,
        "ways_to_fund": explaining.ways_to_fund(plan.settled, plan.unfunded, first_fy),
        "fund_values": explaining.fund_values(plan.settled, first_fy),
        "eligibility": may_pay,
    }
    return Treasury(frames, ends.assumptions)


def _cliffs(plan: Plan, may_pay: pl.DataFrame) -> cliffs.Cliffs:
    return cliffs.cliffs_of(
        plan.book,
        plan.settings,
        plan.rules,
        needs=plan.needs,
        asset_due=plan.asset_due,
        cost_lines=plan.cost_lines,
        allocations=plan.allocations,
        unfunded=plan.unfunded,
        fund_years=plan.fund_years,
        eligibility=may_pay,
        erate_lines=plan.erate_lines,
        known=plan.known,
    )
