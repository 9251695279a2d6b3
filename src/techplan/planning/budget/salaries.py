"""Pay by fund: who pays each position of support staff, and where records of the work must bear the split out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import RATE_SCALE
from techplan.book.money import half_up
from techplan.planning.budget.law import Law, said
from techplan.planning.budget.results import SalarySplits
from techplan.planning.funding.pots import OWN_MONEY

RECORDS: Final = "uniform_guidance.pay_by_records"
FEDERAL: Final = "federal grant"
NOBODY: Final = "-"


def salary_splits(book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The ``salary_splits`` table, from a plan's ``cost_lines`` and ``allocations``."""
    pay = lines.filter((pl.col("source_table") == "support_staff") & (pl.col("amount_cents") > 0)).select(
        "line", "fy", "title", "amount_cents", position="source_key"
    )
    whole = pay.group_by("position", "fy").agg(
        pl.col("title").sort_by("line").first(), whole_cents=pl.col("amount_cents").sum()
    )
    paid = pay.select("line", "position", "fy").join(allocations.drop("fy"), on="line")
    parts = paid.group_by("position", "fy", "fund", "award").agg(pl.col("amount_cents").sum())
    covered = parts.group_by("position", "fy").agg(covered=pl.col("amount_cents").sum())
    short = whole.join(covered, on=["position", "fy"], how="left").select(
        "position", "fy", fund=pl.lit(NOBODY), award=pl.lit(OWN_MONEY),
        amount_cents=pl.col("whole_cents") - pl.col("covered").fill_null(0),
    )  # fmt: skip
    every = pl.concat([parts, short.filter(pl.col("amount_cents") > 0)]).join(whole, on=["position", "fy"])
    federal = set(book.funds.filter(pl.col("kind") == FEDERAL)["fund"].to_list())
    rule = said(law.rules.at(RECORDS, on=law.on, known=law.known)) if federal else None
    rows = [_row(part, rule if part["fund"] in federal else None) for part in every.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=SalarySplits.polars_schema(), orient="row").sort(SalarySplits.primary_key())


def _row(part: dict[str, Any], rule: str | None) -> dict[str, Any]:
    share = half_up(Fraction(part["amount_cents"], part["whole_cents"]) * 10**RATE_SCALE)
    return {**part, "share": Decimal(share).scaleb(-RATE_SCALE), "records": rule is not None, "why": rule}
