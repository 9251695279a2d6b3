"""The findings on paper: how many are open, what is at stake, and how each is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.documents.facts.shapes import Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import first_upper
from techplan.planning.inventory.results.findings import SEVERITIES

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory


def by_severity(inventory: Inventory) -> Grid:
    """Open findings by how bad they are; a thing with several counts once in a line, and once in the total."""
    severity = inventory.findings.select("finding", "severity")
    still = inventory.finding_rows.filter(~pl.col("accepted")).join(severity, on="finding", how="left")
    rows = [_line(still, inventory.findings, name) for name in SEVERITIES]
    columns = (
        Column("How bad", "name", share=2), Column("Findings", "kinds", "count"), Column("Open rows", "open", "count"),
        Column("Accepted rows", "accepted", "count"), Column("Dollars at stake", "cents", "dollars"),
    )  # fmt: skip
    sums: dict[str, Any] = {key: sum(row[key] for row in rows) for key in ("kinds", "open", "accepted")}
    return grid(
        "by-severity", "Open findings by how bad they are", columns, rows if inventory.findings.height else [],
        source="finding_rows", total={"name": "Together", **sums, "cents": stake(still)},
        note="At stake is recorded cost. A thing with several findings counts once in its line and once together. ",
        empty="Nothing was found, so nothing is at stake.",
    )  # fmt: skip


def stake(rows: pl.DataFrame) -> int:
    """Recorded cost, in cents, of the things in these ``finding_rows``, each once."""
    each = rows.group_by("table", "subject").agg(pl.col("at_stake_cents").max())
    return int(each["at_stake_cents"].sum())


def _line(still: pl.DataFrame, findings: pl.DataFrame, severity: str) -> dict[str, Any]:
    of = findings.filter(pl.col("severity") == severity)
    return {
        "name": first_upper(severity) + "s",
        "kinds": int((of["open"] > 0).sum()),
        "open": int(of["open"].sum()),
        "accepted": int(of["accepted"].sum()),
        "cents": stake(still.filter(pl.col("severity") == severity)),
    }


def findings(inventory: Inventory) -> Section:
    """Every finding, the worst first."""
    order = {name: place for place, name in enumerate(SEVERITIES)}
    rows = inventory.findings.with_columns(place=pl.col("severity").replace_strict(order, return_dtype=pl.Int64))
    rows = rows.sort(["place", "at_stake_cents", "finding"], descending=[False, True, False])
    columns = (
        Column("How bad", "severity", share=0), Column("What is wrong", "title", share=6),
        Column("Open", "open", "count"), Column("Accepted", "accepted", "count"),
        Column("At stake, dollars", "stake", "dollars"), Column("What to do", "remedy", share=8),
    )  # fmt: skip
    listed = [{**row, "stake": _stake(row)} for row in rows.iter_rows(named=True)]
    note = "At stake is the recorded cost of the things in the open rows, each once for a finding. "
    return Section(
        heading="Findings",
        lead="What is wrong with the records, or looks so. It is put right where the record comes from and imported "
        "again, or accepted with a reason.",
        grids=(
            grid(
                "findings", "Findings, the worst first", columns, listed, source="findings",
                note=note + "Every row is in the sheet “finding_rows” of the workbook. ",
                empty="Nothing was found: the records that are in the Book agree with one another.",
            ),
        ),
        turned=True,
    )  # fmt: skip


def _stake(row: dict[str, Any]) -> int | None:
    """Nothing known where every thing in the open rows lacks its cost."""
    return None if row["unpriced"] and not row["at_stake_cents"] else int(row["at_stake_cents"])
