"""What the plan's spending costs in full and what it is worth, on one page: ownership, choices, alignment, curriculum.

It follows from a Plan and changes nothing of it, so it is made only where somebody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.columns import Table
from techplan.planning import alignment, choosing, curriculum, erate
from techplan.planning import ownership as owning
from techplan.planning.alignment import results as alignment_results
from techplan.planning.choosing import results as choosing_results
from techplan.planning.curriculum import results as curriculum_results
from techplan.planning.drivers import driver_counts
from techplan.planning.erate import results as erate_results
from techplan.planning.ownership import results as ownership_results
from techplan.rules.load import Rules

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

WORTH: Final[dict[str, type[Table]]] = {
    table.table_name(): table
    for table in (
        ownership_results.Ownership,
        ownership_results.OwnershipRatios,
        ownership_results.OwnershipReadings,
        ownership_results.UsersTime,
        ownership_results.DeviceCosts,
        alignment_results.GoalMoney,
        alignment_results.GoalGaps,
        alignment_results.Ranking,
        alignment_results.Scores,
        alignment_results.LineGoals,
        alignment_results.LineWeights,
        alignment_results.ContentFindings,
        curriculum_results.ProgramRisks,
        curriculum_results.Deployments,
        choosing_results.AlternativeCosts,
        choosing_results.AlternativeYears,
        choosing_results.BreakEvens,
        choosing_results.Sensitivities,
        choosing_results.LeaseClasses,
        choosing_results.LeasePayments,
        choosing_results.Aggregates,
        erate_results.ErateDiscounts,
        erate_results.ErateEntitlements,
        erate_results.ErateBudgetYears,
    )
}
"""Every table of it by name, in the order people read them."""


@dataclass(frozen=True, eq=False)
class Worth:
    """One frame for each table of ``WORTH``."""

    frames: dict[str, pl.DataFrame]

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        return self.frames[name]


def worth_of(plan: Plan, rules: Rules) -> Worth:
    """What follows from a plan; ownership is of the year that the budget is made for."""
    book, settings, fy = plan.book, plan.settings, plan.settings.focus
    drivers = driver_counts(book, settings)
    time = owning.users_time(book)
    accounts = owning.ownership(book, plan.stock, plan.cost_lines, time, settings, fy)
    units = owning.denominators(book, plan.stock, drivers, fy)
    scores = alignment.scores(book)
    parts = alignment.line_goals(book, plan.cost_lines, scores)
    compared = choosing.compare_choices(book, settings)
    return Worth(
        {
            "ownership": accounts,
            "ownership_ratios": owning.ratios(accounts, units, rules, fy, plan.on, plan.known),
            "ownership_readings": owning.readings(book, accounts, units, rules, plan.on, plan.known),
            "users_time": time,
            "device_costs": owning.device_costs(book),
            "goal_money": alignment.goal_money(parts, plan.allocations, plan.unfunded),
            "goal_gaps": alignment.goal_gaps(book, plan.cost_lines, parts),
            "ranking": alignment.ranking(book, plan.cost_lines, scores, settings),
            "scores": scores,
            "line_goals": parts,
            "line_weights": alignment.line_weights(book, plan.cost_lines, scores),
            "content_findings": alignment.content_findings(book, plan.cost_lines, settings),
            "program_risks": curriculum.program_risks(book, plan.asset_due, drivers, settings),
            "deployments": curriculum.deployments(book, plan.stock, settings),
            "alternative_costs": compared.costs,
            "alternative_years": compared.years,
            "break_evens": compared.break_evens,
            "sensitivities": compared.sensitivities,
            "lease_classes": choosing.lease_classes(book),
            "lease_payments": choosing.lease_payments(book, settings),
            "erate_discounts": erate.discounts(book, drivers, rules, fy),
            "erate_entitlements": erate.entitlements(book, drivers, rules, fy),
            "erate_budget_years": erate.budget_years(book, plan.cost_lines, plan.erate_lines, settings, drivers, rules),
            "aggregates": choosing.aggregates(plan.cost_lines, settings),
        }
    )
