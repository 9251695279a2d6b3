"""Each fund beside its appropriation, and each budget from opening to closing."""

from __future__ import annotations

import polars as pl

from techplan.book.book import Book
from techplan.planning.budget.kinds import budgets, with_budget
from techplan.planning.budget.results import BUDGETS, OPERATING, UNASSIGNED, BudgetFunds, BudgetTotals
from techplan.planning.funding.pots import OWN_MONEY

_SUMMED = ("opening_cents", "revenue_cents", "spent_cents", "lapsed_cents", "closing_cents")


def budget_funds(book: Book, accounts: pl.DataFrame, fund_years: pl.DataFrame) -> pl.DataFrame:
    """The ``budget_funds`` table: funds that pay, or for which the board has appropriated, in the plan's years."""
    loose = (pl.col("function") == UNASSIGNED) | (pl.col("object") == UNASSIGNED)
    paid = accounts.group_by("fy", "fund").agg(
        pl.col("amount_cents").sum(), pl.col("amount_cents").filter(loose).sum().alias("unassigned_cents")
    )
    acted = fund_years.filter((pl.col("award") == OWN_MONEY) & pl.col("appropriated_cents").is_not_null())
    joined = paid.join(acted.select("fy", "fund", "appropriated_cents"), on=["fy", "fund"], how="full", coalesce=True)
    whole = joined.with_columns(
        pl.col("amount_cents", "unassigned_cents").fill_null(0),
        pl.col("fund").replace_strict(budgets(book), default=OPERATING, return_dtype=pl.String).alias("budget"),
    ).with_columns((pl.col("appropriated_cents") - pl.col("amount_cents")).alias("left_cents"))
    return whole.select(list(BudgetFunds.columns())).sort("fy", "fund")


def budget_totals(book: Book, fund_years: pl.DataFrame) -> pl.DataFrame:
    """The ``budget_totals`` table, from the fund years; transfers within one budget are no source of it.

    Revenue holds what E-rate pays back, less the indirect cost that awards bear.
    """
    new = pl.col("revenue_cents") + pl.col("returned_cents") - pl.col("indirect_cents")
    placed = with_budget(fund_years.with_columns(revenue_cents=new), book)
    summed = placed.group_by("fy", "budget").agg(pl.col(*_SUMMED).sum())
    joined = summed.join(_other_sources(book, placed), on=["fy", "budget"], how="left").with_columns(
        pl.col("other_sources_cents").fill_null(0)
    )
    parted = joined.with_columns(pl.col("revenue_cents") - pl.col("other_sources_cents"))
    in_order = pl.col("budget").replace_strict({name: at for at, name in enumerate(BUDGETS)}, return_dtype=pl.Int64)
    return parted.sort("fy", in_order).select(list(BudgetTotals.columns()))


def _other_sources(book: Book, placed: pl.DataFrame) -> pl.DataFrame:
    """Net transfers into each budget by year, of funds that appear in the fund years with their own money."""
    own = placed.filter(pl.col("award") == OWN_MONEY).select("fund", "fy", "budget")
    approved = book.transfers.filter(pl.col("approved_on").is_not_null())
    back = approved.filter(pl.col("returns_fy").is_not_null()).select(
        pl.col("to_fund").alias("from_fund"), pl.col("from_fund").alias("to_fund"), pl.col("returns_fy").alias("fy"),
        "amount_cents",
    )  # fmt: skip
    moved = pl.concat([approved.select("from_fund", "to_fund", "fy", "amount_cents"), back])
    into = moved.select(pl.col("to_fund").alias("fund"), "fy", "amount_cents")
    out = moved.select(pl.col("from_fund").alias("fund"), "fy", -pl.col("amount_cents"))
    net = pl.concat([into, out]).join(own, on=["fund", "fy"], how="inner")
    return net.group_by("fy", "budget").agg(pl.col("amount_cents").sum().alias("other_sources_cents"))
