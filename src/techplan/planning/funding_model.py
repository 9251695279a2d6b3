"""The linear program of who pays: money flows from pots to groups of lines, goals one after the other.

Lines that every rule treats alike are one group, so the program grows with the rules and not with the lines. Goals are
lexicographic: after each, everything that would worsen it is fixed. A column that has a reduced cost stays at its bound
and a row that has a price stays tight; by complementary slackness that is exactly the set of all optima, so no goal is
given a tolerance to lose. Amounts enter the solver in units of 1,024 cents, which binary numbers hold exactly.

The same program in another column order may have another optimal answer; groups and pots come in sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from techplan.book.problem import PlanError
from techplan.planning.funding_limits import Cap
from techplan.planning.pots import Pot

UNIT: Final = 1024
"""Cents in one unit of the solver."""

FACE_TOLERANCE: Final = 1e-6
"""A reduced cost or price above this fixes its column or row; real ones are whole numbers."""

SOLVER: Final = f"HiGHS {highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}"

PRIMAL_SIMPLEX: Final = 4
"""HiGHS's number for it."""

Floats = npt.NDArray[np.float64]


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


@dataclass
class _Columns:
    """The program as it is built: bounds by column, rows as lists of entries."""

    upper: list[float]
    row_upper: list[float]
    row_lower: list[float]
    entries: list[tuple[int, int, float]]

    def column(self, upper: float) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, lower: float, upper: float) -> int:
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1


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
    model = _Columns([], [], [], [])
    for g, _ in pairs:
        model.column(groups[g].cents / UNIT)
    unfunded = [model.column(group.cents / UNIT) for group in groups]
    _group_rows(model, groups, pairs, unfunded)
    _money_rows(model, groups, pots, pairs)
    _limit_rows(model, groups, pots, pairs, appropriated, caps)
    solver = _Solver(model)
    phases: list[Phase] = []
    goals = _goals(groups, pots, pairs, unfunded, len(model.upper), years)
    for number, (goal, costs) in enumerate(goals):
        if progress is not None:
            progress(f"funding: {goal}", number / len(goals))
        phases.append(Phase(goal, solver.minimise(costs) * UNIT))
    cents = solver.values()[: len(pairs)] * UNIT
    return Flows(tuple(pairs), cents, tuple(phases), len(model.upper), len(model.row_lower))


def _group_rows(
    model: _Columns, groups: Sequence[Group], pairs: Sequence[tuple[int, int]], unfunded: Sequence[int]
) -> None:
    """What is paid and what is not make up each group's amount."""
    rows = [model.row(group.cents / UNIT, group.cents / UNIT) for group in groups]
    model.entries += [(rows[g], column, 1.0) for column, (g, _) in enumerate(pairs)]
    model.entries += [(rows[g], column, 1.0) for g, column in enumerate(unfunded)]


