"""The set-aside for capital and maintenance: required, offset, spent on what qualifies, still to do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up
from techplan.book.school_years import label
from techplan.planning.budget.law import Law, said
from techplan.planning.budget.results import SetAside
from techplan.planning.funding.pots import OWN_MONEY
from techplan.rules.values import RuleValue

NEVER: Final = ("software", "supplies", "external services", "staff", "training")
"""Categories that are no permanent improvement, whatever their account."""


def set_aside(book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The ``set_aside`` table: the years in the Book's ``set_asides``; empty where the state has no such rule."""
    share = law.find("set_aside.share")
    if share is None:
        return SetAside.empty()
    life = law.find("certificate.estimated_life")
    spent = _qualifying(book, lines, allocations, life)
    given = book.set_asides.iter_rows(named=True)
    rows = [_year(book, row, spent.get(row["fy"], 0), (share, life), law) for row in given]
    return pl.DataFrame(rows, schema=SetAside.polars_schema())


def _qualifying(book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, life: RuleValue | None) -> dict[int, int]:
    """What general funds' own money pays by year for things whose certified life is long enough.

    Other funds' spending is not counted: their money stands among the offsets already.
    """
    general = book.funds.filter(pl.col("kind") == "general")["fund"].to_list()
    least = 0 if life is None else int(str(life.value))
    long = book.asset_classes.filter(pl.col("certified_life_months") >= least)["code"].to_list()
    kept = lines.filter(
        (pl.col("kind") == "capital") & pl.col("asset_class").is_in(long) & ~pl.col("category").is_in(NEVER)
    )
    paid = allocations.filter(pl.col("fund").is_in(general) & (pl.col("award") == OWN_MONEY))
    by_year = paid.join(kept.select("line"), on="line", how="semi").group_by("fy").agg(pl.col("amount_cents").sum())
    return dict(by_year.iter_rows())


def _year(
    book: Book, given: dict[str, Any], spent: int, rules: tuple[RuleValue, RuleValue | None], law: Law
) -> dict[str, Any]:
    share, life = rules
    students = _students(book, given)
    by_base = None if students is None or given["base_cost_cents"] is None else _part(
        share, given["base_cost_cents"] * students
    )  # fmt: skip
    other = law.find("set_aside.revenue_share")
    by_revenue = None if other is None or given["revenue_cents"] is None else _part(other, given["revenue_cents"])
    required = 0 if given["waived"] else by_revenue if by_base is None else by_base
    offsets = given["offsets_cents"] or 0
    carried = given["carried_cents"] or 0
    sure = life is not None and life.confirmed
    counted = spent if sure else 0
    left = None if required is None else required - offsets - counted
    return {
        "fy": given["fy"],
        "students": students,
        "by_base_cost_cents": by_base,
        "by_revenue_cents": by_revenue,
        "required_cents": required,
        "offsets_cents": offsets,
        "from_general_cents": None if required is None else max(0, required - offsets),
        "carried_cents": carried,
        "qualifying_cents": counted,
        "would_qualify_cents": spent - counted,
        "still_cents": None if left is None else max(0, left + min(0, carried)),
        "reserve_cents": None if left is None else max(0, carried + left),
        "confirmed": share.confirmed and sure and (by_base is not None or other is None or other.confirmed),
        "why": _why(given, by_base, by_revenue, (share, other, life)),
    }


def _part(share: RuleValue, of: int) -> int:
    return half_up(Fraction(str(share.value)) * of)


def _students(book: Book, given: dict[str, Any]) -> int | None:
    """Those entered, else the enrolment of the year before; None where neither is there."""
    if given["students"] is not None:
        return int(given["students"])
    there = book.enrollment.filter(pl.col("fy") == given["fy"] - 1)
    return int(there["students"].sum()) if there.height else None


def _why(
    given: dict[str, Any],
    by_base: int | None,
    by_revenue: int | None,
    rules: tuple[RuleValue, RuleValue | None, RuleValue | None],
) -> str:
    share, other, life = rules
    reasons = []
    if given["waived"]:
        reasons.append("The state has waived it for the year.")
    elif by_base is not None:
        counted = "as entered" if given["students"] is not None else f"enrolment of {label(given['fy'] - 1)}"
        reasons.append(f"{share.value} × base cost × students ({counted}). {said(share)}.")
        if by_revenue is not None and other is not None:
            reasons.append(f"The board may choose the share of revenue instead. {said(other)}.")
    elif by_revenue is not None and other is not None:
        reasons.append(f"{other.value} × operating revenue. {said(other)}.")
    else:
        reasons.append("Enter the base cost, or last year's operating revenue.")
    if given["carried_cents"] is None:
        reasons.append("What was carried over is not entered and counts as nothing.")
    if life is not None:
        reasons.append(f"Spending counts by certified life of {life.value} months or more. {said(life)}")
    return " ".join(reasons)
