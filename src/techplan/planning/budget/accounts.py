"""The budget in adopted form: every allocation in one account."""

from __future__ import annotations

from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.planning.budget.codes import account_form
from techplan.planning.budget.kinds import with_budget
from techplan.planning.budget.law import Law
from techplan.planning.budget.results import UNASSIGNED, BudgetAccounts
from techplan.planning.results import DISTRICT_WIDE

KEY = ("fy", "fund", "award", "function", "object", "school")


def budget_accounts(book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The ``budget_accounts`` table, for every year of the plan. Its amounts add up to the allocations exactly."""
    if allocations.is_empty():
        return BudgetAccounts.empty()
    paid = allocations.join(lines.select("line", "function", "object", "school"), on="line", how="left")
    filled = paid.with_columns(
        pl.col("function", "object").fill_null(UNASSIGNED), pl.col("school").fill_null(DISTRICT_WIDE)
    )
    summed = filled.group_by(KEY).agg(pl.col("amount_cents").sum(), pl.len().cast(pl.Int64).alias("lines"))
    coded = _with_codes(with_budget(summed, book), law)
    ledger = book.ledger.select(
        "account", "fy", pl.coalesce("revised_cents", "adopted_cents").alias("adopted_cents")
    )  # fmt: skip
    return coded.join(ledger, on=["account", "fy"], how="left").select(list(BudgetAccounts.columns())).sort(KEY)


def _with_codes(frame: pl.DataFrame, law: Law) -> pl.DataFrame:
    form = account_form(law)
    codes = [form.code(_known(row)) for row in frame.iter_rows(named=True)]
    return frame.with_columns(
        pl.Series("account", [account for account, _ in codes], dtype=pl.String),
        pl.Series("missing", [missing for _, missing in codes], dtype=pl.String),
        pl.lit(form.confirmed).alias("confirmed"),
        pl.lit(form.why).alias("why"),
    )


def _known(row: dict[str, Any]) -> dict[str, str | None]:
    """What the plan knows of the account's dimensions, by their names."""
    return {
        "fund": row["fund"],
        "function": None if row["function"] == UNASSIGNED else row["function"],
        "object": None if row["object"] == UNASSIGNED else row["object"],
        "operational unit": "0" if row["school"] == DISTRICT_WIDE else row["school"],
    }
