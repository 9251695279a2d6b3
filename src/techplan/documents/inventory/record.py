"""The auditor's property record under 2 CFR 200.313(d)(1), award by award: the summary and what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.documents.facts.shapes import Grid, KeyFigure
from techplan.documents.inventory.record_lines import equipment, supplies
from techplan.documents.inventory.words import TABLE_WORD, award_names, district_name
from techplan.documents.report import Report, Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import about, amount, day, first_upper, whole_number
from techplan.planning.inventory.counting.awards import NO_AWARD

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

NOTHING = (
    "Nothing is recorded as bought with federal money. An asset is on this record once its award, its fund (of the "
    "kind “federal grant”) or its federal share is entered."
)


def record_report(inventory: Inventory) -> Report:
    """The record: a summary by award, every piece of equipment, and supplies by model; on pages on their side."""
    record = inventory.property_record.with_columns(award=pl.col("award").fill_null(NO_AWARD))
    awards = award_names(inventory.book)
    return Report(
        title="Property record",
        district=district_name(inventory),
        span=f"things bought with federal money, as of {day(inventory.on)}",
        on=inventory.on.isoformat(),
        on_words=day(inventory.on),
        about="Property record of",
        lead=_covers(inventory, record),
        table_word=TABLE_WORD,
        key_figures=_figures(record),
        turned=True,
        sections=(
            Section(
                heading="By award",
                grids=(_by_award(inventory, record, awards),),
                signatures=("Certified by the person who keeps the record",),
                turned=True,
            ),
            Section(heading="What is missing", grids=(_by_field(record),), turned=True),
            Section(heading="Equipment, line by line", grids=equipment(record, awards), turned=True),
            Section(
                heading="Supplies, by model",
                lead="Each of them is a line of its own in tables/property_record.csv and in the workbook.",
                grids=supplies(record, awards),
                turned=True,
            ),
        ),
    )


def _covers(inventory: Inventory, record: pl.DataFrame) -> str:
    """What the record covers and by which levels, in a paragraph."""
    own = inventory.book.district["capital_unit_threshold_cents"].to_list()
    district = f"the district’s own level ({amount(own[0])})" if own and own[0] is not None else (
        "the district’s own level (none is entered)"
    )  # fmt: skip
    levels = record["threshold_cents"].drop_nulls().unique().sort().to_list()
    here = f", here from {' or '.join(amount(level) for level in levels)} a unit" if levels else ""
    return (
        "The record that 2 CFR 200.313(d)(1) asks for, of everything in the Book that federal money paid for in whole "
        f"or in part. A thing is equipment from the lesser of {district} and the federal level of the award’s date"
        f"{here}. Below it a thing is a supply, and a missing field is a finding against local policy, not law. A "
        "thing whose cost is not known is listed as equipment. Equipment is listed line by line; supplies are summed "
        "by model here and listed line by line in tables/property_record.csv and the workbook."
    )


def _figures(record: pl.DataFrame) -> tuple[KeyFigure, ...]:
    cost, unpriced = int(record["cost_cents"].sum()), record["cost_cents"].null_count()
    incomplete = record.filter(pl.col("missing").is_not_null())
    by_law = incomplete.filter(pl.col("against") == "law").height
    said = f"recorded cost {about(cost)}" + (f"; {unpriced:,} of unknown cost" if unpriced else "")
    return (
        KeyFigure(label="Things", printed=whole_number(record.height), note=said),
        KeyFigure(
            label="Equipment", printed=whole_number(int((record["kind"] == "equipment").sum())),
            note=f"{int((record['kind'] == 'not known').sum()):,} more of unknown cost",
        ),
        KeyFigure(
            label="Supplies", printed=whole_number(int((record["kind"] == "supply").sum())), note="below the level"
        ),
        KeyFigure(label="Incomplete", printed=whole_number(incomplete.height), note=f"{by_law:,} of them against law"),
    )  # fmt: skip


def _by_award(inventory: Inventory, record: pl.DataFrame, awards: dict[str, str]) -> Grid:
    federal = (
        (pl.col("cost_cents").cast(pl.Decimal(38, 6)) * pl.col("federal_share")).sum().round(0, "half_away_from_zero")
    )
    totals = record.group_by("award").agg(
        pl.col("fain").first(),
        items=pl.len(),
        equipment=(pl.col("kind") == "equipment").sum(),
        unpriced=(pl.col("kind") == "not known").sum(),
        supplies=(pl.col("kind") == "supply").sum(),
        cost_cents=pl.col("cost_cents").sum(),
        federal_cents=pl.when(pl.col("federal_share").null_count() == 0).then(federal.cast(pl.Int64)),
        incomplete=pl.col("missing").is_not_null().sum(),
    ).sort("award")  # fmt: skip
    counted = {row["award"]: row for row in inventory.award_counts.iter_rows(named=True)}
    rows = [
        {**row, "name": awards.get(row["award"], row["award"]), "fain": row["fain"] or "missing",
         **_counted(counted.get(row["award"]))}
        for row in totals.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Award", "name", share=8), Column("FAIN", "fain", share=7), Column("Things", "items", "count"),
        Column("Equipment", "equipment", "count"), Column("Unpriced", "unpriced", "count"),
        Column("Supplies", "supplies", "count"), Column("Cost", "cost_cents", "dollars"),
        Column("Federal part", "federal_cents", "dollars"), Column("Incomplete", "incomplete", "count"),
        Column("Last counted", "counted", share=6), Column("Count by", "due", share=6),
    )  # fmt: skip
    sums: dict[str, Any] = {column.key: int(totals[column.key].sum()) for column in columns[2:9]}
    if totals["federal_cents"].null_count():
        sums["federal_cents"] = None
    return grid(
        "by-award", "What each award bought, money in dollars", columns, rows, source="property_record",
        total={"name": "Together", **sums},
        note="What is unpriced is listed with equipment. The federal part is known where every thing of an award has "
        "its share. Last counted and count by are of what is still owned. ",
        empty=NOTHING, lead=0,
    )  # fmt: skip


def _counted(row: dict[str, Any] | None) -> dict[str, str]:
    """When an award's things were last counted and are due again, in words."""
    if row is None:
        return {"counted": "–", "due": "–"}
    never, last, due = row["never_counted"], row["last_counted_on"], row["due_on"]
    said = f"{never:,} never" if never else last.isoformat() if last else "not known"
    when = due.isoformat() if due else "not known"
    return {"counted": said, "due": f"{when}, overdue" if row["overdue"] else when}


def _by_field(record: pl.DataFrame) -> Grid:
    """How many things lack each field, against law and against local policy."""
    lacking = record.filter(pl.col("missing").is_not_null()).select(
        "against", field=pl.col("missing").str.split(";")
    ).explode("field")  # fmt: skip
    fields = lacking.group_by("field").agg(
        law=(pl.col("against") == "law").sum(), policy=(pl.col("against") == "local policy").sum()
    ).sort(["law", "policy", "field"], descending=[True, True, False])  # fmt: skip
    rows = [
        {**row, "field": row["field"].upper() if row["field"] == "fain" else first_upper(row["field"])}
        for row in fields.iter_rows(named=True)
    ]
    columns = (
        Column("Field", "field", share=3), Column("Equipment", "law", "count"),
        Column("Supplies", "policy", "count"),
    )  # fmt: skip
    return grid(
        "by-field", "Things that lack a field", columns, rows, source="property_record",
        note="A field missing on equipment offends the federal rule, on a supply local policy. A thing that lacks "
        "several fields counts in several rows; what has no cost counts with equipment. ",
        empty="Every field that the rule asks for is filled." if record.height else NOTHING,
    )  # fmt: skip
