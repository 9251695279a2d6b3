"""What next year's assumptions would be by last year's experience: a price, a lead time, a factor on quantities.

A decision about ``assumption`` with subject ``CLASS/KIND`` and answer ``accepted`` adopts one. Nothing is adopted by
itself; whoever adopts it enters the value where ``setting`` says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.book.school_years import label
from techplan.planning.review.decided import ASSUMPTION, OPEN, standings
from techplan.planning.review.numbers import exact, trimmed
from techplan.planning.review.orders import Bought
from techplan.planning.review.results import ReviewAssumptions

MONTH: Final = Fraction(1461, 48)
"""Days of a month, on average over four years."""


@dataclass(slots=True)
class _Seen:
    """What one class came to over its lines, in cents and items."""

    spent: int = 0
    delivered: int = 0
    promised: int = 0
    bought: int = 0
    days: list[tuple[int, int]] = field(default_factory=list)


def review_assumptions(book: Book, errors: pl.DataFrame, bought: Mapping[str, Bought], fy: int) -> pl.DataFrame:
    """The ``review_assumptions`` table, from ``review_errors``; classes without a number of items have none."""
    classes = {row["code"]: row for row in book.asset_classes.iter_rows(named=True)}
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for row in errors.filter(pl.col("promised").is_not_null() & pl.col("delivered").is_not_null()).iter_rows(
        named=True
    ):
        if row["asset_class"] in classes:
            _add(seen[row["asset_class"]], row, bought.get(row["line"]) if row["basis"] == "orders" else None)
    decided = standings(book, ASSUMPTION)
    rows = []
    for code in sorted(seen):
        for found in _of_class(classes[code], seen[code], fy):
            standing, reason = decided.get(f"{code}/{found['kind']}", OPEN)
            rows.append({"asset_class": code, **found, "standing": standing, "reason": reason})
    return pl.DataFrame(rows, schema=ReviewAssumptions.polars_schema(), orient="row").sort("asset_class", "kind")


def _add(seen: _Seen, row: Mapping[str, Any], bought: Bought | None) -> None:
    seen.spent += row["actual_cents"]
    seen.delivered += row["delivered"]
    seen.promised += row["promised"]
    seen.bought += bought.ordered if bought is not None else row["delivered"]
    seen.days += bought.days if bought is not None else ()


def _of_class(row: Mapping[str, Any], seen: _Seen, fy: int) -> Iterator[dict[str, Any]]:
    if seen.delivered > 0 and seen.spent >= 0:
        paid = half_up(Fraction(seen.spent, seen.delivered))
        now = row["unit_price_cents"]
        year = f" in {label(row['price_fy'])}" if row["price_fy"] is not None else ""
        yield {
            "kind": "price",
            "setting": "asset_classes.unit_price and price_fy",
            "now": None if now is None else f"{dollars(now)}{year}",
            "candidate": f"{dollars(paid)} in {label(fy)}",
            "would_be_cents": paid,
            "why": f"{dollars(seen.spent)} for {_items(seen.delivered)}.",
        }
    if seen.promised > 0:
        factor = exact(Fraction(seen.bought, seen.promised))
        yield {
            "kind": "quantity",
            "setting": "standards: ratio or stated count of the class",
            "now": None,
            "candidate": f"{trimmed(factor)} times what is planned",
            "would_be_factor": factor,
            "why": f"{_items(seen.bought)} bought, {seen.promised:,} promised. Look at what the class follows first.",
        }
    if seen.days:
        middle = _middle(seen.days)
        months = -(-middle // MONTH)
        lead = row["lead_time_months"]
        yield {
            "kind": "timing",
            "setting": "asset_classes.lead_time_months",
            "now": None if lead is None else _months(lead),
            "candidate": _months(int(months)),
            "would_be_months": int(months),
            "why": f"Half of {_items(sum(items for items, _ in seen.days))} took {middle} days or more to come.",
        }


def _middle(days: list[tuple[int, int]]) -> int:
    """The days by which at least half of the items had come."""
    half, so_far = Fraction(sum(items for items, _ in days), 2), 0
    for items, taken in sorted(days, key=lambda pair: pair[1]):
        so_far += items
        if so_far >= half:
            return taken
    return 0


def _items(number: int) -> str:
    return "1 item" if number == 1 else f"{number:,} items"


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"
