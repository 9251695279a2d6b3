"""What the plan could not use in full: rows that nothing dates or classes, counted and listed, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.needs.due import in_stock
from techplan.planning.results import DataGaps

GAPS: Final[dict[str, tuple[str, str]]] = {
    "no class": ("asset_class", "Enter a class for the asset, or for its model."),
    "no in-service date": ("in_service_on", "Enter the day on which it went into service, or a day to replace it."),
    "no useful life": ("asset_class", "Enter the useful life of its class, or a day to replace it."),
    "no support end": ("support_end", "Enter the last day of support of its model, or a day to replace it."),
    "no grade": ("grade", "Enter the grade of the pupil who has it, or a day to replace it."),
    "no replacement date": ("replace_on", "Its class is replaced as directed: enter the day on which to replace it."),
}
"""For each gap of an asset: the column to fill, and the remedy."""


def asset_gaps(book: Book, due: pl.DataFrame) -> pl.DataFrame:
    """The gap of each asset in stock that has no class or no due date; ``due`` is the frame of ``due_dates``."""
    rule, life = pl.col("refresh_rule"), pl.col("life_months")
    gap = (
        pl.when(pl.col("asset_class").is_null()).then(pl.lit("no class"))
        .when(rule == "as directed").then(pl.lit("no replacement date"))
        .when(rule == "grade entry").then(pl.lit("no grade"))
        .when(rule == "support end").then(pl.lit("no support end"))
        .when(life.is_null()).then(pl.lit("no useful life"))
        .otherwise(pl.lit("no in-service date"))
    )  # fmt: skip
    column = {name: column for name, (column, _) in GAPS.items()}
    remedy = {name: remedy for name, (_, remedy) in GAPS.items()}
    without = due.filter(in_stock() & (pl.col("due_on").is_null() | pl.col("asset_class").is_null()))
    without = without.with_columns(gap=gap)
    return without.select(
        table=pl.lit("assets"),
        key="asset",
        gap="gap",
        column=pl.col("gap").replace_strict(column, return_dtype=pl.String),
        school=pl.col("school").cast(pl.String),
        at_stake_cents="cost_cents",
        remedy=pl.col("gap").replace_strict(remedy, return_dtype=pl.String),
    ).sort("key", "gap")


def left_out(book: Book) -> list[Assumption]:
    """Assets that are not stock, by status: they are neither replaced nor a data gap."""
    away = book.assets.filter(~in_stock())
    status = pl.when(pl.col("disposed_on").is_not_null()).then(pl.lit("disposed")).otherwise("status")
    counted = away.group_by(status.alias("status")).len().sort("status")
    return [
        Assumption(
            assumption="not counted as stock",
            about=f"assets that are {status}",
            value=f"{items:,}",
            why="Only active, spare and repaired things count; change the status of what is still in use.",
            confirmed=True,
            rows=items,
        )
        for status, items in counted.iter_rows()
    ]


def data_gaps(assets: pl.DataFrame, others: Iterable[dict[str, object]]) -> pl.DataFrame:
    """The ``data_gaps`` table: the assets' gaps and those that other steps found."""
    schema = DataGaps.polars_schema()
    rows = pl.DataFrame(list(others), schema=schema) if (others := list(others)) else DataGaps.empty()
    frame = pl.concat([rows, assets.select(pl.col(name).cast(dtype) for name, dtype in schema.items())])
    return frame.unique(DataGaps.primary_key(), keep="first", maintain_order=True).sort(DataGaps.primary_key())
