"""How many things the standards ask for, by school, family of classes and fiscal year.

Quantities follow drivers: students, teachers, staff, rooms, schools, the district, what is installed, or a stated
count. Two programs that ask for a device for the same pupil share it: within one driver and one grade, role or room
type the one that asks for most, with its spares, counts. What is asked for a school, for the district or as a stated
count adds up. Spares come on top, and the sum is rounded up once for each school and family.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import DriverCounts
from techplan.planning.results import DISTRICT_WIDE

MICRO: Final = 1_000_000
"""Ratios and shares are counted in millionths, so that rounding up is exact."""

EVERY: Final = "*"

_ASKED: Final = pl.Schema(
    {
        "school": pl.String,
        "element": pl.String,
        "fy": pl.Int64,
        "units": pl.Int64,
        "family": pl.String,
        "driver": pl.String,
        "ratio": pl.Int64,
        "spare": pl.Int64,
    }
)


def asked(
    book: Book, drivers: DriverCounts, installed: pl.DataFrame, family: Mapping[str, str], years: range
) -> pl.DataFrame:
    """What standards ask for before rounding, one row for each place, driver, element and year.

    Columns: ``school``, ``family``, ``driver``, ``element`` (grade, role, room type …), ``fy``, ``units`` of the
    driver, ``ratio`` and ``spare`` in millionths. ``installed`` has ``school``, ``family``, ``items``: the stock at
    the start.
    """
    classes = {row["code"]: row for row in book.asset_classes.iter_rows(named=True)}
    programs = {row["code"]: row for row in book.programs.iter_rows(named=True)}
    device = book.standards.filter((pl.col("kind") == "device") & pl.col("asset_class").is_not_null())
    parts = [pl.DataFrame(schema=_ASKED)]
    for row in device.iter_rows(named=True):
        program = programs.get(row["program"] or "", {})
        standard = in_its_grades(row, program)
        span = years_asked(standard, program, years)
        units = driver_units(standard, drivers, installed, family, years).filter(pl.col("fy").is_in(list(span)))
        spare = standard["spare_share"]
        if spare is None and standard["driver"] != "as installed":  # what is installed has its spares already
            spare = classes[standard["asset_class"]]["spare_share"]
        parts.append(
            units.select(
                "school",
                "element",
                "fy",
                "units",
                family=pl.lit(family[standard["asset_class"]]),
                driver=pl.lit(standard["driver"]),
                ratio=_ratio(standard, program),
                spare=pl.lit(_micro(spare), dtype=pl.Int64),
            )
        )
    key = ["school", "family", "driver", "element", "fy"]
    most = pl.col("units", "ratio", "spare").sort_by(EXACT).last()
    return pl.concat(parts).pipe(_from_opening, book).group_by(key).agg(most).sort(key, nulls_last=True)


def _from_opening(asked: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Without what is asked for at schools that are not open yet."""
    opening = book.schools.select("opens_fy", school="code")
    joined = asked.join(opening, on="school", how="left", maintain_order="left")
    return joined.filter(pl.col("fy") >= pl.col("opens_fy").fill_null(pl.col("fy"))).drop("opens_fy")


def pilots_without_a_year(book: Book) -> list[Assumption]:
    """Standards with a pilot share that neither they nor their program date: they ask for the whole at once."""
    dated = book.programs.filter(pl.col("first_fy").is_not_null())["code"].to_list()
    undated = pl.col("first_fy").is_null() & ~pl.col("program").is_in(dated).fill_null(value=False)
    return [
        Assumption(
            assumption="pilot share not used",
            about=f"standard {code}",
            value="the whole quantity",
            why="A pilot is of the first fiscal year, and neither the standard nor its program has one.",
        )
        for code in book.standards.filter(pl.col("pilot_share").is_not_null() & undated)["standard"].to_list()
    ]


def rounded_up(units: pl.Expr) -> pl.Expr:
    """Whole items from units x ratio x (1 + spare), exactly."""
    return -((-units).floordiv(MICRO * MICRO))


EXACT: Final = pl.col("units") * pl.col("ratio") * (MICRO + pl.col("spare"))
"""Items asked for, in millionths of millionths."""


def required_stock(asked: pl.DataFrame) -> pl.DataFrame:
    """Items asked for with spares: ``school``, ``family``, ``fy``, ``required``, rounded up once for each place."""
    key = ["school", "family", "fy"]
    return asked.group_by(key).agg(required=rounded_up(EXACT.sum())).sort(key)


