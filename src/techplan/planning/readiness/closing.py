"""Which lines of the plan close a gap, and in which year: initiatives that say so, and the purchases of devices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from techplan.planning.readiness.ground import Ground, items_of
from techplan.planning.readiness.judging import Row
from techplan.planning.readiness.results import READY
from techplan.planning.results import DISTRICT_WIDE

FEW: Final = 5
"""Lines that are named; the count says how many there are."""
NONE: Final[Row] = {
    "closing_lines": None, "closing_count": 0, "closing_fy": None, "closing_cents": 0, "closing_unfunded_cents": 0,
}  # fmt: skip
YEARLY: Final = ("students per device", "educators' devices", "supported devices")


@dataclass(frozen=True, slots=True)
class Line:
    """A cost line as far as closing asks."""

    line: str
    fy: int
    school: str
    cents: int
    unfunded: int


def with_closing(
    ground: Ground, rows: list[Row], lines: pl.DataFrame, unfunded: pl.DataFrame, computers: set[str]
) -> list[Row]:
    """The rows with what closes each that is not ready; ``computers`` are the classes that devices are counted of."""
    owed = dict(unfunded.select("line", "amount_cents").iter_rows())
    by_measure = _of_initiatives(ground, lines, owed)
    buying = _lines(
        lines.filter((pl.col("source_table") == "needs") & pl.col("asset_class").is_in(list(computers))), owed
    )
    ready = _ready_years(rows)
    return [{**row, **_closing(row, by_measure, buying, ready)} for row in rows]


def _lines(frame: pl.DataFrame, owed: dict[str, int]) -> list[Line]:
    told = frame.select("line", "fy", "school", "amount_cents").sort("fy", "line")
    return [Line(line, fy, school, cents, owed.get(line, 0)) for line, fy, school, cents in told.iter_rows()]


def _of_initiatives(ground: Ground, lines: pl.DataFrame, owed: dict[str, int]) -> dict[str, list[Line]]:
    """By measure, the lines of the initiatives that say they close it, each cost once: in its first year."""
    of_cost = lines.filter(pl.col("source_table") == "initiative_costs")
    first = of_cost.sort("fy", "line").unique("source_key", keep="first", maintain_order=True)
    owner = dict(ground.book.initiative_costs.select("cost", "initiative").iter_rows())
    found: dict[str, list[Line]] = defaultdict(list)
    for initiative, closes in ground.book.initiatives.select("initiative", "closes").sort("initiative").iter_rows():
        costs = [cost for cost, of in owner.items() if of == initiative]
        mine = _lines(first.filter(pl.col("source_key").is_in(costs)), owed)
        for measure in items_of(closes):
            found[measure] += mine
    return found


def _ready_years(rows: list[Row]) -> dict[tuple[str, str], list[int]]:
    """By yearly measure and place, the years at whose end the plan makes it ready."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        if row["measure"] in YEARLY and row["about"] == "year end" and row["standing"] == READY:
            found[row["measure"], row["school"]].append(row["fy"])
    return found


def _closing(
    row: Row, by_measure: dict[str, list[Line]], buying: list[Line], ready: dict[tuple[str, str], list[int]]
) -> dict[str, Any]:
    if row["standing"] == READY:
        return NONE
    school = row["school"]
    mine = [line for line in by_measure.get(row["measure"], []) if _serves(line, school)]
    if row["measure"] not in YEARLY:
        return _told(mine, max((line.fy for line in mine), default=None))
    later = [fy for fy in ready.get((row["measure"], school), []) if fy > row["fy"] or row["about"] == "now"]
    closes = min((fy for fy in later if fy >= row["fy"]), default=None)
    if closes is None:
        return _told(mine, None)
    bought = [line for line in buying if line.fy <= closes and (school == DISTRICT_WIDE or _serves(line, school))]
    return _told(sorted([*mine, *bought], key=lambda line: (line.fy, line.line)), closes)


def _serves(line: Line, school: str) -> bool:
    """A line closes a gap of its own school, or everywhere if it is for the whole district; one school is not all."""
    return line.school in {school, DISTRICT_WIDE}


def _told(lines: list[Line], fy: int | None) -> dict[str, Any]:
    return {
        "closing_lines": ";".join(line.line for line in lines[:FEW]) or None,
        "closing_count": len(lines),
        "closing_fy": fy,
        "closing_cents": sum(line.cents for line in lines),
        "closing_unfunded_cents": sum(line.unfunded for line in lines),
    }
