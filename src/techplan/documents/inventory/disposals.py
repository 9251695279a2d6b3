"""The list for the board: what is retired and still owned, in lots that may go in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names
from techplan.documents.facts.shapes import Grid
from techplan.documents.inventory.words import LONGEST, cut, described
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import count

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

SOURCE: Final = "disposals"
MAY: Final[dict[bool | None, str]] = {None: "ask the treasurer", True: "yes", False: "not yet"}


def disposals(inventory: Inventory, names: Names) -> Section:
    """The lots with how each may go, and what is in them by model."""
    waiting = inventory.disposals.height
    lead = f"{count(waiting, 'thing is', 'things are')} retired and still owned, in lots that may go in the same way."
    return Section(
        heading="For the board: things to dispose of",
        lead=lead if waiting else "",
        grids=(_lots(inventory, names), *([_models(inventory)] if waiting else [])),
        turned=True,
        flowing=True,
    )


def _sums() -> list[pl.Expr]:
    return [
        pl.len().alias("items"), pl.col("cost_cents").sum(), pl.col("value_cents").sum(),
        (pl.col("cost_cents").count() > 0).alias("priced"), (pl.col("value_cents").count() > 0).alias("valued"),
        pl.col("value_cents").null_count().alias("unvalued"),
    ]  # fmt: skip


def _known(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which a sum of nothing is not known, rather than nought."""
    return {**row, "cost_cents": row["cost_cents"] if row["priced"] else None,
            "value_cents": row["value_cents"] if row["valued"] else None}  # fmt: skip


def _lots(inventory: Inventory, names: Names) -> Grid:
    lots = inventory.disposals.group_by("lot", "how", "proceeds_to", "may_dispose").agg(*_sums()).sort(
        "lot", "how", "proceeds_to", "may_dispose", nulls_last=True
    )  # fmt: skip
    rows = [
        {**_known(row), "fund": names.fund(row["proceeds_to"]) if row["proceeds_to"] else None,
         "may": MAY[row["may_dispose"]]}
        for row in lots.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Lot", "lot", share=1), Column("Things", "items", "count"), Column("Cost", "cost_cents", "dollars"),
        Column("Value", "value_cents", "dollars"), Column("May go now", "may", share=3),
        Column("How", "how", share=15), Column("Proceeds to", "fund", share=4),
    )  # fmt: skip
    total = {key: int(lots[key].sum()) for key in ("items", "cost_cents", "value_cents")}
    return grid(
        "lots", "Lots, dollars", columns, rows, source=SOURCE, total={"lot": "All", **total}, note=_note(lots),
        empty="Nothing that is retired waits for disposal. A thing comes on this list when its status is retired and "
        "it has no day of disposal.",
    )  # fmt: skip


def _note(lots: pl.DataFrame) -> str:
    without = int(lots["unvalued"].sum())
    value = "Value is the estimate in asset_classes (salvage)"
    return f"{value}; {without:,} things have none. " if without else f"{value}. "


def _models(inventory: Inventory) -> Grid:
    frame = inventory.disposals.join(described(inventory.book), on="asset", how="left").with_columns(
        what=pl.coalesce("what", "description")
    )
    models = frame.group_by("lot", "what").agg(*_sums(), first=pl.col("acquired_on").min(),
                                               last=pl.col("acquired_on").max())  # fmt: skip
    models = models.sort(["lot", "items", "what"], descending=[False, True, False], nulls_last=True)
    columns = (
        Column("Lot", "lot", share=1), Column("What", "what", share=12), Column("Things", "items", "count"),
        Column("Acquired from", "first", "day", 0), Column("to", "last", "day", 0),
        Column("Cost", "cost_cents", "dollars"), Column("Value", "value_cents", "dollars"),
    )  # fmt: skip
    rows = [_known(row) for row in models.head(LONGEST).iter_rows(named=True)]
    return grid(
        "lot-models", "What is in each lot, dollars", columns, rows, source=SOURCE,
        note=cut(LONGEST, models.height, SOURCE) + "Each thing, with its serial number, is in the sheet “disposals”. ",
        empty="",
    )  # fmt: skip
