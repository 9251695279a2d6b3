"""What is ordered and not yet received: it arrives, and so need not be bought again."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr, fiscal_year_expr
from techplan.planning.assumptions import Assumption
from techplan.planning.receiving import LINE, received_so_far
from techplan.planning.settings import Settings


def open_orders(
    book: Book, family: Mapping[str, str], settings: Settings
) -> tuple[pl.DataFrame, list[Assumption], list[dict[str, object]]]:
    """Open orders: ``school`` (null for the whole district), ``family``, ``fy`` of arrival, ``items``; and data gaps.

    What receipts or the inventory show to have come is not open any more, once and not twice: the larger of the two
    counts. Assets that may be of several lines of their order are of none here; the inventory's orders say so.

    An order arrives on its expected day, else its lead time after the day of order, else in the first plan year; what
    should have come before the plan began is expected in its first year.
    """
    came = received_so_far(book).select(*LINE, came=pl.max_horizontal("received", "in_inventory"))
    lead = book.asset_classes.select(asset_class="code", lead="lead_time_months")
    classed = (
        book.purchase_orders.join(
            book.product_models.select("model", model_class="asset_class"), on="model", how="left"
        )
        .with_columns(asset_class=pl.coalesce("asset_class", "model_class"))
        .join(lead, on="asset_class", how="left")
        .join(came, on=LINE, how="left")
        .with_columns(
            items=pl.col("quantity") - pl.col("came") - pl.col("cancelled").fill_null(0),
            arrives=pl.coalesce("expected_on", add_months_expr(pl.col("ordered_on"), pl.col("lead").fill_null(0))),
        )
        .filter(pl.col("items") > 0)
    )
    unclassed, known = (
        classed.filter(pl.col("asset_class").is_null()),
        classed.filter(pl.col("asset_class").is_not_null()),
    )
    fy = fiscal_year_expr(pl.col("arrives"), settings.start_month).fill_null(settings.first_fy)
    arriving = (
        known.with_columns(
            family=pl.col("asset_class").replace_strict(family, return_dtype=pl.String),
            fy=pl.max_horizontal(fy, pl.lit(settings.first_fy, dtype=pl.Int64)),
        )
        .group_by("school", "family", "fy")
        .agg(pl.col("items").sum())
        .sort("school", "family", "fy", nulls_last=True)
    )
    undated = known.filter(pl.col("arrives").is_null()).height
    used = [_undated(undated, settings)] if undated else []
    return arriving, used, [_gap(row) for row in unclassed.iter_rows(named=True)]


def _undated(rows: int, settings: Settings) -> Assumption:
    return Assumption(
        assumption="open orders without a date arrive in the first plan year",
        about="purchase_orders",
        value=str(settings.first_fy),
        why="Neither an expected day nor a day of order is entered.",
        rows=rows,
    )


def _gap(row: Mapping[str, object]) -> dict[str, object]:
    return {
        "table": "purchase_orders",
        "key": f"{row['order']}/{row['line']}",
        "gap": "no class",
        "column": "asset_class",
        "school": row["school"],
        "at_stake_cents": None,
        "remedy": "Enter the class ordered, so that these items are not bought twice.",
    }
