"""What has come of an order, and goods received."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.links import check_links
from techplan.book.problem import BookError
from techplan.book.tables import TABLES
from techplan.planning.needs.open_orders import open_orders
from techplan.planning.receiving import Delivery, receive, received_so_far
from techplan.planning.settings import settings_of

ON = date(2027, 1, 15)


def rows(name: str, *given: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(given), schema=TABLES[name].polars_schema(), orient="row")


@pytest.fixture
def book() -> Book:
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


def delivery(**more: Any) -> Delivery:
    given: dict[str, Any] = {"receipt": "R1", "order": "PO1", "line": "1", "on": ON, "quantity": 2}
    return Delivery(**{**given, **more})


def test_what_receipts_show_is_not_open_any_more(book: Book) -> None:
    assert still_open(book) == 100
    after = receive(book, delivery(quantity=40, damaged=3))
    assert still_open(after) == 60
    assert received_so_far(after).select("received", "damaged").rows() == [(40, 3)]


def test_nor_what_is_in_the_inventory_though_no_receipt_was_entered(book: Book) -> None:
    assets = [{"asset": str(n), "asset_class": "chromebook", "purchase_order": "PO1"} for n in range(70)]
    assert still_open(book.with_tables(assets=rows("assets", *assets))) == 30


def test_an_item_becomes_an_asset_and_counts_once(book: Book) -> None:
    after = receive(book, delivery(quantity=3, items=(("T1", "S1"), (None, "S2"))))
    assert check_links(after) == []
    assert after.assets.select(
        "asset", "tag", "serial", "asset_class", "cost_cents", "status", "order_line"
    ).rows() == [
        ("T1", "T1", "S1", "chromebook", 30000, "spare", "1"),
        ("serial:S2", None, "S2", "chromebook", 30000, "spare", "1"),
    ]
    assert still_open(after) == 97


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"order": "PO9"}, "There is no such order line."),
        ({"receipt": "R0"}, "This receipt is entered already."),
        ({"quantity": 1, "items": (("T1", None), ("T2", None))}, "2 numbers are given for 1 good items."),
        ({"items": (("T1", "S1"), ("T2", " s1"))}, "This serial is on another asset."),
        ({"items": (("T0", None),)}, "This tag is on another asset."),
        ({"items": ((None, None),)}, "An item has neither tag nor serial number."),
    ],
)
def test_what_will_not_do_is_said_and_changes_nothing(book: Book, more: dict[str, Any], what: str) -> None:
    there = book.with_tables(
        receipts=rows("receipts", {"receipt": "R0", "order": "PO1", "line": "1", "quantity": 1}),
        assets=rows("assets", {"asset": "x", "tag": "t0"}),
    )
    with pytest.raises(BookError, match="Nothing was received") as error:
        receive(there, delivery(**more))
    assert what in {problem.what for problem in error.value.problems}


def test_more_than_was_ordered_is_taken(book: Book) -> None:
    assert still_open(receive(book, delivery(quantity=120))) == 0
