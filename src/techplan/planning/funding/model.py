"""The linear program of who pays: money flows from pots to groups of lines, goals one after the other.

Lines that every rule treats alike are one group, so the program grows with the rules and not with the lines. Amounts
enter the solver in units of 1,024 cents, which binary numbers hold exactly. Groups and pots come in sorted, since the
same program in another order of columns may have another optimal answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from techplan.planning.funding.lexicographic import INFINITY, Floats, LexicographicSolver, Program
from techplan.planning.funding.limits import Cap
from techplan.planning.funding.pots import Pot

UNIT: Final = 1024
"""Cents in one unit of the solver."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that every rule treats alike: tier, position of the year, pots that may pay, caps that bind, cents."""

    tier: int
    year: int
    pots: tuple[int, ...]
    caps: tuple[int, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class Phase:
    """One goal and its optimum, in the units of the goal (cents, or cents times years or ranks)."""

    goal: str
    optimum: float


@dataclass(frozen=True)
class Flows:
    """What each pot pays to each group, in cents before rounding; ``pairs`` are (group, pot), one for each flow."""

    pairs: tuple[tuple[int, int], ...]
    cents: Floats
    phases: tuple[Phase, ...]
    columns: int
    rows: int

    def optimum(self, goal: str) -> float:
        """The optimum of one goal; zero where there was nothing to decide."""
        return next((phase.optimum for phase in self.phases if phase.goal == goal), 0.0)


def unfunded_goal(tier: int) -> str:
    """The name of the goal to leave least of a tier unfunded."""
    return f"unfunded in tier {tier}"


def optimal_flows(
    groups: Sequence[Group],
    pots: Sequence[Pot],
    appropriated: Mapping[tuple[str, int], int],
    caps: Sequence[Cap],
    progress: Callable[[str, float], None] | None = None,
) -> Flows:
    """The optimal flows. ``appropriated`` is keyed by fund and position of the year, in cents, never negative.

    Raises PlanError where the solver does not prove an optimum.
    """
    years = len(pots[0].spendable)
    pairs = [
        (g, p)
        for g, group in enumerate(groups)
        for p in group.pots
        if pots[p].spendable[group.year] > 0 and appropriated.get((pots[p].fund, group.year), 1) > 0
    ]
    program = Program()
    for g, _ in pairs:
        program.column(groups[g].cents / UNIT)
    unfunded = [program.column(group.cents / UNIT) for group in groups]
    _group_rows(program, groups, pairs, unfunded)
    _money_rows(program, groups, pots, pairs)
    _limit_rows(program, groups, pots, pairs, appropriated, caps)
    solver = LexicographicSolver(program)
    phases: list[Phase] = []
    goals = _goals(groups, pots, pairs, unfunded, len(program.upper), years)
    for number, (goal, costs) in enumerate(goals):
        if progress is not None:
            progress(f"funding: {goal}", number / len(goals))
        phases.append(Phase(goal, solver.minimise(costs) * UNIT))
    cents = solver.values()[: len(pairs)] * UNIT
    return Flows(tuple(pairs), cents, tuple(phases), len(program.upper), len(program.row_lower))


def _group_rows(
    program: Program, groups: Sequence[Group], pairs: Sequence[tuple[int, int]], unfunded: Sequence[int]
) -> None:
    """What is paid and what is not make up each group's amount."""
    rows = [program.row(group.cents / UNIT, group.cents / UNIT) for group in groups]
    program.entries += [(rows[g], column, 1.0) for column, (g, _) in enumerate(pairs)]
    program.entries += [(rows[g], column, 1.0) for g, column in enumerate(unfunded)]


def _money_rows(
    program: Program, groups: Sequence[Group], pots: Sequence[Pot], pairs: Sequence[tuple[int, int]]
) -> None:
    """What a pot pays in a year and carries on is at most what it carried in and what became spendable."""
    used = sorted({p for _, p in pairs})
    row_of: dict[tuple[int, int], int] = {}
    for p in used:
        before = 0
        carried: int | None = None
        for year, spendable in enumerate(pots[p].spendable):
            grown = max(0, spendable - before)
            before = max(before, spendable)
            row = row_of[p, year] = program.row(-INFINITY, grown / UNIT)
            if carried is not None:
                program.entries.append((row, carried, -1.0))
            if year + 1 < len(pots[p].spendable):
                carried = program.column(INFINITY)
                program.entries.append((row, carried, 1.0))
    program.entries += [(row_of[p, groups[g].year], column, 1.0) for column, (g, p) in enumerate(pairs)]


def _limit_rows(
    program: Program,
    groups: Sequence[Group],
    pots: Sequence[Pot],
    pairs: Sequence[tuple[int, int]],
    appropriated: Mapping[tuple[str, int], int],
    caps: Sequence[Cap],
) -> None:
    """Appropriations by fund and year, and caps."""
    by_appropriation: dict[tuple[str, int], list[int]] = {}
    by_cap: dict[int, list[int]] = {}
    for column, (g, p) in enumerate(pairs):
        key = (pots[p].fund, groups[g].year)
        if key in appropriated:
            by_appropriation.setdefault(key, []).append(column)
        for cap in groups[g].caps:
            if caps[cap].pot == p:
                by_cap.setdefault(cap, []).append(column)
    bound = [(appropriated[key], columns) for key, columns in sorted(by_appropriation.items())]
    bound += [(caps[cap].cents, columns) for cap, columns in sorted(by_cap.items())]
    for cents, columns in bound:
        row = program.row(-INFINITY, cents / UNIT)
        program.entries += [(row, column, 1.0) for column in columns]


def _goals(
    groups: Sequence[Group],
    pots: Sequence[Pot],
    pairs: Sequence[tuple[int, int]],
    unfunded: Sequence[int],
    width: int,
    years: int,
) -> list[tuple[str, Floats]]:
    """The goals in their order, each as costs to be minimised."""
    goals: list[tuple[str, Floats]] = []
    early: list[tuple[str, Floats]] = []
    for tier in sorted({group.tier for group in groups}):
        of_tier = [(column, group.year) for column, group in zip(unfunded, groups, strict=True) if group.tier == tier]
        goals.append((unfunded_goal(tier), _costs(width, [(column, 1.0) for column, _ in of_tier])))
        sooner = [(column, float(years - 1 - year)) for column, year in of_tier]
        early.append((f"earlier years first in tier {tier}", _costs(width, sooner)))
    # Only when every tier has its least: which year goes short must not cost a lower tier a dollar.
    goals += early
    flows = list(enumerate(pairs))
    lapsing = [(column, -1.0) for column, (_, p) in flows if pots[p].lapses is not None]
    general = [(column, 1.0) for column, (_, p) in flows if pots[p].is_general]
    ranked = [(column, p / len(pots)) for column, (_, p) in flows]
    goals += [
        ("restricted and expiring money first", _costs(width, lapsing)),
        ("least of the general fund", _costs(width, general)),
        ("funds in their order", _costs(width, ranked)),
    ]
    return [(goal, costs) for goal, costs in goals if costs.any()]


def _costs(width: int, entries: Sequence[tuple[int, float]]) -> Floats:
    costs = np.zeros(width)
    for column, cost in entries:
        costs[column] = cost
    return costs
