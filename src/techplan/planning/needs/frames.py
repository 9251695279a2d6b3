"""From the arrays of a projection back to tables that people read."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.needs.arrays import days
from techplan.planning.needs.due import REASONS
from techplan.planning.needs.projection import Projection
from techplan.planning.needs.rows import Rows
from techplan.planning.needs.timing import with_timing
from techplan.planning.results import Needs, Stock
from techplan.planning.settings import Settings

AGE_AGAIN: Final = "age"
"""What is bought in the plan falls due by age."""

WHY_LOSS: Final = "losses by the class's yearly attrition"
WHY_GROWTH: Final = "the standard asks for more than there is"


def bought_rows(found: Projection, places: pl.DataFrame, classes: list[str]) -> pl.DataFrame:
    """What a projection bought, as ``completed_needs`` takes it."""
    return pl.concat(
        [
            _purchases(found.replaced, "replacement", places, classes),
            _purchases(found.for_losses, "loss", places, classes),
            _purchases(found.for_growth, "growth", places, classes),
        ]
    )


def completed_needs(rows: pl.DataFrame, book: Book, settings: Settings) -> pl.DataFrame:
    """The ``needs`` of the plan's years: equal needs of one place added up, with the four dates and identity of each.

    ``rows`` has school, asset_class, replaces, cause, cycle, due_on, deploy_by, why and quantity; those that no
    year of the plan pays are left out.
    """
    lead = book.asset_classes.select(asset_class="code", lead=pl.col("lead_time_months").fill_null(0))
    key = ["school", "asset_class", "replaces", "cause", "cycle", "due_on", "deploy_by", "why"]
    summed = rows.group_by(key).agg(pl.col("quantity").sum()).join(lead, on="asset_class", how="left")
    timed = with_timing(summed, pl.col("lead"), settings).filter(pl.col("paying_fy") <= settings.last_fy)
    identity = pl.concat_str(
        [
            "asset_class", "school", pl.format("FY{}", "paying_fy"), "due_on", "cause",
            pl.coalesce(pl.format("{} {}", "replaces", "cycle"), pl.lit("new")), "why",
        ],
        separator="/",
    )  # fmt: skip
    with_id = timed.with_columns(need=identity)
    # things due in one half of a month may differ in their deploy-by day only; the first keeps the plain identity
    repeated = pl.int_range(pl.len()).over("need", order_by="deploy_by")
    named = with_id.with_columns(
        need=pl.when(repeated == 0).then("need").otherwise(pl.format("{}/{}", "need", repeated))
    )
    return named.select(pl.col(name).cast(dtype) for name, dtype in Needs.polars_schema().items()).sort("need")


def _purchases(parts: list[Rows], cause: str, places: pl.DataFrame, classes: list[str]) -> pl.DataFrame:
    """One row for each cohort bought, in words."""
    rows = Rows.joined(parts)
    reasons = dict(enumerate(REASONS.categories.to_list()))
    fallback = {"replacement": AGE_AGAIN, "loss": WHY_LOSS, "growth": WHY_GROWTH}[cause]
    names = dict(enumerate(classes))
    frame = pl.DataFrame(
        {
            "place": rows.place,
            "old": rows.asset_class,
            "cycle": rows.cycle,
            "due_on": days(rows.due),
            "deploy_by": days(rows.deploy),
            "reason": rows.why,
            "quantity": rows.items,
        }
    )
    replaced = pl.col("old").replace_strict(names, return_dtype=pl.String, default=None)
    return frame.join(places, on="place", how="left").select(
        "school",
        asset_class="family",
        replaces=replaced if cause == "replacement" else pl.lit(None, dtype=pl.String),
        cause=pl.lit(cause),
        cycle="cycle",
        due_on="due_on",
        deploy_by="deploy_by",
        why=pl.col("reason").replace_strict(reasons, return_dtype=pl.String, default=fallback),
        quantity="quantity",
    )


def stock_frame(found: Projection, places: pl.DataFrame, years: range, settings: Settings) -> pl.DataFrame:
    """The ``stock`` of the plan's years."""
    parts = [Stock.empty()]
    for fy, flow in zip(years, found.flows, strict=True):
        if fy > settings.last_fy:
            break
        frame = places.select("school", asset_class="family").with_columns(
            fy=pl.lit(fy, dtype=pl.Int64),
            opening=pl.Series(flow.opening),
            lost=pl.Series(flow.lost),
            retired=pl.Series(flow.retired),
            received=pl.Series(flow.received),
            handed_in=pl.Series(flow.handed_in),
            bought=pl.Series(flow.bought),
            required=pl.Series(flow.required),
            undated=pl.Series(flow.undated),
        )
        parts.append(completed_stock(frame))
    return pl.concat(parts).sort("school", "asset_class", "fy")


def completed_stock(frame: pl.DataFrame) -> pl.DataFrame:
    """Stock with its closing figure, and what is short or beyond what is asked for."""
    inflow = pl.col("received") + pl.col("handed_in") + pl.col("bought")
    closed = frame.with_columns(closing=pl.col("opening") - pl.col("lost") - pl.col("retired") + inflow)
    return closed.with_columns(
        short=pl.max_horizontal(pl.col("required") - pl.col("closing"), pl.lit(0, dtype=pl.Int64)),
        surplus=pl.max_horizontal(pl.col("closing") - pl.col("required"), pl.lit(0, dtype=pl.Int64)),
    ).select(Stock.column_names())
