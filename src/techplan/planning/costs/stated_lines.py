"""Costs that the Book states year by year: technology staff, initiatives, financings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, escalated, half_up
from techplan.book.school_years import add_months, first_day, fiscal_year_of, label
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.parts import DEFAULT_TIER, NO_SLIP, Costs, default_tiers, gap, lines_frame
from techplan.planning.costs.prices import price_in_words
from techplan.planning.results import DISTRICT_WIDE
from techplan.planning.settings import Settings

STAFF_TIER: Final = 2
"""Positions keep what runs running."""

FINANCING_TIER: Final = 1
"""A lease or loan is owed by contract."""

FINANCING_CATEGORY: Final = "client computers"

MONTHS_APART: Final = 12
"""Where the months between payments are not entered."""


def staff_lines(book: Book, settings: Settings) -> Costs:
    """Salary and benefits of each technology position in each fiscal year that it exists."""
    lines: list[dict[str, Any]] = []
    assumptions: list[Assumption] = []
    gaps: list[dict[str, Any]] = []
    for row in book.support_staff.iter_rows(named=True):
        gaps += _unpaid_parts(row)
        if row["salary_cents"] is None and row["benefits_cents"] is None:
            continue
        if row["price_fy"] is None:
            assumptions.append(_price_year(f"position {row['position']}", settings.first_fy))
        first = max(settings.first_fy, row["first_fy"] or settings.first_fy)
        last = min(settings.last_fy, row["last_fy"] or settings.last_fy)
        lines += [_staff_line(row, fy, settings) for fy in range(first, last + 1)]
    if lines:
        assumptions.append(
            Assumption(
                assumption="default tier",
                about="support_staff",
                value=str(STAFF_TIER),
                why="Positions keep what runs running; the table has no tier of its own.",
                rows=book.support_staff.height,
            )
        )
    return Costs(lines_frame(lines), tuple(assumptions), tuple(gaps))


def _staff_line(row: dict[str, Any], fy: int, settings: Settings) -> dict[str, Any]:
    base_fy = settings.first_fy if row["price_fy"] is None else row["price_fy"]
    growth = settings.escalation if row["escalation"] is None else row["escalation"]
    full = (row["salary_cents"] or 0) + (row["benefits_cents"] or 0)
    unit = escalated(full, growth, fy - base_fy)
    origin = price_in_words(full, base_fy, growth, fy - base_fy)
    return {
        "line": f"staff:{row['position']}/{label(fy)}",
        "fy": fy,
        "school": row["school"] or DISTRICT_WIDE,
        "category": "staff",
        "kind": "operating",
        "source_table": "support_staff",
        "source_key": row["position"],
        "title": row["title"],
        "quantity": row["fte"],
        "unit_cents": unit,
        "amount_cents": half_up(Fraction(row["fte"]) * unit),
        "object": row["object_code"],
        "tier": STAFF_TIER,
        "pay_on": first_day(fy, settings.start_month),
        "recurring": True,
        "why": f"{row['fte'].normalize():f} FTE at {dollars(unit)} salary and benefits ({origin}).",
    }


def _unpaid_parts(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A gap where salary or benefits are not entered."""
    missing = [name for name in ("salary", "benefits") if row[f"{name}_cents"] is None]
    if not missing:
        return []
    if len(missing) == 2:
        what = "Salary and benefits are not entered: the position has no cost in the plan."
    else:
        what = f"Its {missing[0]} {'is' if missing[0] == 'salary' else 'are'} not entered and not in its cost."
    return [
        gap(
            "support_staff",
            row["position"],
            what,
            f"Enter the yearly {' and '.join(missing)} of one full-time equivalent (0 where there is none).",
            column=missing[0],
            school=row["school"],
        )
    ]


def initiative_lines(book: Book, settings: Settings, later: Mapping[str, int] | None = None) -> Costs:
    """Each cost of an initiative in its year; a recurring one every year after too, at the district's escalation.

    ``later`` gives the years by which an initiative is put off, with all its costs.
    """
    initiatives = {row["initiative"]: row for row in book.initiatives.iter_rows(named=True)}
    lines: list[dict[str, Any]] = []
    used: dict[str, int | None] = {}
    for row in book.initiative_costs.iter_rows(named=True):
        initiative = initiatives.get(row["initiative"], {})
        used[row["initiative"]] = initiative.get("tier")
        first = row["fy"] + (later or {}).get(row["initiative"], 0)
        years = range(first, settings.last_fy + 1) if row["recurring"] else [first]
        lines += [_initiative_line(row, initiative, fy, settings) for fy in years if fy in settings.years]
    assumptions = [*default_tiers("initiatives", list(used.values())), *_initiative_assumptions(book, settings)]
    return Costs(lines_frame(lines), tuple(assumptions))


