"""What each line of the adopted plan became: its orders, and how much of them came by the end of the year.

A line names its orders; one that names none has those of its class (and school, where it says one) ordered in its year,
if no other line of the year could mean them. What could be two lines' is neither's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from techplan.book.book import Book
from techplan.book.school_years import fiscal_year_of, last_day
from techplan.planning.receiving import received_so_far
from techplan.planning.review.matching import of_year
from techplan.planning.settings import Settings

OrderKey = tuple[str, str]
"""Order and its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """Orders of one plan line. ``delivered`` came by the year's end, ``later`` is ordered and came after or not yet.

    ``spent`` is what was invoiced for what came, at the order's price where no invoice is entered, in cents; ``priced``
    says that all of it has one or the other. ``open_cents`` is what is still to come at the orders' prices. ``days``
    are pairs of items and days from order to receipt.
    """

    keys: tuple[OrderKey, ...] = ()
    ordered: int = 0
    delivered: int = 0
    spent: int = 0
    open_cents: int = 0
    priced: bool = True
    days: tuple[tuple[int, int], ...] = ()

    @property
    def later(self) -> int:
        """Items ordered that had not come by the year's end."""
        return max(self.ordered - self.delivered, 0)

    @property
    def named(self) -> str | None:
        """The orders in words."""
        return "; ".join(f"{order}/{line}" for order, line in self.keys) or None


def bought_by_line(book: Book, settings: Settings, fy: int) -> dict[str, Bought]:
    """By plan line of the year, its orders; lines without orders are left out."""
    orders = {(row["order"], row["line"]): row for row in book.purchase_orders.iter_rows(named=True)}
    models = dict(book.product_models.select("model", "asset_class").iter_rows())
    for row in orders.values():
        row["asset_class"] = row["asset_class"] or models.get(row["model"])
    lines = list(of_year(book.adopted_lines, fy).sort("line").iter_rows(named=True))
    receipts: dict[OrderKey, list[Mapping[str, Any]]] = defaultdict(list)
    for row in book.receipts.sort("receipt").iter_rows(named=True):
        receipts[row["order"], row["line"]].append(row)
    stated = {(row["order"], row["line"]): row["received"] for row in received_so_far(book).iter_rows(named=True)}
    end = last_day(fy, settings.start_month)
    return {
        line: _bought([orders[key] for key in keys], receipts, stated, end)
        for line, keys in _keys_by_line(lines, orders, settings.start_month, fy).items()
        if keys
    }


def _keys_by_line(
    lines: Iterable[Mapping[str, Any]], orders: Mapping[OrderKey, Mapping[str, Any]], start_month: int, fy: int
) -> dict[str, list[OrderKey]]:
    named = {line["line"]: _named(line["orders"], orders) for line in lines}
    claims = [key for keys in named.values() for key in keys]
    found = {line: [key for key in keys if claims.count(key) == 1] for line, keys in named.items()}
    silent = [line for line in lines if line["orders"] is None and line["asset_class"] is not None]
    for key, order in sorted(orders.items()):
        day = order["ordered_on"]
        if key in claims or day is None or fiscal_year_of(day, start_month) != fy:
            continue
        could = [line["line"] for line in silent if _could_mean(line, order)]
        if len(could) == 1:
            found[could[0]].append(key)
    return found


def _named(text: str | None, orders: Mapping[OrderKey, Any]) -> list[OrderKey]:
    """The order lines that a plan line names; an order without a line number is all its lines."""
    names = {part.strip() for part in (text or "").split(";") if part.strip()}
    return sorted(key for key in orders if key[0] in names or "/".join(key) in names)


def _could_mean(line: Mapping[str, Any], order: Mapping[str, Any]) -> bool:
    same = line["asset_class"] == order["asset_class"]
    return same and (line["school"] is None or line["school"] == order["school"])


def _bought(
    orders: list[Mapping[str, Any]],
    receipts: Mapping[OrderKey, list[Mapping[str, Any]]],
    stated: Mapping[OrderKey, int],
    end: date,
) -> Bought:
    delivered = spent = ordered = open_cents = 0
    priced = True
    days: list[tuple[int, int]] = []
    for order in orders:
        key, price = (order["order"], order["line"]), order["unit_price_cents"]
        wanted, before = max(order["quantity"] - (order["cancelled"] or 0), 0), delivered
        ordered += wanted
        came = [row for row in receipts.get(key, []) if row["received_on"] is None or row["received_on"] <= end]
        for row in came:
            delivered += row["quantity"]
            invoiced = row["invoiced_cents"]
            priced &= invoiced is not None or price is not None
            spent += invoiced if invoiced is not None else row["quantity"] * (price or 0)
            if row["received_on"] is not None and order["ordered_on"] is not None and row["quantity"]:
                days.append((row["quantity"], max((row["received_on"] - order["ordered_on"]).days, 0)))
        if key not in receipts and stated.get(key) and (order["expected_on"] or order["ordered_on"] or end) <= end:
            delivered += stated[key]  # no receipt says when; the day on which it was expected is taken
            priced &= price is not None
            spent += stated[key] * (price or 0)
        open_cents += max(wanted - (delivered - before), 0) * (price or 0)
    return Bought(
        keys=tuple((order["order"], order["line"]) for order in orders),
        ordered=ordered, delivered=delivered, spent=spent, open_cents=open_cents, priced=priced, days=tuple(days),
    )  # fmt: skip
