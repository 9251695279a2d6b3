"""Orders in the report: what came of them, what is short, and what was never entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.documents.facts.names import Names
from techplan.documents.inventory.private import KEPT_PRIVATE, is_private
from techplan.documents.inventory.words import LONGEST
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory


def orders(inventory: Inventory, names: Names) -> Section:
    """What was ordered and what became of it: first the lines that do not agree or are open, then the latest."""
    lines = inventory.order_lines.with_columns(hidden=is_private(inventory.book, "ordered"))
    wanting = pl.col("why").is_not_null() | (pl.col("open") > 0)
    ordered = lines.sort([~wanting, pl.col("ordered_on"), "order", "line"], descending=[False, True, False, False],
                         nulls_last=True)  # fmt: skip
    rows = [
        {**row, "number": f"{row['order']} line\N{NO-BREAK SPACE}{row['line']}",
         "what": KEPT_PRIVATE if row["hidden"] else names.asset_class(row["asset_class"] or "") or row["model"]}
        for row in ordered.head(LONGEST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Order", "number", share=4), Column("Vendor", "vendor", share=4), Column("What", "what", share=4),
        Column("Ordered", "ordered", "count"), Column("Received", "received", "count"),
        Column("Damaged", "damaged", "count"), Column("Over", "over", "count"), Column("Open", "open", "count"),
        Column("Not entered", "not_entered", "count"), Column("Lost", "lost", "count"),
        Column("Paid, dollars", "paid_cents", "dollars"), Column("What does not agree", "why", share=6, unknown="–"),
    )  # fmt: skip
    note = f"{LONGEST} of {lines.height:,} lines; the table order_lines has all. " if lines.height > LONGEST else ""
    return Section(
        heading="Orders and what became of them",
        lead=_lead(lines),
        grids=(
            grid(
                "orders", "Order lines: what is open or does not agree first", columns, rows, source="order_lines",
                note=note, empty="No order is in the Book. Import the purchase orders and their receipts.",
            ),
        ),
        turned=True,
    )  # fmt: skip


def _lead(lines: pl.DataFrame) -> str:
    if lines.is_empty():
        return ""
    sums = {name: int(lines[name].sum()) for name in ("ordered", "received", "open", "overdue", "not_entered")}
    late = f", {sums['overdue']:,} of them past the day expected" if sums["overdue"] else ""
    return (
        f"{count(sums['ordered'], 'thing was', 'things were')} ordered on {count(lines.height, 'line')}, and "
        f"{sums['received']:,} came; {sums['open']:,} are still to come{late}. "
        f"{sums['not_entered']:,} came and are not in the inventory. Paid: {amount(int(lines['paid_cents'].sum()))}."
    )
