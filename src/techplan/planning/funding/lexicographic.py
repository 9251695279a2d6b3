"""Linear programs with goals one after the other, on HiGHS.

After each goal, everything that would worsen it is fixed: a column that has a reduced cost stays at its bound and a row
that has a price stays tight. By complementary slackness that is exactly the set of all optima, so no goal is given a
tolerance to lose, and the program keeps its shape.

One program in another order of columns may have another optimal answer: build it from sorted rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from techplan.book.problem import PlanError

SOLVER: Final = f"HiGHS {highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}"

INFINITY: Final[float] = highspy.kHighsInf

FACE_TOLERANCE: Final = 1e-6
"""A reduced cost or price above this fixes its column or row; real ones are whole numbers."""

PRIMAL_SIMPLEX: Final = 4
"""HiGHS's number for it."""

Floats = npt.NDArray[np.float64]


@dataclass
class Program:
    """A linear program as it is built: columns from zero up, rows between bounds, entries (row, column, factor).

    Columns have a lower bound of zero. A row is an equation, or has an upper bound alone.
    """

    upper: list[float] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, upper: float) -> int:
        """Another column; its position."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, lower: float, upper: float) -> int:
        """Another row; its position."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1


class LexicographicSolver:
    """HiGHS on one program; each goal minimised is kept at its optimum from then on."""

    def __init__(self, program: Program) -> None:
        self._columns, self._rows = len(program.upper), len(program.row_lower)
        self._now: Floats | None = None
        self._upper = np.array(program.upper)
        self._lower = np.zeros(self._columns)
        self._row_lower, self._row_upper = np.array(program.row_lower), np.array(program.row_upper)
        # Not highspy.Highs(): its constructor prints a banner on stdout before any option can be set.
        self._highs: Any = _Highs()  # its type stub lacks some of its methods
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
            self._check(self._highs.setOptionValue(option, value))
        self._check(self._highs.passModel(self._as_lp(program)))

    def _as_lp(self, program: Program) -> Any:
        """The program in HiGHS's own form, rows and entries in order."""
        entries = sorted(program.entries)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._columns, self._rows
        lp.col_cost_ = np.zeros(self._columns)
        lp.col_lower_, lp.col_upper_ = self._lower, self._upper
        lp.row_lower_, lp.row_upper_ = self._row_lower, self._row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        counts = np.bincount([row for row, _, _ in entries], minlength=self._rows)
        lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        lp.a_matrix_.index_ = np.array([column for _, column, _ in entries], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([value for _, _, value in entries])
        return lp

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
