"""Budget against actual as grids; each is rounded to whole dollars so that it adds up along and down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.book.rounding import controlled_rounding
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count, first_upper, percent
from techplan.planning.review.results import DIMENSIONS, NOT_KNOWN, UNMATCHED
from techplan.planning.review.shares import printed_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from techplan.planning.review import Review

MOST: Final = 40
"""Rows of a list that is cut; the tables hold the rest."""
PARTS: Final = ("actual_cents", "encumbered_cents", "left_cents")
"""What a budget is made of: spent, encumbered and left are the budget."""


def budget_section(review: Review) -> Section:
    """The ledger against the adopted plan: by line, by fund, school, category and goal, and what is not matched."""
    return Section(
        heading=f"Budget against actual in FY{review.fy}",
        lead="Spent, encumbered and left are the budget, on every row. Overspent rows are below zero.",
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
        Column("Adopted, dollars", "adopted_cents", "dollars"),
        Column("Budget as revised, dollars", "revised_cents", "dollars"),
        Column("Spent, dollars", "actual_cents", "dollars"),
        Column("Encumbered, dollars", "encumbered_cents", "dollars"),
        Column("Left, dollars", "left_cents", "dollars"),
        Column("Committed", "committed", share=2),
        Column("Reads", "reads", share=3),
    )


def _rounded(frame: pl.DataFrame, key: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows in whole dollars, and their total: spent + encumbered + left = budget on each and in all."""
    cells = {(row[key], name): row[name] for row in frame.iter_rows(named=True) for name in PARTS}
    tied = controlled_rounding(cells)
    adopted = controlled_rounding({(row[key], "adopted"): row["adopted_cents"] for row in frame.iter_rows(named=True)})
    rows = [
        {
            **row,
            **{name: tied.cells[row[key], name] for name in PARTS},
            "revised_cents": tied.rows[row[key]],
            "adopted_cents": adopted.rows[row[key]],
            "committed": row["committed_printed"] or "–",
            "reads": first_upper(row["verdict"]),
        }
        for row in frame.iter_rows(named=True)
    ]
    committed = int(frame["committed_cents"].sum())
    total = {
        "title": "Together", "adopted_cents": adopted.total, "revised_cents": tied.total,
        **{name: tied.columns.get(name, 0) for name in PARTS},
        "committed": printed_share(committed, int(frame["revised_cents"].sum())) or "–", "reads": "",
    }  # fmt: skip
    return rows, total


def _note(frame: pl.DataFrame) -> str:
    none = frame.filter(pl.col("committed_share").is_null()).height
    return f"{count(none, 'row has', 'rows have')} no budget, so no share is worked out there. " if none else ""


def _lines(review: Review) -> Grid:
    frame = review.result("review_lines")
    rows, total = _rounded(frame, "line")
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
    rows, total = _rounded(frame, "item")
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
    """To the cent: this is where a treasurer looks first."""
    frame = review.result("review_ties")
    by_part = {row["part"]: row for row in frame.iter_rows(named=True)}
    amounts = ("adopted_cents", "revised_cents", "actual_cents", "encumbered_cents", "left_cents")
    rows = [
        {"role": "total" if part == "ledger" else "body", "title": title,
         "accounts": by_part[part]["accounts"] if by_part[part]["accounts"] is not None else "",
         **{name: _exact(by_part[part][name]) for name in amounts}}
        for part, title in TIES.items() if part in by_part
    ]  # fmt: skip
    labels = ("Adopted", "Budget", "Spent", "Encumbered", "Left")
    columns = (
        Column("Accounts", "title", share=4), Column("Rows", "accounts", "count"),
        *(Column(label, name, share=3) for label, name in zip(labels, amounts, strict=True)),
    )  # fmt: skip
    note = "In dollars and cents. "
    if "difference" in by_part:
        note += f"{by_part['difference']['why']} "
    shown = rows if by_part["ledger"]["accounts"] else []
    return grid("review-ties", "Does it tie?", columns, shown, source="review_ties", note=note,
                empty="The ledger of the year is not in the Book.")  # fmt: skip


def _exact(cents: int | None) -> str:
    if cents is None:
        return "–"
    return f"{'−' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def _unmatched(review: Review) -> Grid:
    frame = review.result("review_accounts").filter(pl.col("matched_by") == "unmatched")
    largest = frame.sort(pl.col("committed_cents").abs(), "account", descending=[True, False])
    columns = (
        Column("Account", "account", share=6), Column("Description", "description", share=5),
        Column("Budget, dollars", "revised_cents", "dollars"), Column("Spent, dollars", "actual_cents", "dollars"),
        Column("Why", "why", share=6),
    )  # fmt: skip
    more = f"The largest {MOST}; the table review_accounts lists {frame.height - MOST} more. "
    return grid(
        "review-unmatched", "Accounts that belong to no line", columns, largest.head(MOST).iter_rows(named=True),
        source="review_accounts", empty="Every account belongs to a line or a category of the plan.",
        note=(more if frame.height > MOST else "") + ("Match them once with mappings/ledger_match.toml. "
                                                      if frame.height else ""),
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
        figure=f"At the most ${_exact(max(off))}.",
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
