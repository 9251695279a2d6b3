"""``techplan inventory``: what the district owns, proven, and the findings on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book
from techplan.cli.options import AsJson, Known, On, ProblemsFile
from techplan.cli.plan import check_out
from techplan.cli.progress import progress
from techplan.cli.speak import Voice, counted, table_lines

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory


def inventory(
    folder: BookFolder,
    out: Annotated[
        Path, typer.Option("--out", metavar="OUT", help="Folder for the results; made where it is missing.")
    ],
    on: On = None,
    known: Known = None,
    problems_file: ProblemsFile = None,
    as_json: AsJson = False,
) -> None:
    """Prove the inventory: findings, reconciliation, counts, property record, orders, losses.

    OUT gets inventory-report.pdf for the treasurer, property-record.pdf for the auditor, a certificate for each
    physical count, inventory.xlsx, and tables/*.csv with every row. Nothing in the Book is changed. Earlier results in
    OUT are replaced.

    \b
    Example:
      techplan inventory our-book --out our-inventory --on 2027-01-15
    """
    from techplan.book.placing import place_files
    from techplan.documents.inventory import inventory_documents
    from techplan.planning.inventory.inventory import take_inventory

    voice = Voice("inventory", as_json)
    check_out(out, folder)
    day = day_or_today(on)
    with progress(quiet=as_json) as report:
        report("Reading the Book", 0.0)
        book = open_book(folder, voice, problems_file)
        report("Comparing", 0.2)
        taken = take_inventory(book, on=day, known=known)
        report("Setting the documents", 0.6)
        files = inventory_documents(taken)
        place_files(out, files)
    voice.say(*summary_lines(taken))
    found = {row["finding"]: row for row in taken.findings.iter_rows(named=True)}
    voice.finish(
        "done", f"Written to {out}.", book=str(folder), on=day, findings=found,
        standings=dict(totals(taken)), files=sorted(files),
    )  # fmt: skip


def totals(taken: Inventory) -> list[tuple[str, int]]:
    """Things by where they stand, in the district."""
    import polars as pl

    frame = taken.standings.group_by("standing").agg(pl.col("things").sum()).sort("standing")
    return [(str(name), int(things)) for name, things in frame.iter_rows()]


def summary_lines(taken: Inventory) -> list[str]:
    """Findings that are open, the worst first, and where things stand."""
    from techplan.book.money import whole_dollars

    order = {"error": 0, "warning": 1, "note": 2}
    rows = sorted(
        (row for row in taken.findings.iter_rows(named=True) if row["open"]),
        key=lambda row: (order[row["severity"]], -row["at_stake_cents"], row["finding"]),
    )
    listed = [
        (row["severity"], row["finding"], f"{row['open']:,}", whole_dollars(row["at_stake_cents"])) for row in rows
    ]
    lines = table_lines([("", "Open findings", "rows", "dollars at stake"), *listed], right=[2, 3]) if listed else []
    stand = [(name, f"{things:,}") for name, things in totals(taken)]
    return [*lines, "", *table_lines([("Where things stand", "things"), *stand], right=[1]), counted_line(taken)]


def counted_line(taken: Inventory) -> str:
    """How many counts and federal awards to count."""
    overdue = int(taken.award_counts["overdue"].sum())
    return (
        f"\n{counted(taken.count_certificates.height, 'physical count')}; {counted(overdue, 'federal count')} overdue."
    )
