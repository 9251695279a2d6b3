"""Controlled rounding: everything ties, nothing strays, order means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.rounding import TwoWay, controlled_rounding

ROWS = [f"{i:03d}" for i in range(7)]
COLUMNS = [f"FY{2027 + j}" for j in range(6)]

tables = st.dictionaries(
    st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS)), st.integers(-100_000, 10_000_000), max_size=42
)
bases = st.sampled_from([1, 2, 100, 1_000, 100_000])


def sums(cells: dict[tuple[str, str], int]) -> tuple[dict[str, int], dict[str, int], int]:
    rows: dict[str, int] = {}
    columns: dict[str, int] = {}
    for (row, column), value in cells.items():
        rows[row] = rows.get(row, 0) + value
        columns[column] = columns.get(column, 0) + value
    return rows, columns, sum(cells.values())


@given(tables, bases)
def test_everything_ties_and_is_within_one_unit(cells: dict[tuple[str, str], int], base: int) -> None:
    rounded = controlled_rounding(cells, base)
    assert (rounded.rows, rounded.columns, rounded.total) == sums(rounded.cells)
    rows, columns, total = sums(cells)
    pairs = [
        *((rounded.cells[place], cells[place]) for place in cells),
        *((rounded.rows[row], rows[row]) for row in rows),
        *((rounded.columns[column], columns[column]) for column in columns),
        (rounded.total, total),
    ]
    assert rounded.cells.keys() == cells.keys()
    for got, exact in pairs:
        assert got % base == 0
        assert abs(got - exact) < base
        if exact % base == 0:
            assert got == exact


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_cells_changes_nothing(cells: dict[tuple[str, str], int], random: object) -> None:
    shuffled = list(cells.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert controlled_rounding(dict(shuffled)) == controlled_rounding(cells)


@given(tables, bases)
def test_rounding_twice_is_rounding_once(cells: dict[tuple[str, str], int], base: int) -> None:
    once = controlled_rounding(cells, base)
    assert controlled_rounding(once.cells, base) == once


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_it_stays_near_the_exact_table(values: list[int]) -> None:
    """The squared error is no larger than chance would make it, rounding each figure up as often as its part says."""
    cells = {("all", f"{i:02d}"): value for i, value in enumerate(values)}
    rounded = controlled_rounding(cells, 100)
    squares = sum((rounded.cells[place] - value) ** 2 for place, value in cells.items())
    squares += (rounded.total - sum(values)) ** 2
    parts = [value % 100 for value in [*values, sum(values)]]
    assert squares <= sum(part * (100 - part) for part in parts)


def test_a_table_by_hand() -> None:
    """Each of four cells is 0.50 in a 2 × 2 table: rows and columns are 1.00, so one of each is 1 and one is 0."""
    cells = {("a", "x"): 50, ("a", "y"): 50, ("b", "x"): 50, ("b", "y"): 50}
    assert controlled_rounding(cells) == TwoWay(
        cells={("a", "x"): 100, ("a", "y"): 0, ("b", "x"): 0, ("b", "y"): 100},
        rows={"a": 100, "b": 100},
        columns={"x": 100, "y": 100},
        total=200,
    )


def test_thirds_add_up_to_the_dollar() -> None:
    """333.34 + 333.33 + 333.33 is 1,000: rounded apart it would be 999; one third has to be 334."""
    rounded = controlled_rounding({("levy", "a"): 33334, ("levy", "b"): 33333, ("levy", "c"): 33333})
    assert rounded.cells == {("levy", "a"): 33400, ("levy", "b"): 33300, ("levy", "c"): 33300}
    assert rounded.total == 100_000


def test_nothing_given_is_nothing() -> None:
    assert controlled_rounding({}) == TwoWay({}, {}, {}, 0)


def test_a_base_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        controlled_rounding({("a", "b"): 1}, 0)


def test_a_large_table_is_quick_enough_to_print() -> None:
    cells = {(f"{i:04d}", f"{j:02d}"): (i * 7919 + j * 104729) % 10_007 for i in range(300) for j in range(12)}
    rounded = controlled_rounding(cells)
    assert (rounded.rows, rounded.columns, rounded.total) == sums(rounded.cells)
