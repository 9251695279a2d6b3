"""Losses, repairs and lives in the report: by year, by class and cause, and what history teaches beside policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.book.school_years import long_label
from techplan.documents.facts.names import Names
from techplan.documents.facts.shapes import Grid
from techplan.documents.inventory.private import KEPT_PRIVATE, is_private
from techplan.documents.inventory.words import LONGEST, cut
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

JULY: Final = 7
SOURCE: Final = "incident_years"
NO_INCIDENT: Final = "No loss or repair is in the Book. Import the help desk’s list of incidents."


def losses(inventory: Inventory, names: Names) -> Section:
    """What broke and was lost, what it cost and who bore it; lives learnt."""
    grids = (_by_year(inventory), _by_cause(inventory, names), _learnt(inventory, names))
    return Section(heading="Losses, repairs and lives", grids=grids, turned=True)


def _by_year(inventory: Inventory) -> Grid:
    start = inventory.book.district["fiscal_year_start_month"].to_list()
    month = start[0] if start and start[0] else JULY
    sums = inventory.incident_years.group_by("fy").agg(pl.exclude("asset_class", "cause").sum())
    rows = [
        {**row, "year": long_label(row["fy"], month)} for row in sums.sort("fy", descending=True).iter_rows(named=True)
    ]
    columns = (Column("Year", "year", share=3), *_money())
    return grid(
        "incidents-by-year", "Losses and repairs by year, dollars", columns, rows, source=SOURCE,
        total={"year": "Together", **_total(rows, columns)},
        note="The district bore what was neither recovered nor collected. ", empty=NO_INCIDENT,
    )  # fmt: skip


def _money() -> tuple[Column, ...]:
    return (
        Column("Incidents", "incidents", "count"), Column("Cost", "cost_cents", "dollars"),
        Column("Recovered", "recovered_cents", "dollars"), Column("Charged to families", "charged_cents", "dollars"),
        Column("Waived", "waived_cents", "dollars"), Column("Collected", "collected_cents", "dollars"),
        Column("Outstanding", "outstanding_cents", "dollars"), Column("Borne by the district", "net_cents", "dollars"),
    )  # fmt: skip


def _total(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> dict[str, int]:
    return {column.key: sum(row[column.key] for row in rows) for column in columns[1:]}


def _by_cause(inventory: Inventory, names: Names) -> Grid:
    counted = inventory.incident_years.with_columns(many=pl.col("incidents").sum().over("asset_class"))
    shown = counted.with_columns(hidden=is_private(inventory.book, "many")).with_columns(
        asset_class=pl.when("hidden").then(pl.lit(KEPT_PRIVATE)).otherwise("asset_class"),
        cause=pl.when("hidden").then(pl.lit("-")).otherwise("cause"),
    )
    sums = shown.group_by("asset_class", "cause").agg(pl.exclude("fy", "many", "hidden").sum())
    ordered = sums.sort(["net_cents", "asset_class", "cause"], descending=[True, False, False])
    rows = [
        {**row, "what": _class_name(names, row["asset_class"]) + ("" if row["cause"] == "-" else f": {row['cause']}")}
        for row in ordered.head(LONGEST).iter_rows(named=True)
    ]
    columns = (Column("Class and cause", "what", share=3), *_money())
    return grid(
        "incidents-by-cause", "The same years by class and cause, the dearest first, dollars", columns, rows,
        source=SOURCE, note=cut(LONGEST, ordered.height, SOURCE), empty=NO_INCIDENT,
    )  # fmt: skip


def _learnt(inventory: Inventory, names: Names) -> Grid:
    known = inventory.learnt.filter(pl.col("estimate").is_not_null() & ~is_private(inventory.book, "items"))
    rows = [
        {"what": _class_name(names, row["asset_class"]) + ("" if row["grade"] == "all" else f", grade {row['grade']}"),
         "measure": row["measure"], "items": row["items"], "events": row["events"],
         "estimate": _figure(row, "estimate"), "interval": f"{_figure(row, 'low')} to {_figure(row, 'high')}",
         "policy": _figure(row, "policy"), "within": _within(row["policy_within"])}
        for row in known.head(LONGEST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Class", "what", share=4), Column("Measure", "measure", share=3), Column("Items", "items", "count"),
        Column("Events", "events", "count"), Column("Learnt", "estimate", share=2),
        Column("95 % interval", "interval", share=4), Column("The plan uses", "policy", share=2),
        Column("The plan’s figure is", "within", share=3),
    )  # fmt: skip
    return grid(
        "learnt", "Learnt from the district’s own history, beside what the plan uses", columns, rows, source="learnt",
        note="Nothing of this changes the plan; a figure that you trust is entered in asset_classes. Classes with too "
        "short a history are in the table learnt, with the reason. " + cut(LONGEST, known.height, "learnt"),
        empty="The history is too short or too thin to learn from: enter days of disposal, losses and incidents.",
    )  # fmt: skip


def _figure(row: dict[str, Any], key: str) -> str:
    value = row[key]
    if value is None:
        return "not known"
    number = float(value)
    return f"{number:.1%}" if row["measure"] == "loss a year" else f"{number:.0f} months"


def _within(value: bool | None) -> str:
    return {None: "–", True: "within the interval", False: "outside the interval"}[value]


def _class_name(names: Names, code: str) -> str:
    return "No class" if code == "-" else names.asset_class(code)
