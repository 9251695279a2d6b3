"""Needs and stock of the classes that follow the pupil, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import fiscal_year_expr
from techplan.book.tables.district import GRADES
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs import arrays
from techplan.planning.needs.due import AFTER_SCHOOL
from techplan.planning.needs.frames import WHY_GROWTH, WHY_LOSS, completed_stock
from techplan.planning.needs.grade_entry import GradeYear, Lot, Lots, by_grade, follow_pupils
from techplan.planning.needs.required import EXACT, MICRO, rounded_up
from techplan.planning.needs.timing import deploy_by
from techplan.planning.results import DISTRICT_WIDE, Needs, Stock
from techplan.planning.settings import Settings

WHY_ENTRY: Final = "grade entry"

_BOUGHT: Final = ("school", "asset_class", "replaces", "cause", "cycle", "due_on", "deploy_by", "why", "quantity")

_Part = tuple[str | None, str, date, date, str, int]
"""What a grade buys for: class replaced, cause, due and deploy-by day, why, items."""


@dataclass(frozen=True, kw_only=True)
class GradeNeeds:
    """What is bought (as ``completed_needs`` takes it) and the stock of all classes that follow the pupil.

    The stock is the whole district's.
    """

    bought: pl.DataFrame
    stock: pl.DataFrame
    assumptions: tuple[Assumption, ...]


def grade_entry_needs(
    book: Book,
    settings: Settings,
    drivers: DriverCounts,
    years: range,
    classes: Sequence[str],
    *,
    held: pl.DataFrame,
    wanted: pl.DataFrame,
    orders: pl.DataFrame,
) -> GradeNeeds:
    """Project each class that follows the pupil.

    ``held`` are the cohorts in pupils' hands, with their grade; ``wanted`` is what standards ask for pupils; ``orders``
    are open orders.
    """
    bought: list[tuple[object, ...]] = []
    stock = [Stock.empty()]
    used: list[Assumption] = []
    remaining = arrays.calendar(settings, years).remaining.tolist()
    for code in classes:
        row = book.asset_classes.row(by_predicate=pl.col("code") == code, named=True)
        entries = [grade for grade in (row["entry_grades"] or "").split(";") if grade]
        standing = wanted.filter(pl.col("family") == code)
        if standing.is_empty():
            used.append(_one_for_each(code))
        attrition = int((row["attrition"] or 0) * MICRO)
        found = follow_pupils(
            _held_by_grade(held.filter(pl.col("family") == code), settings),
            by_grade(_asked_by_grade(standing, drivers, entries).iter_rows(named=True)),
            entries,
            years=years,
            now_fy=settings.school_year,
            new=Lot.following(code),
            attrition_micro={fy: attrition * share // MICRO for fy, share in zip(years, remaining, strict=True)},
            arriving=_arriving(orders, code),
        )
        bought += [line for year in found for line in _lines(code, year, settings)]
        stock.append(_stock(code, found, settings))
    return GradeNeeds(
        bought=pl.DataFrame(bought, schema=_bought_schema(), orient="row"),
        stock=pl.concat(stock),
        assumptions=tuple(used),
    )


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
        key = ["school", pl.col("element").alias("grade"), "fy"]
        return wanted.group_by(key).agg(required=rounded_up(EXACT.sum())).sort("school", "grade", "fy")
    first = min((GRADES.index(grade) for grade in entries), default=AFTER_SCHOOL)
    served = list(GRADES[first:AFTER_SCHOOL])
    return drivers.students.filter(pl.col("grade").is_in(served)).select("school", "grade", "fy", required="students")


def _held_by_grade(held: pl.DataFrame, settings: Settings) -> dict[str, Lots]:
    """Cohorts in pupils' hands by grade; what falls due by anything but grade entry has days of its own."""
    deploy = pl.max_horizontal(deploy_by(pl.col("due_on"), settings), pl.lit(settings.begins))
    own = pl.col("due_on").is_not_null() & (pl.col("why").cast(pl.String) != WHY_ENTRY)
    dated = held.with_columns(deploy=deploy).with_columns(fy=fiscal_year_expr(pl.col("deploy"), settings.start_month))
    found: dict[str, Lots] = {}
    columns = dated.select("grade", "due_on", "deploy", "fy", "asset_class", "why", "items", own.alias("of_its_own"))
    for grade, due_on, deploy_on, fy, code, why, items, of_its_own in columns.iter_rows():
        lot = Lot(due_on, deploy_on, fy, code, why) if of_its_own else Lot.following(code)
        lots = found.setdefault(grade, {})
        lots[lot] = lots.get(lot, 0) + items
    return found


def _arriving(orders: pl.DataFrame, code: str) -> dict[int, int]:
    arriving = orders.filter(pl.col("family") == code).group_by("fy").agg(pl.col("items").sum())
    return dict(arriving.iter_rows())


def _lines(code: str, year: GradeYear, settings: Settings) -> Iterator[tuple[object, ...]]:
    """What one grade buys in one year, by school: replacements first, then losses, then growth."""
    parts = list(_parts(year, settings))
    for school, items in sorted(year.schools.items()):
        rest = items
        while rest:
            replaces, cause, due_on, deploy, why, left = parts.pop(0)
            part = min(rest, left)
            rest -= part
            if left > part:
                parts.insert(0, (replaces, cause, due_on, deploy, why, left - part))
            yield (school, code, replaces, cause, 1, due_on, deploy, why, part)


def _parts(year: GradeYear, settings: Settings) -> Iterator[_Part]:
    """What the items bought are for, in order; together they are all that is bought."""
    day = settings.school_day(year.fy)
    left = year.bought
    for lot, items in year.retired.items():
        days = (day, day, WHY_ENTRY) if lot.follows else (lot.due_on, lot.deploy_by, lot.why)
        if part := min(left, items):
            yield (lot.asset_class, "replacement", *days, part)
        left -= part
    for cause, why, items in (("loss", WHY_LOSS, year.lost), ("growth", WHY_GROWTH, left)):
        if part := min(left, items):
            yield (None, cause, day, day, why, part)
        left -= part


def _stock(code: str, found: Sequence[GradeYear], settings: Settings) -> pl.DataFrame:
    """The class's stock in the whole district by year; what came back was part of the opening stock."""
    rows = [
        {
            "school": DISTRICT_WIDE, "asset_class": code, "fy": year.fy, "opening": year.opening + retired,
            "lost": year.lost, "retired": retired, "received": year.received, "handed_in": 0,
            "bought": year.bought, "required": sum(year.required.values()), "undated": 0,
        }
        for year, retired in ((year, sum(year.retired.values())) for year in found)
        if year.fy <= settings.last_fy
    ]  # fmt: skip
    schema = {
        name: dtype for name, dtype in Stock.polars_schema().items() if name not in ("closing", "short", "surplus")
    }
    summed = pl.DataFrame(rows, schema=schema).group_by("school", "asset_class", "fy").agg(pl.all().sum())
    return completed_stock(summed)