def _micro(value: Decimal | None) -> int:
    return 0 if value is None else int(value * MICRO)


def years_asked(standard: Mapping[str, Any], program: Mapping[str, Any], years: range) -> range:
    """The years in which a standard holds: its own, within its program's; ``program`` is empty where it has none."""
    lasts = [row["last_fy"] for row in (standard, program) if row.get("last_fy") is not None]
    return range(max([years.start, *_firsts(standard, program)]), min([years.stop - 1, *lasts]) + 1)


def _firsts(standard: Mapping[str, Any], program: Mapping[str, Any]) -> list[int]:
    return [row["first_fy"] for row in (standard, program) if row.get("first_fy") is not None]


def _ratio(standard: Mapping[str, Any], program: Mapping[str, Any]) -> pl.Expr:
    """Items for each unit in millionths; a pilot asks for a share of it in the first year, the program's if later."""
    full = MICRO if standard["ratio"] is None else _micro(standard["ratio"])
    whole = pl.lit(full, dtype=pl.Int64)
    firsts = _firsts(standard, program)
    if standard["pilot_share"] is None or not firsts:
        return whole
    pilot = pl.lit(int(full * standard["pilot_share"]), dtype=pl.Int64)
    return pl.when(pl.col("fy") == max(firsts)).then(pilot).otherwise(whole)


def in_its_grades(standard: Mapping[str, Any], program: Mapping[str, Any]) -> dict[str, Any]:
    """The standard with the grades of its program where it names none itself."""
    return {**standard, "grades": standard["grades"] or program.get("grades")}


def driver_units(
    standard: Mapping[str, Any], drivers: DriverCounts, installed: pl.DataFrame, family: Mapping[str, str], years: range
) -> pl.DataFrame:
    """Units of the standard's driver: ``school``, ``element`` (grade, role or room type), ``fy``, ``units``."""
    driver = standard["driver"]
    if driver == "student":
        found = _of(drivers.students, "grade", "students").filter(_one_of("element", standard["grades"]))
    elif driver == "teacher":
        found = _of(drivers.staff, "role", "persons").filter(pl.col("element") == "teacher")
    elif driver == "staff":
        found = _of(drivers.staff, "role", "persons").filter(_one_of("element", standard["role"]))
    elif driver == "room":
        found = _of(drivers.rooms, "type", "rooms").filter(_one_of("element", standard["room_type"]))
    elif driver == "school":
        taught = drivers.schools.filter(pl.col("instructional"))
        found = taught.select("school", pl.lit(standard["standard"]).alias("element"), "fy", pl.lit(1).alias("units"))
    else:
        found = _standing(standard, installed, family, years)
    found = found.with_columns(pl.col("units").cast(pl.Int64)).select("school", "element", "fy", "units")
    if standard["school"] is not None:
        found = found.filter(pl.col("school") == standard["school"])
    return found.filter(pl.col("units") > 0)


def _standing(
    standard: Mapping[str, Any], installed: pl.DataFrame, family: Mapping[str, str], years: range
) -> pl.DataFrame:
    """Units that are the same in every year: what is installed, a stated count, or one for the district."""
    if standard["driver"] == "as installed":
        element = EVERY
        here = installed.filter(pl.col("family") == family[standard["asset_class"]])
        places = here.select("school", units=pl.col("items").cast(pl.Int64))
    else:
        element = standard["standard"]
        units = standard["stated_count"] or 0 if standard["driver"] == "stated count" else 1
        places = pl.DataFrame(
            {"school": [standard["school"] or DISTRICT_WIDE], "units": [units]},
            schema={"school": pl.String, "units": pl.Int64},
        )
    every_year = pl.DataFrame({"fy": list(years)}, schema={"fy": pl.Int64})
    return places.join(every_year, how="cross").with_columns(element=pl.lit(element))


def _of(frame: pl.DataFrame, element: str, units: str) -> pl.DataFrame:
    return frame.select("school", pl.col(element).alias("element"), "fy", pl.col(units).alias("units"))


def _one_of(column: str, wanted: str | None) -> pl.Expr:
    return pl.lit(True) if wanted is None else pl.col(column).is_in(wanted.split(";"))
