"""Columns of figures of a report: even where there is room, as they were where there is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from techplan.documents.facts.shapes import Grid, Head, Row
from techplan.documents.report.widths import roomy
from techplan.documents.typeset.layout import layout_of


def a_grid(figures: int, cell: str = "1,234", label: str = "Birch School", last: str = "0") -> Grid:
    heads = (Head(label="School", numeric=False, share=3), *(Head(label="Matched") for _ in range(figures)))
    row = Row(cells=(label, *[cell] * (figures - 1), last))
    return Grid(id="g", title="t", head=heads, rows=(row,), source="s")


def test_the_last_column_is_as_wide_as_the_others() -> None:
    grid = a_grid(8, cell="1,234,567,890", last="0")
    before = layout_of(grid, 684)
    assert before["blocks"][0][8]["width"] < before["blocks"][0][7]["width"]
    widths = {column["width"] for column in roomy(before, grid, 684)["blocks"][0][1:]}
    assert widths == {before["blocks"][0][7]["width"]}


def test_grids_of_words_and_split_grids_stay_as_they_are() -> None:
    words = Grid(id="g", title="t", head=(Head(label="A", numeric=False), Head(label="B", numeric=False)),
                 rows=(Row(cells=("x", "y")),), source="s")  # fmt: skip
    wide = a_grid(40, cell="1,234,567,890")
    assert len(layout_of(wide, 468)["blocks"]) > 1
    for grid in (words, wide):
        assert roomy(layout_of(grid, 468), grid, 468) == layout_of(grid, 468)


@given(st.integers(1, 20), st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 60),
       st.sampled_from([468, 684]))  # fmt: skip
def test_no_table_is_wider_than_the_page_for_it(figures: int, cell: int, last: int, label: int, room: int) -> None:
    grid = a_grid(figures, f"{cell:,}", "n" * label, f"{last:,}")
    before = layout_of(grid, room)
    after = roomy(before, grid, room)
    if after != before:
        assert sum(column["width"] or 0 for column in after["blocks"][0]) <= room
