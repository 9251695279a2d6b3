"""Ways to pay: candidates with dollars and evidence, and those that were accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count, day, first_upper
from techplan.planning.review.contracts import NO_GOAL

if TYPE_CHECKING:
    from techplan.planning.review import Review

MOST: Final = 30


def ways_section(review: Review) -> Section:
    """What could be cut, shared, re-negotiated, re-assigned or claimed."""
    return Section(
        heading="Ways to pay",
        lead="Candidates, not decisions: none is applied by itself.",
        grids=(_kinds(review), _candidates(review), _without_goal(review), _decided(review)),
        turned=True,
        flowing=True,
        new_page=True,
    )


def _open(review: Review) -> pl.DataFrame:
    return review.result("review_candidates").filter(pl.col("standing") == "open")


def _kinds(review: Review) -> Grid:
    frame = _open(review).group_by("kind").agg(
        pl.len().cast(pl.Int64).alias("rows"), pl.col("counted_cents").sum(),
        pl.col("amount_cents").is_null().sum().cast(pl.Int64).alias("unknown"),
    ).sort("counted_cents", "kind", descending=[True, False])  # fmt: skip
    rows = [{**row, "kind": first_upper(row["kind"])} for row in frame.iter_rows(named=True)]
    columns = (
        Column("Kind", "kind", share=6), Column("Candidates", "rows", "count"),
        Column("Amount not known", "unknown", "count"), Column("Counted once, dollars", "counted_cents", "dollars"),
    )  # fmt: skip
    return grid(
        "ways-kinds", "By kind", columns, rows, source="review_candidates",
        note="Where two candidates are about one thing, the larger counts. " if rows else "",
        empty="Nothing was found.",
    )  # fmt: skip


def _candidates(review: Review) -> Grid:
    frame = _open(review).filter(pl.col("kind") != NO_GOAL)
    rows = [
        {**row, "what": f"{first_upper(row['kind'])}: {row['title']}", "do": first_upper(row["action"]),
         "act_by": row["act_by"] or ""}
        for row in frame.head(MOST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("What", "what", share=6), Column("Could be", "do", share=3),
        Column("A year, dollars", "amount_cents", "dollars"), Column("Act by", "act_by", "day", share=2),
        Column("Evidence", "evidence", share=9), Column("What it rests on", "why", share=9),
    )  # fmt: skip
    more = f"The table review_candidates lists {frame.height - MOST} more. " if frame.height > MOST else ""
    return grid("ways", "One by one, the largest first", columns, rows, source="review_candidates", note=more,
                empty="Nothing is open.")  # fmt: skip


def _without_goal(review: Review) -> Grid:
    """A question for the cabinet rather than money: what these agreements cost, and by when to ask."""
    frame = _open(review).filter((pl.col("kind") == NO_GOAL) & (pl.col("amount_cents") > 0))
    rows = [{**row, "act_by": row["act_by"] or ""} for row in frame.iter_rows(named=True)]
    columns = (
        Column("Agreement", "title", share=6), Column("A term, dollars", "amount_cents", "dollars"),
        Column("Notice by", "act_by", "day", share=2),
    )  # fmt: skip
    note = "Nobody has judged which goal they help. Judge them first; they are in no total. " if rows else ""
    return grid("ways-goals", "Agreements without a goal", columns, rows, source="review_candidates", note=note,
                empty="Every agreement beyond what keeps things running helps a goal, or ends by itself.")  # fmt: skip


def _decided(review: Review) -> Grid:
    frame = review.result("review_candidates").filter(pl.col("standing") != "open")
    rows = [
        {**row, "what": f"{first_upper(row['kind'])}: {row['title']}", "stands": first_upper(row["standing"]),
         "reason": row["reason"] or ""}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("What", "what", share=6), Column("Decision", "stands", share=2),
        Column("A year, dollars", "amount_cents", "dollars"), Column("Reason", "reason", share=6),
    )  # fmt: skip
    return grid("ways-decided", "Decided", columns, rows, source="review_candidates",
                empty="Nobody has decided about a candidate yet.")  # fmt: skip


def ways_findings(review: Review) -> tuple[Finding, ...]:
    """What could be freed, and what comes first."""
    frame = _open(review).filter(pl.col("counted_cents") > 0)
    if frame.is_empty():
        return ()
    dated = frame.filter(pl.col("act_by").is_not_null() & (pl.col("act_by") >= review.on)).sort("act_by", "candidate")
    most = amount(int(frame["counted_cents"].sum()))
    first = dated.row(0, named=True) if dated.height else None
    return (
        Finding(
            finding="There are ways to pay that nobody has decided about.",
            figure=f"{count(frame.height, 'candidate')}, {most} a year at the most.",
            reason=f"The first must be decided by {day(first['act_by'])}: {first['title']} ({first['kind']})."
            if first is not None
            else "None has a day by which to act.",
        ),
    )
