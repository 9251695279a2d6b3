"""Promised against delivered, and what goes on into the next year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import label, last_day
from techplan.planning.review.matching import of_year
from techplan.planning.review.orders import Bought
from techplan.planning.review.results import ReviewPromises, ReviewRolled
from techplan.planning.review.shares import share_of
from techplan.planning.settings import Settings


def review_promises(book: Book, bought: Mapping[str, Bought], fy: int) -> pl.DataFrame:
    """The ``review_promises`` table: every adopted line that promises items, or has orders or deliveries."""
    rows = [
        _promise(line, bought.get(line["line"]))
        for line in of_year(book.adopted_lines, fy).sort("line").iter_rows(named=True)
        if line["promised_quantity"] is not None or line["delivered_quantity"] is not None or line["line"] in bought
    ]
    return pl.DataFrame(rows, schema=ReviewPromises.polars_schema(), orient="row")


def delivered_of(line: Mapping[str, Any], bought: Bought | None) -> int | None:
    """Items that came by the end of the year: as the line states, else by its orders; None is not known."""
    stated: int | None = line["delivered_quantity"]
    return stated if stated is not None else bought.delivered if bought is not None else None


def _promise(line: Mapping[str, Any], bought: Bought | None) -> dict[str, Any]:
    promised, delivered = line["promised_quantity"], delivered_of(line, bought)
    both = promised is not None and delivered is not None
    return {
        "line": line["line"],
        "title": line["title"] or line["line"],
        "school": line["school"],
        "asset_class": line["asset_class"],
        "promised": promised,
        "ordered": bought.ordered if bought else None,
        "delivered": delivered,
        "later": bought.later if bought else None,
        "short": max(promised - delivered, 0) if both else None,
        "delivered_share": share_of(delivered, promised) if promised is not None and delivered is not None else None,
        "orders": bought.named if bought else None,
        "why": _why(line, bought, delivered),
    }


def _why(line: Mapping[str, Any], bought: Bought | None, delivered: int | None) -> str:
    if delivered is None:
        return "Nobody says what came: enter its orders, or the items delivered."
    said = "Items delivered as entered on the line." if line["delivered_quantity"] is not None else (
        "By the receipts of its orders, else as the orders say."
    )  # fmt: skip
    if line["promised_quantity"] is None:
        return f"{said} No number was promised."
    by_orders = bought is not None and line["delivered_quantity"] not in {None, bought.delivered}
    return f"{said} Its orders say {bought.delivered}." if by_orders and bought is not None else said


def review_rolled(lines: pl.DataFrame, promises: pl.DataFrame, settings: Settings, fy: int) -> pl.DataFrame:
    """The ``review_rolled`` table from ``review_lines`` and ``review_promises``."""
    over = settings.on > last_day(fy, settings.start_month)
    rows = [row for line in lines.iter_rows(named=True) for row in _money(line, over=over, fy=fy)]
    rows += [
        {
            "line": row["line"], "kind": "not delivered", "title": row["title"], "quantity": row["short"],
            "why": _still(row),
        }
        for row in promises.filter(pl.col("short") > 0).iter_rows(named=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=ReviewRolled.polars_schema(), orient="row").sort("line", "kind")


def _money(line: Mapping[str, Any], *, over: bool, fy: int) -> Iterator[dict[str, Any]]:
    when = "" if over else f" {label(fy)} is not over yet."
    if line["encumbered_cents"] > 0:
        yield {
            "line": line["line"], "kind": "open encumbrance", "title": line["title"],
            "amount_cents": line["encumbered_cents"],
            "why": f"Ordered and not paid: the bill comes out of what is carried over.{when}",
        }  # fmt: skip
    if line["left_cents"] > 0:
        yield {
            "line": line["line"], "kind": "unspent", "title": line["title"], "amount_cents": line["left_cents"],
            "why": f"Budgeted and not committed: it returns to its fund, unless the board appropriates it again.{when}",
        }  # fmt: skip


def _still(row: Mapping[str, Any]) -> str:
    later = row["later"]
    if later is None:
        return "Promised and not delivered; nobody says whether it was ordered."
    ordered = min(later, row["short"])
    rest = row["short"] - ordered
    return f"Of them {ordered:,} are on order, and {rest:,} were not ordered."
