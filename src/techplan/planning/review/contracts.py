"""Candidates among agreements: unused seats, overlapping products, agreements without a goal, leases near their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.book.school_years import add_months
from techplan.planning.alignment import content_findings, last_measured, term_costs
from techplan.planning.costs.parts import DEFAULT_TIER
from techplan.planning.costs.stated_lines import MONTHS_APART
from techplan.planning.review.candidate import Candidate, chance_of
from techplan.planning.settings import Settings

NO_GOAL: Final = "no goal"
KEEPS_RUNNING: Final = 2
"""Tiers 1 and 2 are mandates and what keeps things running: no goal needs to speak for them."""


def unused_seats(book: Book, lines: pl.DataFrame, on: date, kept_free: Fraction) -> Iterator[Candidate]:
    """Seats that nobody uses, beyond the share that is kept free; priced at the agreement's cost for each seat."""
    costs = term_costs(lines)
    for row in last_measured(book).iter_rows(named=True):
        seats, users = row["seats"], row["active_users"]
        cents = costs.get(row["agreement"], 0)
        if not seats or users is None or seats - users <= seats * kept_free:
            continue
        unused = half_up(Fraction(cents * (seats - users), seats))
        chance = chance_of(row, unused, on, by_seats=True)
        yield Candidate(
            kind="unused seats", subject_table="agreements", subject=row["agreement"], title=row["title"],
            action="cut" if users == 0 else "re-negotiate", amount_cents=chance.amount_cents,
            used_cents=cents - unused, unit_cost_cents=half_up(Fraction(cents, users)) if users else None,
            act_by=chance.act_by, why=chance.why,
            evidence=f"{users:,} of {seats:,} seats were in use in the month to {row['measured_on'].isoformat()}; "
            f"{dollars(cents)} a term.",
        )  # fmt: skip


def overlaps(book: Book, lines: pl.DataFrame, settings: Settings) -> Iterator[Candidate]:
    """Products that serve the purpose of another that is used more, as the content findings have it."""
    agreements = {row["agreement"]: row for row in book.agreements.iter_rows(named=True)}
    found = content_findings(book, lines, settings)
    for row in found.filter(pl.col("finding") == "overlaps with another product").iter_rows(named=True):
        chance = chance_of(agreements[row["agreement"]], row["could_free_cents"], settings.on)
        yield Candidate(
            kind="overlapping product", subject_table="agreements", subject=row["agreement"], title=row["title"],
            action="cut", amount_cents=chance.amount_cents, unit_cost_cents=row["user_cents"], act_by=chance.act_by,
            evidence=row["remedy"], why=chance.why,
        )  # fmt: skip


def without_goal(book: Book, lines: pl.DataFrame, on: date) -> Iterator[Candidate]:
    """Agreements that improve something (tier 3 and 4), and of which nobody says which goal they help."""
    costs = term_costs(lines)
    judged = {
        column: set(book.contributions[column].drop_nulls()) for column in ("agreement", "program", "asset_class")
    }
    for row in book.agreements.sort("agreement").iter_rows(named=True):
        tier = DEFAULT_TIER if row["tier"] is None else row["tier"]
        cents = costs.get(row["agreement"], 0)
        if tier <= KEEPS_RUNNING or not cents or any(row[column] in codes for column, codes in judged.items()):
            continue
        chance = chance_of(row, cents, on)
        yield Candidate(
            kind=NO_GOAL, subject_table="agreements", subject=row["agreement"], title=row["title"], action="cut",
            amount_cents=chance.amount_cents, act_by=chance.act_by, sure=False,
            why=f"What it costs; judge it first, and until then it is in no total. {chance.why}",
            evidence="Nobody has judged which goal it helps: neither it nor its program or class.",
        )  # fmt: skip


def ending_leases(book: Book, lines: pl.DataFrame, on: date, months: int) -> Iterator[Candidate]:
    """Leases whose last day is near: return, buy or extend is decided before it comes."""
    until = add_months(on, months)
    for row in book.financings.sort("financing").iter_rows(named=True):
        end = _last_day(row)
        if row["kind"] not in {"lease", "subscription"} or end is None or not on <= end <= until:
            continue
        apart = row["payment_months"] or MONTHS_APART
        yield _lease(
            "financings", row["financing"], row["title"], end, end,
            half_up(Fraction((row["payment_cents"] or 0) * 12, apart)) if row["payment_cents"] is not None else None,
        )  # fmt: skip
    costs = term_costs(lines)
    for row in book.agreements.filter(pl.col("purpose") == "lease").sort("agreement").iter_rows(named=True):
        end, notice = row["end_on"], row["notice_on"]
        if end is not None and on <= end <= until:
            act_by = notice if notice is not None and notice >= on else end
            yield _lease("agreements", row["agreement"], row["title"], end, act_by, costs.get(row["agreement"]))


def _last_day(row: dict[str, Any]) -> date | None:
    if row["start_on"] is None or row["payments"] is None:
        return None
    paid: date = add_months(row["start_on"], row["payments"] * (row["payment_months"] or MONTHS_APART))
    return paid - timedelta(days=1)


def _lease(table: str, subject: str, title: str | None, end: date, act_by: date, cents: int | None) -> Candidate:
    known = "What a year of it costs" if cents is not None else "Its payments are not entered; it costs"
    return Candidate(
        kind="lease near its end", subject_table=table, subject=subject, title=title or subject, action="re-negotiate",
        amount_cents=cents, act_by=act_by, sure=False, evidence=f"It ends on {end.isoformat()}.",
        why=f"{known} until then; in no total. Return, buy or extend: decide before it goes on by itself.",
    )  # fmt: skip
