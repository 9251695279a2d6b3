"""Purchases of classes that the district leases: payments, not the price, enter the budget, and nothing is sold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import add_months, first_day, label
from techplan.planning.annuities import payment
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.parts import Costs, lines_frame
from techplan.planning.costs.prices import percent
from techplan.planning.results import CostLines
from techplan.planning.settings import Settings


def as_leased(bought: Costs, book: Book, settings: Settings) -> Costs:
    """The same lines, those of leased classes as one line for each yearly payment that falls inside the plan."""
    terms = {
        code: (count, rate or Decimal(0))
        for code, count, rate in book.asset_classes.select("code", "lease_payments", "lease_rate").iter_rows()
        if count is not None
    }
    if not terms:
        return bought
    leased = bought.lines.filter(pl.col("asset_class").is_in(sorted(terms)))
    rows = [
        part for line in leased.iter_rows(named=True) for part in _payments(line, *terms[line["asset_class"]], settings)
    ]
    kept = bought.lines.filter(~pl.col("asset_class").is_in(sorted(terms)))
    lines = pl.concat([kept.select(list(CostLines.columns())), lines_frame(rows)]) if rows else kept
    return Costs(lines, (*bought.assumptions, *_assumed(book, settings)), bought.gaps)


def _payments(line: dict[str, Any], count: int, rate: Decimal, settings: Settings) -> list[dict[str, Any]]:
    each = payment(line["amount_cents"], rate, count, in_advance=True)
    unit = payment(line["unit_cents"], rate, count, in_advance=True)
    made = []
    for number in range(count):
        fy = line["fy"] + number
        if fy > settings.last_fy:
            break
        day = (
            line["pay_on"]
            if number == 0
            else max(add_months(line["pay_on"], 12 * number), first_day(fy, settings.start_month))
        )
        made.append(
            {
                **line,
                "line": f"{line['line']}/payment {number + 1}",
                "fy": fy,
                "kind": "operating",
                "title": f"{line['title']}, lease payment {number + 1} of {count}",
                "unit_cents": unit,
                "amount_cents": each,
                "pay_on": day,
                "why": f"Leased: {count} yearly payments in advance at {percent(rate)}; bought it would cost "
                f"{dollars(line['amount_cents'])}. {line['why']}",
            }
        )
    return made


def _assumed(book: Book, settings: Settings) -> list[Assumption]:
    """Leases without a rate, and payments that fall after the plan."""
    without = book.asset_classes.filter(pl.col("lease_payments").is_not_null() & pl.col("lease_rate").is_null())
    found = []
    if without.height:
        found.append(
            Assumption(
                assumption="lease without interest",
                about="asset_classes",
                value="0%",
                why="No lease rate is entered, so the payments together are the price.",
                rows=without.height,
            )
        )
    found.append(
        Assumption(
            assumption="lease payments after the plan are not counted",
            about="asset_classes",
            value=f"after {label(settings.last_fy)}",
            why="A lease that begins late in the plan is paid on after its end.",
            confirmed=True,
        )
    )
    return found
