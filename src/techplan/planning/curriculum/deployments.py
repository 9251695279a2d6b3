"""Hours of deployment against the summer staff there is."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from techplan.book.book import Book
from techplan.planning.curriculum.results import Deployments
from techplan.planning.settings import Settings


def deployments(book: Book, stock: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``deployments`` table; ``stock`` is the plan's: what is bought, received and retired each year.

    Of a class that pupils take home everything is collected once a year, not only what is retired.
    """
    hours = book.asset_classes.select("deployment_hours", "collection_hours", asset_class="code")
    home = book.standards.filter(pl.col("take_home").fill_null(value=False))["asset_class"].drop_nulls()
    back = pl.when(pl.col("asset_class").is_in(home.implode())).then("opening").otherwise("retired")
    rows = stock.join(hours, on="asset_class", how="left").with_columns(
        new=pl.col("bought") + pl.col("received"), back=back
    )
    none = pl.col("deployment_hours").is_null()
    frame = rows.group_by("fy").agg(
        bought=pl.col("new").sum(),
        collected=pl.col("back").sum(),
        hours=(pl.col("new") * pl.col("deployment_hours").fill_null(0)).sum()
        + (pl.col("back") * pl.col("collection_hours").fill_null(0)).sum(),
        untimed=pl.col("new").filter(none).sum(),
    )
    there = pl.DataFrame(
        [(fy, _available(book, fy)) for fy in settings.years],
        schema={"fy": pl.Int64, "available": pl.Decimal(18, 6)},
        orient="row",
    )
    frame = frame.join(there, on="fy")
    lacking = pl.col("hours") - pl.col("available")
    why = "Hours of each class for unboxing, enrolment, tagging and collection, against hours of technology staff."
    frame = frame.with_columns(
        short=pl.when(lacking > 0).then(lacking).when(pl.col("available").is_not_null()).then(0), why=pl.lit(why)
    )
    schema = Deployments.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("fy")


def _available(book: Book, fy: int) -> Decimal | None:
    """Hours of all positions of a year; None where none says how many it has."""
    there = book.support_staff.filter(
        (pl.col("first_fy").fill_null(fy) <= fy) & (pl.col("last_fy").fill_null(fy) >= fy)
    ).filter(pl.col("deployment_hours").is_not_null())
    if there.is_empty():
        return None
    return sum((fte * hours for fte, hours in there.select("fte", "deployment_hours").iter_rows()), Decimal(0))
