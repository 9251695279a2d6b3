"""Every dollar of the plan, once: purchases, agreements, technology staff, initiatives and financings as cost lines."""

from __future__ import annotations

from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.agreement_lines import agreement_lines
from techplan.planning.costs.leased_lines import as_leased
from techplan.planning.costs.parts import Costs
from techplan.planning.costs.purchase_lines import purchase_lines
from techplan.planning.costs.standard_lines import standard_lines
from techplan.planning.costs.stated_lines import financing_lines, initiative_lines, staff_lines
from techplan.planning.drivers import DriverCounts, driver_counts
from techplan.planning.put_off import NOTHING, PutOff
from techplan.planning.results import CostLines
from techplan.planning.settings import Settings


def cost_lines(
    book: Book,
    needs: pl.DataFrame,
    settings: Settings,
    drivers: DriverCounts | None = None,
    put_off: PutOff = NOTHING,
) -> tuple[pl.DataFrame, list[Assumption], list[dict[str, Any]]]:
    """The cost lines (``results.CostLines``, sorted by line), what was assumed, and rows of ``results.DataGaps``.

    ``needs`` obeys ``results.Needs``. ``drivers`` saves counting twice; the assumptions of the counts are handed back
    only where they are counted here. What is ``put_off`` of initiatives and agreements begins later.
    """
    counted = driver_counts(book, settings) if drivers is None else drivers
    parts: list[Costs] = [
        as_leased(purchase_lines(book, needs, settings), book, settings),
        agreement_lines(book, counted, settings, put_off.agreements),
        standard_lines(book, counted, settings),
        staff_lines(book, settings),
        initiative_lines(book, settings, put_off.initiatives),
        financing_lines(book, settings),
    ]
    lines = pl.concat([part.lines for part in parts])
    accounts, ambiguous = _with_accounts(lines, book)
    assumptions = [item for part in parts for item in part.assumptions] + ambiguous
    if drivers is None:
        assumptions += counted.assumptions
    return accounts.sort("line"), assumptions, [row for part in parts for row in part.gaps]


def _with_accounts(lines: pl.DataFrame, book: Book) -> tuple[pl.DataFrame, list[Assumption]]:
    """Function and object by category and kind; an object that the row itself names comes first."""
    rules = book.account_rules.sort("rule")
    first = rules.unique(["category", "kind"], keep="first", maintain_order=True)
    joined = lines.join(
        first.select("category", "kind", pl.col("function").alias("of_rule"), pl.col("object").alias("object_of_rule")),
        on=["category", "kind"],
        how="left",
    ).with_columns(
        pl.coalesce("function", "of_rule").alias("function"),
        pl.coalesce("object", "object_of_rule").alias("object"),
    )
    spare = rules.height - first.height
    note = Assumption(
        assumption="several account rules for one category and kind",
        about="account_rules",
        value="the lowest rule code is used",
        why="A cost line has one account.",
        rows=spare,
    )
    return joined.select(list(CostLines.columns())), [note] if spare else []
