"""Defaults and simplifications that figures rest on, gathered while planning and listed in the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import polars as pl

from techplan.planning.results import Assumptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One default or simplification; the fields are those of the ``assumptions`` result table."""

    assumption: str
    about: str
    value: str
    why: str
    confirmed: bool = False
    rows: int | None = None


def assumptions_frame(found: Iterable[Assumption]) -> pl.DataFrame:
    """The ``assumptions`` table: one row for each assumption and what it is about, their row counts added up."""
    merged: dict[tuple[str, str], Assumption] = {}
    for item in found:
        key = (item.assumption, item.about)
        before = merged.get(key)
        if before is None:
            merged[key] = item
        elif item.rows is not None:
            merged[key] = replace(before, rows=(before.rows or 0) + item.rows)
    rows = [asdict(item) for item in merged.values()]
    frame = pl.DataFrame(rows, schema=Assumptions.polars_schema()) if rows else Assumptions.empty()
    return frame.sort(Assumptions.primary_key())
