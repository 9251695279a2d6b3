"""Money with a last day: what has lapsed, and what is about to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months, first_day
from techplan.planning.review.results import ReviewLapsing
from techplan.planning.settings import Settings


def review_lapsing(book: Book, settings: Settings, fy: int, months: int, expiring: pl.DataFrame | None) -> pl.DataFrame:
    """The ``review_lapsing`` table: awards whose last day lies in the year reviewed or since, or within ``months``.

    ``expiring`` is a plan's table of that name: with it, what the plan spends in time is known, and the fund's own
    money that ends is listed too.
    """
    begins, until = first_day(fy, settings.start_month), add_months(settings.on, months)
    planned = (
        {(row["fund"], row["award"]): row for row in expiring.iter_rows(named=True)} if expiring is not None else {}
    )
    rows = [
        _award(award, settings.on, planned.pop((award["fund"], award["award"]), None))
        for award in book.awards.sort("fund", "award").iter_rows(named=True)
        if award["last_obligation_on"] is not None and begins <= award["last_obligation_on"] <= until
    ]
    awards = set(book.awards["award"].to_list())
    rows += [
        _other(row)
        for (_, award), row in sorted(planned.items())
        if award not in awards and begins <= row["last_on"] <= until
    ]
    return pl.DataFrame(rows, schema=ReviewLapsing.polars_schema(), orient="row").sort("fund", "award")


def _award(award: Mapping[str, Any], on: date, plan: Mapping[str, Any] | None) -> dict[str, Any]:
    spent, lapsed = award["spent_cents"], award["last_obligation_on"] < on
    unspent = None if spent is None else max(award["amount_cents"] - spent, 0)
    lapses = plan["lapsed_cents"] if plan is not None and not lapsed else unspent
    return {
        "fund": award["fund"],
        "award": award["award"],
        "title": award["title"] or award["award"],
        "last_on": award["last_obligation_on"],
        "lapsed": lapsed,
        "unspent_cents": unspent,
        "planned_cents": plan["planned_cents"] if plan is not None and not lapsed else None,
        "lapses_cents": lapses,
        "why": _why(plan, spent, lapsed=lapsed),
    }


def _why(plan: Mapping[str, Any] | None, spent: int | None, *, lapsed: bool) -> str:
    if plan is not None and not lapsed:
        return f"As the plan spends it. {plan['what_to_do']}"
    if spent is None:
        return "Nobody says what was spent or obligated: enter it on the award."
    if lapsed:
        return "Award less what is entered as spent or obligated; the day has passed."
    return "Award less what is entered as spent or obligated; it lapses if nothing more is obligated in time."


def _other(row: Mapping[str, Any]) -> dict[str, Any]:
    """A fund's own money that ends, as the plan has it."""
    return {
        "fund": row["fund"], "award": row["award"], "title": row["title"], "last_on": row["last_on"], "lapsed": False,
        "unspent_cents": max(row["left_cents"], 0), "planned_cents": row["planned_cents"],
        "lapses_cents": row["lapsed_cents"], "why": f"As the plan spends it. {row['what_to_do']}",
    }  # fmt: skip
