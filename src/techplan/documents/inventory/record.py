"""The auditor's property record under 2 CFR 200.313(d)(1), award by award."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.shapes import Grid, KeyFigure
from techplan.documents.inventory.report import TABLE_WORD, district_name
from techplan.documents.report import Report, Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import about, day, whole_number

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

NO_AWARD: Final = "(award not entered)"
MISSING: Final = "missing"


def record_report(inventory: Inventory) -> Report:
    """The record: a summary by award, every piece of equipment, and supplies by model."""
    record = inventory.property_record.with_columns(award=pl.col("award").fill_null(NO_AWARD))
    equipment = record.filter(pl.col("kind") != "supply")
    return Report(
        title="Property record",
        district=district_name(inventory),
        span=f"things bought with federal money, as of {day(inventory.on)}",
        on=inventory.on.isoformat(),
        on_words=day(inventory.on),
        about="Property record of",
        lead="The record that 2 CFR 200.313(d)(1) asks for. Equipment is what costs the district’s own level or the "
        "federal level of the award’s date, whichever is less; below it a device is a supply, and a missing field is a "
        "finding against local policy, not law. A thing whose cost is not known is listed as equipment.",
        table_word=TABLE_WORD,
        key_figures=_figures(record),
        sections=(
            Section(
                heading="By award",
                grids=(_by_award(inventory, record),),
                signatures=("Certified by the person who keeps the record",),
            ),
            Section(heading="Equipment", grids=(_equipment(equipment),), turned=True),
            Section(
                heading="Supplies",
                lead="By model; each one is a line of the table property_record.csv and of the workbook.",
                grids=(_supplies(record.filter(pl.col("kind") == "supply")),),
                turned=True,
            ),
        ),
    )


def _figures(record: pl.DataFrame) -> tuple[KeyFigure, ...]:
    cost = int(record["cost_cents"].sum())
    incomplete = record.filter(pl.col("missing").is_not_null())
    by_law = incomplete.filter(pl.col("against") == "law").height
    return (
        KeyFigure(label="Things", printed=whole_number(record.height), note=f"recorded cost {about(cost)}"),
        KeyFigure(
            label="Equipment", printed=whole_number(int((record["kind"] == "equipment").sum())),
            note=f"{int((record['kind'] == 'not known').sum()):,} more of unknown cost",
        ),
        KeyFigure(
            label="Supplies", printed=whole_number(int((record["kind"] == "supply").sum())), note="below the level"
        ),
        KeyFigure(label="Incomplete", printed=whole_number(incomplete.height), note=f"{by_law:,} of them against law"),
    )  # fmt: skip


def _by_award(inventory: Inventory, record: pl.DataFrame) -> Grid:
    share = pl.col("cost_cents").cast(pl.Decimal(38, 6)) * pl.col("federal_share")
    totals = record.group_by("award").agg(
        items=pl.len(),
        equipment=(pl.col("kind") == "equipment").sum(),
        cost_cents=pl.col("cost_cents").sum(),
        federal_cents=pl.when(pl.col("federal_share").null_count() == 0).then(share.sum().round(0).cast(pl.Int64)),
        incomplete=pl.col("missing").is_not_null().sum(),
    ).sort("award")  # fmt: skip
    titles = dict(inventory.book.awards.select("award", "title").iter_rows())
    due = {row["award"]: row["due_on"] for row in inventory.award_counts.iter_rows(named=True)}
    rows = [
        {**row, "name": titles.get(row["award"]) or row["award"], "due": due.get(row["award"])}
        for row in totals.iter_rows(named=True)
    ]
    columns = (
        Column("Award", "name", share=5), Column("Things", "items", "count"),
        Column("Equipment", "equipment", "count"), Column("Cost, dollars", "cost_cents", "dollars"),
        Column("Federal part, dollars", "federal_cents", "dollars"), Column("Incomplete", "incomplete", "count"),
        Column("Count by", "due", "day", 3),
    )  # fmt: skip
    sums: dict[str, Any] = {key: int(totals[key].sum()) for key in ("items", "equipment", "cost_cents", "incomplete")}
    return grid(
        "by-award", "What each award bought", columns, rows, source="property_record",
        total={"name": "Together", "federal_cents": "", **sums},
        note="The federal part is known where every thing of the award has its federal share. ",
        empty="No thing is recorded as bought with federal money.",
    )  # fmt: skip


def _equipment(rows: pl.DataFrame) -> Grid:
    columns = (
        Column("Description", "description", share=5, unknown=MISSING),
        Column("Serial", "serial", share=4, unknown=MISSING),
        Column("Fund, FAIN", "paid", share=4), Column("Title", "title_holder", share=3, unknown=MISSING),
        Column("Acquired", "acquired_on", "day", 3, MISSING),
        Column("Cost, dollars", "cost_cents", "dollars", unknown=MISSING),
        Column("Federal share", "share", share=2), Column("Location", "location", share=4, unknown=MISSING),
        Column("Use", "used_for", share=3, unknown=MISSING), Column("Condition", "condition", share=3, unknown=MISSING),
        Column("Disposed of", "gone", share=3),
    )  # fmt: skip
    listed = [
        {**row, "paid": f"{row['fund'] or MISSING}, {row['fain'] or MISSING}",
         "share": MISSING if row["federal_share"] is None else f"{float(row['federal_share']):.0%}",
         "gone": _gone(row)}
        for row in rows.sort("award", "description", "asset").iter_rows(named=True)
    ]  # fmt: skip
    return grid(
        "equipment", "Equipment, line by line", columns, listed, source="property_record",
        empty="No equipment by the federal definition; all that federal money bought is below the level.", lead=0,
    )  # fmt: skip


def _gone(row: dict[str, Any]) -> str:
    if row["disposed_on"] is None:
        return "–"
    price = row["sale_price_cents"]
    return f"{row['disposed_on'].isoformat()}, {MISSING if price is None else whole_number((price + 50) // 100)}"


def _supplies(rows: pl.DataFrame) -> Grid:
    models = rows.group_by("award", "description").agg(
        items=pl.len(),
        cost_cents=pl.col("cost_cents").sum(),
        first=pl.col("acquired_on").min(),
        last=pl.col("acquired_on").max(),
        incomplete=pl.col("missing").is_not_null().sum(),
        lacks=pl.col("missing").str.split(";").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    ).sort("award", "description")  # fmt: skip
    listed = [
        {**row, "description": row["description"] or MISSING,
         "dates": "missing" if row["first"] is None else f"{row['first'].isoformat()} to {row['last'].isoformat()}",
         "lacks": ", ".join(row["lacks"]) or "–"}
        for row in models.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Award", "award", share=3), Column("Model", "description", share=5), Column("Things", "items", "count"),
        Column("Cost, dollars", "cost_cents", "dollars"), Column("Acquired", "dates", share=4),
        Column("Incomplete", "incomplete", "count"), Column("Fields missing on some", "lacks", share=6),
    )  # fmt: skip
    return grid(
        "supplies", "Supplies, by model", columns, listed, source="property_record",
        total={"award": "Together", "items": rows.height, "cost_cents": int(rows["cost_cents"].sum()),
               "incomplete": int(rows["missing"].is_not_null().sum())},
        empty="No supplies were bought with federal money.", lead=0,
    )  # fmt: skip
