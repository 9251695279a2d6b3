"""What is active and unseen, what is gone and still seen, and what its maker supports no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from techplan.planning.inventory.findings.rows import of_assets
from techplan.planning.inventory.limits import Limits


def sight_findings(
    assets: pl.DataFrame, reconciled: pl.DataFrame, watches: pl.DataFrame, limits: Limits, on: date
) -> Iterator[pl.DataFrame]:
    """Found rows on what systems see; ``reconciled`` and ``watches`` are the tables of those names."""
    seen = reconciled.filter(pl.col("asset").is_not_null()).select("asset", "standing", seen_on="last_seen", why="why")
    rows = assets.join(seen, on="asset", how="left", maintain_order="left").with_columns(
        latest=pl.max_horizontal("last_seen", "seen_on")
    )
    yield _unseen(rows, watches, limits, on)
    back = rows.filter(pl.col("standing") == "retired but seen")
    yield of_assets(back, "retired but seen", pl.format("{} Last seen on {}.", "why", _day("latest")), "status")
    old = rows.filter(pl.col("in_use") & (pl.col("ends_on") < on))
    yield of_assets(old, "beyond support", pl.format("Its support ended on {}.", _day("ends_on")))


def _unseen(rows: pl.DataFrame, watches: pl.DataFrame, limits: Limits, on: date) -> pl.DataFrame:
    """Active things of classes that a system watches, seen neither by a system nor by a count since the limit.

    Spares and things in repair are switched off; that they are there is for a count to say.
    """
    watched = watches.filter(pl.col("watched")).get_column("asset_class").unique()
    since = on - timedelta(days=limits.unseen_days)
    lost = rows.filter(
        pl.col("in_use")
        & (pl.col("status").fill_null("active") == "active")
        & pl.col("asset_class").is_in(watched.implode())
        & (pl.col("latest") < since).fill_null(value=True)
        & (pl.col("in_service_on") < since).fill_null(value=True)
    )
    what = pl.format("Last seen on {}.", _day("latest"))
    return of_assets(lost, "unseen", what.fill_null("Never seen by any system or count."))


def _day(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)
