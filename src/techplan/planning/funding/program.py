"""A program as it is built: columns with upper bounds, rows between bounds, entries.

Amounts enter in units of 1,024 cents, which binary numbers hold exactly. One program in another order of columns may
have another optimal answer: build it from sorted things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt

from techplan.book.problem import PlanError

INFINITY: Final[float] = highspy.kHighsInf

SOLVER: Final = f"HiGHS {highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}"

UNIT: Final = 1024
"""Cents in one unit of the solver."""

Floats = npt.NDArray[np.float64]


@dataclass
class Program:
    """Columns from zero up, rows between bounds, entries (row, column, factor); ``whole`` columns are 0 or 1.

    A row is an equation, or has an upper bound alone.
    """

    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, upper: float = INFINITY) -> int:
        """Another column; its position."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def yes_or_no(self) -> int:
        """Another column that is 0 or 1; its position."""
        self.whole.append(self.column(1.0))
        return self.whole[-1]

    def equation(self, value: float) -> int:
        """Another row that equals ``value``; its position."""
        return self._row(value, value)

    def at_most(self, value: float) -> int:
        """Another row that is at most ``value``; its position."""
        return self._row(-INFINITY, value)

    def enter(self, row: int, column: int, factor: float) -> None:
        """The factor of a column in a row; factors of one pair add up."""
        self.entries.append((row, column, factor))

    def _row(self, lower: float, upper: float) -> int:
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def costs(self, entries: list[tuple[int, float]]) -> Floats:
        """The cost of each column, from (column, cost)."""
        costs = np.zeros(len(self.upper))
        for column, cost in entries:
            costs[column] += cost
        return costs

    def as_lp(self, upper: Floats) -> Any:
        """The program in HiGHS's own form, rows and entries in order."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.upper), len(self.row_lower)
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), upper
        lp.row_lower_, lp.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = self._rowwise()
        return lp

    def _rowwise(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
        """Starts, columns and factors by row; factors of one row and column are added up."""
        if not self.entries:
            return np.zeros(len(self.row_lower) + 1, np.int32), np.zeros(0, np.int32), np.zeros(0)
        rows, columns, factors = (np.array(part) for part in zip(*self.entries, strict=True))
        place, inverse = np.unique(rows * len(self.upper) + columns, return_inverse=True)
        counts = np.bincount(place // len(self.upper), minlength=len(self.row_lower))
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        return starts, (place % len(self.upper)).astype(np.int32), np.bincount(inverse, factors).astype(np.float64)


def checked(status: Any) -> None:
    """Raises PlanError where HiGHS did not do what it was asked."""
    if status != highspy.HighsStatus.kOk:
        raise PlanError("The solver refused a step of the funding plan.")
