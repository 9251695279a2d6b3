"""What has come of an order, however it is known, and that nothing of it is counted twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.book.tables import TABLES
from techplan.planning.inventory.deliveries import Delivery, receive
from techplan.planning.needs.open_orders import open_orders
from techplan.planning.receiving import assets_of_lines, received_so_far, unplaced
from techplan.planning.settings import settings_of

ON = date(2027, 1, 15)


def rows(name: str, *given: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(given), schema=TABLES[name].polars_schema(), orient="row")


@pytest.fixture
def book() -> Book:
    return a_book()


def a_book() -> Book:
    """An order of a hundred."""
    return Book().with_tables(
        district=rows("district", {"district": "d", "name": "D", "first_plan_year": 2027}),
        asset_classes=rows("asset_classes", {"code": "chromebook", "name": "C", "category": "client computers"}),
        purchase_orders=rows(
            "purchase_orders",
            {"order": "PO1", "line": "1", "asset_class": "chromebook", "quantity": 100, "unit_price_cents": 30000,
             "expected_on": date(2027, 3, 1)},
        ),
    )  # fmt: skip


def still_open(book: Book) -> int:
    settings, _ = settings_of(book, ON)
    arriving, _, _ = open_orders(book, {"chromebook": "chromebook"}, settings)
    return int(arriving["items"].sum())


def arrived(number: int, first: int = 0, **more: Any) -> list[dict[str, Any]]:
    return [
        {"asset": str(n), "asset_class": "chromebook", "purchase_order": "PO1", **more}
        for n in range(first, first + number)
    ]


def test_what_receipts_show_is_not_open_any_more(book: Book) -> None:
    assert still_open(book) == 100
    after = receive(book, Delivery(receipt="R1", order="PO1", line="1", on=ON, quantity=40, damaged=3))
    assert still_open(after) == 60
    assert received_so_far(after).select("received", "damaged").rows() == [(40, 3)]


def test_receipts_come_before_what_the_order_says(book: Book) -> None:
    stated = book.with_tables(purchase_orders=book.purchase_orders.with_columns(received=pl.lit(30, pl.Int64)))
    assert still_open(stated) == 70
    entered = stated.with_tables(
        receipts=rows("receipts", {"receipt": "R", "order": "PO1", "line": "1", "quantity": 28})
    )
    assert received_so_far(entered).select("received", "stated", "by_receipts").rows() == [(28, 30, 28)]
    assert still_open(entered) == 72


def test_nor_what_is_in_the_inventory_though_no_receipt_was_entered(book: Book) -> None:
    assert still_open(book.with_tables(assets=rows("assets", *arrived(70)))) == 30


@given(st.integers(0, 120), st.integers(0, 120), st.integers(0, 20))
@settings(deadline=None, max_examples=25)
def test_an_item_that_came_is_counted_once(good: int, entered: int, cancelled: int) -> None:
    """By receipt and in the inventory is once, not twice; the larger of the two has come."""
    book = a_book()
    book = book.with_tables(
        purchase_orders=book.purchase_orders.with_columns(cancelled=pl.lit(cancelled, pl.Int64)),
        receipts=rows("receipts", {"receipt": "R", "order": "PO1", "line": "1", "quantity": good}),
        assets=rows("assets", *arrived(entered)),
    )
    assert still_open(book) == max(100 - cancelled - max(good, entered), 0)


def test_an_asset_is_of_one_line_or_counted_as_unplaced() -> None:
    """By the line it names, else its model, else its class, else the only line; where two could be meant, none."""
    lines = [
        {"order": "PO1", "line": "1", "model": "A", "quantity": 1},
        {"order": "PO1", "line": "2", "model": "B", "quantity": 1},
        {"order": "PO1", "line": "3", "asset_class": "projector", "quantity": 1},
        {"order": "PO2", "line": "7", "quantity": 1},
    ]
    assets = [
        {"asset": "by line", "model": "A", "purchase_order": "PO1", "order_line": "3"},
        {"asset": "by model", "model": "B", "purchase_order": "PO1"},
        {"asset": "by class", "asset_class": "projector", "purchase_order": "PO1"},
        {"asset": "only line", "asset_class": "projector", "purchase_order": "PO2"},
        {"asset": "two of its class", "asset_class": "chromebook", "purchase_order": "PO1"},
        {"asset": "no such line", "model": "A", "purchase_order": "PO1", "order_line": "9"},
        {"asset": "nothing known", "purchase_order": "PO1"},
        {"asset": "no such order", "model": "A", "purchase_order": "PO9"},
        {"asset": "not bought so", "model": "A"},
    ]
    book = Book().with_tables(
        product_models=rows(
            "product_models", {"model": "A", "asset_class": "chromebook"}, {"model": "B", "asset_class": "chromebook"}
        ),
        purchase_orders=rows("purchase_orders", *lines),
        assets=rows("assets", *assets),
        receipts=rows(
            "receipts",
            {"receipt": "R2", "order": "PO1", "line": "8", "quantity": 1},
            {"receipt": "R1", "order": "PO1", "line": "8", "quantity": 1},
            {"receipt": "R3", "order": "PO1", "line": "1", "quantity": 1},
        ),
    )
    assert assets_of_lines(book).rows() == [
        ("PO1", "2", "by model"), ("PO1", "3", "by class"), ("PO1", "3", "by line"), ("PO2", "7", "only line"),
    ]  # fmt: skip
    assert unplaced(book).rows() == [("PO1", 3, "R1, R2"), ("PO2", None, None)]
