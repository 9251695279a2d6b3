"""Physical counts in the report: those made, and those that federal awards ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.facts.shapes import Grid
from techplan.documents.inventory.words import LONGEST, award_names, cut
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import shortened

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

PLACES = 120
"""Letters of a count's places on paper; its certificate names them all."""


def counts(inventory: Inventory) -> Section:
    """The latest counts, and by when each award's things must be counted again."""
    return Section(heading="Physical counts", grids=(_counts(inventory), _awards(inventory)), turned=True)


def _counts(inventory: Inventory) -> Grid:
    columns = (
        Column("Count", "count_code", share=3), Column("Places", "places", share=7),
        Column("Opened", "opened_on", "day", 0), Column("Closed", "closed_on", "day", 0, "open, not certified"),
        Column("Expected", "expected", "count"), Column("Matched", "matched", "count"),
        Column("Moved in", "moved_in", "count"), Column("Missing", "missing", "count"),
        Column("Unknown", "unknown", "count"),
    )  # fmt: skip
    latest = inventory.count_certificates.sort("opened_on", "count_code", descending=[True, False])
    rows = [{**row, "places": shortened(row["places"], PLACES)} for row in latest.head(LONGEST).iter_rows(named=True)]
    return grid(
        "counts", "Counts, the latest first", columns, rows, source="count_certificates",
        note=cut(LONGEST, latest.height, "count_certificates") + ("Each has a certificate. " if rows else ""),
        empty="No count was opened yet. Open one for the rooms of a school: techplan count open.",
    )  # fmt: skip


def _awards(inventory: Inventory) -> Grid:
    names = award_names(inventory.book)
    rows = [
        {**row, "name": names.get(row["award"], row["award"]), "late": _late(row["overdue"], row["due_on"] is None)}
        for row in inventory.award_counts.iter_rows(named=True)
    ]
    columns = (
        Column("Award", "name", share=5), Column("FAIN", "fain", share=3, unknown="missing"),
        Column("Things", "items", "count"), Column("Equipment", "equipment", "count"),
        Column("Cost, dollars", "cost_cents", "dollars"), Column("Counted in time", "counted", "count"),
        Column("Never counted", "never_counted", "count"), Column("Count again by", "due_on", "day", 0),
        Column("How it stands", "late", share=2),
    )  # fmt: skip
    total = {key: int(inventory.award_counts[key].sum())
             for key in ("items", "equipment", "cost_cents", "counted", "never_counted")}  # fmt: skip
    return grid(
        "award-counts", "Federal awards and their two-year count", columns, rows, source="award_counts",
        total={"name": "Together", **total},
        note="2 CFR 200.313(d)(2) asks for equipment to be counted every two years; supplies by local policy. ",
        empty="Nothing is recorded as bought with federal money, so no award asks for a count. An asset counts here "
        "once its award, its fund (of the kind “federal grant”) or its federal share is entered.",
    )  # fmt: skip


def _late(overdue: bool, undated: bool) -> str:
    return "overdue" if overdue else "nothing dates it" if undated else "in time"
