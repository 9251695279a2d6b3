"""The enrolment forecast held out: last year forecast as if it were not known, beside last year's numbers again.

Cohort survival takes the share of each grade that came on to the next over the last years, all their pupils together.
Nothing in the Book says how many enter, so an entry grade (the lowest two, where one is pre-kindergarten) keeps the
number of the year before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up
from techplan.book.school_years import label
from techplan.book.tables.district import GRADES
from techplan.planning.review.numbers import exact, fraction
from techplan.planning.review.results import METHODS, ReviewEnrollment, ReviewEnrollmentGrades

LADDER: Final = GRADES[: GRADES.index("12") + 1]
"""Grades that pupils pass one after the other; others keep last year's number."""
ENTRY: Final = ("PK", "KG")

Counts = Mapping[int, Mapping[str, int]]
"""Students by fiscal year and grade."""


@dataclass(frozen=True, slots=True)
class Step:
    """One grade forecast: how many, and by which share of the grade below; None where it is an entry grade."""

    students: int
    survival: Fraction | None
    years: int


def counted(book: Book) -> dict[int, dict[str, int]]:
    """Students of the whole district by fiscal year and grade, as counted; projections are left out."""
    rows = book.enrollment.filter(pl.col("basis").fill_null("actual") == "actual")
    found: dict[int, dict[str, int]] = {}
    sums = rows.group_by("fy", "grade").agg(pl.col("students").sum()).sort("fy", "grade")
    for fy, grade, students in sums.iter_rows():
        found.setdefault(fy, {})[grade] = students
    return found


def cohort_survival(counts: Counts, fy: int, years: int) -> dict[str, Step]:
    """Each grade of a fiscal year forecast from the years before it; at most ``years`` steps are learnt from."""
    last = counts[fy - 1]
    return {grade: _step(counts, grade, fy, years) for grade in sorted(last, key=GRADES.index)}


def _step(counts: Counts, grade: str, fy: int, years: int) -> Step:
    last = counts[fy - 1]
    below = _below(grade)
    if below is None or below not in last:
        return Step(last[grade], None, 0)
    pairs = [
        (counts[year - 1][below], counts[year][grade])
        for year in range(fy - years, fy)
        if counts.get(year - 1, {}).get(below) and grade in counts.get(year, {})
    ]
    if not pairs:
        return Step(last[grade], None, 0)
    survival = Fraction(sum(after for _, after in pairs), sum(before for before, _ in pairs))
    return Step(half_up(last[below] * survival), survival, len(pairs))


def _below(grade: str) -> str | None:
    if grade in ENTRY or grade not in LADDER:
        return None
    return LADDER[LADDER.index(grade) - 1]


def held_out_year(counts: Counts, fy: int) -> int | None:
    """The last counted year up to ``fy`` that has a counted year before it; None where there is none."""
    return max((year for year in counts if year <= fy and year - 1 in counts), default=None)


def review_enrollment(book: Book, fy: int, years: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables ``review_enrollment`` and ``review_enrollment_grades``; empty where two years are not counted."""
    counts = counted(book)
    year = held_out_year(counts, fy)
    if year is None:
        return ReviewEnrollment.empty(), ReviewEnrollmentGrades.empty()
    steps, last, actual = cohort_survival(counts, year, years), counts[year - 1], counts[year]
    grades = sorted({*steps, *actual}, key=GRADES.index)
    forecast = {grade: steps[grade].students if grade in steps else 0 for grade in grades}
    again = {grade: last.get(grade, 0) for grade in grades}
    counted_ = {grade: actual.get(grade, 0) for grade in grades}
    rows = [_grade_row(grade, year, steps.get(grade), last.get(grade, 0), counted_[grade]) for grade in grades]
    off = {name: _off(made, counted_) for name, made in zip(METHODS, (forecast, again), strict=True)}
    learnt = max((step.years for step in steps.values()), default=0)
    methods = [
        _method_row(name, year, sum(made.values()), counted_, off, learnt)
        for name, made in zip(METHODS, (forecast, again), strict=True)
    ]
    return (
        pl.DataFrame(methods, schema=ReviewEnrollment.polars_schema(), orient="row").sort("method"),
        pl.DataFrame(rows, schema=ReviewEnrollmentGrades.polars_schema(), orient="row"),
    )


def _off(made: Mapping[str, int], counted_: Mapping[str, int]) -> int:
    return sum(abs(made[grade] - counted_[grade]) for grade in counted_)


def _method_row(
    name: str, fy: int, forecast: int, counted_: Mapping[str, int], off: Mapping[str, int], years: int
) -> dict[str, Any]:
    actual = sum(counted_.values())
    other = next(cents for method, cents in off.items() if method != name)
    why = f"The numbers of {label(fy - 1)}, grade by grade."
    if name == METHODS[0] and years:
        steps = "1 step" if years == 1 else f"{years} steps"
        why = f"Shares that came on, learnt from {steps} from one year to the next; entry grades as a year before."
    elif name == METHODS[0]:
        why = f"Nothing could be learnt: no two years before are counted. It is the numbers of {label(fy - 1)} too."
    return {
        "method": name,
        "fy": fy,
        "forecast": forecast,
        "actual": actual,
        "error": forecast - actual,
        "error_share": fraction(forecast - actual, actual),
        "grades_off": off[name],
        "grades_off_share": fraction(off[name], actual),
        "closer": None if off[name] == other else off[name] < other,
        "why": why,
    }


def _grade_row(grade: str, fy: int, step: Step | None, last: int, actual: int) -> dict[str, Any]:
    forecast = step.students if step is not None else 0
    if step is None:
        why = f"No pupils of this grade in {label(fy - 1)}."
    elif step.survival is None:
        why = "An entry grade, or one without a grade below: the number of the year before."
    else:
        why = f"Learnt from {step.years} {'step' if step.years == 1 else 'steps'} from one year to the next."
    return {
        "grade": grade,
        "fy": fy,
        "last_year": last,
        "survival": exact(step.survival) if step is not None and step.survival is not None else None,
        "forecast": forecast,
        "actual": actual,
        "error": forecast - actual,
        "why": why,
    }