def _money_rows(
    model: _Columns, groups: Sequence[Group], pots: Sequence[Pot], pairs: Sequence[tuple[int, int]]
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
            row = row_of[p, year] = model.row(-highspy.kHighsInf, grown / UNIT)
            if carried is not None:
                model.entries.append((row, carried, -1.0))
            if year + 1 < len(pots[p].spendable):
                carried = model.column(highspy.kHighsInf)
                model.entries.append((row, carried, 1.0))
    model.entries += [(row_of[p, groups[g].year], column, 1.0) for column, (g, p) in enumerate(pairs)]


def _limit_rows(
    model: _Columns,
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
        row = model.row(-highspy.kHighsInf, cents / UNIT)
        model.entries += [(row, column, 1.0) for column in columns]


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
    for tier in sorted({group.tier for group in groups}):
        of_tier = [(column, group.year) for column, group in zip(unfunded, groups, strict=True) if group.tier == tier]
        goals.append((unfunded_goal(tier), _costs(width, [(column, 1.0) for column, _ in of_tier])))
        early = [(column, float(years - 1 - year)) for column, year in of_tier]
        goals.append((f"earlier years first in tier {tier}", _costs(width, early)))
    flows = list(enumerate(pairs))
    lapsing = [(column, -1.0) for column, (_, p) in flows if _lapses(pots[p], years)]
    general = [(column, 1.0) for column, (_, p) in flows if pots[p].is_general]
    # Ranked money is used first and early: a rank costs more in an early year than in a late one.
    ranked = [(column, p * (2.0 * years - groups[g].year) / (len(pots) * years)) for column, (g, p) in flows]
    goals += [
        ("restricted and expiring money first", _costs(width, lapsing)),
        ("least of the general fund", _costs(width, general)),
        ("funds in their order", _costs(width, ranked)),
    ]
    return [(goal, costs) for goal, costs in goals if costs.any()]


def _lapses(pot: Pot, years: int) -> bool:
    """Whether what is left of the pot is lost inside the plan, at the end of one of its years."""
    return pot.closes is not None and len(pot.shown) > 0 and pot.shown[-1] < years


def _costs(width: int, entries: Sequence[tuple[int, float]]) -> Floats:
    costs = np.zeros(width)
    for column, cost in entries:
        costs[column] = cost
    return costs


class _Solver:
    """HiGHS on one program; each goal minimised is kept at its optimum from then on."""

    def __init__(self, model: _Columns) -> None:
        self._columns, self._rows = len(model.upper), len(model.row_lower)
        self._now: Floats | None = None
        self._upper = np.array(model.upper)
        self._lower = np.zeros(self._columns)
        self._row_lower, self._row_upper = np.array(model.row_lower), np.array(model.row_upper)
        # Not highspy.Highs(): its constructor prints a banner on stdout before any option can be set.
        self._highs: Any = _Highs()  # its type stub lacks some of its methods
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
            self._check(self._highs.setOptionValue(option, value))
        self._check(self._highs.passModel(self._program(model)))

    def _program(self, model: _Columns) -> Any:
        entries = sorted(model.entries)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self._columns, self._rows
        program.col_cost_ = np.zeros(self._columns)
        program.col_lower_, program.col_upper_ = self._lower, self._upper
        program.row_lower_, program.row_upper_ = self._row_lower, self._row_upper
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        counts = np.bincount([row for row, _, _ in entries], minlength=self._rows)
        program.a_matrix_.start_ = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        program.a_matrix_.index_ = np.array([column for _, column, _ in entries], dtype=np.int32)
        program.a_matrix_.value_ = np.array([value for _, _, value in entries])
        return program

    def minimise(self, costs: Floats) -> float:
        """The least cost; afterwards only optimal answers are left."""
        if self._now is not None and costs.min() >= 0 and not self._now @ costs:
            self._bound_columns(np.flatnonzero(costs), self._lower)
            return 0.0
        self._check(self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), costs))
        self._check(self._highs.run())
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise PlanError(f"The solver found no proven optimum: {self._highs.modelStatusToString(status)}.")
        least = float(self._highs.getInfo().objective_function_value)
        # From here on the last answer stays feasible, which suits the primal simplex method.
        self._check(self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX))
        self._keep_optimal()
        return least

    def values(self) -> Floats:
        """The answer, by column."""
        return np.zeros(self._columns) if self._now is None else self._now

    def _keep_optimal(self) -> None:
        """Fix columns with a reduced cost at their bound, and rows with a price where they are tight.

        In a minimum a positive reduced cost holds its column at the lower bound and a negative one at the upper. Rows
        are equations, or have an upper bound alone.
        """
        solution = self._highs.getSolution()
        self._now = np.array(solution.col_value)
        reduced = np.array(solution.col_dual)
        self._bound_columns(np.flatnonzero(reduced > FACE_TOLERANCE), self._lower)
        self._bound_columns(np.flatnonzero(reduced < -FACE_TOLERANCE), self._upper)
        rows = np.flatnonzero(np.abs(np.array(solution.row_dual)) > FACE_TOLERANCE)
        limits = self._row_upper[rows]
        self._check(self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), limits, limits))

    def _bound_columns(self, columns: npt.NDArray[np.intp], bounds: Floats) -> None:
        """Fix these columns at one of their bounds."""
        values = bounds[columns]
        self._lower[columns], self._upper[columns] = values, values
        self._check(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), values, values))

    @staticmethod
    def _check(status: Any) -> None:
        if status != highspy.HighsStatus.kOk:
            raise PlanError("The solver refused a step of the funding plan.")
