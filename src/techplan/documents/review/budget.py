"""Budget against actual as grids, in dollars and cents: they are held against the ledger's own report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.book.money import dollars
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count, first_upper, percent
from techplan.planning.review.results import DIMENSIONS, NOT_KNOWN, UNMATCHED
from techplan.planning.review.shares import printed_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from techplan.planning.review import Review

MOST: Final = 20
"""Rows of a list that is cut; the tables hold the rest."""
AMOUNTS: Final = {
    "adopted_cents": "Adopted", "revised_cents": "Budget", "actual_cents": "Spent", "encumbered_cents": "Encumbered",
    "left_cents": "Left",
}  # fmt: skip
"""The amounts of a budget with their heads; spent, encumbered and left together are the budget."""


def budget_section(review: Review) -> Section:
    """The ledger against the adopted plan: by line, by fund, school, category and goal, and what is not matched."""
    return Section(
        heading=f"Budget against actual in FY{review.fy}",
        lead="In dollars and cents, as in the ledger. Spent, encumbered and left are the budget; overspent rows are "
        "below zero.",
        grids=(
            _lines(review),
            *(_dimension(review, name) for name in DIMENSIONS if _is_known(review, name)),
            _ties(review),
            _unmatched(review),
        ),
        turned=True,
        flowing=True,
    )


def _is_known(review: Review, dimension: str) -> bool:
    """Whether the dimension says anything: one of nothing but unknown is left out."""
    items = review.result("review_totals").filter(pl.col("dimension") == dimension)["item"]
    return bool(items.len()) and items.to_list() != [NOT_KNOWN]


def _columns(label: str, share: int) -> tuple[Column, ...]:
    return (
        Column(label, "title", share=share),
        *(Column(head, name, "cents") for name, head in AMOUNTS.items()),
        Column("Committed", "committed", share=3),
        Column("Reads", "reads", share=3),
    )


def _rows(frame: pl.DataFrame) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows as they print, and their total."""
    rows = [
        {**row, "committed": row["committed_printed"] or "–", "reads": first_upper(row["verdict"])}
        for row in frame.iter_rows(named=True)
    ]
    sums = {name: int(frame[name].sum()) for name in (*AMOUNTS, "committed_cents")}
    committed = printed_share(sums["committed_cents"], sums["revised_cents"]) or "–"
    return rows, {"title": "Together", **sums, "committed": committed, "reads": ""}


def _note(frame: pl.DataFrame) -> str:
    none = frame.filter(pl.col("committed_share").is_null()).height
    return f"{count(none, 'row has', 'rows have')} no budget, so no share is worked out there. " if none else ""


def _lines(review: Review) -> Grid:
    frame = review.result("review_lines")
    rows, total = _rows(frame)
    named = [
        {**row, "title": row["title"] if row["line"].startswith("(") else f"{row['line']} {row['title']}"}
        for row in rows
    ]
    return grid(
        "review-lines", "By line of the adopted plan", _columns("Line", 8), named, source="review_lines",
        total=total if frame.height > 1 else None, note=_note(frame),
        empty="No plan was adopted for the year, and its ledger is not in the Book.",
    )  # fmt: skip


def _dimension(review: Review, dimension: str) -> Grid:
    frame = review.result("review_totals").filter(pl.col("dimension") == dimension)
    rows, total = _rows(frame)
    named = [
        {**row, "title": first_upper(row["title"]) if row["item"] in {NOT_KNOWN, row["title"]}
         else f"{row['item']} {row['title']}"}
        for row in rows
    ]  # fmt: skip
    return grid(
        f"review-{dimension}", f"By {dimension}", _columns(first_upper(dimension), 6), named, source="review_totals",
        total=total, note=_note(frame), empty="",
    )  # fmt: skip


TIES: Final = {
    "plan line": "By their own plan line", "rule": "By saved rules", "unmatched": "Not matched", "ledger": "The ledger",
    "printed": "Printed at its foot", "difference": "Difference",
}  # fmt: skip


