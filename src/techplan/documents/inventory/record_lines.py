"""The lines of the property record: equipment one by one and supplies by model, a table for each award."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from techplan.documents.facts.shapes import Grid
from techplan.documents.inventory.words import MISSING
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count, whole_number

SOURCE: Final = "property_record"
SHARED: Final = {"fund": "fund", "title": "title", "share": "federal share"}
"""Fields that every line of an award mostly has in common: said once above its table where all lines say the same."""


def equipment(record: pl.DataFrame, awards: dict[str, str]) -> tuple[Grid, ...]:
    """A table of equipment for each award that bought any, every thing a line; things of unknown cost among them.

    ``record`` has no empty ``award``; ``awards`` names them.
    """
    rows = record.filter(pl.col("kind") != "supply")
    return _by_award(rows, awards, _equipment) or (
        grid(
            "equipment", "None", (), [], source=SOURCE,
            empty="No thing on this record costs as much as equipment does by the federal definition.",
        ),
    )  # fmt: skip


def supplies(record: pl.DataFrame, awards: dict[str, str]) -> tuple[Grid, ...]:
    """A table of supplies for each award that bought any, by model."""
    rows = record.filter(pl.col("kind") == "supply")
    return _by_award(rows, awards, _supplies) or (
        grid("supplies", "None", (), [], source=SOURCE, empty="No thing on this record is a supply."),
    )


def _by_award(rows: pl.DataFrame, awards: dict[str, str], made: Any) -> tuple[Grid, ...]:
    grids: list[Grid] = []
    for (code,), part in rows.sort("award").group_by(["award"], maintain_order=True):
        fain = part["fain"][0]
        title = f"{awards.get(str(code), str(code))} · FAIN {fain or MISSING}"
        grids.append(made(f"{len(grids)}", title, part))
    return tuple(grids)


def _equipment(number: str, title: str, part: pl.DataFrame) -> Grid:
    lines = [_line(row) for row in part.sort("description", "asset").iter_rows(named=True)]
    alike = {key: lines[0][key] for key in SHARED if len({line[key] for line in lines}) == 1}
    said = [f"{SHARED[key]} {value}" for key, value in alike.items() if value != MISSING]
    shown = [key for key in SHARED if alike.get(key, MISSING) == MISSING]
    optional = {
        "fund": Column("Fund", "fund", share=6),
        "title": Column("Title", "title", share=8),
        "share": Column("Federal share", "share", share=8),
    }
    columns = (
        Column("Description", "description", share=15, unknown=MISSING),
        Column("Serial", "serial", share=12, unknown=MISSING),
        *(optional[key] for key in shown),
        Column("Acquired", "acquired_on", "day", 0, MISSING), Column("Location", "location", share=16, unknown=MISSING),
        Column("Use", "used_for", share=8, unknown=MISSING), Column("Condition", "condition", share=0, unknown=MISSING),
        Column("Counted", "last_counted_on", "day", 0, "never"), Column("Disposed of", "gone", share=9),
        Column("Cost, dollars", "cost_cents", "dollars", unknown=MISSING),
    )  # fmt: skip
    unpriced = part["cost_cents"].null_count()
    note = f"On every line: {', '.join(said)}. " if said else ""
    note += f"{count(unpriced, 'cost')} missing. " if unpriced else ""
    cost = int(part["cost_cents"].sum()) if unpriced < part.height else None
    return grid(
        f"equipment-{number}", title, columns, lines, source=SOURCE, note=note, empty="", lead=0,
        total={"description": count(part.height, "thing"), "cost_cents": cost},
    )  # fmt: skip


def _line(row: dict[str, Any]) -> dict[str, Any]:
    share = row["federal_share"]
    return {
        **row,
        "fund": row["fund"] or MISSING,
        "title": row["title_holder"] or MISSING,
        "share": MISSING if share is None else percent(share),
        "gone": _gone(row),
    }


def percent(share: Any) -> str:
    """A share as it stands on paper: ``100%`` or ``33.3%``."""
    hundredths = share * 100
    return f"{hundredths:.0f}%" if hundredths == int(hundredths) else f"{hundredths:.1f}%"


def _gone(row: dict[str, Any]) -> str:
    """Day of disposal and what the sale brought, or that one of them is missing of what is gone."""
    missing = (row["missing"] or "").split(";")
    on, price = row["disposed_on"], row["sale_price_cents"]
    if on is None and price is None and "disposed on" not in missing:
        return "–"
    sold = f"sale price {MISSING}" if price is None else f"sold for {amount(price)}"
    return f"{on.isoformat() if on else MISSING}, {sold}"


def _supplies(number: str, title: str, part: pl.DataFrame) -> Grid:
    models = part.group_by("description").agg(
        items=pl.len(),
        cost_cents=pl.col("cost_cents").sum(),
        first=pl.col("acquired_on").min(),
        last=pl.col("acquired_on").max(),
        counted=pl.col("last_counted_on").is_not_null().sum(),
        incomplete=pl.col("missing").is_not_null().sum(),
        lacks=pl.col("missing").str.split(";").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    ).sort("description", nulls_last=True)  # fmt: skip
    listed = [
        {**row, "lacks": ", ".join("FAIN" if name == "fain" else name for name in row["lacks"]) or "–"}
        for row in models.iter_rows(named=True)
    ]
    columns = (
        Column("Model", "description", share=5, unknown=MISSING), Column("Things", "items", "count"),
        Column("Cost, dollars", "cost_cents", "dollars"),
        Column("Acquired from", "first", "day", 0, MISSING), Column("to", "last", "day", 0, MISSING),
        Column("Ever counted", "counted", "count"), Column("Incomplete", "incomplete", "count"),
        Column("Fields missing on some", "lacks", share=7),
    )  # fmt: skip
    sums = {key: int(models[key].sum()) for key in ("items", "cost_cents", "counted", "incomplete")}
    models_said = "1 model" if models.height == 1 else f"{whole_number(models.height)} models"
    return grid(
        f"supplies-{number}", title, columns, listed, source=SOURCE, empty="", lead=0,
        total={"description": models_said, **sums},
    )  # fmt: skip
