"""The exceptions of a count, kind by kind: missing with costs, moved, unknown, scanned again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.shapes import Grid
from techplan.documents.inventory.words import cost_words, cut, described, place
from techplan.documents.report.grids import Column, grid

if TYPE_CHECKING:
    from techplan.documents.facts.names import Names
    from techplan.planning.inventory.inventory import Inventory

LONGEST: Final = 400
"""Lines of one kind on paper; the table count_lines has them all."""
SOURCE: Final = "count_lines"


def exceptions(inventory: Inventory, lines: pl.DataFrame, names: Names) -> tuple[Grid, ...]:
    """A grid for each kind of exception that there is; one that says so where there is none.

    ``lines`` are the ``count_lines`` of one count.
    """
    frame = lines.join(described(inventory.book), on="asset", how="left", maintain_order="left").sort("number")
    schools = pl.concat([frame["expected_school"], frame["found_school"]]).drop_nulls().n_unique()
    made = [part(frame, names, schools < 2) for part in (_missing, _moved, _unknown, _repeats, _noted)]
    found = tuple(one for one in made if one.rows)
    return found or (
        grid(
            "exceptions", "None", (), [], source=SOURCE,
            empty="Everything that was counted was found where the books say.",
        ),
    )  # fmt: skip


def _listed(frame: pl.DataFrame, names: Names, alone: bool) -> list[dict[str, Any]]:
    return [
        {**row, "thing": row["asset"] or row["scanned"], "read": row["scanned"] or "–",
         "books": place(names, row["expected_school"], row["expected_room"], alone=alone),
         "found": place(names, row["found_school"], row["found_room"], alone=alone)}
        for row in frame.head(LONGEST).iter_rows(named=True)
    ]  # fmt: skip


def _noting(rows: pl.DataFrame) -> tuple[Column, ...]:
    """A column of notes, where there are several; one that all lines share is said above them."""
    several = rows["note"].is_not_null().any() and not _shared(rows)
    return (Column("Note", "note", share=6, unknown="–"),) if several else ()


def _shared(rows: pl.DataFrame) -> str:
    """The note that every line has, as a sentence before others; empty where they differ."""
    notes = rows["note"].unique()
    return f"{notes[0]} " if notes.len() == 1 and notes[0] else ""


def _missing(frame: pl.DataFrame, names: Names, alone: bool) -> Grid:
    rows = frame.filter(pl.col("outcome") == "missing").sort("expected_school", "expected_room", "number")
    columns = (
        Column("Thing", "thing", share=3), Column("What", "what", share=5),
        Column("By the books", "books", share=5), *_noting(rows), Column("Cost, dollars", "cost_cents", "dollars"),
    )  # fmt: skip
    cost, unpriced = int(rows["cost_cents"].sum()), rows["cost_cents"].null_count()
    return grid(
        "missing", f"Missing: {rows.height:,}, {cost_words(cost, unpriced)}", columns, _listed(rows, names, alone),
        source=SOURCE, note="Expected in a room that was counted, and found nowhere. "
        + _shared(rows) + cut(LONGEST, rows.height, SOURCE), empty="", lead=0,
        total={"thing": "Together", "what": "", "books": "", "note": "",
               "cost_cents": cost if cost or not unpriced else None},
    )  # fmt: skip


def _moved(frame: pl.DataFrame, names: Names, alone: bool) -> Grid:
    rows = frame.filter(pl.col("outcome") == "moved in")
    columns = (
        Column("Thing", "thing", share=3), Column("What", "what", share=5), Column("By the books", "books", share=5),
        Column("Found", "found", share=5), *_noting(rows),
    )  # fmt: skip
    return grid(
        "moved", f"Found in another room: {rows.height:,}", columns, _listed(rows, names, alone), source=SOURCE,
        note=_shared(rows) + cut(LONGEST, rows.height, SOURCE), empty="", lead=0,
    )  # fmt: skip


def _unknown(frame: pl.DataFrame, names: Names, alone: bool) -> Grid:
    rows = frame.filter(pl.col("outcome") == "unknown")
    columns = (Column("Scanned", "read", share=3), Column("Where", "found", share=4), *_noting(rows))
    return grid(
        "unknown", f"Scans that no asset fits: {rows.height:,}", columns, _listed(rows, names, alone), source=SOURCE,
        note=_shared(rows) + cut(LONGEST, rows.height, SOURCE), empty="", lead=0,
    )  # fmt: skip


def _repeats(frame: pl.DataFrame, names: Names, alone: bool) -> Grid:
    rows = frame.filter(pl.col("outcome") == "repeat")
    columns = (
        Column("Scanned", "read", share=3), Column("Thing", "thing", share=3), Column("Where", "found", share=4),
        *_noting(rows),
    )  # fmt: skip
    return grid(
        "repeats", f"Scanned again: {rows.height:,}", columns, _listed(rows, names, alone), source=SOURCE,
        note="Counted once. " + _shared(rows) + cut(LONGEST, rows.height, SOURCE), empty="", lead=0,
    )  # fmt: skip


def _noted(frame: pl.DataFrame, names: Names, alone: bool) -> Grid:
    """Lines with a note that no other list holds, as a thing that matched although it is retired."""
    rows = frame.filter(pl.col("outcome").is_in(["matched", "not yet counted"]) & pl.col("note").is_not_null())
    columns = (
        Column("Thing", "thing", share=3), Column("Outcome", "outcome", share=3),
        Column("By the books", "books", share=4), Column("Note", "note", share=6),
    )  # fmt: skip
    return grid(
        "noted", f"Worth a look: {rows.height:,}", columns, _listed(rows, names, alone), source=SOURCE,
        note=cut(LONGEST, rows.height, SOURCE), empty="", lead=0,
    )  # fmt: skip
