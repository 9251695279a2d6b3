"""What the plan could not use in full, the defaults it rests on, and characters that no font of ours can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.tables import TABLES
from techplan.documents.facts.names import Names
from techplan.documents.facts.rows import text_heads
from techplan.documents.facts.shapes import Grid, Head, Row
from techplan.documents.printable import printable, unprintable_pattern
from techplan.documents.words import count, first_upper, shortened, whole_number

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.planning.plan import Plan

EXAMPLES: Final = 3
"""How many keys stand as examples for a kind of gap."""
ASSUMPTIONS: Final = 60
CHARACTERS: Final = 25
SCANNED: Final = (
    "district", "schools", "asset_classes", "product_models", "assets", "funds", "awards", "agreements",
    "support_staff", "programs", "initiatives", "initiative_costs",
)  # fmt: skip
"""Tables whose text may reach a document."""


def gaps_grid(plan: Plan) -> Grid:
    """Data gaps by kind, the costliest first: how many rows, what is at stake, and what would mend them."""
    kinds = (
        plan.data_gaps.sort("table", "gap", "column", "key")
        .group_by("table", "gap", "column", "remedy", maintain_order=True)
        .agg(
            pl.len().alias("rows"),
            pl.col("at_stake_cents").sum().alias("cents"),
            pl.col("at_stake_cents").is_not_null().any().alias("known"),
            pl.col("key").head(EXAMPLES).alias("examples"),
        )
        .sort(["cents", "rows", "table", "gap"], descending=[True, True, False, False])
    )
    rows = [
        Row(
            cells=(
                first_upper(_words(kind["table"])),
                first_upper(kind["gap"]),
                whole_number(kind["rows"]),
                whole_number(round_dollars(kind["cents"])) if kind["known"] else "not known",
                ", ".join(shortened(key, 28) for key in kind["examples"]),
                kind["remedy"],
            ),
            exact=(None, None, kind["rows"], kind["cents"] if kind["known"] else None, None, None),
        )
        for kind in kinds.iter_rows(named=True)
    ]
    return Grid(
        id="gaps",
        title="Rows that the plan could not use in full, by kind",
        head=(
            Head(label="Table", numeric=False, share=2),
            Head(label="What is missing", numeric=False, share=4),
            Head(label="Rows"),
            Head(label="Recorded cost, dollars"),
            Head(label="For example", numeric=False, share=4),
            Head(label="What would put it right", numeric=False, share=6),
        ),
        rows=tuple(rows),
        source="data_gaps",
        note="Every row is listed in the sheet 'data_gaps' of the workbook.",
        empty="The plan could use every row of the Book in full.",
        lead=0,
    )


def round_dollars(cents: int) -> int:
    """Half-up; recorded costs are never negative."""
    return (cents + 50) // 100


def _words(table: str) -> str:
    return table.replace("_", " ")


def assumptions_grid(plan: Plan, names: Names) -> Grid:
    """Defaults and simplifications, those with the same reason in one row."""
    kinds = (
        plan.assumptions.sort("assumption", "about")
        .group_by("assumption", "why", "confirmed", maintain_order=True)
        .agg(pl.col("about").unique(maintain_order=True), pl.col("value").unique(maintain_order=True))
    )
    rows = [
        Row(
            cells=(
                first_upper(_words(kind["assumption"])),
                _about(kind["about"], names),
                "; ".join(kind["value"]) if len(kind["value"]) <= EXAMPLES else f"{len(kind['value'])} values",
                kind["why"],
                "yes" if kind["confirmed"] else "no",
            )
        )
        for kind in kinds.head(ASSUMPTIONS).iter_rows(named=True)
    ]
    hidden = kinds.height - ASSUMPTIONS
    if hidden > 0:
        where = "See the sheet 'assumptions' of the workbook."
        rows.append(Row(cells=(count(hidden, "more assumption"), "", "", where, ""), role="note"))
    return Grid(
        id="assumptions",
        title="Defaults and simplifications that figures rest on",
        head=text_heads(("What was assumed", 4), ("Of what", 4), ("Value", 3), ("Why", 7), ("Confirmed", 2)),
        rows=tuple(rows),
        source="assumptions",
        note="Confirmed means that the value was read in a source that the reason names, or follows from the Book; "
        "the others are usual values. The district's own value in the Book replaces each of them.",
        empty="No default was needed: every figure rests on the Book.",
        lead=0,
    )


def _about(keys: Sequence[str], names: Names) -> str:
    known = {**names.schools, **names.funds, **names.classes}
    shown = [known.get(key.removeprefix("class ").removeprefix("fund "), _words(key)) for key in keys[:EXAMPLES]]
    more = len(keys) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def characters_in(book: Book) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Where in the Book, how it prints, and which characters were replaced; in order of table, row and column."""
    pattern = unprintable_pattern()
    for name in SCANNED:
        frame, keys = book.table(name), TABLES[name].primary_key()
        columns = [column for column, dtype in frame.schema.items() if dtype == pl.String]
        bad = frame.filter(
            pl.any_horizontal(pl.col(column).str.contains(pattern).fill_null(False) for column in columns)
        )
        for row in bad.iter_rows(named=True):
            key = " ".join(str(row[column]) for column in keys)
            for column in columns:
                shown, replaced = printable(row[column] or "")
                if replaced:
                    yield f"{_words(name)}, row {printable(key)[0]}, {_words(column)}", shown, replaced


def characters_grid(found: Sequence[tuple[str, str, tuple[str, ...]]]) -> Grid:
    """Each text that prints with a replacement, and the characters it really has."""
    rows = [
        Row(cells=(where, shortened(shown, 80), shortened(", ".join(replaced), 160)))
        for where, shown, replaced in found[:CHARACTERS]
    ]
    hidden = len(found) - CHARACTERS
    if hidden > 0:
        rows.append(
            Row(
                cells=(count(hidden, "more text"), "", "The workbook and the tables hold them as they are."),
                role="note",
            )
        )
    return Grid(
        id="characters",
        title="Characters that could not be printed",
        head=text_heads(("Where", 5), ("As printed", 4), ("Characters", 6)),
        rows=tuple(rows),
        source="Book",
        note="The fonts of this packet have no shape for these characters. ☐ stands in for each; characters without "
        "a shape are left out. The data are unchanged.",
        lead=0,
    )
