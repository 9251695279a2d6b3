"""Two-way tables rounded so that everything still ties.

A table of school by year shown in whole dollars must add up along its rows, down its columns and in its corner, or a
treasurer will find the dollar that is missing. Rounding each figure by itself cannot promise that; *controlled
rounding* can: every cell, row total, column total and the grand total goes to one of the two multiples of the base next
to it, and all of them tie.

The method is the classical one (M. Bacharach, "Matrix rounding problems", Management Science 12, 1966; L. H. Cox, "A
constructive procedure for unbiased controlled rounding", Journal of the American Statistical Association 82, 1987):
what each figure is above the multiple below it makes a matrix whose rows and columns, with the totals' own shares as
one more row and column, add up to multiples of the base. Along a closed path of figures that are not yet rounded,
amounts can be added and taken in turn without any sum changing, until one of them is rounded. Each step goes the way
that keeps the table nearer to what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """A rounded table in the unit of what was given (cents, where cents were given); all sums tie exactly."""

    cells: dict[tuple[str, str], int]
    rows: dict[str, int]
    columns: dict[str, int]
    total: int


def controlled_rounding(cells: Mapping[tuple[str, str], int], base: int = 100) -> TwoWay:
    """Cells by (row, column), rounded to multiples of ``base`` together with their totals.

    Every cell and every total ends less than one ``base`` from its exact value; one that is a multiple of the base
    already stays as it is, so zero stays zero. A cell that is not given counts as zero and is not in the result. The
    order of the cells changes nothing. Raises ValueError where ``base`` is not positive.
    """
    if base < 1:
        raise ValueError("The base of a rounding must be a positive whole number.")
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    row_of = {row: i for i, row in enumerate(rows)}
    column_of = {column: j for j, column in enumerate(columns)}
    exact = {(row_of[row], column_of[column]): value for (row, column), value in cells.items()}
    up = _Stepping(_remainders(exact, len(rows), len(columns), base), base).settle()
    rounded = {
        (rows[i], columns[j]): value - value % base + (base if (i, j) in up else 0)
        for (i, j), value in sorted(exact.items())
    }
    row_totals, column_totals = dict.fromkeys(rows, 0), dict.fromkeys(columns, 0)
    for (row, column), value in rounded.items():
        row_totals[row] += value
        column_totals[column] += value
    return TwoWay(cells=rounded, rows=row_totals, columns=column_totals, total=sum(rounded.values()))


def _remainders(exact: Mapping[Place, int], height: int, width: int, base: int) -> dict[Place, int]:
    """What each cell is above the multiple below it, with one more row and column that fill each sum to a multiple.

    Only figures that are not multiples are kept. The added row and column stand for the totals: rounding one of them
    *up* rounds its total *down*.
    """
    parts = {place: value % base for place, value in exact.items()}
    row_sums, column_sums = [0] * height, [0] * width
    for (i, j), part in parts.items():
        row_sums[i] += part
        column_sums[j] += part
    parts.update({(i, width): -row_sum % base for i, row_sum in enumerate(row_sums)})
    parts.update({(height, j): -column_sum % base for j, column_sum in enumerate(column_sums)})
    parts[height, width] = sum(row_sums) % base
    return {place: part for place, part in parts.items() if part}


class _Stepping:
    """Walks closed paths of undecided figures until each is decided: up to the multiple above, or down."""

    def __init__(self, parts: dict[Place, int], base: int) -> None:
        self.base = base
        self.first = parts
        self.now = dict(sorted(parts.items()))
        self.in_row: dict[int, dict[int, None]] = {}
        self.in_column: dict[int, dict[int, None]] = {}
        for i, j in self.now:
            self.in_row.setdefault(i, {})[j] = None
            self.in_column.setdefault(j, {})[i] = None
        self.up: set[Place] = set()

    def settle(self) -> set[Place]:
        """The figures that are rounded up; all others are rounded down."""
        while self.now:
            self._step(self._closed_path())
        return self.up

    def _closed_path(self) -> list[Place]:
        """Undecided figures that share a row and a column in turn and come back to where they began.

        One always exists: sums are multiples of the base, so no row or column has a single undecided figure.
        """
        path = [next(iter(self.now))]
        seen_rows, seen_columns = {path[0][0]: 0}, {path[0][1]: 1}
        while True:
            i, j = path[-1]
            if len(path) % 2:  # came along the row, so go on down the column
                i = next(other for other in self.in_column[j] if other != i)
                path.append((i, j))
                if i in seen_rows:
                    return path[seen_rows[i] :]
                seen_rows[i] = len(path)
            else:
                j = next(other for other in self.in_row[i] if other != j)
                path.append((i, j))
                if j in seen_columns:
                    return path[seen_columns[j] :]
                seen_columns[j] = len(path)

    def _step(self, path: list[Place]) -> None:
        """Adds to every other figure of the path and takes from the rest, as much as brings one of them to an end."""
        plus, minus = path[0::2], path[1::2]
        gain = sum(self.first[place] for place in plus) - sum(self.first[place] for place in minus)
        if gain < 0 or (gain == 0 and min(path) in minus):
            plus, minus = minus, plus
        amount = min(*(self.base - self.now[place] for place in plus), *(self.now[place] for place in minus))
        for place in plus:
            self._set(place, self.now[place] + amount)
        for place in minus:
            self._set(place, self.now[place] - amount)

    def _set(self, place: Place, part: int) -> None:
        self.now[place] = part
        if part in {0, self.base}:
            if part:
                self.up.add(place)
            i, j = place
            del self.now[place], self.in_row[i][j], self.in_column[j][i]
