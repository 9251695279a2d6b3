"""What one asset costs: its price, its share of the agreements that cover it, and its repairs."""

from __future__ import annotations

import polars as pl

from techplan.book.book import Book
from techplan.planning.needs.due import in_stock
from techplan.planning.ownership.results import DeviceCosts


def device_costs(book: Book) -> pl.DataFrame:
    """The ``device_costs`` table: one row for each asset in stock.

    An agreement that covers several assets is shared out among them to the cent, one cent more to those that come
    first; so the shares add up to it, and the budget counts it once.
    """
    models = book.product_models.select("model", model_class="asset_class")
    assets = book.assets.filter(in_stock()).join(models, on="model", how="left", maintain_order="left")
    assets = assets.select("asset", "school", "cost_cents", asset_class=pl.coalesce("asset_class", "model_class"))
    lives = book.asset_classes.select("life_months", asset_class="code")
    frame = (
        assets.join(_shares(book, assets), on="asset", how="left")
        .join(_repairs(book), on="asset", how="left")
        .join(lives, on="asset_class", how="left")
        .with_columns(pl.col("agreements_cents", "repairs_cents").fill_null(0), price_cents="cost_cents")
        .with_columns(total_cents=pl.col("price_cents") + pl.col("agreements_cents") + pl.col("repairs_cents"))
    )
    over_life = (pl.col("price_cents") + pl.col("repairs_cents")) * 12
    life = pl.when(pl.col("life_months") > 0).then(pl.col("life_months"))
    yearly = (over_life + life // 2).floordiv(life) + pl.col("agreements_cents")
    schema = DeviceCosts.polars_schema()
    frame = frame.with_columns(yearly_cents=yearly)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("asset")


def _shares(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """``asset`` and ``agreements_cents``: what each agreement that names assets or classes costs each of them."""
    named = book.coverage.select("agreement", "asset", "asset_class")
    by_asset = named.filter(pl.col("asset").is_not_null()).select("agreement", "asset")
    by_class = named.filter(pl.col("asset").is_null() & pl.col("asset_class").is_not_null()).select(
        "agreement", "asset_class"
    )
    covered = pl.concat(
        [
            by_asset.join(assets.select("asset"), on="asset", how="semi"),
            by_class.join(assets.select("asset", "asset_class"), on="asset_class").select("agreement", "asset"),
        ]
    ).unique()
    amounts = book.agreements.select("agreement", "amount_cents", "basis")
    rows = covered.join(amounts, on="agreement").sort("agreement", "asset")
    place = pl.int_range(pl.len()).over("agreement")
    number = pl.len().over("agreement").cast(pl.Int64)
    part = pl.col("amount_cents") // number + (place < pl.col("amount_cents") % number).cast(pl.Int64)
    each = pl.when(pl.col("basis") == "per device").then(pl.col("amount_cents")).otherwise(part)
    return rows.with_columns(each=each).group_by("asset").agg(agreements_cents=pl.col("each").sum())


def _repairs(book: Book) -> pl.DataFrame:
    """``asset`` and ``repairs_cents``: cost of its incidents less what was recovered and collected."""
    money = ("cost_cents", "recovery_cents", "collected_cents")
    told = book.incidents.filter(pl.col("asset").is_not_null()).with_columns(pl.col(money).fill_null(0))
    net = pl.col("cost_cents") - pl.col("recovery_cents") - pl.col("collected_cents")
    return told.group_by("asset").agg(repairs_cents=net.sum())
