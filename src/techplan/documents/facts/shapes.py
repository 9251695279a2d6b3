"""The shapes that facts are made of: grids, charts, findings, key figures; plain text and numbers, of no format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["body", "group", "subtotal", "total", "note"]
"""``group`` heads the rows below it; ``subtotal`` and ``total`` sum rows above; ``note`` says something of the rest."""

YearRole = Literal["past", "in progress", "budget", "later"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of one column. ``share`` is the width that text wants beside other text columns; numbers have none."""

    label: str
    numeric: bool = True
    share: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what is printed, and the exact figures behind it (cents or counts; None where there is none)."""

    cells: tuple[str, ...]
    exact: tuple[int | None, ...] = ()
    role: Role = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as a person reads it. ``source`` is the result table behind; ``empty`` is said where there are no rows.

    The first ``lead`` columns are repeated when a wide grid is split.
    """

    id: str
    title: str
    head: tuple[Head, ...]
    rows: tuple[Row, ...]
    source: str
    note: str = ""
    empty: str = ""
    lead: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of a chart: exact cents to draw, and whole dollars as the tables print them.

    ``pending`` is money that is not there, or owed from before; it is drawn as an outline.
    """

    label: str
    cents: tuple[int, ...]
    dollars: tuple[int, ...]
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a chart shows. ``title`` is the sentence it shows; ``alt`` says in words all that is drawn."""

    id: str
    kind: Literal["years", "bars"]
    title: str
    alt: str
    source: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The finding first, then the figure, then the reason."""

    finding: str
    figure: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One of the few figures that stand large on the summary page."""

    label: str
    printed: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total in cents with its printed whole dollars."""

    label: str
    cents: int
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A fiscal year and how it is written."""

    fy: int
    label: str
    long: str
    role: YearRole
