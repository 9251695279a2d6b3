"""What was promised and what came, what goes on, what lapses, and how far the forecast was off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count, day, first_upper, percent, signed, whole_number
from techplan.planning.review.shares import printed_share

if TYPE_CHECKING:
    from techplan.planning.review import Review

MOST: Final = 40


def promise_section(review: Review, names: Names) -> Section:
    """Promises, what goes on into the next year, and money with a last day."""
    return Section(
        heading="Promised, delivered, carried on",
        grids=(_promises(review, names), _rolled(review), _lapsing(review, names)),
        turned=True,
        flowing=True,
    )


def _promises(review: Review, names: Names) -> Grid:
    frame = review.result("review_promises")
    rows = [
        {**row, "name": f"{row['line']} {row['title']}",
         "where": names.school(row["school"]) if row["school"] else "Whole district",
         "share": (printed_share(row["delivered"], row["promised"]) or "–") if row["delivered_share"] is not None
         else "–"}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Line", "name", share=6), Column("Where", "where", share=4), Column("Promised", "promised", "count"),
        Column("Ordered", "ordered", "count"), Column("Delivered", "delivered", "count"),
        Column("Still to come", "later", "count", unknown="–"), Column("Delivered of promised", "share", share=2),
    )  # fmt: skip
    return grid(
        "promises", "Promised and delivered", columns, rows, source="review_promises",
        empty="No line of the adopted plan promises a number of items.",
    )  # fmt: skip


def _rolled(review: Review) -> Grid:
    frame = review.result("review_rolled")
    rows = [
        {**row, "what": first_upper(row["kind"]), "name": row["title"],
         "quantity": "" if row["quantity"] is None else row["quantity"],
         "amount_cents": "" if row["amount_cents"] is None else row["amount_cents"]}
        for row in frame.head(MOST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Line", "name", share=6), Column("What goes on", "what", share=3),
        Column("Dollars", "amount_cents", "dollars"), Column("Items", "quantity", "count"),
        Column("What it means", "why", share=9),
    )  # fmt: skip
    more = f"The table review_rolled lists {frame.height - MOST} more. " if frame.height > MOST else ""
    return grid("rolled", "What goes on into the next year", columns, rows, source="review_rolled", note=more,
                empty="Nothing is open, unspent or undelivered.")  # fmt: skip


def _lapsing(review: Review, names: Names) -> Grid:
    frame = review.result("review_lapsing").sort("last_on", "fund", "award")
    rows = [{**row, "name": names.fund(row["fund"]), "state": _state(row)} for row in frame.iter_rows(named=True)]
    columns = (
        Column("Last day", "last_on", "day", share=2), Column("Money", "title", share=4),
        Column("Fund", "name", share=4), Column("State", "state", share=3),
        Column("Unspent, dollars", "unspent_cents", "dollars"),
        Column("Lapses, dollars", "lapses_cents", "dollars"), Column("Why", "why", share=8),
    )  # fmt: skip
    return grid("lapsing", "Money with a last day", columns, rows, source="review_lapsing",
                empty="No money had its last day in the year, and none is about to lapse.")  # fmt: skip


def _state(row: dict[str, Any]) -> str:
    if row["lapsed"]:
        return "Its day has passed"
    return "Used in time" if row["lapses_cents"] == 0 else "About to lapse"


def error_section(review: Review, names: Names) -> Section:
    """How far the forecast was off, and what next year could learn from it."""
    return Section(
        heading="How far the forecast was off",
        lead="In dollars and cents. Price, quantity and timing are the whole difference between spent and adopted.",
        grids=(_errors(review), _assumptions(review, names)),
        turned=True,
        flowing=True,
    )


def _errors(review: Review) -> Grid:
    frame = review.result("review_error_classes")
    amounts = {
        "price_cents": "Price", "quantity_cents": "Quantity", "timing_cents": "Timing",
        "difference_cents": "Spent less adopted",
    }  # fmt: skip
    rows = [
        {**row, "title": first_upper(row["title"]),
         "share": percent(row["error_share"]) if row["error_share"] is not None else "–"}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Class", "title", share=5), Column("Lines", "lines", "count"),
        *(Column(head, name, "cents") for name, head in amounts.items()), Column("Of adopted", "share", share=2),
    )  # fmt: skip
    total = {"title": "Together", "share": "", **{name: int(frame[name].sum()) for name in ("lines", *amounts)}}
    return grid("errors", "By class", columns, rows, source="review_error_classes",
                total=total if frame.height > 1 else None,
                empty="No adopted line has both an amount and a known cost.")  # fmt: skip


def _assumptions(review: Review, names: Names) -> Grid:
    frame = review.result("review_assumptions")
    rows = [
        {**row, "name": names.asset_class(row["asset_class"]), "what": first_upper(row["kind"]),
         "now": row["now"] or "not entered", "stands": first_upper(row["standing"])}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Class", "name", share=4), Column("What", "what", share=2), Column("Now", "now", share=3),
        Column("By experience", "candidate", share=4), Column("Rests on", "why", share=6),
        Column("Decision", "stands", share=2),
    )  # fmt: skip
    return grid(
        "assumptions", "What next year could assume", columns, rows, source="review_assumptions",
        note="Nothing is adopted by itself. " if rows else "", empty="No class has a number of items to learn from.",
    )  # fmt: skip


def promise_findings(review: Review) -> tuple[Finding, ...]:
    """What stands out of promises, lapsed money and forecast."""
    found = (_short(review), _lapsed(review), _off(review))
    return tuple(finding for finding in found if finding is not None)


def _short(review: Review) -> Finding | None:
    frame = review.result("review_promises")
    rows = frame.filter(pl.col("short") > 0)
    if rows.is_empty():
        return None
    both = frame.filter(pl.col("short").is_not_null())
    first = rows.sort("short", "line", descending=[True, False]).row(0, named=True)
    return Finding(
        finding="Not all that was promised came in the year.",
        figure=f"{whole_number(int(rows['short'].sum()))} of {count(int(both['promised'].sum()), 'promised item')} are "
        f"missing, most of {first['title']}.",
        reason=f"{count(int(rows['later'].sum()), 'item')} of these lines are on order.",
    )


def _lapsed(review: Review) -> Finding | None:
    rows = review.result("review_lapsing").filter(pl.col("lapses_cents") > 0).sort("last_on", "fund", "award")
    if rows.is_empty():
        return None
    gone, coming = rows.filter("lapsed"), rows.filter(~pl.col("lapsed"))
    said = [f"{amount(int(gone['lapses_cents'].sum()))} lapsed"] if gone.height else []
    if coming.height:
        first = coming.row(0, named=True)
        said.append(f"{amount(int(coming['lapses_cents'].sum()))} is about to, first on {day(first['last_on'])}")
    return Finding(
        finding="Money with a last day is not all used.",
        figure=f"{'; '.join(said)}.",
        reason="What is not obligated by its last day goes back.",
    )


def _off(review: Review) -> Finding | None:
    frame = review.result("review_error_classes")
    if frame.is_empty():
        return None
    parts = {name: int(frame[f"{name}_cents"].sum()) for name in ("price", "quantity", "timing")}
    largest = max(parts, key=lambda name: abs(parts[name]))
    whole = int(frame["difference_cents"].sum())
    if not any(parts.values()):
        return None
    said = ", ".join(f"{signed_amount(cents)} {name}" for name, cents in parts.items())
    return Finding(
        finding=f"The forecast was off mostly by {largest}.",
        figure=f"Spent less adopted is {amount(whole)}: {said}.",
        reason="Next year’s assumptions can take over what was learnt, one by one.",
    )


def signed_amount(cents: int) -> str:
    """``+$1,235`` or ``−$1,235``."""
    return signed(amount(cents).replace("$", "")) if cents < 0 else f"+{amount(cents)}"