def _initiative_line(row: dict[str, Any], initiative: dict[str, Any], fy: int, settings: Settings) -> dict[str, Any]:
    amount = escalated(row["amount_cents"], settings.escalation, fy - row["fy"])
    origin = price_in_words(row["amount_cents"], row["fy"], settings.escalation, fy - row["fy"])
    tier, slip = initiative.get("tier"), initiative.get("may_slip_years")
    return {
        "line": f"initiative:{row['cost']}/{label(fy)}",
        "fy": fy,
        "school": row["school"] or DISTRICT_WIDE,
        "category": row["category"],
        "kind": row["kind"] or "operating",
        "source_table": "initiative_costs",
        "source_key": row["cost"],
        "title": row["title"] or initiative.get("title") or row["initiative"],
        "unit_cents": amount,
        "amount_cents": amount,
        "tier": DEFAULT_TIER if tier is None else tier,
        "may_slip_years": NO_SLIP if slip is None else slip,
        "whole": bool(initiative.get("whole")),
        "pay_on": first_day(fy, settings.start_month),
        "recurring": bool(row["recurring"]),
        "estimated_life_months": row["estimated_life_months"],
        "why": f"Stated for initiative {row['initiative']}: {origin}.",
    }


def _initiative_assumptions(book: Book, settings: Settings) -> list[Assumption]:
    """What initiative costs leave open."""
    costs = book.initiative_costs
    past = int(((costs["fy"] < settings.first_fy) & ~costs["recurring"].fill_null(value=False)).sum())
    notes = (
        ("kind not entered", "operating", "A cost is capital only where the Book says so.", costs["kind"].null_count()),
        (
            "recurrence not entered",
            "once only",
            "The Book does not say that the cost returns every year.",
            costs["recurring"].null_count(),
        ),
        ("costs before the plan left out", f"before {label(settings.first_fy)}", "They are past.", past),
    )
    return [
        Assumption(assumption=what, about="initiative_costs", value=value, why=why, rows=rows)
        for what, value, why, rows in notes
        if rows
    ]


def financing_lines(book: Book, settings: Settings) -> Costs:
    """Each payment of a lease, loan or bond that falls inside the plan, principal and interest together."""
    lines: list[dict[str, Any]] = []
    gaps: list[dict[str, Any]] = []
    assumptions: list[Assumption] = []
    for row in book.financings.iter_rows(named=True):
        missing = [name for name in ("start_on", "payments", "payment_cents") if row[name] is None]
        if missing:
            gaps.append(_incomplete_financing(row, missing))
            continue
        lines += _payments(row, settings)
    if lines:
        assumptions.append(
            Assumption(
                assumption="how financings are counted",
                about="financings",
                value=f"operating, {FINANCING_CATEGORY}, tier {FINANCING_TIER}, first payment on the first day",
                why="The table has neither category nor tier; a payment of principal and interest is owed by contract.",
                rows=book.financings.height,
            )
        )
    return Costs(lines_frame(lines), (*assumptions, *_yearly(book)), tuple(gaps))


def _yearly(book: Book) -> list[Assumption]:
    """Financings whose payments are taken to be a year apart; one payment alone needs no such guess."""
    rows = book.financings.filter((pl.col("payment_months").fill_null(0) == 0) & (pl.col("payments") > 1)).height
    if not rows:
        return []
    return [
        Assumption(
            assumption="months between payments not entered",
            about="financings",
            value=str(MONTHS_APART),
            why="A payment is taken to fall due every year; enter the months to correct it.",
            rows=rows,
        )
    ]


def _payments(row: dict[str, Any], settings: Settings) -> list[dict[str, Any]]:
    """One line for each payment inside the plan; payments a year apart where the Book does not say."""
    apart = row["payment_months"] or MONTHS_APART
    months_left = max(0, (settings.ends.year - row["start_on"].year + 1) * 12)
    days = [
        add_months(row["start_on"], number * apart) for number in range(min(row["payments"], months_left // apart + 1))
    ]
    return [
        {
            "line": f"financing:{row['financing']}/{day.isoformat()}",
            "fy": fiscal_year_of(day, settings.start_month),
            "school": DISTRICT_WIDE,
            "category": FINANCING_CATEGORY,
            "kind": "operating",
            "source_table": "financings",
            "source_key": row["financing"],
            "title": row["title"] or f"Financing {row['financing']}",
            "unit_cents": row["payment_cents"],
            "amount_cents": row["payment_cents"],
            "tier": FINANCING_TIER,
            "pay_on": day,
            "recurring": True,
            "why": f"Payment {number} of {row['payments']}, every {apart} months, principal and interest together.",
        }
        for number, day in enumerate(days, start=1)
        if settings.begins <= day <= settings.ends
    ]


def _incomplete_financing(row: dict[str, Any], missing: list[str]) -> dict[str, Any]:
    words = {"start_on": "first day", "payments": "number of payments", "payment_cents": "payment"}
    named = ", ".join(words[name] for name in missing)
    return gap(
        "financings",
        row["financing"],
        f"Not entered: {named}. Its payments are not in the plan.",
        f"Enter the {named}.",
        column=missing[0].removesuffix("_cents"),
    )


def _price_year(about: str, fy: int) -> Assumption:
    return Assumption(
        assumption="price year not entered",
        about=about,
        value=label(fy),
        why="The figures are taken to hold in the first fiscal year of the plan.",
    )
