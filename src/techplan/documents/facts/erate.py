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
    taken = int(lines["discount_cents"].sum())
    said = []
    if taken:
        said.append(
            f"Amounts are the district's share: E-rate pays vendors {_dollars(taken)} directly, for funded requests."
        )
    asked = plan.erate_lines.join(lines.select("line"), on="line", how="semi")
    said += [*_paid_back(asked), *_hoped_for(asked)]
    return " ".join(said)


def _paid_back(asked: pl.DataFrame) -> list[str]:
    back = asked.filter(pl.col("returns_cents") > 0)
    if back.is_empty():
        return []
    sums = back.group_by("returns_fy").agg(pl.col("returns_cents").sum()).sort("returns_fy")
    parts = listed([f"{_dollars(cents)} in {label(fy)}" for fy, cents in sums.iter_rows()])
    return [f"E-rate pays back {parts}; until then the district pays in full, and its amounts are shown in full."]


def _hoped_for(asked: pl.DataFrame) -> list[str]:
    cents = int(asked.filter(~pl.col("counted"))["discount_cents"].sum())
    return [f"Requests not yet funded would bring {_dollars(cents)}; they are not counted."] if cents else []


def _dollars(cents: int) -> str:
    return signed(whole_dollars(cents))
