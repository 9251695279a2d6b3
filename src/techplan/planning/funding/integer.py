"""Whole decisions, goal after goal, on HiGHS: what is bought whole or not at all, and what is put off as one.

Each goal is minimised to within a gap; its best value found is then a limit for the next, so a tie between goals is as
wide as that gap and never lost to rounding. It stops on the gap, so that equal programs give equal answers; a clock is
kept only so that nobody waits for ever, and a run that it stops says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
from highspy._core import _Highs

from techplan.book.problem import PlanError
from techplan.planning.funding.program import Floats, Program, checked

EXACT_UP_TO: Final = 200
"""Whole decisions up to which the gap is closed to nothing."""

GAP: Final = 1e-3
"""The gap, as a share of the bound, at which larger programs stop."""

SLACK: Final = 1e-6
"""Units by which a goal already met may be missed again: rounding of binary floats, a thousandth of a cent."""


@dataclass(frozen=True, slots=True)
class IntegerPhase:
    """One goal: its value found, the bound that no answer can beat, and whether the clock ended it."""

    goal: str
    value: float
    bound: float
    by_clock: bool


@dataclass(frozen=True)
class Settled:
    """The value of each whole column, and how each goal ended."""

    columns: dict[int, float]
    phases: tuple[IntegerPhase, ...]

    @property
    def reproducible(self) -> bool:
        """Whether no goal was ended by the clock."""
        return not any(phase.by_clock for phase in self.phases)


def settle(
    program: Program,
    goals: Sequence[tuple[str, Floats]],
    *,
    seconds: float,
    progress: Callable[[str, float], None] | None = None,
) -> Settled:
    """The whole columns' values under ``goals``, each kept before the next is looked at.

    ``seconds`` is the most that one goal may take. Raises PlanError where there is no answer at all.
    """
    highs = _opened(program, seconds)
    phases: list[IntegerPhase] = []
    answer: Any = None
    for number, (goal, costs) in enumerate(goals):
        if progress is not None:
            progress(f"whole decisions: {goal}", number / len(goals))
        checked(highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs))
        if answer is not None:
            checked(highs.setSolution(answer))
        phase, answer = _solved(highs, goal, costs)
        phases.append(phase)
        used = np.flatnonzero(costs).astype(np.int32)
        checked(highs.addRow(-highspy.kHighsInf, phase.value + SLACK, len(used), used, costs[used]))
    values = np.array(answer.col_value)
    return Settled({column: float(round(values[column])) for column in program.whole}, tuple(phases))


def _opened(program: Program, seconds: float) -> Any:
    """HiGHS with the program in it."""
    highs: Any = _Highs()
    gap = 0.0 if len(program.whole) <= EXACT_UP_TO else GAP
    options: tuple[tuple[str, object], ...] = (
        ("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", gap), ("mip_abs_gap", 1e-7),
        ("mip_feasibility_tolerance", 1e-9), ("primal_feasibility_tolerance", 1e-9), ("time_limit", seconds),
    )  # fmt: skip
    for option, value in options:
        checked(highs.setOptionValue(option, value))
    lp = program.as_lp(np.array(program.upper))
    kinds = [highspy.HighsVarType.kContinuous] * len(program.upper)
    for column in program.whole:
        kinds[column] = highspy.HighsVarType.kInteger
    lp.integrality_ = kinds
    checked(highs.passModel(lp))
    return highs


def _solved(highs: Any, goal: str, costs: Floats) -> tuple[IntegerPhase, Any]:
    """What a run found, and its answer.

    Begun from an answer, HiGHS 1.16 now and then reports the value of a better one and gives back the one it began
    from. So its answer is weighed again, and where the two differ it is asked once more, from nothing.
    """
    for _ in range(2):
        highs.run()
        phase, answer = _phase(highs, goal), highs.getSolution()
        if abs(float(costs @ np.array(answer.col_value)) - phase.value) <= SLACK * max(1.0, abs(phase.value)):
            return phase, answer
        checked(highs.clearSolver())
    raise PlanError(f"The solver's answer is not worth what it says: {goal}.")


def _phase(highs: Any, goal: str) -> IntegerPhase:
    """What a run found. Raises PlanError where it found nothing."""
    status = highs.getModelStatus()
    info = highs.getInfo()
    clock = status == highspy.HighsModelStatus.kTimeLimit
    if status != highspy.HighsModelStatus.kOptimal and not (clock and info.primal_solution_status == 2):
        raise PlanError(f"The solver found no whole decisions: {highs.modelStatusToString(status)}.")
    return IntegerPhase(goal, float(info.objective_function_value), float(info.mip_dual_bound), clock)
