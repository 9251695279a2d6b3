"""Roll-ups of a plan: the budget by year, the replacement schedule, the totals. Every figure is a sum of lines."""

from __future__ import annotations

import polars as pl

from techplan.planning.results import BudgetYears, Schedule
from techplan.planning.settings import Settings


def _years(settings: Settings) -> pl.DataFrame:
    return pl.DataFrame({"fy": list(settings.years)}, schema={"fy": pl.Int64})


def _filled(keys: pl.DataFrame, settings: Settings, sums: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Every key in every year of the plan; years without money show zero."""
    every = keys.join(_years(settings), how="cross")
    return every.join(sums, on=on, how="left").with_columns(pl.exclude(on).fill_null(0))


def budget_years(lines: pl.DataFrame, allocations: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``budget_years`` table: needed, funded and unfunded by year, kind and category."""
    paid = allocations.group_by("line").agg(funded_cents=pl.col("amount_cents").sum())
    funded = lines.join(paid, on="line", how="left").with_columns(pl.col("funded_cents").fill_null(0))
    key = ["fy", "kind", "category"]
    sums = funded.group_by(key).agg(
        pl.col("amount_cents").sum(),
        backlog_cents=pl.col("amount_cents").filter(pl.col("backlog")).sum(),
        funded_cents=pl.col("funded_cents").sum(),
    )
    frame = _filled(lines.select("kind", "category").unique(), settings, sums, key)
    frame = frame.with_columns(unfunded_cents=pl.col("amount_cents") - pl.col("funded_cents"))
    return frame.select(BudgetYears.column_names()).sort(BudgetYears.primary_key())


def schedule(needs: pl.DataFrame, lines: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``schedule`` table: items and dollars by school, class and paying year.

    Items without a price are in it with no dollars; the data gaps say which class has none.
    """
    key = ["school", "asset_class", "fy"]
    items = needs.group_by("school", "asset_class", fy="paying_fy").agg(pl.col("quantity").sum())
    money = (
        lines.filter(pl.col("source_table") == "needs")
        .group_by(key)
        .agg(
            pl.col("amount_cents").sum(),
            backlog_cents=pl.col("amount_cents").filter(pl.col("backlog")).sum(),
        )
    )
    sums = items.join(money, on=key, how="left")
    frame = _filled(needs.select("school", "asset_class").unique(), settings, sums, key)
    return frame.select(Schedule.column_names()).sort(Schedule.primary_key())


def totals(
    lines: pl.DataFrame, allocations: pl.DataFrame, unfunded: pl.DataFrame, needs: pl.DataFrame, gaps: pl.DataFrame
) -> dict[str, int]:
    """Totals over the whole plan; names end in ``_cents`` where they are money."""

    def cents(frame: pl.DataFrame) -> int:
        return int(frame["amount_cents"].sum())

    return {
        "needed_cents": cents(lines),
        "funded_cents": cents(allocations),
        "unfunded_cents": cents(unfunded),
        "backlog_cents": cents(lines.filter(pl.col("backlog"))),
        "capital_cents": cents(lines.filter(pl.col("kind") == "capital")),
        "operating_cents": cents(lines.filter(pl.col("kind") == "operating")),
        "discount_cents": int(lines["discount_cents"].sum()),
        "items": int(needs["quantity"].sum()),
        "lines": lines.height,
        "data_gaps": gaps.height,
    }
