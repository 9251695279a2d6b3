from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.planning.review import Review

Reviewed = Callable[..., Review]


def of_line(small: Any, rows: Any, review: Reviewed, ledger: dict[str, Any] | None, **line: Any) -> dict[str, Any]:
    accounts = [rows.ledger(plan_line="L", **ledger)] if ledger is not None else []
    book = small.book_of(funds=rows.funds, adopted_lines=[{"line": "L", "fy": 2026, **line}], ledger=accounts)
    found = review(book).result("review_errors").rows(named=True)
    return found[0] if found else {}


def parts(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["price_cents"], row["quantity_cents"], row["timing_cents"]


def test_by_the_ledger_and_the_items_that_people_enter(small: Any, rows: Any, review: Reviewed) -> None:
    row = of_line(small, rows, review, {"encumbered": 600, "actual": 2_500}, promised_quantity=10,
                  delivered_quantity=8, amount_cents=300_000)  # fmt: skip
    # 8 at 300.00 are 2,400.00 and cost 2,500.00; 600.00 comes later: 2,400 + 600 is what was adopted.
    assert parts(row) == (10_000, 0, -60_000)
    assert row["difference_cents"] == -50_000


def test_without_items_what_is_encumbered_is_timing_and_the_rest_price(small: Any, rows: Any, review: Reviewed) -> None:
    row = of_line(small, rows, review, {"encumbered": 12_000, "actual": 41_000}, amount_cents=5_000_000)
    assert parts(row) == (300_000, 0, -1_200_000)
    assert "No number of items" in row["why"]


def test_the_adopted_amount_may_be_items_at_a_price(small: Any, rows: Any, review: Reviewed) -> None:
    row = of_line(small, rows, review, {"actual": 90}, promised_quantity=3, delivered_quantity=3,
                  unit_price_cents=2_500)  # fmt: skip
    assert (row["adopted_cents"], parts(row)) == (7_500, (1_500, 0, 0))


def test_an_amount_that_is_not_items_at_the_price_counts_and_is_said(small: Any, rows: Any, review: Reviewed) -> None:
    row = of_line(small, rows, review, {"actual": 90}, promised_quantity=3, unit_price_cents=2_500, amount_cents=8_000)
    assert row["adopted_cents"] == 8_000
    both = of_line(small, rows, review, {"actual": 90}, promised_quantity=3, delivered_quantity=3,
                   unit_price_cents=2_500, amount_cents=8_000)  # fmt: skip
    assert "are not the amount adopted" in both["why"]


def test_what_nobody_knows_is_left_out_and_counted(small: Any, rows: Any, review: Reviewed) -> None:
    assert of_line(small, rows, review, None, amount_cents=100) == {}
    assert of_line(small, rows, review, {"actual": 1}, promised_quantity=3) == {}
    book = small.book_of(adopted_lines=[{"line": "L", "fy": 2026, "amount_cents": 100}])
    notes = {one.assumption: one.rows for one in review(book).assumptions}
    assert notes["adopted lines without a forecast error"] == 1


@settings(max_examples=25, deadline=None)
@given(
    adopted=st.integers(0, 10**9), actual=st.integers(-(10**7), 10**7), encumbered=st.integers(0, 10**7),
    promised=st.none() | st.integers(0, 1_000), delivered=st.none() | st.integers(0, 1_000),
)  # fmt: skip
def test_the_three_parts_are_the_whole_difference(
    adopted: int, actual: int, encumbered: int, promised: int | None, delivered: int | None
) -> None:
    from techplan.planning.review.amounts import Amounts
    from techplan.planning.review.errors import _error

    line = {"line": "L", "title": None, "asset_class": None, "category": None, "promised_quantity": promised,
            "delivered_quantity": delivered, "unit_price_cents": None, "amount_cents": adopted}  # fmt: skip
    row = _error(line, None, [Amounts(accounts=1, actual=actual, encumbered=encumbered)])
    assert row is not None
    assert sum(parts(row)) == row["difference_cents"] == actual - adopted


def test_classes_are_the_sums_of_their_lines(small: Any, rows: Any, review: Reviewed) -> None:
    classes = [{"code": "panel", "name": "Panel", "category": "peripherals"}]
    lines = [
        {"line": "A", "fy": 2026, "asset_class": "panel", "promised_quantity": 3, "delivered_quantity": 2,
         "amount_cents": 10_000},
        {"line": "B", "fy": 2026, "asset_class": "panel", "amount_cents": 5_000},
        {"line": "C", "fy": 2026, "category": "software", "amount_cents": 0},
    ]  # fmt: skip
    ledger = [rows.ledger(account=code, plan_line=code, actual=70, encumbered=10) for code in "ABC"]
    book = small.book_of(funds=rows.funds, asset_classes=classes, adopted_lines=lines, ledger=ledger)
    found = review(book).result("review_error_classes")
    assert found.select("asset_class", "title", "lines", "adopted_cents", "difference_cents").rows() == [
        ("(software)", "software", 1, 0, 7_000), ("panel", "Panel", 2, 15_000, -1_000),
    ]  # fmt: skip
    assert found["error_share"].to_list()[0] is None
    total = found["price_cents"] + found["quantity_cents"] + found["timing_cents"]
    assert total.to_list() == found["difference_cents"].to_list()
