"""Columns of figures of a report get air where the page has room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from techplan.documents.typeset.layout import GUTTER, LABEL_ALONE, width

if TYPE_CHECKING:
    from techplan.documents.facts.shapes import Grid


def roomy(layout: dict[str, Any], grid: Grid, room: float) -> dict[str, Any]:
    """The layout with all columns of figures as wide as the widest of them, where the label keeps what it needs.

    ``room`` is the width of the page's text in points. Grids of words, and those that are split, stay as they are.
    """
    if len(layout["blocks"]) > 1:
        return layout
    (block,) = layout["blocks"]
    figures = [one["width"] for one in block if grid.head[one["column"]].numeric]
    labels = [one for one in block if not grid.head[one["column"]].numeric]
    if len(labels) != 1 or not figures or None in figures:
        return layout
    (label,) = labels
    left = room - max(figures) * len(figures)
    if _label(grid, label["column"], layout["size"]) > left:
        return layout
    kept = label["width"] if label["width"] is not None and label["width"] <= left else None
    even = [{**one, "width": max(figures) if grid.head[one["column"]].numeric else kept} for one in block]
    return {**layout, "blocks": [even]}


def _label(grid: Grid, column: int, size: float) -> float:
    longest = max((width(row.cells[column]) for row in grid.rows), default=0.0)
    return min(longest * size + GUTTER, LABEL_ALONE)