def _ties(review: Review) -> Grid:
    """Whether nothing of the ledger is lost, and what its own report prints: where a treasurer looks first."""
    by_part = {row["part"]: row for row in review.result("review_ties").iter_rows(named=True)}
    rows = [
        {**by_part[part], "role": "total" if part == "ledger" else "body", "title": title}
        for part, title in TIES.items() if part in by_part
    ]  # fmt: skip
    columns = (
        Column("Accounts", "title", share=4), Column("Rows", "accounts", "count", unknown="–"),
        *(Column(head, name, "cents", unknown="–") for name, head in AMOUNTS.items()),
    )  # fmt: skip
    note = f"{by_part['difference']['why']} " if "difference" in by_part else ""
    shown = rows if by_part["ledger"]["accounts"] else []
    return grid("review-ties", "Does it tie?", columns, shown, source="review_ties", note=note,
                empty="The ledger of the year is not in the Book.")  # fmt: skip


def _unmatched(review: Review) -> Grid:
    frame = review.result("review_accounts").filter(pl.col("matched_by") == "unmatched")
    largest = frame.sort(pl.col("committed_cents").abs(), "account", descending=[True, False])
    rows = [{**row, "what": row["description"] or "not described"} for row in largest.head(MOST).iter_rows(named=True)]
    columns = (
        Column("Account", "account", share=7), Column("Description", "what", share=6),
        *(Column(AMOUNTS[name], name, "cents") for name in ("revised_cents", "actual_cents", "left_cents")),
    )  # fmt: skip
    more = f"The largest {MOST}; the table review_accounts lists {frame.height - MOST} more. "
    how = "Match them once for every year with mappings/ledger_match.toml. "
    return grid(
        "review-unmatched", "Accounts that belong to no line", columns, rows, source="review_accounts",
        empty="Every account belongs to a line or a category of the plan.",
        note=(more if frame.height > MOST else "") + (how if rows else ""),
    )  # fmt: skip


def budget_findings(review: Review) -> tuple[Finding, ...]:
    """What stands out of the budget."""
    found = (_overspent(review), _not_matched(review), _foot(review))
    return tuple(finding for finding in found if finding is not None)


def _overspent(review: Review) -> Finding | None:
    lines = review.result("review_lines").filter((pl.col("left_cents") < 0) & (pl.col("line") != UNMATCHED))
    if lines.is_empty():
        return None
    worst = lines.sort("left_cents", "line").row(0, named=True)
    return Finding(
        finding=f"{first_upper(count(lines.height, 'line is', 'lines are'))} committed above the budget.",
        figure=f"{amount(-int(lines['left_cents'].sum()))} together; most at {worst['title']}, "
        f"{amount(-worst['left_cents'])}.",
        reason="Rows that are overspent stay below zero here; what covers them is the treasurer’s to say.",
    )


def _not_matched(review: Review) -> Finding | None:
    ties = {row["part"]: row for row in review.result("review_ties").iter_rows(named=True)}
    rest, whole = ties["unmatched"], ties["ledger"]
    if not rest["accounts"]:
        return None
    spent = printed_share(rest["actual_cents"], whole["actual_cents"])
    return Finding(
        finding="Part of the ledger belongs to no line of the adopted plan.",
        figure=f"{count(rest['accounts'], 'account')}, {amount(rest['actual_cents'])} spent"
        + (f", {spent} of all." if spent else "."),
        reason="Nothing is lost: matched and not matched are the whole ledger. Rules in mappings/ledger_match.toml "
        "match them once for every year.",
    )


def _foot(review: Review) -> Finding | None:
    rows = review.result("review_ties").filter(pl.col("part") == "difference")
    off = [row for row in _offs(rows) if row]
    if not off:
        return None
    return Finding(
        finding="The ledger’s printed totals are not the sums of its rows.",
        figure=f"At the most ${dollars(max(off))}.",
        reason="It is reported, not repaired. Rounding to whole dollars does this; more is worth a question.",
    )


def _offs(rows: pl.DataFrame) -> Sequence[int]:
    return [abs(value) for row in rows.iter_rows(named=True) for name, value in row.items()
            if name.endswith("_cents") and value is not None]  # fmt: skip


def pace_words(review: Review) -> str:
    """``97.1% spent and 0.6% encumbered, at 100.0% of the year``; empty where there is no ledger."""
    rows = review.result("review_pace")
    if rows.is_empty() or rows["spent_share"][0] is None:
        return ""
    row = rows.row(0, named=True)
    return (
        f"{percent(row['spent_share'])} spent and {percent(row['encumbered_share'])} encumbered, at "
        f"{percent(row['elapsed_share'])} of the year"
    )
