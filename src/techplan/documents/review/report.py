"""The year-end report: did last year's plan work, and what could pay for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.book.school_years import long_label
from techplan.documents.facts.names import names_of
from techplan.documents.facts.shapes import KeyFigure
from techplan.documents.report import Report
from techplan.documents.review.budget import budget_findings, budget_section, pace_words
from techplan.documents.review.learning import learning_findings, learning_sections
from techplan.documents.review.promises import error_section, promise_findings, promise_section
from techplan.documents.review.ways import ways_findings, ways_section
from techplan.documents.words import about, day
from techplan.planning.review.shares import printed_share

if TYPE_CHECKING:
    from techplan.planning.review import Review


def review_report(review: Review) -> Report:
    """Everything the report says of a review."""
    names = names_of(review.book)
    district = review.book.district["name"].to_list()
    year = long_label(review.fy, review.start_month)
    return Report(
        title="Year-end review",
        district=district[0] if district else "District without a name",
        span=f"{year}, reviewed on {day(review.on)}",
        on=review.on.isoformat(),
        on_words=day(review.on),
        about="Year-end review of the technology plan of",
        lead="Whether the plan that was adopted worked: its money, its promises, its forecast and its goals; and what "
        "could pay for the next one.",
        table_word="review table",
        key_figures=_figures(review),
        findings=(
            *budget_findings(review), *promise_findings(review), *learning_findings(review), *ways_findings(review),
        ),
        sections=(
            budget_section(review), promise_section(review, names), error_section(review, names),
            *learning_sections(review, names), ways_section(review),
        ),
    )  # fmt: skip


def _figures(review: Review) -> tuple[KeyFigure, ...]:
    ties = review.result("review_ties")
    whole = ties.filter(pl.col("part") == "ledger").row(0, named=True)
    committed = whole["actual_cents"] + whole["encumbered_cents"]
    share = printed_share(committed, whole["revised_cents"])
    ways = review.result("review_candidates").filter(pl.col("standing") == "open")
    accepted = review.result("review_candidates").filter(pl.col("standing") == "accepted")
    known = bool(whole["accounts"])
    return (
        KeyFigure(label="Budget", printed=about(whole["revised_cents"]) if known else "not known", note="as revised"),
        KeyFigure(label="Committed", printed=share or "not known", note=pace_words(review) or "spent and encumbered"),
        KeyFigure(label="Left", printed=about(whole["left_cents"]) if known else "not known", note="below zero is "
                  "overspent"),
        KeyFigure(label="Ways to pay", printed=about(int(ways["counted_cents"].sum())),
                  note=f"a year, nobody decided yet; {about(int(accepted['counted_cents'].sum()))} accepted"),
    )  # fmt: skip
