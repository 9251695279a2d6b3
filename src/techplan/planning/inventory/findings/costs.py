"""Costs that are missing, zero, or far from what their peers cost."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from techplan.planning.inventory.findings.rows import of_assets
from techplan.planning.inventory.limits import Limits


def cost_findings(assets: pl.DataFrame, limits: Limits) -> Iterator[pl.DataFrame]:
    """Found rows on the cost of things in use. Blank is not zero: each has a finding of its own."""
    here = assets.filter(pl.col("in_use"))
    yield of_assets(here.filter(pl.col("cost_cents").is_null()), "no cost", "No cost is recorded.", "cost_cents")
    yield of_assets(
        here.filter(pl.col("cost_cents") == 0), "cost of zero", "The cost is recorded as zero.", "cost_cents"
    )
    yield _unusual(assets, limits).pipe(_found)


def _unusual(assets: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Assets in use whose cost is a multiple or a fraction of the middle cost of their model, else of their class."""
    priced = assets.filter(pl.col("cost_cents") > 0)
    rows = priced.filter(pl.col("in_use"))
    for group, name in (("model", "by_model"), ("asset_class", "by_class")):
        usual = priced.filter(pl.col(group).is_not_null()).group_by(group).agg(
            pl.col("cost_cents").sort().get(pl.len() // 2).alias(name), pl.len().alias(f"{name}_peers")
        )  # fmt: skip
        enough = usual.filter(pl.col(f"{name}_peers") > limits.cost_peers).drop(f"{name}_peers")
        rows = rows.join(enough, on=group, how="left", maintain_order="left")
    multiple = int(limits.cost_multiple * 1000)
    rows = rows.with_columns(
        peers=pl.coalesce("by_model", "by_class"),
        of=pl.when(pl.col("by_model").is_not_null()).then("model").otherwise("asset_class"),
    )
    dear = pl.col("cost_cents") * 1000 > pl.col("peers") * multiple
    cheap = pl.col("cost_cents") * multiple < pl.col("peers") * 1000
    return rows.filter(dear | cheap)


def _found(rows: pl.DataFrame) -> pl.DataFrame:
    dollars = (pl.col("peers") // 100).cast(pl.String)
    return of_assets(
        rows, "unusual cost", pl.format("{} costs about {} dollars elsewhere.", "of", dollars), "cost_cents"
    ).with_columns(value=(pl.col("at_stake_cents") // 100).cast(pl.String))
