from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.planning.review import Review

Reviewed = Callable[..., Review]
CLASSES = [{"code": "chromebook", "name": "Chromebook", "category": "client computers", "unit_price_cents": 30_000,
            "price_fy": 2025}]  # fmt: skip


def order(code: str, quantity: int, **more: Any) -> dict[str, Any]:
    return {"order": code, "line": "1", "asset_class": "chromebook", "quantity": quantity, "unit_price_cents": 32_000,
            "ordered_on": date(2025, 9, 1), **more}  # fmt: skip


def receipt(code: str, order_code: str, quantity: int, on: date, **more: Any) -> dict[str, Any]:
    return {"receipt": code, "order": order_code, "line": "1", "quantity": quantity, "received_on": on, **more}


@pytest.fixture
def book(small: Any) -> Any:
    """100 Chromebooks at 300.00 promised; 110 ordered at 320.00, 80 come in the year and 20 after, 10 not yet."""
    return small.book_of(
        asset_classes=CLASSES,
        adopted_lines=[
            {"line": "L-1", "fy": 2026, "title": "Chromebooks", "category": "client computers",
             "asset_class": "chromebook", "promised_quantity": 100, "amount_cents": 3_000_000, "orders": "PO1; PO2/1"},
        ],
        purchase_orders=[order("PO1", 90), order("PO2", 25, cancelled=5)],
        receipts=[
            receipt("R1", "PO1", 80, date(2025, 11, 10), invoiced_cents=2_560_000),
            receipt("R2", "PO1", 10, date(2026, 7, 20)),
            receipt("R3", "PO2", 10, date(2026, 8, 1)),
        ],
    )  # fmt: skip


def test_promised_ordered_and_delivered(book: Any, review: Reviewed) -> None:
    (row,) = review(book).result("review_promises").rows(named=True)
    assert (row["promised"], row["ordered"], row["delivered"], row["later"], row["short"]) == (100, 110, 80, 30, 20)
    assert (row["delivered_share"], row["orders"]) == (Decimal("0.8"), "PO1/1; PO2/1")


def test_what_was_not_delivered_goes_on(book: Any, review: Reviewed) -> None:
    (row,) = review(book).result("review_rolled").rows(named=True)
    assert (row["kind"], row["quantity"], row["amount_cents"]) == ("not delivered", 20, None)
    assert row["why"] == "Of them 20 are on order, and 0 were not ordered."


def test_price_quantity_and_timing_by_hand(book: Any, review: Reviewed) -> None:
    (row,) = review(book).result("review_errors").rows(named=True)
    # 80 came for 25,600.00, adopted at 300.00 each: 1,600.00 of price. 110 bought, not 100: 10 at 300.00.
    # 30 come in another year: 9,000.00 less in this one. 1,600 + 3,000 − 9,000 = 25,600 − 30,000.
    assert (row["price_cents"], row["quantity_cents"], row["timing_cents"]) == (160_000, 300_000, -900_000)
    assert (row["difference_cents"], row["basis"]) == (-440_000, "orders")


def test_what_next_year_would_assume(book: Any, review: Reviewed) -> None:
    found = {row["kind"]: row for row in review(book).result("review_assumptions").iter_rows(named=True)}
    assert (found["price"]["would_be_cents"], found["price"]["candidate"]) == (32_000, "320.00 in FY2026")
    assert found["price"]["now"] == "300.00 in FY2025"
    assert found["quantity"]["would_be_factor"] == Decimal("1.1")
    assert found["timing"]["would_be_months"] == 3  # 70 days are more than two months
    assert {row["standing"] for row in found.values()} == {"open"}


def test_one_choice_adopts_one_assumption(book: Any, small: Any, review: Reviewed) -> None:
    decision = {"decision": "d", "about": "assumption", "subject": "chromebook/price", "answer": "accepted",
                "reason": "Prices rose."}  # fmt: skip
    decided = book.with_tables(decisions=pl.DataFrame([decision]))
    found = review(decided).result("review_assumptions").select("kind", "standing", "reason")
    assert found.rows() == [("price", "accepted", "Prices rose."), ("quantity", "open", None), ("timing", "open", None)]


def test_orders_of_the_class_are_taken_where_no_other_line_could_mean_them(small: Any, review: Reviewed) -> None:
    def line(code: str, school: str | None) -> dict[str, Any]:
        return {"line": code, "fy": 2026, "asset_class": "chromebook", "school": school, "promised_quantity": 5,
                "amount_cents": 150_000}  # fmt: skip

    def ordered(*lines: dict[str, Any]) -> list[tuple[str, str | None]]:
        book = small.book_of(
            asset_classes=CLASSES,
            schools=[{"code": code, "name": code} for code in ("010", "020")],
            adopted_lines=list(lines),
            purchase_orders=[order("PO1", 5, school="010"), order("PO9", 5, school="010", ordered_on=date(2026, 8, 1))],
        )
        return review(book).result("review_promises").select("line", "orders").rows()

    assert ordered(line("A", "010"), line("B", "020")) == [("A", "PO1/1"), ("B", None)]
    assert ordered(line("A", None)) == [("A", "PO1/1")]
    assert ordered(line("A", "010"), line("B", None)) == [("A", None), ("B", None)]


def test_an_order_that_two_lines_name_is_neithers(small: Any, review: Reviewed) -> None:
    lines = [{"line": code, "fy": 2026, "promised_quantity": 5, "orders": "PO1"} for code in ("A", "B")]
    book = small.book_of(asset_classes=CLASSES, adopted_lines=lines, purchase_orders=[order("PO1", 5)])
    found = review(book).result("review_promises")
    assert found["orders"].to_list() == [None, None]
    assert found["why"][0].startswith("Nobody says what came")


def test_without_receipts_the_order_itself_says_what_came(small: Any, review: Reviewed) -> None:
    book = small.book_of(
        asset_classes=CLASSES,
        adopted_lines=[{"line": "A", "fy": 2026, "promised_quantity": 9, "amount_cents": 270_000, "orders": "PO1;PO2"}],
        purchase_orders=[
            order("PO1", 5, received=5, expected_on=date(2025, 12, 1)),
            order("PO2", 4, received=4, expected_on=date(2026, 9, 1)),
        ],
    )
    found = review(book)
    assert found.result("review_promises")["delivered"].to_list() == [5]
    (row,) = found.result("review_errors").rows(named=True)
    assert (row["actual_cents"], row["price_cents"], row["timing_cents"]) == (160_000, 10_000, -120_000)
