"""Did last year's plan work, and what could pay for the next: budget, promises, errors, indicators, candidates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from techplan.book.book import Book
from techplan.book.ledger_match import ledger_match
from techplan.book.problem import Problem
from techplan.planning.assumptions import Assumption
from techplan.planning.review.assuming import review_assumptions
from techplan.planning.review.budgeting import review_lines, review_pace, review_ties, review_totals
from techplan.planning.review.candidates import review_candidates
from techplan.planning.review.enrolment import review_enrollment
from techplan.planning.review.errors import review_error_classes, review_errors
from techplan.planning.review.indicators import review_indicators
from techplan.planning.review.lapsing import review_lapsing
from techplan.planning.review.matching import accounts_of, of_year, review_accounts
from techplan.planning.review.norms import Norms, norms_of
from techplan.planning.review.orders import bought_by_line
from techplan.planning.review.promises import review_promises, review_rolled
from techplan.planning.review.stages import review_stages
from techplan.planning.settings import Settings
from techplan.rules.load import Rules

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


@dataclass(frozen=True, eq=False, kw_only=True)
class Review:
    """One frame for each table of ``results.REVIEW`` by name, what they assume, and faults of the saved rules."""

    book: Book
    fy: int
    on: date
    known: date
    start_month: int
    frames: dict[str, pl.DataFrame]
    assumptions: tuple[Assumption, ...]
    problems: tuple[Problem, ...]

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        return self.frames[name]


def review_of(
    book: Book, settings: Settings, rules: Rules, fy: int, *, known: date | None = None, plan: Plan | None = None
) -> Review:
    """The review of one fiscal year on the day of ``settings``; a plan of that day adds what it knows.

    Rules are asked as on that day and as known on ``known``, the same day where it is left out.
    """
    known = known or settings.on
    norms, assumed = norms_of(rules, settings.on, known)
    saved, problems = ledger_match(book)
    accounts = accounts_of(book, saved, fy, carried_on_top=norms.carried_on_top)
    bought = bought_by_line(book, settings, fy)
    lines, promises = review_lines(book, accounts, fy), review_promises(book, bought, fy)
    errors = review_errors(book, accounts, bought, fy)
    enrollment, grades = review_enrollment(book, fy, norms.survival_years)
    candidates, notes = review_candidates(book, settings, rules, norms, fy, known=known, plan=plan)
    expiring = plan.result("expiring") if plan is not None else None
    frames = {
        "review_ties": review_ties(accounts, saved.printed.get(fy)),
        "review_pace": review_pace(accounts, settings, fy),
        "review_totals": review_totals(book, accounts),
        "review_lines": lines,
        "review_accounts": review_accounts(accounts),
        "review_promises": promises,
        "review_rolled": review_rolled(lines, promises, settings, fy),
        "review_lapsing": review_lapsing(book, settings, fy, norms.about_to_lapse_months, expiring),
        "review_error_classes": review_error_classes(book, errors),
        "review_errors": errors,
        "review_assumptions": review_assumptions(book, errors, bought, fy),
        "review_enrollment": enrollment,
        "review_enrollment_grades": grades,
        "review_indicators": review_indicators(book, fy, norms.small_cell),
        "review_stages": review_stages(book, fy, norms.small_cell, norms.schools_for_an_interval),
        "review_candidates": candidates,
    }
    told = (*assumed, *_left_out(book, norms, errors, fy), *notes)
    return Review(
        book=book, fy=fy, on=settings.on, known=known, start_month=settings.start_month, frames=frames,
        assumptions=told, problems=tuple(problems),
    )  # fmt: skip


def _left_out(book: Book, norms: Norms, errors: pl.DataFrame, fy: int) -> list[Assumption]:
    """Rows that a part of the review could not use, and carried money that it did not add."""
    unknown = of_year(book.adopted_lines, fy).height - errors.height
    carried = of_year(book.ledger, fy).filter(pl.col("carried_encumbrance_cents") != 0).height
    notes = (
        (unknown, "adopted lines without a forecast error", "left out",
         "They have no adopted amount, or neither orders nor accounts say what they cost."),
        (0 if norms.carried_on_top else carried, "encumbrances carried over", "not added to the budget",
         "Where the revised budget leaves them out, set review.carried_on_top in the district's rules."),
    )  # fmt: skip
    return [
        Assumption(assumption=what, about="review", value=value, why=why, confirmed=True, rows=rows)
        for rows, what, value, why in notes
        if rows
    ]


__all__ = ["Review", "review_of"]
