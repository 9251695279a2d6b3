"""The district's own discount and Category Two budget, from the Book's schools and enrolment."""

from __future__ import annotations

from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.planning.drivers import DriverCounts
from techplan.planning.erate.budgets import CategoryTwo, category_two
from techplan.planning.erate.discounts import (
    SchoolCount,
    band_is_certain,
    band_of,
    discount_rule,
    eligible_students,
    is_rural,
)
from techplan.planning.erate.results import ErateDiscounts, ErateEntitlements
from techplan.rules.load import Rules, funding_year_day

CATEGORIES = ("category one", "category two")
CYCLE = 5
FIRST_CYCLE = 2021


def school_counts(book: Book, drivers: DriverCounts, fy: int) -> list[SchoolCount]:
    """Each school with pupils in a fiscal year; lunch eligibility from the last year in which every grade gives it."""
    students = drivers.students.filter(pl.col("fy") == fy).group_by("school").agg(pl.col("students").sum())
    shares = _lunch_shares(book)
    schools = {row["code"]: row for row in book.schools.iter_rows(named=True)}
    found = []
    for school, number in students.sort("school").iter_rows():
        facts = schools.get(school, {})
        share = shares.get(school)
        rural = None if facts.get("urban_rural") is None else facts["urban_rural"] == "rural"
        identified = facts.get("identified_students") if facts.get("cep") else None
        eligible = None if share is None else round(number * share)
        found.append(SchoolCount(number, eligible, identified, rural))
    return found


def _lunch_shares(book: Book) -> dict[str, float]:
    """By school, the share eligible in the last year that tells it for every grade."""
    rows = book.enrollment.group_by("school", "fy").agg(
        pl.col("students").sum(),
        free=pl.when(pl.col("free_reduced").null_count() == 0).then(pl.col("free_reduced").sum()),
    )
    known = rows.filter(pl.col("free").is_not_null() & (pl.col("students") > 0)).sort("fy")
    last = known.unique("school", keep="last", maintain_order=True)
    return {school: free / students for school, students, free in last.select("school", "students", "free").iter_rows()}


def discounts(book: Book, drivers: DriverCounts, rules: Rules, fy: int) -> pl.DataFrame:
    """The ``erate_discounts`` table for the funding year that starts with the fiscal year ``fy`` (July to June)."""
    funding_year = fy - 1
    schools = school_counts(book, drivers, fy)
    rows = [_discount(schools, category, rules, funding_year) for category in CATEGORIES] if schools else []
    return pl.DataFrame(rows, schema=ErateDiscounts.polars_schema(), orient="row").sort(ErateDiscounts.primary_key())


def _discount(schools: list[SchoolCount], category: str, rules: Rules, funding_year: int) -> dict[str, Any]:
    day = funding_year_day(funding_year)
    multiplier, more_than = rules.at("erate.cep_multiplier", on=day), rules.at("erate.rural_share", on=day)
    rounding = rules.at("erate.discount.share_rounding", on=day)
    counted = [eligible_students(school, multiplier.value) for school in schools]  # type: ignore[arg-type]
    students, eligible = sum(school.students for school in schools), sum(number or 0 for number in counted)
    rural = is_rural(schools, more_than.value)  # type: ignore[arg-type]
    row: dict[str, Any] = {
        "funding_year": funding_year, "category": category, "students": students, "eligible": eligible,
        "share": None, "rural": rural, "discount": None, "confirmed": False,
    }  # fmt: skip
    if None in counted or rural is None or not students:
        missing = "lunch eligibility of every school" if None in counted else "urban or rural status of the schools"
        return {**row, "why": f"Not known: enter the {missing}."}
    rule = discount_rule(rules, category, rural=rural, band=band_of(eligible, students), funding_year=funding_year)
    share = round(eligible / students, 6)
    certain = rounding.confirmed or band_is_certain(eligible, students)
    why = f"{eligible:,} of {students:,} students are {share:.1%}; {'rural' if rural else 'urban'} ({rule.citation})."
    if not certain:
        why += f" Ask your treasurer how USAC rounds the share ({rounding.citation})."
    return {
        **row,
        "share": share,
        "discount": rule.value,
        "confirmed": rule.confirmed and certain,
        "why": why,
    }


def entitlements(book: Book, drivers: DriverCounts, rules: Rules, fy: int) -> pl.DataFrame:
    """The ``erate_entitlements`` table: the budget of the cycle that the fiscal year ``fy`` lies in."""
    first = FIRST_CYCLE + (fy - 1 - FIRST_CYCLE) // CYCLE * CYCLE
    schools = [school.students for school in school_counts(book, drivers, fy)]
    if not schools:
        return ErateEntitlements.empty()
    found = category_two(schools, rules, first)
    stated = book.erate_budgets.filter((pl.col("first_funding_year") == first) & pl.col("school").is_null())
    row = {
        "first_funding_year": first,
        "students": sum(schools),
        "schools": len(schools),
        "by_students_cents": found.by_students,
        "by_floors_cents": found.by_floors,
        "by_schools_cents": found.by_schools,
        "budget_cents": found.budget,
        "stated_cents": stated["budget_cents"][0] if stated.height == 1 else None,
        "at_boundary": found.at_boundary,
        "confirmed": found.confirmed and not found.at_boundary,
        "why": _why(found, len(schools)),
    }
    return pl.DataFrame([row], schema=ErateEntitlements.polars_schema(), orient="row")


def _why(found: CategoryTwo, schools: int) -> str:
    said = f"The largest of what applies to a district of {schools} schools ({found.citation})."
    if found.at_boundary:
        said += " At exactly ten schools sources differ on whether school by school may be added up: ask USAC."
    return said
