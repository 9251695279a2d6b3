"""Classes whose small counts could name a pupil, as of assistive technology: on paper they stand with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

SMALL: Final = 10
"""Counts below this could name a pupil."""
WITH_OTHERS: Final = "with devices whose counts are private"


def private_classes(plan: Plan) -> frozenset[str]:
    """Classes that the Book calls private and of which fewer than ten are bought in some year at some school."""
    named = plan.book.asset_classes.filter(pl.col("private").fill_null(value=False))["code"]
    small = plan.schedule.filter(
        pl.col("asset_class").is_in(named.implode()) & pl.col("quantity").is_between(1, SMALL - 1)
    )
    return frozenset(small["asset_class"])


def standing_with(plan: Plan) -> dict[str, str]:
    """For each private class the class in whose row it is printed: the one of which most are bought.

    Sums stay whole, and nobody can subtract one count from another. Empty where no other class is bought.
    """
    private = private_classes(plan)
    bought = plan.schedule.group_by("asset_class").agg(pl.col("quantity").sum())
    others = bought.filter(~pl.col("asset_class").is_in(sorted(private)) & (pl.col("quantity") >= SMALL))
    if others.is_empty():
        return {}
    largest = others.sort(["quantity", "asset_class"], descending=[True, False])["asset_class"][0]
    return dict.fromkeys(sorted(private), largest)
