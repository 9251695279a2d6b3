"""Agreements as money: one cost line for each term that starts inside the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from techplan.book.book import Book
from techplan.book.money import dollars, escalated
from techplan.book.school_years import add_months, first_day, fiscal_year_of, label, last_day
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.agreement_counts import AgreementCounts, agreement_counts
from techplan.planning.costs.parts import DEFAULT_TIER, NO_SLIP, Costs, default_tiers, gap, lines_frame
from techplan.planning.costs.prices import price_in_words
from techplan.planning.drivers import DriverCounts
from techplan.planning.results import DISTRICT_WIDE
from techplan.planning.settings import Settings

TERM_MONTHS: Final = 12

_COUNTED: Final = {
    "flat": "term",
    "per student": "students",
    "per staff": "staff members",
    "per device": "devices",
    "per school": "schools",
}


@dataclass(frozen=True, slots=True)
class _Terms:
    """When an agreement's terms start, and the price of one unit of its basis."""

    start_on: date
    months: int
    last_start: date
    price_fy: int
    growth: Decimal
    lock_end: date | None
    start_month: int
    begins: date = date.min
    """No term that starts before this day is paid: its program is not taught yet."""

    def starts(self, begins: date) -> Iterator[date]:
        """The first day of each term from ``begins`` on."""
        term, day = 0, self.start_on
        while day <= self.last_start:
            if day >= max(begins, self.begins):
                yield day
            term += 1
            day = add_months(self.start_on, term * self.months)

    def years_of_growth(self, day: date) -> int:
        """Years for which the price has grown by then: none while it is held, else counted from the lock's year."""
        fy = fiscal_year_of(day, self.start_month)
        if self.lock_end is None:
            return fy - self.price_fy
        if day <= self.lock_end:
            return 0
        return fy - max(self.price_fy, fiscal_year_of(self.lock_end, self.start_month))


def agreement_lines(
    book: Book, drivers: DriverCounts, settings: Settings, later: Mapping[str, int] | None = None
) -> Costs:
    """The lines of all agreements. A term begun before the plan is not paid again; a notice date changes no cost.

    ``later`` gives the years by which the start of an agreement is put off: its terms until then are not paid.
    """
    counts = agreement_counts(book, drivers)
    lines: list[dict[str, Any]] = []
    assumptions: list[Assumption] = list(default_tiers("agreements", book.agreements["tier"].to_list()))
    gaps: list[dict[str, Any]] = []
    programs = {program["code"]: program for program in book.programs.iter_rows(named=True)}
    for agreement in book.agreements.iter_rows(named=True):
        program = programs.get(agreement["program"] or "", {})
        row = {**agreement, "grades": agreement["grades"] or program.get("grades")}
        terms, assumed = _terms(row, settings)
        terms = _put_off(_within_program(terms, program), row["start_on"], (later or {}).get(row["agreement"], 0))
        found, missing = _lines_of(row, terms, counts, settings)
        lines += found
        gaps += missing
        assumptions += assumed
    return Costs(lines_frame(lines), (*assumptions, *counts.assumptions()), tuple(gaps))


def _put_off(terms: _Terms, start: date | None, years: int) -> _Terms:
    """The terms from a later start on."""
    return (
        terms if start is None or not years else replace(terms, begins=max(terms.begins, add_months(start, 12 * years)))
    )


def _within_program(terms: _Terms, program: dict[str, Any]) -> _Terms:
    """The terms that start while the program that they serve is taught."""
    first, last = program.get("first_fy"), program.get("last_fy")
    begins = date.min if first is None else first_day(first, terms.start_month)
    ends = terms.last_start if last is None else min(terms.last_start, last_day(last, terms.start_month))
    return replace(terms, begins=begins, last_start=ends)


