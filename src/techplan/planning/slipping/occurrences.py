"""Every way to pay each line: in its year, or put off within its window, at that year's price.

Three kinds of lines may be put off. A *replacement* waits while the old things go on; what is bought later falls due
later in turn, so its chain shifts with it. An *initiative* begins later with all its costs. An *agreement* that has
not begun yet begins later: its terms until then are not paid. An agreement that runs is never put off, since that
would end it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import escalated
from techplan.book.school_years import add_months_expr, fiscal_year_of
from techplan.planning.costs.prices import PriceList, price_list
from techplan.planning.put_off import NeedKey
from techplan.planning.settings import Settings

LONGEST: Final = 3
"""Years beyond its own window that a line may shift with what it follows in its chain."""


@dataclass(frozen=True, slots=True)
class Element:
    """A line that may be put off.

    ``window`` is the years it may slip by itself, ``shift`` those that what it follows may move it. ``ahead`` is the
    years by which its deploy-by day must move beyond the years it slips, since its natural year lay before the plan.
    ``group`` names what moves as one: an initiative or an agreement.
    """

    line: str
    fy: int
    cents: int
    window: int
    past_support: bool
    need: NeedKey | None = None
    quantity: int = 0
    shift: int = 0
    ahead: int = 0
    group: str = ""
    drops: bool = False


def elements_of(book: Book, needs: pl.DataFrame, lines: pl.DataFrame, settings: Settings) -> list[Element]:
    """The lines that may be put off, sorted by line."""
    wanted = lines.filter((pl.col("amount_cents") > 0) & pl.col("fy").is_in(list(settings.years)))
    found = [
        *_replacements(book, needs, wanted, settings),
        *_initiatives(book, wanted),
        *_agreements(book, wanted, settings),
    ]
    return sorted(found, key=lambda element: element.line)


def _replacements(book: Book, needs: pl.DataFrame, lines: pl.DataFrame, settings: Settings) -> Iterator[Element]:
    """Replacements outside of classes that follow the pupil, whose years are given by grades."""
    graded = book.asset_classes.filter(pl.col("refresh_rule") == "grade entry")["code"].to_list()
    named = needs.filter((pl.col("cause") == "replacement") & ~pl.col("asset_class").is_in(graded)).select(
        "school", "cycle", "due_on", "order_on", pl.col("quantity").alias("items"), line=pl.format("need:{}", "need"),
        past=pl.col("why") == "support end",
    )  # fmt: skip
    rows = lines.filter(pl.col("may_slip_years") > 0).join(named, on="line", suffix="_of_need").sort("line")
    for row in rows.iter_rows(named=True):
        natural = fiscal_year_of(row["order_on"], settings.start_month)
        yield Element(
            line=row["line"],
            fy=row["fy"],
            cents=row["amount_cents"],
            window=row["may_slip_years"],
            past_support=row["past"],
            need=NeedKey(row["school_of_need"], row["asset_class"], row["cycle"], row["due_on"]),
            quantity=row["items"],
            ahead=row["fy"] - natural,
        )


def _initiatives(book: Book, lines: pl.DataFrame) -> Iterator[Element]:
    of_cost = dict(book.initiative_costs.select("cost", "initiative").iter_rows())
    for line, fy, cents, window, key in _slipping(lines, "initiative_costs"):
        yield Element(line, fy, cents, window, past_support=False, group=f"initiative {of_cost[key]}")


def _agreements(book: Book, lines: pl.DataFrame, settings: Settings) -> Iterator[Element]:
    """Agreements that begin after the day of planning."""
    new = dict(book.agreements.filter(pl.col("start_on") > settings.on).select("agreement", "start_on").iter_rows())
    for line, fy, cents, window, key in _slipping(lines, "agreements"):
        if key in new:
            yield Element(line, fy, cents, window, past_support=False, group=f"agreement {key}", drops=True)


def _slipping(lines: pl.DataFrame, table: str) -> Iterator[tuple[Any, ...]]:
    rows = lines.filter((pl.col("source_table") == table) & (pl.col("may_slip_years") > 0)).sort("line")
    return rows.select("line", "fy", "amount_cents", "may_slip_years", "source_key").iter_rows()


def occurrences(lines: pl.DataFrame, elements: list[Element], book: Book, settings: Settings) -> pl.DataFrame:
    """Lines with one row for each way to pay them: ``slipped`` years later, with that year's ``fy``, day and amount.

    Lines that are no element have one row. A way beyond the plan's last year is left out.
    """
    prices = price_list(book, settings)
    rows = [
        (element.line, years, element.fy + years, cents)
        for element in elements
        for years in range(1, (0 if element.drops else element.window + element.shift) + 1)
        if (cents := _cents(element, years, prices, settings)) and element.fy + years <= settings.last_fy
    ]
    schema = {"line": pl.String, "slipped": pl.Int64, "later_fy": pl.Int64, "later_cents": pl.Int64}
    ways = pl.DataFrame(rows, schema=schema, orient="row")
    base = lines.with_columns(slipped=pl.lit(0, dtype=pl.Int64))
    later = lines.join(ways, on="line").with_columns(
        fy=pl.col("later_fy"),
        amount_cents=pl.col("later_cents"),
        pay_on=add_months_expr(pl.col("pay_on"), 12 * pl.col("slipped")),
        billed_on=add_months_expr(pl.col("billed_on"), 12 * pl.col("slipped")),
    )
    return pl.concat([base, later.select(base.columns)]).sort("line", "slipped")


def _cents(element: Element, years: int, prices: PriceList, settings: Settings) -> int:
    """What it costs so many years later."""
    if element.need is None:
        return escalated(element.cents, settings.escalation, years)
    unit = prices.unit_price(element.need.asset_class, element.fy + years)
    return 0 if unit is None else unit * element.quantity
