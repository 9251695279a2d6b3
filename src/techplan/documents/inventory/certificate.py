"""The certificate of one physical count: what was expected, what was found, room by room, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Grid, KeyFigure
from techplan.documents.inventory.exceptions import exceptions
from techplan.documents.inventory.words import TABLE_WORD, award_names, cost_words, district_name, place
from techplan.documents.report import Report, Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import day, first_upper, whole_number

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

OPEN: Final = "open, not certified"


def certificate_report(inventory: Inventory, count_code: str) -> Report:
    """The certificate of a count. Raises KeyError where there is no such count."""
    found = inventory.count_certificates.filter(pl.col("count_code") == count_code)
    if found.is_empty():
        raise KeyError(count_code)
    row = found.row(0, named=True)
    lines = inventory.count_lines.filter(pl.col("count_code") == count_code)
    names = names_of(inventory.book)
    return Report(
        title="Certificate of a physical count" if row["closed_on"] else f"Physical count, {OPEN}",
        district=district_name(inventory),
        span=row["title"] or f"Count {count_code}",
        on=inventory.on.isoformat(),
        on_words=day(inventory.on),
        about="Physical count, printed",
        lead=_lead(row),
        table_word=TABLE_WORD,
        key_figures=_figures(row, lines),
        sections=(
            Section(heading="What was counted", pairs=_pairs(inventory, row)),
            Section(
                heading="Room by room",
                grids=(_rooms(inventory, count_code, names),),
                signatures=_signers(row),
                flowing=True,
            ),
            Section(heading="Exceptions", lead=_about_exceptions(lines), grids=exceptions(inventory, lines, names)),
        ),
    )


def _lead(row: dict[str, Any]) -> str:
    if row["closed_on"] is None:
        return (
            "This count is still open. What follows is how it stands; nothing has been moved, and there is nothing to "
            "sign before it is closed with techplan count close."
        )
    opened, closed = day(row["opened_on"]), day(row["closed_on"])
    return f"Opened on {opened} and closed on {closed}. The figures are as they were certified."


def _signers(row: dict[str, Any]) -> tuple[str, ...]:
    """Only what is closed can be signed: an open count must not look like a certificate."""
    if row["closed_on"] is None:
        return ()
    by = row["by"]
    return (f"Counted by: {by}" if by else "Counted by the person who answers for the count", "Seen by the treasurer")


def _figures(row: dict[str, Any], lines: pl.DataFrame) -> tuple[KeyFigure, ...]:
    gone = lines.filter(pl.col("outcome") == "missing")["cost_cents"]
    cost = cost_words(row["missing_cost_cents"], gone.null_count()) if row["missing"] else "everything was found"
    return (
        KeyFigure(label="Expected", printed=whole_number(row["expected"]), note="by the books"),
        KeyFigure(label="Matched", printed=whole_number(row["matched"]), note="where expected"),
        KeyFigure(label="Moved in", printed=whole_number(row["moved_in"]), note="expected in another room"),
        KeyFigure(label="Missing", printed=whole_number(row["missing"]), note=cost),
        KeyFigure(label="Unknown", printed=whole_number(row["unknown"]), note="scans that no asset fits"),
    )


def _pairs(inventory: Inventory, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    award = award_names(inventory.book).get(row["award"] or "", row["award"])
    return (
        ("Count", row["count_code"]),
        ("Places", row["places"]),
        ("Opened", day(row["opened_on"])),
        ("Closed", day(row["closed_on"]) if row["closed_on"] else OPEN),
        ("Answers for it", row["by"] or "not known"),
        *([("Two-year count of", str(award))] if award else []),
        ("Not yet counted", whole_number(row["not_yet_counted"])),
        ("Repeated scans", whole_number(row["repeats"])),
        ("Exceptions", row["exceptions"] or "none"),
    )


def _rooms(inventory: Inventory, code: str, names: Names) -> Grid:
    found = inventory.count_rooms.filter(pl.col("count_code") == code)
    alone = found["school"].n_unique() < 2
    rows = [
        {**row, "place": first_upper(place(names, row["school"], row["room"], alone=alone))}
        for row in found.iter_rows(named=True)
    ]
    columns = (
        Column("Room", "place", share=3),
        Column("Expected", "expected", "count"), Column("Matched", "matched", "count"),
        Column("Moved in", "moved_in", "count"), Column("Moved out", "moved_out", "count"),
        Column("Missing", "missing", "count"), Column("Not yet", "not_yet_counted", "count"),
        Column("Unknown", "unknown", "count"), Column("Repeats", "repeats", "count"),
    )  # fmt: skip
    sums: dict[str, Any] = {column.key: sum(int(row[column.key]) for row in rows) for column in columns[1:]}
    return grid(
        "rooms", "Rooms", columns, rows, source="count_rooms", total={"place": "Together", **sums},
        note="Expected is matched, moved out, missing and not yet counted. ",
        empty="Nothing is expected in these places, and nothing was scanned there yet.",
    )  # fmt: skip


def _about_exceptions(lines: pl.DataFrame) -> str:
    return "" if lines.is_empty() else "What was not found where the books say. The table count_lines has every line."
