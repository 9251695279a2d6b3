"""Needs and stock of the classes that follow the pupil, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import fiscal_year_of
from techplan.book.tables.district import GRADES
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs.due import AFTER_SCHOOL, in_stock
from techplan.planning.needs.frames import WHY_GROWTH, WHY_LOSS, completed_needs, completed_stock
from techplan.planning.needs.grade_entry import GradeYear, by_grade, follow_pupils
from techplan.planning.needs.required import EXACT, MICRO, rounded_up
from techplan.planning.results import DISTRICT_WIDE, Needs, Stock
from techplan.planning.settings import Settings

WHY_ENTRY: Final = "grade entry"

_BOUGHT: Final = ("school", "asset_class", "replaces", "cause", "cycle", "due_on", "deploy_by", "why", "quantity")


@dataclass(frozen=True, kw_only=True)
class GradeNeeds:
    """Needs and stock of all classes refreshed by grade entry; the stock is the whole district's."""

    needs: pl.DataFrame
    stock: pl.DataFrame
    assumptions: tuple[Assumption, ...]


def grade_entry_needs(
    book: Book,
    settings: Settings,
    drivers: DriverCounts,
    years: range,
    classes: Sequence[str],
    *,
    wanted: pl.DataFrame,
    orders: pl.DataFrame,
) -> GradeNeeds:
    """Project each class that follows the pupil; ``wanted`` is what standards ask for, ``orders`` are open orders."""
    bought: list[tuple[object, ...]] = []
    stock = [Stock.empty()]
    used: list[Assumption] = []
    for code in classes:
        row = book.asset_classes.row(by_predicate=pl.col("code") == code, named=True)
        entries = [grade for grade in (row["entry_grades"] or "").split(";") if grade]
        asked = _asked_by_grade(wanted.filter(pl.col("family") == code), drivers, entries)
        if not wanted.filter(pl.col("family") == code).height:
            used.append(_one_for_each(code))
        found = follow_pupils(
            _held_by_grade(book, code),
            by_grade(asked.to_dicts()),
            entries,
            years=years,
            now_fy=fiscal_year_of(settings.on, settings.start_month),
            attrition_micro=int((row["attrition"] or 0) * MICRO),
            arriving=_arriving(orders, code),
        )
        bought += [line for year in found for line in _lines(code, year, settings)]
        stock.append(_stock(code, found, settings))
    rows = pl.DataFrame(bought, schema=_bought_schema(), orient="row")
    needs = completed_needs(rows, book, settings) if bought else Needs.empty()
    return GradeNeeds(needs=needs, stock=pl.concat(stock), assumptions=tuple(used))


def _bought_schema() -> dict[str, pl.DataType]:
    types = Needs.polars_schema()
    return {name: types[name] for name in _BOUGHT}


def _one_for_each(code: str) -> Assumption:
    return Assumption(
        assumption="one device for each pupil",
        about=code,
        value="1",
        why="The class is refreshed by grade entry and no standard says how many devices a pupil needs.",
    )


def _asked_by_grade(wanted: pl.DataFrame, drivers: DriverCounts, entries: Sequence[str]) -> pl.DataFrame:
    """Required items by ``school``, ``grade`` and ``fy``; without a standard one a pupil from the first entry on."""
    if wanted.height:
        of_pupils = wanted.filter(pl.col("driver") == "student")
        key = ["school", pl.col("element").alias("grade"), "fy"]
        return of_pupils.group_by(key).agg(required=rounded_up(EXACT.sum())).sort("school", "grade", "fy")
    first = min((GRADES.index(grade) for grade in entries), default=AFTER_SCHOOL)
    served = list(GRADES[first:AFTER_SCHOOL])
    return drivers.students.filter(pl.col("grade").is_in(served)).select("school", "grade", "fy", required="students")


def _held_by_grade(book: Book, code: str) -> dict[str, int]:
    models = book.product_models.select("model", model_class="asset_class")
    held = (
        book.assets.filter(in_stock())
        .join(models, on="model", how="left")
        .filter((pl.coalesce("asset_class", "model_class") == code) & pl.col("grade").is_not_null())
        .group_by("grade")
        .len()
    )
    return dict(held.iter_rows())


def _arriving(orders: pl.DataFrame, code: str) -> dict[int, int]:
    arriving = orders.filter(pl.col("family") == code).group_by("fy").agg(pl.col("items").sum())
    return dict(arriving.iter_rows())


def _lines(code: str, year: GradeYear, settings: Settings) -> list[tuple[object, ...]]:
    """What one grade buys in one year, by school: replacements first, then losses, then growth."""
    day = settings.school_day(year.fy)
    left = {"replacement": year.retired, "loss": year.lost}
    why = {"replacement": WHY_ENTRY, "loss": WHY_LOSS, "growth": WHY_GROWTH}
    lines: list[tuple[object, ...]] = []
    for school, items in sorted(year.schools.items()):
        rest = items
        for cause in ("replacement", "loss", "growth"):
            part = min(rest, left.get(cause, rest))
            rest -= part
            if cause in left:
                left[cause] -= part
            if part:
                lines.append(
                    (school, code, code if cause == "replacement" else None, cause, 1, day, day, why[cause], part)
                )
    return lines


def _stock(code: str, found: Sequence[GradeYear], settings: Settings) -> pl.DataFrame:
    """The class's stock in the whole district by year; what came back was part of the opening stock."""
    rows = [
        {
            "school": DISTRICT_WIDE, "asset_class": code, "fy": year.fy, "opening": year.opening + year.retired,
            "lost": year.lost, "retired": year.retired, "received": year.received, "handed_in": 0,
            "bought": year.bought, "required": sum(year.required.values()), "undated": 0,
        }
        for year in found
        if year.fy <= settings.last_fy
    ]  # fmt: skip
    schema = {
        name: dtype for name, dtype in Stock.polars_schema().items() if name not in ("closing", "short", "surplus")
    }
    summed = pl.DataFrame(rows, schema=schema).group_by("school", "asset_class", "fy").agg(pl.all().sum())
    return completed_stock(summed)
