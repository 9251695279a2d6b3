"""Devices: whether those of a class can do what a program's standard asks for, by when their models appeared."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.planning.needs.families import family_of
from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import Bounds, Row, Target, judged
from techplan.planning.results import DISTRICT_WIDE

IN_SERVICE = ("active", "spare", "in repair")


def capable_rows(ground: Ground) -> Iterator[Row]:
    """Rows of ``readiness`` for each standard that says since when a model must have appeared, by school."""
    asked = ground.book.standards.filter(
        (pl.col("kind") == "device") & pl.col("released_since").is_not_null() & pl.col("asset_class").is_not_null()
        & (pl.col("first_fy").fill_null(ground.fy) <= ground.fy)
        & (pl.col("last_fy").fill_null(ground.fy) >= ground.fy)
    )  # fmt: skip
    if asked.is_empty():
        return
    family = family_of(ground.book)
    models = ground.book.product_models.select("model", "released_on", of_model="asset_class")
    there = ground.book.assets.filter(pl.col("status").is_in(IN_SERVICE).fill_null(value=True))
    known = there.join(models, on="model", how="left").select(
        "school", "released_on",
        family=pl.coalesce("asset_class", "of_model").replace_strict(family, default=None, return_dtype=pl.String),
    )  # fmt: skip
    for row in asked.sort("standard").iter_rows(named=True):
        of_class = known.filter(pl.col("family") == family[row["asset_class"]])
        for place in _places(ground, row):
            here = of_class if place == DISTRICT_WIDE else of_class.filter(pl.col("school") == place)
            yield _row(ground, row, place, here)


def _places(ground: Ground, row: dict[str, Any]) -> tuple[str, ...]:
    return (row["school"],) if row["school"] is not None else (*ground.sites, DISTRICT_WIDE)


def _row(ground: Ground, row: dict[str, Any], place: str, here: pl.DataFrame) -> Row:
    """Models too old for the standard among those in service; a model of unknown age may be or not."""
    old = int((here["released_on"] < row["released_since"]).sum())
    unknown = here["released_on"].null_count()
    value = Bounds(Fraction(old), Fraction(old + unknown)) if here.height else Bounds()
    program = f"{row['program']}, " if row["program"] is not None else ""
    target = Target(value=Fraction(0), source=f"the district's standard {row['standard']}", dated=None)
    return judged(
        "capable devices", place, ground.fy, value, target, unit="devices too old", about=row["standard"],
        at_most=True, per=1, missing_unit="devices",
        found=f"{program}{row['title'] or row['standard']}: {old:,} of {here.height:,} devices are of models from "
        f"before {row['released_since'].isoformat()}; of {unknown:,} it is not known."
        if here.height else "No device of the class is entered.",
        why="The standard says since when a model must have appeared to do what is asked for."
        + (" Enter when each model appeared." if unknown else ""),
    )  # fmt: skip
