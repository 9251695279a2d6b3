"""What the makers of cost lines share: what they hand back, and how a data gap is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from techplan.planning.assumptions import Assumption
from techplan.planning.results import CostLines

DEFAULT_TIER: Final = 3
"""Where no tier is entered, a cost is taken to improve what is there; a person may rank it higher."""

MANDATE_TIER: Final = 1
"""What law, contract or an individual education program asks for: no rank can put it last."""

NO_SLIP: Final = 0
"""Where no years are entered, a cost may not be put off."""

NO_DISCOUNT: Final = 0
"""Lines are made at the full price; E-rate discounts are taken off all of them together, afterwards."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Cost lines (columns of ``CostLines``), what was assumed for them, and rows of ``DataGaps``."""

    lines: pl.DataFrame
    assumptions: tuple[Assumption, ...] = ()
    gaps: tuple[dict[str, Any], ...] = ()


def lines_frame(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Cost lines from dicts; a column left out is null, except the common plain values."""
    common = {
        "quantity": 1, "backlog": False, "may_slip_years": NO_SLIP, "whole": False, "life_certified": False,
        "discount_cents": NO_DISCOUNT,
    }  # fmt: skip
    full = [{**common, **row} for row in rows]
    wanted = CostLines.polars_schema()
    if not full:
        return CostLines.empty()
    return pl.DataFrame(
        {name: pl.Series(name, [row.get(name) for row in full], dtype=dtype) for name, dtype in wanted.items()}
    )


def gap(
    table: str, key: str, what: str, remedy: str, *, column: str | None = None, school: str | None = None
) -> dict[str, Any]:
    """One row of ``DataGaps``."""
    return {
        "table": table,
        "key": key,
        "gap": what,
        "column": column,
        "school": school,
        "at_stake_cents": None,
        "remedy": remedy,
    }


def default_tiers(table: str, tiers: Sequence[int | None]) -> list[Assumption]:
    """The assumption for rows of a table that state no tier."""
    missing = sum(tier is None for tier in tiers)
    if not missing:
        return []
    return [
        Assumption(
            assumption="default tier",
            about=table,
            value=str(DEFAULT_TIER),
            why="No tier is entered; 3 (improves) ranks it after mandates and after what keeps things running.",
            rows=missing,
        )
    ]
