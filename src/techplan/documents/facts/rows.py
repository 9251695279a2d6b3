"""Small helpers that make the rows and heads of grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from techplan.book.school_years import label
from techplan.documents.facts.shapes import Head, Role, Row
from techplan.documents.facts.years import Years
from techplan.documents.words import whole_number


def figures(name: str, shown: Sequence[int], exact: Sequence[int], role: Role = "body") -> Row:
    """A row of whole numbers under one label, with the exact figures behind."""
    return Row(cells=(name, *map(whole_number, shown)), exact=(None, *exact), role=role)


def group(name: str, width: int) -> Row:
    """A row that heads those below it."""
    return Row(cells=(name, *[""] * (width - 1)), exact=(None,) * width, role="group")


def by_year(what: str, years: Years, total: str | None = "Total") -> tuple[Head, ...]:
    """The heads of a grid with one column a year, and a total where wanted."""
    heads = [Head(label=what, numeric=False, share=1), *(Head(label=label(fy)) for fy in years.all)]
    if total is not None:
        heads.append(Head(label=total))
    return tuple(heads)


def text_heads(*columns: tuple[str, int]) -> tuple[Head, ...]:
    """Heads of text columns, each with the share of the width it wants."""
    return tuple(Head(label=name, numeric=False, share=share) for name, share in columns)


def summed(rows: Iterable[Sequence[int]], width: int) -> list[int]:
    """Column sums."""
    totals = [0] * width
    for row in rows:
        totals = [total + value for total, value in zip(totals, row, strict=True)]
    return totals
