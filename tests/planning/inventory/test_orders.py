"""What was ordered and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.planning.inventory.inventory import Inventory

MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]

ORDER = {
    "order": "PO1", "line": "1", "vendor": "CDW", "model": "Chromebook 3100", "asset_class": "chromebook",
    "quantity": 1500, "unit_price_cents": 30000, "ordered_on": date(2026, 5, 1), "expected_on": date(2026, 7, 1),
}  # fmt: skip


def line(make_book: MakeBook, take: Take, **tables: Any) -> dict[str, Any]:
    book = make_book(**{"purchase_orders": [ORDER], **tables})
    return take(book).order_lines.row(0, named=True)


def test_we_bought_1500(make_book: MakeBook, take: Take) -> None:
    """1,500 ordered; 1,490 came good and 4 damaged; 1,480 are entered, 3 lost, of which one was made good."""
    receipts = [
        {
            "receipt": "R1",
            "order": "PO1",
            "line": "1",
            "quantity": 1000,
            "invoiced_cents": 30000000,
            "paid_cents": 30000000,
        },
        {"receipt": "R2", "order": "PO1", "line": "1", "quantity": 490, "damaged": 4, "invoiced_cents": 14700000},
    ]
    assets = [
        {
            "asset": f"{n:04d}",
            "model": "Chromebook 3100",
            "purchase_order": "PO1",
            "status": "missing" if n == 1479 else None,
        }
        for n in range(1480)
    ]
    incidents = [
        {"incident": "1", "asset": "0001", "cause": "loss", "outcome": "replaced", "recovery_cents": 25000,
         "recovered_from": "insurance"},
        {"incident": "2", "asset": "0002", "cause": "theft", "outcome": "open"},
        {"incident": "3", "asset": "0003", "cause": "breakage", "outcome": "repaired", "recovery_cents": 9000,
         "recovered_from": "warranty"},
    ]  # fmt: skip
    row = line(make_book, take, receipts=receipts, assets=assets, incidents=incidents)
    numbers = ("ordered", "received", "damaged", "open", "overdue", "in_inventory", "not_entered", "lost", "recovered")
    assert [row[name] for name in numbers] == [1500, 1490, 4, 10, 10, 1480, 10, 3, 1]
    assert (row["invoiced_cents"], row["paid_cents"], row["recovery_cents"]) == (44700000, 30000000, 34000)
    assert row["recovered_from"] == "insurance;warranty"
    assert row["why"] == "4 came damaged. 10 were expected by 2026-07-01. 10 that came are not in the inventory."


def test_more_came_than_were_ordered_and_more_was_paid_than_invoiced(make_book: MakeBook, take: Take) -> None:
    receipts = [
        {"receipt": "R", "order": "PO1", "line": "1", "quantity": 12, "invoiced_cents": 400000, "paid_cents": 400001}
    ]
    row = line(make_book, take, purchase_orders=[{**ORDER, "quantity": 10, "received": 10}], receipts=receipts)
    assert (row["over"], row["open"]) == (2, 0)
    assert "The order says 10 received, its receipts say 12." in row["why"]
    assert "More was invoiced than was received in good order." in row["why"]
    assert "More was paid than was invoiced." in row["why"]


def test_an_order_that_agrees_says_nothing_and_is_no_finding(make_book: MakeBook, take: Take) -> None:
    assets = [{"asset": "a", "asset_class": "chromebook", "purchase_order": "PO1"}]
    book = make_book(purchase_orders=[{**ORDER, "quantity": 1, "received": 1}], assets=assets)
    inventory = take(book)
    assert inventory.order_lines["why"].to_list() == [None]
    assert "order does not agree" not in inventory.findings["finding"].to_list()


def test_assets_find_their_line_by_number_then_model_then_class(make_book: MakeBook, take: Take) -> None:
    orders = [
        {**ORDER, "line": "1"}, {**ORDER, "line": "2", "model": None},
        {**ORDER, "line": "3", "model": "EB-X", "asset_class": "projector"},
    ]  # fmt: skip
    assets = [
        {"asset": "named", "model": "Chromebook 3100", "purchase_order": "PO1", "order_line": "2"},
        {"asset": "model", "model": "Chromebook 3100", "purchase_order": "PO1"},
        {"asset": "class", "asset_class": "projector", "purchase_order": "PO1"},
        {"asset": "either", "asset_class": "chromebook", "purchase_order": "PO1"},
        {"asset": "none", "purchase_order": "PO2"},
    ]
    rows = take(make_book(purchase_orders=orders, assets=assets)).order_lines
    assert rows.select("line", "in_inventory").rows() == [("1", 1), ("2", 1), ("3", 1)]


@pytest.mark.parametrize("expected", [None, date(2027, 1, 15), date(2027, 2, 1)])
def test_what_is_not_yet_expected_is_open_and_not_overdue(
    expected: date | None, make_book: MakeBook, take: Take
) -> None:
    row = line(make_book, take, purchase_orders=[{**ORDER, "expected_on": expected, "cancelled": 500}])
    assert (row["open"], row["overdue"], row["why"]) == (1000, 0, None)


@pytest.mark.parametrize(
    ("status", "told", "counts"),
    [
        ("active", [("breakage", "repaired", 9000), ("theft", "open", None)], (1, 0)),
        ("active", [("loss", "recovered", None)], (1, 1)),
        ("active", [("loss", "recovered", None), ("loss", "open", None)], (1, 0)),
        ("missing", [("loss", "recovered", None)], (1, 0)),
        ("missing", [("loss", "replaced", None)], (1, 1)),
        ("missing", [("theft", "open", 30000)], (1, 1)),
        ("missing", [], (1, 0)),
        ("disposed", [("breakage", "written off", 9000)], (0, 0)),
    ],
)
def test_lost_and_made_good(
    status: str, told: list[tuple[str, str, int | None]], counts: tuple[int, int], make_book: MakeBook, take: Take
) -> None:
    """A repair that the warranty paid makes no later theft good; found once and lost again is lost."""
    incidents = [
        {"incident": str(n), "asset": "a", "cause": cause, "outcome": outcome, "recovery_cents": cents}
        for n, (cause, outcome, cents) in enumerate(told)
    ]
    assets = [{"asset": "a", "asset_class": "chromebook", "purchase_order": "PO1", "status": status}]
    row = line(make_book, take, assets=assets, incidents=incidents)
    assert (row["lost"], row["recovered"]) == counts


def test_what_fits_no_line_is_said_on_the_order(make_book: MakeBook, take: Take) -> None:
    """Neither a receipt for a line that is not there nor an asset of either line is lost from sight."""
    orders = [{**ORDER, "quantity": 5}, {**ORDER, "line": "2", "quantity": 5}]
    assets = [
        {"asset": "either", "model": "Chromebook 3100", "purchase_order": "PO1"},
        {"asset": "none", "purchase_order": "PO1", "order_line": "7"},
    ]
    receipts = [{"receipt": "R9", "order": "PO1", "line": "9", "quantity": 5}]
    book = make_book(purchase_orders=orders, assets=assets, receipts=receipts)
    inventory = take(book)
    for row in inventory.order_lines.iter_rows(named=True):
        assert (row["received"], row["in_inventory"]) == (0, 0)
        assert "The order has no such line: receipt R9." in row["why"]
        assert "2 assets name this order, but which of its lines they came on is not clear." in row["why"]
    assert inventory.finding_rows.filter(inventory.finding_rows["finding"] == "order does not agree").height == 2


def test_paid_before_it_came(make_book: MakeBook, take: Take) -> None:
    early = {
        "receipt": "R1", "order": "PO1", "line": "1", "quantity": 1500, "received_on": date(2026, 7, 1),
        "paid_on": date(2026, 6, 30),
    }  # fmt: skip
    late = {**early, "receipt": "R2", "quantity": 0, "received_on": None, "paid_cents": 100, "invoiced_cents": 100}
    in_time = {**early, "receipt": "R3", "quantity": 0, "paid_on": date(2026, 7, 1)}
    row = line(make_book, take, receipts=[late, in_time, early])
    assert "Paid before the goods came: receipt R1, R2." in row["why"]


def test_the_order_of_rows_changes_nothing(make_book: MakeBook, take: Take) -> None:
    tables: dict[str, list[dict[str, Any]]] = {
        "purchase_orders": [{**ORDER, "line": str(n), "quantity": 5 + n} for n in range(3)],
        "assets": [
            {"asset": str(n), "model": "Chromebook 3100", "purchase_order": "PO1", "order_line": str(n % 3)}
            for n in range(8)
        ],
        "receipts": [{"receipt": str(n), "order": "PO1", "line": str(n % 2), "quantity": n} for n in range(4)],
        "incidents": [
            {"incident": str(n), "asset": str(n), "cause": "loss", "recovery_cents": n, "recovered_from": source}
            for n, source in enumerate(["vendor", "insurance", "other"])
        ],
    }
    whole = take(make_book(**tables)).order_lines
    assert whole.equals(take(make_book(**{name: rows[::-1] for name, rows in tables.items()})).order_lines)
    assert whole["in_inventory"].sum() == 8
    assert whole["received"].sum() == 6
