"""What E-rate takes off the budget and what it pays back later, said below the tables that it changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import polars as pl

from techplan.book.money import whole_dollars
from techplan.book.school_years import label
from techplan.documents.words import listed, signed

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def erate_note(plan: Plan, years: Collection[int]) -> str:
    """One to three sentences about lines paid in these years; empty where E-rate has no part in them."""
    lines = plan.cost_lines.filter(pl.col("fy").is_in(sorted(years)))
    taken = by_year(lines.select("fy", cents="discount_cents"))
    asked = plan.erate_lines.join(lines.select("line", "fy"), on="line")
    back = by_year(asked.select(fy="returns_fy", cents="returns_cents"))
    hoped = by_year(asked.filter(~pl.col("counted")).select("fy", cents="discount_cents"))
    said = []
    if taken:
        said.append(f"Amounts are the district's share: E-rate pays vendors {taken} directly, for funded requests.")
    if back:
        said.append(f"E-rate pays back {back}; until then the district pays in full, as shown.")
    if hoped:
        said.append(f"Requests not yet funded would bring {hoped}; they are not counted.")
    return " ".join(said)


def by_year(money: pl.DataFrame) -> str:
    """``$100 in FY2027 and $50 in FY2028`` from ``fy`` and ``cents``; empty where there is no money."""
    sums = money.filter(pl.col("cents") > 0).group_by("fy").agg(pl.col("cents").sum()).sort("fy")
    return listed([f"{signed(whole_dollars(cents))} in {label(fy)}" for fy, cents in sums.iter_rows()])
