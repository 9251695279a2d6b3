"""Goods received: a receipt, and assets where there are numbers; what will not do is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.links import check_links
from techplan.book.problem import BookError
from techplan.book.tables import TABLES
from techplan.planning.inventory.deliveries import Delivery, receive
from techplan.planning.inventory.orders import order_lines
from techplan.planning.inventory.owned import owned_assets

ON = date(2027, 1, 15)


def rows(name: str, *given: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(given), schema=TABLES[name].polars_schema(), orient="row")


@pytest.fixture
def book() -> Book:
    """One order of a hundred, one receipt R0 and two assets."""
    return Book().with_tables(
        district=rows("district", {"district": "d", "name": "D"}),
        schools=rows("schools", {"code": "010", "name": "Oak"}),
        asset_classes=rows("asset_classes", {"code": "chromebook", "name": "C", "category": "client computers"}),
        product_models=rows("product_models", {"model": "3100", "asset_class": "chromebook"}),
        funds=rows("funds", {"fund": "507", "name": "ESSER", "kind": "federal grant"}),
        awards=rows("awards", {"award": "E3", "fund": "507", "amount_cents": 5_000_000}),
        purchase_orders=rows(
            "purchase_orders",
            {"order": "PO1", "line": "1", "model": "3100", "asset_class": "chromebook", "school": "010",
             "quantity": 100, "unit_price_cents": 30000, "fund": "507", "award": "E3"},
        ),
        receipts=rows("receipts", {"receipt": "R0", "order": "PO1", "line": "1", "quantity": 1}),
        assets=rows("assets", {"asset": "x", "tag": "t0", "serial": "ab 1"}, {"asset": "T7", "tag": "other"}),
    )  # fmt: skip


def delivery(**more: Any) -> Delivery:
    given: dict[str, Any] = {"receipt": "R1", "order": "PO1", "line": "1", "on": ON, "quantity": 2}
    return Delivery(**{**given, **more})


def test_the_receipt_is_as_it_was_given(book: Book) -> None:
    after = receive(book, delivery(quantity=40, damaged=3, invoice="I-9", invoiced_cents=1_200_000))
    (row,) = after.receipts.filter(pl.col("receipt") == "R1").rows(named=True)
    assert row == {
        "receipt": "R1", "order": "PO1", "line": "1", "received_on": ON, "quantity": 40, "damaged": 3,
        "invoice": "I-9", "invoiced_cents": 1_200_000, "paid_cents": None, "paid_on": None,
    }  # fmt: skip
    assert after.assets.equals(book.assets)


def test_an_item_becomes_an_asset_with_what_the_order_says(book: Book) -> None:
    after = receive(book, delivery(quantity=3, items=(("T1", "S1"), (None, "S2"))))
    assert check_links(after) == []
    new = after.assets.filter(pl.col("source") == "receipt")
    columns = ["model", "asset_class", "school", "cost_cents", "fund", "award", "purchase_order", "order_line"]
    assert new.select(columns).unique().rows() == [("3100", "chromebook", "010", 30000, "507", "E3", "PO1", "1")]
    assert new.select("status", "in_service_on").unique().rows() == [("spare", ON)]
    assert new.select("asset", "tag", "serial").rows() == [("T1", "T1", "S1"), ("serial:S2", None, "S2")]


@pytest.mark.parametrize(
    ("more", "whats"),
    [
        ({"order": "PO9"}, ["There is no such order line."]),
        ({"line": "2"}, ["There is no such order line."]),
        ({"receipt": "R0"}, ["This receipt is entered already."]),
        ({"quantity": -1}, ["Fewer than none cannot come."]),
        ({"damaged": -1}, ["Fewer than none cannot come."]),
        ({"quantity": 1, "items": (("T1", None), ("T2", None))}, ["2 numbers are given for 1 good items."]),
        ({"items": (("T1", "S1"), ("T2", " s1"))}, ["This serial is on another asset."]),
        ({"items": (("T1", "S1"), ("t1 ", "S2"))}, ["This tag is on another asset."]),
        ({"items": (("T0", None),)}, ["This tag is on another asset."]),
        ({"items": ((None, "AB-1"),)}, ["This serial is on another asset."]),
        ({"items": (("T7", None),)}, ["An asset of this name is there already."]),
        ({"items": ((None, None),)}, ["An item has neither tag nor serial number."]),
        ({"items": ((None, "N/A"),)}, ["An item has neither tag nor serial number."]),
        (
            {"receipt": "R0", "items": (("T0", "ab1"),)},
            ["This receipt is entered already.", "This tag is on another asset.", "This serial is on another asset."],
        ),
    ],
)
def test_what_will_not_do_is_said_and_nothing_else(book: Book, more: dict[str, Any], whats: list[str]) -> None:
    with pytest.raises(BookError, match="Nothing was received") as error:
        receive(book, delivery(**more))
    assert sorted(problem.what for problem in error.value.problems) == sorted(whats)


def test_a_fault_names_its_item(book: Book) -> None:
    with pytest.raises(BookError) as error:
        receive(book, delivery(items=(("N1", None), ("T0", None))))
    assert [(problem.key, problem.value) for problem in error.value.problems] == [("item 2", "T0")]


def test_placeholders_beside_tags_are_no_duplicates(book: Book) -> None:
    after = receive(book, delivery(items=(("T1", "N/A"), ("T2", "N/A"))))
    assert after.assets.height == book.assets.height + 2


def test_more_than_was_ordered_is_taken_and_shows_as_over(book: Book) -> None:
    after = receive(book, delivery(quantity=120))
    row = order_lines(after, owned_assets(after), ON).row(0, named=True)
    assert (row["received"], row["open"], row["over"]) == (121, 0, 21)
