"""How wide the columns of a grid are, so that every figure stands in full and no column is lost.

Widths are estimated from the letters, a little generously; Typst sets the text itself. A grid of figures takes the
largest size of text in which it fits its room; one that fits in none is split by columns, its first ones repeated in
every block. In a grid of words the columns share the room and the words run on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from techplan.documents.facts.shapes import Grid

SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0)
GUTTER: Final = 9.0
LABEL: Final = (90.0, 120.0)
"""Least and most points that the label of a row of figures must have; what does not fit is set on more lines."""
LABEL_ALONE: Final = 230.0
"""Most points of a label where there is room to spare."""
TEXT_SIZE: Final = 8.5
"""Points of text in grids of words, whose columns share the room."""
FEW: Final = 6
FEW_WIDTH: Final = 62.0
"""So many columns of figures or fewer are at least so wide."""
UNBROKEN: Final = 30
"""A grid of figures of at most so many rows is kept on one page."""
UNBROKEN_WORDS: Final = 5


def layout_of(grid: Grid, room: float) -> dict[str, Any]:
    """Size of the text in points, and blocks of columns, each with its place in the grid and its width.

    A width in points is exact; None leaves it to the column's share of what is left, or to its content where it has
    none.
    """
    every = list(range(len(grid.head)))
    if not _is_figures(grid):
        return _layout(grid, [every], TEXT_SIZE, room)
    for size in SIZES:
        if _wanted(grid, every, size) <= room:
            return _layout(grid, [every], size, room)
    size, blocks, block = SIZES[0], [], every[: grid.lead]
    for column in every[grid.lead :]:
        if len(block) > grid.lead and _wanted(grid, [*block, column], size) > room:
            blocks.append(block)
            block = every[: grid.lead]
        block = [*block, column]
    return _layout(grid, [*blocks, block], size, room)


def _layout(grid: Grid, blocks: list[list[int]], size: float, room: float) -> dict[str, Any]:
    most = UNBROKEN if _is_figures(grid) else UNBROKEN_WORDS
    return {
        "size": size,
        "unbroken": len(grid.rows) <= most,
        "blocks": [[{"column": i, "width": _width(grid, block, i, size, room)} for i in block] for block in blocks],
    }


def _width(grid: Grid, block: list[int], column: int, size: float, room: float) -> float | None:
    """Figures have their width; their label takes the rest, or no more than it needs if it needs little."""
    if not _is_figures(grid):
        return None
    if grid.head[column].numeric:
        return round(_figures(grid, column, size), 1)
    wanted = _wanted(grid, block, size)
    return None if wanted > room * 0.7 else round(_label(grid, size, LABEL_ALONE) + 30, 1)


def _is_figures(grid: Grid) -> bool:
    return sum(1 for head in grid.head if not head.numeric) == 1


def _wanted(grid: Grid, columns: list[int], size: float) -> float:
    return _label(grid, size) + sum(_figures(grid, i, size) for i in columns if grid.head[i].numeric)


def _label(grid: Grid, size: float, most: float = LABEL[1]) -> float:
    longest = max((width(row.cells[0]) for row in grid.rows), default=0.0)
    return min(max(longest * size + GUTTER, LABEL[0]), most)


def _figures(grid: Grid, column: int, size: float) -> float:
    """Columns of figures are as wide as the widest of them, but for the last, which holds totals; few are given air."""
    numeric = [i for i, head in enumerate(grid.head) if head.numeric]
    if len(numeric) <= FEW:
        return max(max(_content(grid, i) for i in numeric) * size + GUTTER, FEW_WIDTH)
    alike = numeric[-1:] if column == numeric[-1] else numeric[:-1]
    return max(_content(grid, i) for i in alike) * size + GUTTER


def _content(grid: Grid, column: int) -> float:
    words = [*grid.head[column].label.split(), *(row.cells[column] for row in grid.rows)]
    return max(map(width, words), default=0.0)


def width(text: str) -> float:
    """About the width of a text in bold Public Sans with tabular figures, for one point of size."""
    return sum(
        0.7 if letter.isdigit() else 0.3 if letter in ",. il|()'" else 0.66 if letter.isupper() else 0.58
        for letter in text
    )
