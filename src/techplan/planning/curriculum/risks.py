"""Which programs fail if a class is not replaced any more, and in which year."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.planning.curriculum.results import ProgramRisks
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs.required import driver_units, in_its_grades, years_asked
from techplan.planning.results import DISTRICT_WIDE
from techplan.planning.settings import Settings


def program_risks(book: Book, due: pl.DataFrame, drivers: DriverCounts, settings: Settings) -> pl.DataFrame:
    """The ``program_risks`` table.

    ``due`` is the plan's ``asset_due``: what of the present stock still serves in a year is what falls due after it. No
    loss is counted and the program is served first, so a program that fails here fails surely. What the district asks
    for as a whole stands under ``DISTRICT_WIDE``.
    """
    serving = _serving(due, settings)
    rows: list[dict[str, Any]] = []
    programs = {row["code"]: row for row in book.programs.iter_rows(named=True)}
    asked: dict[tuple[str, str], dict[int, Fraction]] = {}
    wanted = book.standards.filter(pl.col("kind") == "device")
    for row in wanted.filter(pl.col("asset_class").is_not_null()).sort("standard").iter_rows(named=True):
        if row["driver"] != "as installed":
            units = _asked(row, programs.get(row["program"] or "", {}), drivers, settings)
            so_far = asked.setdefault((row["program"] or DISTRICT_WIDE, row["asset_class"]), {})
            for fy, quantity in units.items():
                so_far[fy] = so_far.get(fy, Fraction(0)) + quantity
    for (program, asset_class), by_year in sorted(asked.items()):
        rows += _years(program, asset_class, by_year, serving.get(asset_class, {}), settings)
    return pl.DataFrame(rows, schema=ProgramRisks.polars_schema(), orient="row").sort(ProgramRisks.primary_key())


def _asked(
    row: dict[str, Any], program: dict[str, Any], drivers: DriverCounts, settings: Settings
) -> dict[int, Fraction]:
    """Items a year that one standard asks for, without spares."""
    nothing = pl.DataFrame(schema={"school": pl.String, "family": pl.String, "items": pl.Int64})
    units = driver_units(in_its_grades(row, program), drivers, nothing, {}, settings.years)
    by_year = dict(units.group_by("fy").agg(pl.col("units").sum()).iter_rows())
    ratio = Fraction(row["ratio"]) if row["ratio"] is not None else Fraction(1)
    return {fy: by_year[fy] * ratio for fy in years_asked(row, program, settings.years) if by_year.get(fy)}


def _serving(due: pl.DataFrame, settings: Settings) -> dict[str, dict[int, int]]:
    """By class and year, how many of the things now in stock are due only later, or never."""
    found: dict[str, dict[int, int]] = {}
    for (asset_class,), part in due.sort("asset").group_by(["asset_class"], maintain_order=True):
        years = part["due_fy"]
        found[str(asset_class)] = {fy: int(((years > fy) | years.is_null()).sum()) for fy in settings.years}
    return found


def _years(
    program: str, asset_class: str, asked: dict[int, Fraction], serving: dict[int, int], settings: Settings
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    failed = False
    for fy in settings.years:
        if fy not in asked:
            continue
        need, there = int(-(-asked[fy] // 1)), serving.get(fy, 0)
        fails = there < need
        rows.append(
            {
                "program": program,
                "asset_class": asset_class,
                "fy": fy,
                "asked": need,
                "serviceable": there,
                "short": max(need - there, 0),
                "fails": fails,
                "first_failure": fails and not failed,
                "why": "What now serves and is due only later, before any loss, against what the program asks for.",
            }
        )
        failed = failed or fails
    return rows
