"""The assets' history: every field that changed, from what to what, on which day and by what.

An asset keeps its identity when its tag, its room or its status changes; what it was before is kept in
``asset_changes``. Whatever changes the Book's assets (an import, a count, a receipt, a person) passes through here.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.faces import as_written
from techplan.book.tables import TABLES

PASSING: Final = ("last_seen", "source")
"""Columns whose changes are no history: a live system sees a device every day."""

_KEY: Final = ("asset", "column")


def record_changes(before: Book, after: Book, *, on: date, source: str) -> Book:
    """``after`` with a row in ``asset_changes`` for each field of an asset of ``before`` that differs.

    New assets have no history yet. Values are written as the Book's files write them.
    """
    changed = changed_fields(before.assets, after.assets)
    if changed.is_empty():
        return after
    earlier = after.asset_changes.group_by(_KEY).agg(pl.col("number").max().alias("so_far"))
    rows = changed.join(earlier, on=_KEY, how="left").select(
        "asset",
        "column",
        number=pl.col("so_far").fill_null(0) + 1,
        changed_on=pl.lit(on),
        before="before",
        after="after",
        source=pl.lit(source),
    )
    return after.with_tables(asset_changes=pl.concat([after.asset_changes, rows]))


def changed_fields(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Fields that differ in assets that both frames have: ``asset``, ``column`` (face name), ``before``, ``after``."""
    table = TABLES["assets"]
    columns = [column for column in table.columns() if column != "asset" and column not in PASSING]
    both = after.join(before, on="asset", how="inner", suffix="_before")
    found = [pl.DataFrame(schema=dict.fromkeys((*_KEY, "before", "after"), pl.String))]
    for column in columns:
        rows = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_before")))
        if rows.is_empty():
            continue
        found.append(
            rows.select(
                "asset",
                pl.lit(table.face_name(column)).alias("column"),
                as_written(pl.col(f"{column}_before"), table.kind_of(column)).alias("before"),
                as_written(pl.col(column), table.kind_of(column)).alias("after"),
            )
        )
    return pl.concat(found).sort(_KEY)
