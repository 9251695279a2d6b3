"""The Book against the systems on paper: standings and their dollars, pupils' devices, where values disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names
from techplan.documents.facts.shapes import Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import count, first_upper
from techplan.planning.inventory.results.reconciling import STANDINGS
from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

EXAMPLES: Final = 3
NOT_COMPARED: Final = (
    "No system was compared: the Book holds no sightings. Import an export of the device console, such as Google "
    "Admin, Intune or Jamf."
)


def reconciliation(inventory: Inventory, names: Names) -> Section:
    """Where things stand by school, in things and in dollars; pupils' devices; disagreements."""
    return Section(
        heading="The Book against the systems",
        lead="Each thing once: joined by serial number, then tag, then network address. “Only in the Book” are the "
        "ghosts: owned by the books, seen by no system that watches their kind. “Not watched” are things of a kind "
        "that no system watches, such as projectors.",
        grids=(
            _standings(inventory, names, "things"),
            _standings(inventory, names, "cost_cents"),
            _pupils(inventory, names),
            _apart(inventory, names),
        ),
        turned=True,
    )


def _standings(inventory: Inventory, names: Names, measure: str) -> Grid:
    """Schools down, standings across, of things or of their recorded cost."""
    shown = [name for name in STANDINGS if (inventory.standings["standing"] == name).any()]
    by_school = inventory.standings.group_by("school", "standing").agg(pl.col(measure).sum())
    rows: dict[str, dict[str, Any]] = {}
    ordered = by_school.sort(pl.col("school") == DISTRICT_WIDE, "school", "standing")
    for school, standing, value in ordered.select("school", "standing", measure).iter_rows():
        rows.setdefault(school, {"school": names.school(school)})[standing] = int(value)
    listed = [{**dict.fromkeys(shown, 0), **row} for row in rows.values()]
    for row in listed:
        row["all"] = sum(row[name] for name in shown)
    in_dollars = measure == "cost_cents"
    kind: Any = "dollars" if in_dollars else "count"
    columns = [Column("School", "school", share=3), *(Column(first_upper(name), name, kind) for name in shown),
               Column("Together", "all", kind)]  # fmt: skip
    sums = {column.key: sum(row[column.key] for row in listed) for column in columns[1:]}
    return grid(
        f"standings-{measure.replace('_', '-')}",
        "What it cost, by school, dollars" if in_dollars else "Where things stand, by school",
        columns, listed, source="standings", total={"school": "Together", **sums},
        note=_unpriced(inventory, in_dollars),
        empty="There are no things in the Book. Import the asset list.",
    )  # fmt: skip


def _unpriced(inventory: Inventory, in_dollars: bool) -> str:
    without = int(inventory.standings["unpriced"].sum())
    return (
        f"Recorded cost, without {count(without, 'thing that has', 'things that have')} none. "
        if in_dollars and without
        else ""
    )


def _pupils(inventory: Inventory, names: Names) -> Grid:
    ordered = inventory.pupil_devices.sort(pl.col("school") == DISTRICT_WIDE, "school")
    rows = [
        {**row, "name": names.school(row["school"]), "difference": int(row["difference"]),
         "role": "total" if row["school"] == DISTRICT_WIDE else "body"}
        for row in ordered.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("School", "name", share=3), Column("Pupils", "students", "count"),
        Column("In the Book", "in_book", "count"), Column("Seen lately", "seen", "count"),
        Column("Not watched", "unwatched", "count"), Column("Ghosts", "ghosts", "count"),
        Column("More or fewer", "difference", "count"),
    )  # fmt: skip
    return grid(
        "pupil-devices", "Pupils’ devices against pupils", columns, rows, source="pupil_devices",
        note="More or fewer than pupils: devices seen lately and those of kinds that no system watches, less pupils. ",
        empty="The Book holds no enrolment, so devices cannot be set against pupils. Import the student system’s "
        "enrolment by school and grade.",
    )  # fmt: skip


def _apart(inventory: Inventory, names: Names) -> Grid:
    ordered = inventory.disagreements.sort("system", "field", "asset")
    rows = ordered.group_by("system", "field", maintain_order=True).agg(
        pl.len().alias("assets"), *(pl.col(name).head(EXAMPLES) for name in ("asset", "in_book", "in_system"))
    )
    listed = [{**row, "examples": _examples(row, names)} for row in rows.iter_rows(named=True)]
    columns = (
        Column("System", "system", share=3), Column("Field", "field", share=2), Column("Assets", "assets", "count"),
        Column("For example", "examples", share=14),
    )  # fmt: skip
    return grid(
        "disagreements", "Where the Book and a system disagree", columns, listed, source="disagreements",
        note="The Book is not overruled. " if listed else "",
        empty=NOT_COMPARED if inventory.book.sightings.is_empty() else "Wherever both say something, they agree.",
    )  # fmt: skip


def _examples(row: dict[str, Any], names: Names) -> str:
    def said(value: str) -> str:
        return names.school(value) if row["field"] == "school" else value

    return "; ".join(
        f"{asset}: {said(book)} in the Book, {said(theirs)} there"
        for asset, book, theirs in zip(row["asset"], row["in_book"], row["in_system"], strict=True)
    )
