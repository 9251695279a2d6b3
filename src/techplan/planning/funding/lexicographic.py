"""Linear programs with goals one after the other, on HiGHS.

After each goal, everything that would worsen it is fixed: a column that has a reduced cost stays at its bound and a row
that has a price stays tight. By complementary slackness that is exactly the set of all optima, so no goal is given a
tolerance to lose, and the program keeps its shape.
"""

from __future__ import annotations

from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from techplan.book.problem import PlanError
from techplan.planning.funding.program import INFINITY, SOLVER, Floats, Program, checked

FACE_TOLERANCE: Final = 1e-6
"""A reduced cost or price above this fixes its column or row; real ones are whole numbers."""

PRIMAL_SIMPLEX: Final = 4
"""HiGHS's number for it."""

__all__ = ["INFINITY", "SOLVER", "Floats", "LexicographicSolver", "Program"]


class LexicographicSolver:
    """HiGHS on one program; each goal minimised is kept at its optimum from then on.

    ``settled`` are columns that may only have these values, as whole decisions found before.
    """

    def __init__(self, program: Program, settled: dict[int, float] | None = None) -> None:
        self._columns, self._rows = len(program.upper), len(program.row_lower)
        self._now: Floats | None = None
        self._upper = np.array(program.upper)
        self._lower = np.zeros(self._columns)
        self._row_lower, self._row_upper = np.array(program.row_lower), np.array(program.row_upper)
        # Not highspy.Highs(): its constructor prints a banner on stdout before any option can be set.
        self._highs: Any = _Highs()  # its type stub lacks some of its methods
        for option, setting in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
            checked(self._highs.setOptionValue(option, setting))
        for column, value in (settled or {}).items():
            self._lower[column] = self._upper[column] = value
        lp = program.as_lp(self._upper)
        lp.col_lower_ = self._lower
        checked(self._highs.passModel(lp))

    def minimise(self, costs: Floats) -> float:
        """The least cost; afterwards only optimal answers are left."""
        if self._now is not None and costs.min() >= 0 and not self._now @ costs:
            self._bound_columns(np.flatnonzero(costs), self._lower)
            return 0.0
        checked(self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), costs))
        checked(self._highs.run())
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise PlanError(f"The solver found no proven optimum: {self._highs.modelStatusToString(status)}.")
        least = float(self._highs.getInfo().objective_function_value)
        # From here on the last answer stays feasible, which suits the primal simplex method.
        checked(self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX))
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
        checked(self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), limits, limits))

    def _bound_columns(self, columns: npt.NDArray[np.intp], bounds: Floats) -> None:
        """Fix these columns at one of their bounds."""
        values = bounds[columns]
        self._lower[columns], self._upper[columns] = values, values
        checked(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), values, values))
