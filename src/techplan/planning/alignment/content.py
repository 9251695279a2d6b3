"""Digital content: seats against users, products that do the same, privacy, accessibility, renewals; with dollars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up
from techplan.planning.alignment.results import ContentFindings
from techplan.planning.settings import Settings

SOON_DAYS: Final = 120
"""A renewal that is nearer than this can still be acted on, and must be."""
FEW: Final = Fraction(1, 2)
"""Fewer than half of the seats used is worth asking about."""

Found = dict[str, Any]


def content_findings(book: Book, lines: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``content_findings`` table, from the last measurement of each agreement's use.

    ``lines`` are the plan's cost lines: the cost of a term is that of the agreement's first term in the plan.
    """
    known = last_measured(book)
    costs = term_costs(lines)
    rows = [
        {"could_free_cents": 0, **_facts(row, costs), **found}
        for row in known.iter_rows(named=True)
        for found in _of_one(row, costs.get(row["agreement"], 0), settings)
    ]
    rows += list(_overlaps(known, costs))
    rows += list(_unmeasured(book, known, costs))
    return pl.DataFrame(rows, schema=ContentFindings.polars_schema(), orient="row").sort(ContentFindings.primary_key())


def last_measured(book: Book) -> pl.DataFrame:
    """``content`` with its agreement's columns: the last measurement of each agreement that is in the Book, by code."""
    latest = book.content.sort("measured_on").unique("agreement", keep="last", maintain_order=True)
    served = book.agreements.drop("purpose").rename({"program": "served"})
    return latest.join(served, on="agreement").with_columns(program=pl.coalesce("program", "served")).sort("agreement")


def term_costs(lines: pl.DataFrame) -> dict[str, int]:
    """Cents of each agreement's first year in the plan's cost lines."""
    rows = lines.filter(pl.col("source_table") == "agreements")
    first = rows.filter(pl.col("fy") == pl.col("fy").min().over("source_key"))
    return dict(first.group_by("source_key").agg(pl.col("amount_cents").sum()).iter_rows())


def _facts(row: dict[str, Any], costs: dict[str, int]) -> Found:
    cents, users = costs.get(row["agreement"], 0), row["active_users"]
    return {
        "agreement": row["agreement"],
        "title": row["title"],
        "program": row["program"],
        "seats": row["seats"],
        "active_users": users,
        "yearly_cents": cents,
        "user_cents": half_up(Fraction(cents, users)) if users else None,
        "renews_on": row["end_on"],
        "measured": True,
    }


def _of_one(row: dict[str, Any], cents: int, settings: Settings) -> Iterator[Found]:
    yield from _seats(row, cents)
    if row["privacy_agreement"] is not True:
        said = "is not signed" if row["privacy_agreement"] is False else "is not recorded"
        yield {"finding": f"privacy agreement {said}", "severity": "error", "remedy": "Sign one before pupils use it."}
    if row["accessibility_statement"] is not True:
        yield {
            "finding": "no accessibility statement", "severity": "warning",
            "remedy": "Ask the vendor for a conformance report (WCAG 2.1 AA).",
        }  # fmt: skip
    yield from _renewal(row, settings)


def _seats(row: dict[str, Any], cents: int) -> Iterator[Found]:
    """Seats that nobody uses, at their part of the cost."""
    seats, users = row["seats"], row["active_users"]
    if not seats or users is None:
        return
    if users == 0:
        yield {
            "finding": "nobody uses it", "severity": "error", "could_free_cents": cents,
            "remedy": "End it at its renewal, or find out why nobody does.",
        }  # fmt: skip
    elif users < seats * FEW:
        unused = half_up(Fraction(cents * (seats - users), seats))
        yield {
            "finding": "fewer than half of the seats are used", "severity": "warning", "could_free_cents": unused,
            "remedy": f"Buy {users:,} seats rather than {seats:,} at the renewal.",
        }  # fmt: skip
    elif users > seats:
        yield {"finding": "more users than seats", "severity": "warning", "remedy": "Check what the licence allows."}


def _renewal(row: dict[str, Any], settings: Settings) -> Iterator[Found]:
    end, notice = row["end_on"], row["notice_on"]
    if end is not None and settings.on <= end <= settings.on + timedelta(days=SOON_DAYS):
        by = f" Notice is due by {notice.isoformat()}." if notice is not None and notice >= settings.on else ""
        yield {"finding": "renews soon", "severity": "note", "remedy": f"Decide before {end.isoformat()}.{by}"}
    if end is not None and ends_in_school_year(end, settings):
        yield {
            "finding": "ends within a school year", "severity": "warning",
            "remedy": "Move its end to the summer, so that no class loses it in the middle of the year.",
        }  # fmt: skip


def ends_in_school_year(day: date, settings: Settings) -> bool:
    """Whether a day lies between the first day of school and the end of May."""
    starts = settings.school_day(settings.in_progress)
    return (day.month, day.day) >= (starts.month, starts.day) or (day.month, day.day) <= (5, 31)


def _overlaps(known: pl.DataFrame, costs: dict[str, int]) -> Iterator[Found]:
    """Products of one purpose in one program: all but the most used could go."""
    named = known.filter(pl.col("purpose").is_not_null() & pl.col("program").is_not_null())
    for _, part in named.with_columns(word=pl.col("purpose").str.to_lowercase()).group_by(
        ["program", "word"], maintain_order=True
    ):
        if part.height < 2:
            continue
        used = part.sort(pl.col("active_users").fill_null(0), "agreement", descending=[True, False])
        best = used.row(0, named=True)
        for row in used.slice(1).iter_rows(named=True):
            yield {
                **_facts(row, costs), "finding": "overlaps with another product", "severity": "warning",
                "could_free_cents": costs.get(row["agreement"], 0),
                "remedy": f"“{best['title']}” serves the same purpose and is used more; ask whether both are needed.",
            }  # fmt: skip


def _unmeasured(book: Book, known: pl.DataFrame, costs: dict[str, int]) -> Iterator[Found]:
    """Licences that a program is named for, and whose use nobody measures."""
    rows = book.agreements.filter((pl.col("category") == "software") & pl.col("program").is_not_null())
    for row in rows.join(known, on="agreement", how="anti").sort("agreement").iter_rows(named=True):
        yield {
            "agreement": row["agreement"], "finding": "use is not measured", "title": row["title"],
            "program": row["program"], "seats": None, "active_users": None,
            "yearly_cents": costs.get(row["agreement"], 0), "user_cents": None, "could_free_cents": 0,
            "renews_on": row["end_on"], "severity": "note", "measured": False,
            "remedy": "Enter seats and active users of a month in content.",
        }  # fmt: skip
