"""Forecast error split into price, quantity and timing, so that the three parts are the whole difference.

With A adopted, L spent, q items paid for in the year, p the adopted price of one (A over the items promised) and T what
is still to come (items ordered and not yet there at the adopted price, or what is encumbered)::

    price    = L − q·p            the items that came, at what they cost against what was adopted
    quantity = q·p + T − A        all items bought against those promised, at the adopted price
    timing   = −T                 what falls into another year

The sum is L − A whatever the numbers. A line without a number of items has no quantity: what is still to come is
timing, the rest price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.planning.review.amounts import Amounts, total
from techplan.planning.review.matching import Account, of_year
from techplan.planning.review.numbers import fraction
from techplan.planning.review.orders import Bought
from techplan.planning.review.promises import delivered_of
from techplan.planning.review.results import ReviewErrorClasses, ReviewErrors

PARTS = ("adopted_cents", "actual_cents", "difference_cents", "price_cents", "quantity_cents", "timing_cents")


def review_errors(book: Book, accounts: list[Account], bought: Mapping[str, Bought], fy: int) -> pl.DataFrame:
    """The ``review_errors`` table. A line without an adopted amount or a known cost is left out.

    What was spent is that of the line's orders, else that of its accounts in the ledger.
    """
    of_line: dict[str, list[Amounts]] = defaultdict(list)
    for one in accounts:
        if one.line is not None:
            of_line[one.line].append(one.amounts)
    made = (
        _error(line, bought.get(line["line"]), of_line.get(line["line"]))
        for line in of_year(book.adopted_lines, fy).sort("line").iter_rows(named=True)
    )
    rows = [row for row in made if row is not None]
    return pl.DataFrame(rows, schema=ReviewErrors.polars_schema(), orient="row")


def adopted_of(line: Mapping[str, Any]) -> int | None:
    """The adopted amount: as entered, else items promised at the adopted price."""
    amount: int | None = line["amount_cents"]
    if amount is None and line["promised_quantity"] is not None and line["unit_price_cents"] is not None:
        return int(line["promised_quantity"] * line["unit_price_cents"])
    return amount


def _error(line: Mapping[str, Any], bought: Bought | None, parts: list[Amounts] | None) -> dict[str, Any] | None:
    adopted, promised = adopted_of(line), line["promised_quantity"]
    if adopted is None:
        return None
    price = Fraction(adopted, promised) if promised else None
    if bought is not None and bought.priced:
        basis, spent = "orders", bought.spent
        came: int | None = bought.delivered
        to_come = half_up(bought.later * price) if price is not None else bought.open_cents
    elif parts is not None:
        whole = total(parts)
        basis, spent, came, to_come = "ledger", whole.actual, delivered_of(line, bought), whole.encumbered
    else:
        return None
    counted = price is not None and came is not None
    at_adopted = half_up(came * price) if price is not None and came is not None else adopted - to_come
    return {
        "line": line["line"],
        "title": line["title"] or line["line"],
        "asset_class": line["asset_class"] or f"({line['category'] or 'no category'})",
        "adopted_cents": adopted,
        "actual_cents": spent,
        "difference_cents": spent - adopted,
        "price_cents": spent - at_adopted,
        "quantity_cents": at_adopted + to_come - adopted,
        "timing_cents": -to_come,
        "promised": promised,
        "delivered": came,
        "later_cents": to_come,
        "basis": basis,
        "why": _why(line, basis, counted=counted),
    }


def _why(line: Mapping[str, Any], basis: str, *, counted: bool) -> str:
    said = (
        "Items received by the year’s end, as invoiced." if basis == "orders" else "Spent and encumbered by the ledger."
    )
    if not counted:
        return f"{said} No number of items is known, so what is not timing is price."
    promised, price, amount = line["promised_quantity"], line["unit_price_cents"], line["amount_cents"]
    if price is not None and amount is not None and promised * price != amount:
        return f"{said} Items promised at {dollars(price)} are not the amount adopted; the amount counts."
    return said


def review_error_classes(book: Book, errors: pl.DataFrame) -> pl.DataFrame:
    """The ``review_error_classes`` table: the sums of ``review_errors`` by class."""
    names = dict(book.asset_classes.select("code", "name").iter_rows())
    sums = errors.group_by("asset_class").agg(pl.len().cast(pl.Int64).alias("lines"), pl.col(*PARTS).sum())
    rows = [
        {
            **row,
            "title": names.get(row["asset_class"], row["asset_class"].strip("()")),
            "error_share": fraction(row["difference_cents"], row["adopted_cents"]),
        }
        for row in sums.iter_rows(named=True)
    ]
    frame = pl.DataFrame(rows, schema=ReviewErrorClasses.polars_schema(), orient="row")
    return frame.sort("asset_class")
