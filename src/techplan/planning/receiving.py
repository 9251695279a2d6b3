"""What has come of each order line: by its receipts, by the order itself, and by the assets that name it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import BookError, Problem
from techplan.book.words import did_you_mean

LINE = ["order", "line"]


def assets_of_lines(book: Book) -> pl.DataFrame:
    """``order``, ``line`` and ``asset``: the assets that an order line became.

    An asset names its order, and its line where the order has several; else the one line of its model, or of its class,
    is meant. Where several lines could be meant, none is.
    """
    models = book.product_models.select("model", model_class="asset_class")
    bought = book.assets.filter(pl.col("purchase_order").is_not_null()).join(models, on="model", how="left")
    bought = bought.select(
        "asset", "model", "order_line", asset_class=pl.coalesce("asset_class", "model_class"), order="purchase_order"
    )
    lines = book.purchase_orders.join(models, on="model", how="left").select(
        "order",
        "line",
        line_model="model",
        line_class=pl.coalesce("asset_class", "model_class"),
        lines=pl.len().over("order"),
    )
    pairs = bought.join(lines, on="order")
    named, same_model = pl.col("order_line") == pl.col("line"), pl.col("model") == pl.col("line_model")
    same_class, unnamed = pl.col("asset_class") == pl.col("line_class"), pl.col("order_line").is_null()
    fit = (
        pl.when(named.fill_null(value=False)).then(3)
        .when(unnamed & same_model.fill_null(value=False)).then(2)
        .when(unnamed & (same_class.fill_null(value=False) | (pl.col("lines") == 1))).then(1)
        .otherwise(0)
    )  # fmt: skip
    best = pairs.with_columns(fit=fit).filter(pl.col("fit") > 0)
    best = best.filter(pl.col("fit") == pl.col("fit").max().over("asset"))
    return best.filter(pl.len().over("asset") == 1).select(*LINE, "asset").sort(*LINE, "asset")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came on one order line: good and damaged items, and the tag and serial number of each where known."""

    receipt: str
    order: str
    line: str
    on: date
    quantity: int
    damaged: int = 0
    invoice: str | None = None
    invoiced_cents: int | None = None
    items: tuple[tuple[str | None, str | None], ...] = ()


def receive(book: Book, delivery: Delivery) -> Book:
    """The Book with a receipt and one new asset for each item whose tag or serial number is given.

    An asset has the order's model, class, school, price, fund and award, and is a spare until it is handed out. Items
    without numbers become assets when they are tagged. More than was ordered is taken, and shows as over. Raises
    BookError where the line is not known, a number is used already, or there are more numbers than good items.
    """
    lines = book.purchase_orders.filter((pl.col("order") == delivery.order) & (pl.col("line") == delivery.line))
    faults = _delivery_faults(book, delivery, known=not lines.is_empty())
    if faults:
        raise BookError("Nothing was received.", faults)
    receipt = {
        "receipt": delivery.receipt,
        "order": delivery.order,
        "line": delivery.line,
        "received_on": delivery.on,
        "quantity": delivery.quantity,
        "damaged": delivery.damaged,
        "invoice": delivery.invoice,
        "invoiced_cents": delivery.invoiced_cents,
    }
    line = lines.row(0, named=True)
    assets = [_new_asset(delivery, line, tag, serial) for tag, serial in delivery.items]
    return book.with_tables(
        receipts=pl.concat([book.receipts, pl.DataFrame([receipt], schema=book.receipts.schema)]),
        assets=pl.concat([book.assets, pl.DataFrame(assets, schema=book.assets.schema)]),
    )


def _new_asset(delivery: Delivery, line: dict[str, Any], tag: str | None, serial: str | None) -> dict[str, Any]:
    return {
        "asset": tag or f"serial:{serial}",
        "tag": tag,
        "serial": serial,
        "model": line["model"],
        "asset_class": line["asset_class"],
        "school": line["school"],
        "in_service_on": delivery.on,
        "cost_cents": line["unit_price_cents"],
        "fund": line["fund"],
        "award": line["award"],
        "purchase_order": delivery.order,
        "order_line": delivery.line,
        "status": "spare",
        "source": "receipt",
    }


def _delivery_faults(book: Book, delivery: Delivery, *, known: bool) -> list[Problem]:
    faults = []
    if not known:
        orders = set(book.purchase_orders["order"])
        hint = did_you_mean(delivery.order, orders) or "Look at the purchase_orders table."
        faults.append(_fault("order", f"{delivery.order}/{delivery.line}", "There is no such order line.", hint))
    if delivery.receipt in set(book.receipts["receipt"]):
        faults.append(_fault("receipt", delivery.receipt, "This receipt is entered already.", "Use its own number."))
    if len(delivery.items) > delivery.quantity:
        what = f"{len(delivery.items)} numbers are given for {delivery.quantity} good items."
        faults.append(_fault("quantity", str(delivery.quantity), what, "Correct the list or the quantity."))
    return faults + _number_faults(book, delivery)


def _number_faults(book: Book, delivery: Delivery) -> list[Problem]:
    """Tags and serial numbers that are in use, given twice, or missing from a row."""
    faults = []
    taken = {
        column: {str(value).strip().lower() for value in book.assets[column].drop_nulls()}
        for column in ("tag", "serial")
    }
    names = set(book.assets["asset"])
    for tag, serial in delivery.items:
        if not tag and not serial:
            faults.append(_fault("tag", None, "An item has neither tag nor serial number.", "Enter one of them."))
        elif (tag or f"serial:{serial}") in names:
            faults.append(_fault("tag", tag or serial, "An asset of this name is there already.", "Compare the two."))
        for column, value in (("tag", tag), ("serial", serial)):
            key = (value or "").strip().lower()
            if key and key in taken[column]:
                faults.append(_fault(column, value, f"This {column} is on another asset.", "Correct one of the two."))
            taken[column].add(key)
    return faults


def _fault(column: str, value: str | None, what: str, remedy: str) -> Problem:
    return Problem(
        severity="error", table="receipts", column=column, value=value, rule="receiving", what=what, remedy=remedy
    )
