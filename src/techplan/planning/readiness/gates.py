"""Lines of the plan that depend on a part of the ground which is not ready, or not known to be, where they are spent.

An initiative says what it depends on. A program depends on what its standards ask for: devices, bandwidth, software.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from techplan.book.school_years import label
from techplan.planning.readiness.closing import YEARLY
from techplan.planning.readiness.ground import Ground, items_of
from techplan.planning.readiness.judging import Row
from techplan.planning.readiness.results import NOT_READY, READY, UNKNOWN, ReadinessGates
from techplan.planning.results import DISTRICT_WIDE

OF_KIND: Final = {"device": "devices", "bandwidth": "connectivity in school", "software": "digital content"}
"""The part that a standard's kind stands on."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What depends on parts: an initiative, or a program with the places where it is taught."""

    table: str
    key: str
    title: str
    parts: tuple[str, ...]
    places: frozenset[str] | None = None


def gates(ground: Ground, rows: list[Row], lines: pl.DataFrame) -> pl.DataFrame:
    """The ``readiness_gates`` table: for each line, every measure of a part it depends on that is not ready."""
    by_part: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["standing"] != READY:
            by_part[row["part"]].append(row)
    found: list[dict[str, Any]] = []
    for line, owner in _dependent(ground, lines):
        for part in owner.parts:
            found += _of_part(line, owner, part, [row for row in by_part[part] if _concerns(row, line, owner)])
    frame = pl.DataFrame(found, schema=ReadinessGates.polars_schema(), orient="row")
    return frame.sort(ReadinessGates.primary_key())


def _dependent(ground: Ground, lines: pl.DataFrame) -> Iterator[tuple[dict[str, Any], Owner]]:
    """Lines with what they are for, where that depends on something; what buys devices does not wait for devices."""
    of_cost = dict(ground.book.initiative_costs.select("cost", "initiative").iter_rows())
    initiatives, programs = _initiatives(ground), _programs(ground)
    for line in lines.sort("line").iter_rows(named=True):
        owner = None
        if line["source_table"] == "initiative_costs":
            owner = initiatives.get(of_cost.get(line["source_key"], ""))
        elif line["program"] is not None and line["source_table"] != "needs":
            owner = programs.get(line["program"])
        if owner is not None and owner.parts:
            yield line, owner


def _initiatives(ground: Ground) -> dict[str, Owner]:
    return {
        row["initiative"]: Owner(
            "initiatives", row["initiative"], row["title"], tuple(sorted(set(items_of(row["depends_on"]))))
        )
        for row in ground.book.initiatives.iter_rows(named=True)
    }


def _programs(ground: Ground) -> dict[str, Owner]:
    """Programs with the parts that their standards stand on, and the schools with their grades."""
    parts: dict[str, set[str]] = defaultdict(set)
    for program, kind in ground.book.standards.select("program", "kind").drop_nulls().iter_rows():
        if kind in OF_KIND:
            parts[program].add(OF_KIND[kind])
    grades = {code: set(items_of(taught)) for code, taught in ground.book.schools.select("code", "grades").iter_rows()}
    return {
        row["code"]: Owner(
            "programs", row["code"], row["title"], tuple(sorted(parts.get(row["code"], ()))),
            frozenset(
                site for site in ground.sites
                if not row["grades"] or not grades.get(site) or grades[site] & set(items_of(row["grades"]))
            ),
        )
        for row in ground.book.programs.iter_rows(named=True)
    }  # fmt: skip


def _concerns(row: Row, line: dict[str, Any], owner: Owner) -> bool:
    """Whether a measure is one that the line stands on: at its place, in its year, of its program.

    A connection that use outgrows is in the way from the year in which it does.
    """
    if row["measure"] in YEARLY and not _of_year(row, line["fy"]):
        return False
    if row["measure"] == "Internet until" and row["value"] is not None and line["fy"] < row["value"]:
        return False
    if row["measure"] == "content of programs" and owner.table == "programs" and row["about"] != owner.key:
        return False
    if line["school"] != DISTRICT_WIDE:
        return row["school"] in {line["school"], DISTRICT_WIDE}
    return owner.places is None or row["school"] in owner.places or row["school"] == DISTRICT_WIDE


def _of_year(row: Row, fy: int) -> bool:
    """Devices are asked about at the end of the year in which the line is paid."""
    return bool(row["about"] == "year end" and row["fy"] == fy)


def _of_part(line: dict[str, Any], owner: Owner, part: str, rows: list[Row]) -> Iterator[dict[str, Any]]:
    """One row for each measure, its places together; places of their own come before the district as a whole."""
    by_measure: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["closing_fy"] is None or row["closing_fy"] > line["fy"] or row["measure"] in YEARLY:
            by_measure[row["measure"]].append(row)
    for measure, found in sorted(by_measure.items()):
        standing = NOT_READY if any(row["standing"] == NOT_READY for row in found) else UNKNOWN
        told = [row for row in found if row["standing"] == standing]
        places = sorted({row["school"] for row in told})
        years = [row["closing_fy"] for row in told]
        closes = max(years) if years and None not in years else None
        yield {
            "line": line["line"], "part": part, "measure": measure, "fy": line["fy"], "school": line["school"],
            "source_table": owner.table, "source_key": owner.key, "title": owner.title,
            "amount_cents": line["amount_cents"], "standing": standing, "places": ";".join(places),
            "closing_fy": closes, "why": _said(owner, part, measure, standing, places, closes),
        }  # fmt: skip


def _said(owner: Owner, part: str, measure: str, standing: str, places: list[str], closes: int | None) -> str:
    where = "the whole district" if places == [DISTRICT_WIDE] else ", ".join(
        "the whole district" if place == DISTRICT_WIDE else place for place in places
    )  # fmt: skip
    state = "is not ready" if standing == NOT_READY else "is not known to be ready"
    then = f" The plan closes it in {label(closes)}." if closes is not None else ""
    return f"{owner.title} depends on {part}; {measure} {state} ({where}).{then}"