def _lines_of(
    row: dict[str, Any], terms: _Terms, counts: AgreementCounts, settings: Settings
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One agreement's lines; a gap where what it is multiplied by is nowhere to be counted."""
    starts = list(terms.starts(settings.begins))
    counted = [counts.of(row, fiscal_year_of(day, settings.start_month)) for day in starts]
    if starts and not any(counted):
        return [], [_nothing_counted(row, counts)]
    found = []
    for day, quantity in zip(starts, counted, strict=True):
        if quantity:
            found.append(_line(row, terms, day, quantity))
    return found, []


def _line(row: dict[str, Any], terms: _Terms, day: date, quantity: int) -> dict[str, Any]:
    years = terms.years_of_growth(day)
    unit = escalated(row["amount_cents"], terms.growth, years)
    return {
        "line": f"agreement:{row['agreement']}/{day.isoformat()}",
        "fy": fiscal_year_of(day, terms.start_month),
        "school": row["school"] or DISTRICT_WIDE,
        "category": row["category"],
        "kind": "operating",
        "source_table": "agreements",
        "source_key": row["agreement"],
        "title": row["title"],
        "asset_class": row["asset_class"],
        "program": row["program"],
        "quantity": quantity,
        "unit_cents": unit,
        "amount_cents": unit * quantity,
        "object": row["object_code"],
        "tier": DEFAULT_TIER if row["tier"] is None else row["tier"],
        "may_slip_years": NO_SLIP if row["may_slip_years"] is None else row["may_slip_years"],
        "whole": bool(row["whole"]),
        "pay_on": day,
        "recurring": True,
        "why": _in_words(row, terms, day, quantity, unit, years),
    }


def _in_words(row: dict[str, Any], terms: _Terms, day: date, quantity: int, unit: int, years: int) -> str:
    """``3,200 students at 4.64 (4.50 in FY2027, 3% a year for 1 year), term from 2027-07-01``."""
    what = "" if row["basis"] == "flat" else f"{quantity:,} {_COUNTED[row['basis']]} at "
    held = terms.lock_end is not None and day <= terms.lock_end
    origin = (
        f"price held until {terms.lock_end}"
        if held
        else price_in_words(row["amount_cents"], fiscal_year_of(day, terms.start_month) - years, terms.growth, years)
    )
    return f"{what}{dollars(unit)} ({origin}), term from {day.isoformat()}."


def _terms(row: dict[str, Any], settings: Settings) -> tuple[_Terms, list[Assumption]]:
    """The agreement's terms, with each default used."""
    about = f"agreement {row['agreement']}"
    assumed: list[Assumption] = []
    start = row["start_on"]
    if start is None:
        start = settings.begins
        assumed.append(
            _assumed("start date not entered", about, start.isoformat(), "Paid on the first day of a fiscal year.")
        )
    price_fy = row["price_fy"]
    if price_fy is None:
        price_fy = fiscal_year_of(start, settings.start_month)
        if row["start_on"] is None:
            why = "Neither price year nor start date is entered; the plan's first fiscal year is taken."
            assumed.append(_assumed("price year not entered", about, label(price_fy), why))
    last_start, ending = _last_start(row, start, settings)
    terms = _Terms(
        start_on=start,
        months=row["term_months"] or TERM_MONTHS,
        last_start=last_start,
        price_fy=price_fy,
        growth=settings.escalation if row["escalation"] is None else row["escalation"],
        lock_end=row["price_lock_end"],
        start_month=settings.start_month,
    )
    return terms, [*assumed, *ending]


def _last_start(row: dict[str, Any], start: date, settings: Settings) -> tuple[date, list[Assumption]]:
    """The last day on which a term may start: the plan's end, or the agreement's where it is not renewed."""
    about = f"agreement {row['agreement']}"
    end, renews = row["end_on"], row["renews"]
    if renews:
        return settings.ends, []
    if end is None and renews is None:
        why = "Neither an end nor a renewal is entered; it is paid through the whole plan."
        return settings.ends, [_assumed("agreement taken to go on", about, "renewed every term", why)]
    if end is None:
        return min(start, settings.ends), []
    if renews is None and end < settings.ends:
        why = "The Book does not say whether it is renewed; enter yes to keep it in the plan."
        return end, [_assumed("agreement taken to end", about, f"not renewed after {end.isoformat()}", why)]
    return min(end, settings.ends), []


def _nothing_counted(row: dict[str, Any], counts: AgreementCounts) -> dict[str, Any]:
    """The gap of an agreement that has a price but nothing to multiply it by."""
    if row["basis"] == "per device" and not counts.names_devices(row):
        return gap(
            "agreements",
            row["agreement"],
            "The class that is counted is not entered, so the agreement has no cost in the plan.",
            "Enter the class, or the assets or classes covered.",
            column="asset_class",
            school=row["school"],
        )
    return gap(
        "agreements",
        row["agreement"],
        f"No {_COUNTED[row['basis']]} are found for it, so the agreement has no cost in the plan.",
        f"Enter the {_COUNTED[row['basis']]} it is paid for, or correct its school, grades or class.",
        column="basis",
        school=row["school"],
    )


def _assumed(what: str, about: str, value: str, why: str) -> Assumption:
    return Assumption(assumption=what, about=about, value=value, why=why)
