"""What has come of each order line: by its receipts, by the order itself, and by the assets that name it."""

from __future__ import annotations

import polars as pl

from techplan.book.book import Book

LINE = ["order", "line"]


def assets_of_lines(book: Book) -> pl.DataFrame:
    """``order``, ``line`` and ``asset``: the assets that an order line became.

    An asset names its order, and its line where the order has several; else the one line of its model, or of its class,
    or the only line, is meant. Where several lines could be meant, none is (``unplaced`` counts these).
    """
    lines, bought = _lines(book), _bought(book)
    named = bought.filter(pl.col("order_line").is_not_null()).join(
        lines.select(*LINE), left_on=["order", "order_line"], right_on=LINE
    )
    unnamed = bought.filter(pl.col("order_line").is_null())
    for column in ("model", "asset_class"):
        unnamed = unnamed.join(_sole(lines, column), on=["order", column], how="left")
    unnamed = unnamed.join(_sole(lines), on="order", how="left")
    meant = (
        pl.when(pl.col("lines_of_model").is_not_null()).then("line_of_model")
        .when(pl.col("lines_of_asset_class").is_not_null()).then("line_of_asset_class")
        .otherwise("line_of")
    )  # fmt: skip
    found = pl.concat([named.select("order", "asset", line="order_line"), unnamed.select("order", "asset", line=meant)])
    return found.filter(pl.col("line").is_not_null()).select(*LINE, "asset").sort(*LINE, "asset")


def unplaced(book: Book) -> pl.DataFrame:
    """By order: ``assets`` that name it and none of its lines for certain, ``receipts`` that name a line it lacks."""
    orders = book.purchase_orders.select("order").unique()
    assets = _bought(book).join(assets_of_lines(book), on="asset", how="anti").group_by("order").agg(assets=pl.len())
    receipts = book.receipts.join(book.purchase_orders, on=LINE, how="anti").group_by("order").agg(
        receipts=pl.col("receipt").sort().str.join(", ")
    )  # fmt: skip
    return orders.join(assets, on="order", how="left").join(receipts, on="order", how="left").sort("order")


def _lines(book: Book) -> pl.DataFrame:
    models = book.product_models.select("model", model_class="asset_class")
    lines = book.purchase_orders.join(models, on="model", how="left")
    return lines.select(*LINE, "model", asset_class=pl.coalesce("asset_class", "model_class"))


def _bought(book: Book) -> pl.DataFrame:
    """Assets that name an order which is in the Book."""
    models = book.product_models.select("model", model_class="asset_class")
    bought = book.assets.join(models, on="model", how="left").select(
        "asset", "model", "order_line", asset_class=pl.coalesce("asset_class", "model_class"), order="purchase_order"
    )
    return bought.join(book.purchase_orders.select("order").unique(), on="order", how="semi")


def _sole(lines: pl.DataFrame, column: str | None = None) -> pl.DataFrame:
    """By order (and model or class): how many lines there are, and which where there is one alone."""
    suffix, keys = (f"_{column}", ["order", column]) if column else ("", ["order"])
    known = lines.filter(pl.col(column).is_not_null()) if column else lines
    return known.group_by(keys).agg(
        pl.len().alias(f"lines_of{suffix}"),
        pl.when(pl.len() == 1).then(pl.col("line").first()).alias(f"line_of{suffix}"),
    )


def received_so_far(book: Book) -> pl.DataFrame:
    """By order line: ``received`` in good order and ``damaged`` by its receipts, else by the order; ``in_inventory``.

    ``stated`` is what the order itself says, null where it says nothing; ``invoiced_cents`` and ``paid_cents`` are sums
    over the receipts.
    """
    receipts = book.receipts.group_by(LINE).agg(
        by_receipts=pl.col("quantity").sum(),
        damaged=pl.col("damaged").sum(),
        invoiced_cents=pl.col("invoiced_cents").sum(),
        paid_cents=pl.col("paid_cents").sum(),
    )
    entered = assets_of_lines(book).group_by(LINE).agg(in_inventory=pl.len().cast(pl.Int64))
    frame = book.purchase_orders.select(*LINE, stated="received").join(receipts, on=LINE, how="left")
    frame = frame.join(entered, on=LINE, how="left").with_columns(
        received=pl.coalesce("by_receipts", "stated", pl.lit(0, pl.Int64))
    )
    numbers = ["damaged", "in_inventory", "invoiced_cents", "paid_cents"]
    return frame.with_columns(pl.col(numbers).fill_null(0)).select(
        *LINE, "received", "stated", "by_receipts", *numbers
    ).sort(LINE)  # fmt: skip
