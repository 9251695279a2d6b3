"""The certificate of one physical count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Grid, KeyFigure
from techplan.documents.inventory.report import TABLE_WORD, district_name
from techplan.documents.report import Report, Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, day, whole_number

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

EXCEPTIONS: Final = ("missing", "moved in", "unknown")
LONGEST: Final = 400
"""Exceptions on paper; the table count_lines has them all."""


def certificate_report(inventory: Inventory, count_code: str) -> Report:
    """The certificate of a count. Raises KeyError where there is no such count."""
    found = inventory.count_certificates.filter(pl.col("count_code") == count_code)
    if found.is_empty():
        raise KeyError(count_code)
    row = found.row(0, named=True)
    names = names_of(inventory.book)
    closed = row["closed_on"]
    return Report(
        title="Certificate of a physical count" if closed else "Physical count, open and not certified",
        district=district_name(inventory),
        span=row["title"] or f"Count {count_code}",
        on=inventory.on.isoformat(),
        on_words=day(inventory.on),
        about="Physical count, printed",
        lead=_lead(row),
        table_word=TABLE_WORD,
        key_figures=_figures(row),
        sections=(
            Section(heading="What was counted", pairs=_pairs(row)),
            Section(heading="Room by room", grids=(_rooms(inventory, count_code, names),)),
            Section(
                heading="Exceptions",
                grids=(_exceptions(inventory, count_code, names),),
                signatures=(
                    f"Counted by {row['by'] or 'the person who answers for the count'}",
                    "Seen by the treasurer",
                ),
            ),
        ),
    )


def _lead(row: dict[str, Any]) -> str:
    if row["closed_on"] is None:
        return "This count is still open: what follows is how it stands, and nothing has been moved."
    opened, closed = day(row["opened_on"]), day(row["closed_on"])
    return f"Opened on {opened} and closed on {closed}. The figures are as they were certified."


def _figures(row: dict[str, Any]) -> tuple[KeyFigure, ...]:
    return (
        KeyFigure(label="Expected", printed=whole_number(row["expected"]), note="by the books"),
        KeyFigure(label="Matched", printed=whole_number(row["matched"]), note="where expected"),
        KeyFigure(label="Moved in", printed=whole_number(row["moved_in"]), note="found in another room"),
        KeyFigure(
            label="Missing", printed=whole_number(row["missing"]), note=f"cost {amount(row['missing_cost_cents'])}"
        ),
        KeyFigure(label="Unknown", printed=whole_number(row["unknown"]), note="scans that no asset fits"),
    )


def _pairs(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (
        ("Count", row["count_code"]),
        ("Places", row["places"]),
        ("Answers for it", row["by"] or "not known"),
        ("Award", row["award"] or "–"),
        ("Not yet counted", whole_number(row["not_yet_counted"])),
        ("Repeated scans", whole_number(row["repeats"])),
        ("Exceptions", row["exceptions"] or "none"),
    )


def _rooms(inventory: Inventory, code: str, names: Names) -> Grid:
    found = inventory.count_rooms.filter(pl.col("count_code") == code)
    several = found["school"].n_unique() > 1
    rows = [
        {**row, "place": ", ".join([names.school(row["school"])] * several + [_room(row["room"])])}
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Room", "place", share=3),
        Column("Expected", "expected", "count"), Column("Matched", "matched", "count"),
        Column("Moved in", "moved_in", "count"), Column("Moved out", "moved_out", "count"),
        Column("Missing", "missing", "count"), Column("Unknown", "unknown", "count"),
        Column("Not yet", "not_yet_counted", "count"),
    )  # fmt: skip
    sums: dict[str, Any] = {column.key: sum(int(row[column.key]) for row in rows) for column in columns[1:]}
    return grid(
        "rooms", "Rooms", columns, rows, source="count_rooms", total={"place": "Together", **sums},
        note="Expected is matched, moved out, missing and not yet counted. ", empty="No room was counted yet.",
    )  # fmt: skip


def _exceptions(inventory: Inventory, code: str, names: Names) -> Grid:
    lines = inventory.count_lines.filter(
        (pl.col("count_code") == code) & (pl.col("outcome").is_in(EXCEPTIONS) | pl.col("note").is_not_null())
    )
    rows = [
        {**row, "thing": row["asset"] or row["scanned"], "books": _place(names, row, "expected"),
         "found": _place(names, row, "found")}
        for row in lines.sort("outcome", "number").head(LONGEST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Thing", "thing", share=3), Column("Outcome", "outcome", share=2),
        Column("By the books", "books", share=3),
        Column("Found", "found", share=3), Column("Cost, dollars", "cost_cents", "dollars", unknown="–"),
        Column("Note", "note", share=5, unknown="–"),
    )  # fmt: skip
    more = f"The first {LONGEST} of {lines.height:,}; the table count_lines has all. " if lines.height > LONGEST else ""
    return grid(
        "exceptions", "Exceptions, one by one", columns, rows, source="count_lines", note=more,
        empty="There are none: everything was found where the books say.", lead=0,
    )  # fmt: skip


def _room(room: str) -> str:
    return "No room" if room == "-" else room


def _place(names: Names, row: dict[str, Any], which: str) -> str:
    school, room = row[f"{which}_school"], row[f"{which}_room"]
    if school is None and room is None:
        return "–"
    return ", ".join(part for part in (names.school(school) if school else "", room or "no room") if part)
