import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.documents.whole_dollars import Flow, parts_of, tied


def table(cells: dict[tuple[int, int], int]) -> list[Flow]:
    """A two-way table as flows: all → row → cell → column → all."""
    rows, columns = sorted({i for i, _ in cells}), sorted({j for _, j in cells})
    flows = [Flow(("all",), "end", "start", sum(cells.values()))]
    flows += [Flow(("row", i), "start", ("row", i), sum(v for (r, _), v in cells.items() if r == i)) for i in rows]
    flows += [
        Flow(("column", j), ("column", j), "end", sum(v for (_, c), v in cells.items() if c == j)) for j in columns
    ]
    flows += [Flow(("cell", i, j), ("row", i), ("column", j), value) for (i, j), value in sorted(cells.items())]
    return flows


cents = st.integers(-10_000_000, 10_000_000)
tables = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), cents, min_size=1)


@given(tables)
def test_every_figure_moves_less_than_a_dollar_and_everything_adds_up(cells: dict[tuple[int, int], int]) -> None:
    flows = table(cells)
    whole = tied(flows)
    assert all(abs(whole[flow.name] * 100 - flow.cents) < 100 for flow in flows)
    for i in {i for i, _ in cells}:
        assert whole["row", i] == sum(whole["cell", r, c] for r, c in cells if r == i)
    for j in {j for _, j in cells}:
        assert whole["column", j] == sum(whole["cell", r, c] for r, c in cells if c == j)
    assert whole["all",] == sum(whole["cell", r, c] for r, c in cells)


@given(tables)
def test_the_first_flow_goes_to_its_nearest_dollar_and_whole_dollars_stay(cells: dict[tuple[int, int], int]) -> None:
    flows = table(cells)
    whole = tied(flows)
    assert abs(whole["all",] * 100 - flows[0].cents) <= 50
    assert all(whole[flow.name] * 100 == flow.cents for flow in flows if flow.cents % 100 == 0)


def test_the_board_example_of_a_hundred_dollars() -> None:
    rows, columns = (3285, 1534, 4162, 1019), (1392, 2627, 4730, 1251)
    exact = {(i, j): row * column for i, row in enumerate(rows) for j, column in enumerate(columns)}
    whole = tied(table(in_cents(exact)))
    assert [whole["row", i] for i in range(4)] == [33, 15, 42, 10]
    assert [whole["column", j] for j in range(4)] == [14, 26, 47, 13]
    assert whole["all",] == 100


def in_cents(exact: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Shares of a hundred dollars as cents, by largest remainder so that they add up to 10,000."""
    floors = {place: value // 10_000 for place, value in exact.items()}
    order = sorted(exact, key=lambda place: -(exact[place] % 10_000))
    return {place: floors[place] + (i < 10_000 - sum(floors.values())) for i, place in enumerate(order)}


def test_amounts_that_do_not_balance_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up at a: -1 cents"):
        tied([Flow("in", "a", "b", 100), Flow("out", "b", "a", 99)])


def test_two_flows_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        tied([Flow("x", "a", "b", 1), Flow("x", "b", "a", 1)])


@given(st.lists(st.integers(0, 10_000_000), min_size=1), st.booleans())
def test_parts_add_up_to_a_whole_beside_theirs(parts: list[int], up: bool) -> None:
    whole = sum(parts) // 100 + (up and sum(parts) % 100 > 0)
    rounded = parts_of(whole, parts)
    assert sum(rounded) == whole
    assert all(abs(shown * 100 - exact) < 100 for shown, exact in zip(rounded, parts, strict=True))


def test_parts_keep_within_their_limits() -> None:
    assert parts_of(10, [550, 450], [5, 9]) == [5, 5]
    with pytest.raises(ValueError, match="no room"):
        parts_of(10, [550, 450], [3, 4])
