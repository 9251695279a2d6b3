"""Goods that came on an order: a receipt, and an asset for each item with a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import BookError, Problem
from techplan.book.words import did_you_mean
from techplan.planning.inventory.owned import serial_key, tag_key


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
    if delivery.receipt in book.receipts["receipt"]:
        faults.append(_fault("receipt", delivery.receipt, "This receipt is entered already.", "Use its own number."))
    for column, number in (("quantity", delivery.quantity), ("damaged", delivery.damaged)):
        if number < 0:
            faults.append(_fault(column, str(number), "Fewer than none cannot come.", "Enter a whole number from 0."))
    if len(delivery.items) > max(delivery.quantity, 0):
        what = f"{len(delivery.items)} numbers are given for {delivery.quantity} good items."
        faults.append(_fault("quantity", str(delivery.quantity), what, "Correct the list or the quantity."))
    return faults + _number_faults(book, delivery)


def _number_faults(book: Book, delivery: Delivery) -> list[Problem]:
    """Tags and serial numbers that are in use, given twice, or missing from a row; compared as everywhere else."""
    items = pl.DataFrame(
        [(tag, serial, tag or f"serial:{serial}") for tag, serial in delivery.items],
        schema={"tag": pl.String, "serial": pl.String, "asset": pl.String}, orient="row",
    ).with_row_index("item", offset=1).with_columns(tag_key=tag_key(), serial_key=serial_key())  # fmt: skip
    items = items.with_columns(
        pl.col("asset").is_in(book.assets["asset"].implode()).alias("named"),
        *(_in_use(book, column) for column in ("tag", "serial")),
    )
    return [fault for item in items.iter_rows(named=True) for fault in _faults_of_item(item)]


def _in_use(book: Book, column: str) -> pl.Expr:
    """Whether the tag or serial number of an item is on an asset, or on an item before it."""
    key = tag_key if column == "tag" else serial_key
    taken = book.assets.select(key().alias("key"))["key"].drop_nulls()
    given = pl.col(f"{column}_key")
    again = given.is_not_null() & ~given.is_first_distinct()
    return (given.is_in(taken.implode()).fill_null(value=False) | again).alias(f"{column}_in_use")


def _faults_of_item(item: dict[str, Any]) -> Iterator[Problem]:
    key = f"item {item['item']}"
    if item["tag_key"] is None and item["serial_key"] is None:
        value = item["tag"] or item["serial"]
        yield _fault("tag", value, "An item has neither tag nor serial number.", "Enter one of them.", key)
        return
    for column in ("tag", "serial"):
        if item[f"{column}_in_use"]:
            what = f"This {column} is on another asset."
            yield _fault(column, item[column], what, "Correct one of the two.", key)
    if item["named"] and not item["tag_in_use"] and not item["serial_in_use"]:
        yield _fault("tag", item["asset"], "An asset of this name is there already.", "Compare the two.", key)


def _fault(column: str, value: str | None, what: str, remedy: str, key: str | None = None) -> Problem:
    return Problem(
        severity="error", table="receipts", key=key, column=column, value=value, rule="receiving", what=what,
        remedy=remedy,
    )  # fmt: skip
