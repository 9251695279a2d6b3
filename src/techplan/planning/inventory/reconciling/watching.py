"""Which classes a system watches: so that what it should see and does not is told from what it never sees."""

from __future__ import annotations

import polars as pl

from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.results.reconciling import Watches

SHARE = pl.Decimal(18, 6)


def watches(assets: pl.DataFrame, joined: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """The ``watches`` table: for each system and class, the share of the items in use that the system sees.

    ``joined`` is the frame of ``joined_sightings``. It watches from the share ``limits.watched_share`` on.
    """
    ours = assets.filter(pl.col("in_use") & pl.col("asset_class").is_not_null()).select("asset", "asset_class")
    totals = ours.group_by("asset_class").agg(in_book=pl.len().cast(pl.Int64))
    seen = (
        joined.filter(pl.col("current") & pl.col("of").is_not_null())
        .select("system", asset="of")
        .unique()
        .join(ours, on="asset")
        .group_by("system", "asset_class")
        .agg(seen=pl.len().cast(pl.Int64))
    )
    share = (pl.col("seen").cast(SHARE) / pl.col("in_book").cast(SHARE)).cast(SHARE)
    percent = limits.watched_share * 100
    why = (
        f"A system counts as watching a class from {percent.normalize():f} % of its items on (inventory.watched_share)."
    )
    return (
        seen.join(totals, on="asset_class")
        .with_columns(share=share)
        .with_columns(watched=pl.col("share") >= limits.watched_share, why=pl.lit(why))
        .select(Watches.polars_schema().names())
        .sort("system", "asset_class")
    )


def watched_classes(frame: pl.DataFrame) -> dict[str, list[str]]:
    """The classes that each system watches, from the ``watches`` table."""
    found: dict[str, list[str]] = {}
    for system, asset_class in frame.filter(pl.col("watched")).select("system", "asset_class").iter_rows():
        found.setdefault(system, []).append(asset_class)
    return found
