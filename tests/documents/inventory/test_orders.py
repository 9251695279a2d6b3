"""Orders in the report: what does not agree is seen first, and nothing names a pupil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from techplan.documents.inventory.report import inventory_report

Make = Callable[..., Any]
COUNTS = ("ordered", "cancelled", "received", "damaged", "open", "over", "overdue", "in_inventory", "not_entered",
          "lost", "recovered", "invoiced_cents", "paid_cents", "recovery_cents")  # fmt: skip


def line(order: str, ordered_on: date, **fields: Any) -> dict[str, Any]:
    return {"order": order, "line": "1", "ordered_on": ordered_on, **dict.fromkeys(COUNTS, 0), **fields}


def test_what_does_not_agree_comes_first_and_the_sums_are_said(take: Make, grid_of: Make, cells: Make) -> None:
    rows = [
        line("P1", date(2024, 1, 1), ordered=10, received=9, not_entered=2, why="2 are not in the inventory."),
        line("P2", date(2025, 1, 1), ordered=5, received=5, paid_cents=123_450),
        line("P3", date(2023, 1, 1), ordered=4, open=4, overdue=3),
    ]
    report = inventory_report(take(order_lines=rows))
    assert [row["Order"] for row in cells(grid_of(report, "orders"))] == [
        "P1 line\N{NO-BREAK SPACE}1", "P3 line\N{NO-BREAK SPACE}1", "P2 line\N{NO-BREAK SPACE}1",
    ]  # fmt: skip
    (section,) = [section for section in report.sections if section.heading.startswith("Orders")]
    assert section.lead == (
        "19 things were ordered on 3 lines, and 14 came; 4 are still to come, 3 of them past the day expected. "
        "2 came and are not in the inventory. Paid: $1,235."
    )


def test_a_long_list_is_cut_and_says_so(take: Make, grid_of: Make, cells: Make) -> None:
    grid = grid_of(
        inventory_report(take(order_lines=[line(f"P{n:03}", date(2024, 1, 1)) for n in range(100)])), "orders"
    )
    assert len(cells(grid)) == 40
    assert "40 of 100 lines; the table order_lines has all." in grid.note


def test_few_things_of_a_private_class_are_not_named(take: Make, grid_of: Make, cells: Make) -> None:
    classes = [{"code": "aac", "name": "Communication aid", "category": "peripherals", "private": True}]
    rows = [
        line("P1", date(2024, 1, 1), asset_class="aac", ordered=2),
        line("P2", date(2023, 1, 1), asset_class="aac", ordered=30),
    ]
    grid = grid_of(inventory_report(take({"asset_classes": classes}, order_lines=rows)), "orders")
    assert [row["What"] for row in cells(grid)] == ["Kept private", "Communication aid"]
