"""What programs ask for besides devices: software licences and hours of training, by the pupils or staff they serve."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, escalated, half_up
from techplan.book.school_years import first_day, label
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.parts import DEFAULT_TIER, MANDATE_TIER, NO_SLIP, Costs, gap, lines_frame
from techplan.planning.costs.prices import price_in_words
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs.required import driver_units, in_its_grades, years_asked
from techplan.planning.results import DISTRICT_WIDE
from techplan.planning.settings import Settings

CATEGORIES: Final = {"software": "software", "training hours": "training"}
_COUNTED: Final = {"student": "students", "teacher": "teachers", "staff": "staff members"}


def standard_lines(book: Book, drivers: DriverCounts, settings: Settings) -> Costs:
    """One line for each year of each standard of software or training that carries its own price.

    A standard that an agreement supplies costs nothing here: the agreement's own lines do. A program's standard is
    asked for from its first to its last year; in the year of a pilot, in its share.
    """
    programs = {row["code"]: row for row in book.programs.iter_rows(named=True)}
    lines: list[dict[str, Any]] = []
    gaps: list[dict[str, Any]] = []
    priced = 0
    for row in book.standards.sort("standard").iter_rows(named=True):
        if row["kind"] not in CATEGORIES or row["agreement"] is not None:
            continue
        if row["unit_price_cents"] is None:
            gaps.append(_without_price(row))
            continue
        priced += row["price_fy"] is None
        program = programs.get(row["program"] or "", {})
        units = _units(row, program, drivers, settings.years) if row["driver"] != "as installed" else {}
        asked = years_asked(row, program, settings.years)
        lines += [_line(row, program, fy, units[fy], settings) for fy in asked if units.get(fy)]
    assumptions = (
        Assumption(
            assumption="price year not entered",
            about="standards",
            value=label(settings.first_fy),
            why="The price is taken to hold in the first fiscal year of the plan.",
            rows=priced,
        ),
    )
    return Costs(lines_frame(lines), assumptions if priced else (), tuple(gaps))


def _line(row: dict[str, Any], program: dict[str, Any], fy: int, units: int, settings: Settings) -> dict[str, Any]:
    ratio = Fraction(row["ratio"]) if row["ratio"] is not None else Fraction(1)
    quantity = -((-units * ratio * _share(row, program, fy)) // 1)  # whole licences and hours, rounded up once
    base = row["price_fy"] or settings.first_fy
    unit = escalated(row["unit_price_cents"], settings.escalation, fy - base)
    origin = price_in_words(row["unit_price_cents"], base, settings.escalation, fy - base)
    what = "hours" if row["kind"] == "training hours" else "licences"
    tier = MANDATE_TIER if row["mandate"] else row["tier"]
    return {
        "line": f"standard:{row['standard']}/{label(fy)}",
        "fy": fy,
        "school": row["school"] or DISTRICT_WIDE,
        "category": CATEGORIES[row["kind"]],
        "kind": "operating",
        "source_table": "standards",
        "source_key": row["standard"],
        "title": row["title"] or program.get("title") or row["standard"],
        "program": row["program"],
        "quantity": int(quantity),
        "unit_cents": unit,
        "amount_cents": half_up(int(quantity) * unit),
        "tier": DEFAULT_TIER if tier is None else tier,
        "may_slip_years": NO_SLIP if row["may_slip_years"] is None else row["may_slip_years"],
        "pay_on": first_day(fy, settings.start_month),
        "recurring": True,
        "why": f"{int(quantity):,} {what} for {units:,} {_COUNTED.get(row['driver'], row['driver'])} "
        f"at {dollars(unit)} ({origin}).",
    }


def _share(row: dict[str, Any], program: dict[str, Any], fy: int) -> Fraction:
    """The pilot's share in the standard's first year, else all."""
    first = max((fy for fy in (row["first_fy"], program.get("first_fy")) if fy is not None), default=None)
    pilot = row["pilot_share"] is not None and first == fy
    return Fraction(row["pilot_share"]) if pilot else Fraction(1)


def _units(row: dict[str, Any], program: dict[str, Any], drivers: DriverCounts, years: range) -> dict[int, int]:
    """Units of the driver by year, at the standard's school, in its grades, of its role."""
    nothing = pl.DataFrame(schema={"school": pl.String, "family": pl.String, "items": pl.Int64})
    asked = driver_units(in_its_grades(row, program), drivers, nothing, {}, years)
    return dict(asked.group_by("fy").agg(pl.col("units").sum()).iter_rows())


def _without_price(row: dict[str, Any]) -> dict[str, Any]:
    what = "licence" if row["kind"] == "software" else "hour"
    return gap(
        "standards",
        row["standard"],
        f"Neither an agreement nor the price of one {what} is entered: it has no cost in the plan.",
        f"Name the agreement that supplies it, or enter the price of one {what}.",
        column="unit_price",
        school=row["school"],
    )
