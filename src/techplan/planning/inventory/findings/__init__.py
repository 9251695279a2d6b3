"""What is wrong with the inventory, or looks so: counted, priced, and each row named."""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.findings.accepting import accept, with_acceptance
from techplan.planning.inventory.findings.costs import cost_findings
from techplan.planning.inventory.findings.damage import damage_findings
from techplan.planning.inventory.findings.days import day_findings
from techplan.planning.inventory.findings.gaps import gap_findings
from techplan.planning.inventory.findings.kinds import KINDS
from techplan.planning.inventory.findings.models import model_findings
from techplan.planning.inventory.findings.numbers import number_findings
from techplan.planning.inventory.findings.rows import FOUND
from techplan.planning.inventory.findings.shapes import shape_findings
from techplan.planning.inventory.findings.sight import sight_findings
from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.reconciling import Reconciliation
from techplan.planning.inventory.results.findings import FindingRows, Findings


def find(
    book: Book,
    assets: pl.DataFrame,
    limits: Limits,
    on: date,
    *,
    record: pl.DataFrame,
    reconciliation: Reconciliation,
    others: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The ``findings`` and ``finding_rows`` tables.

    ``assets`` is the frame of ``owned_assets``, ``record`` the property record; ``others`` are rows that other parts
    of the inventory found, in the form ``FOUND``.
    """
    found = pl.concat(
        [
            *number_findings(assets),
            *damage_findings(assets, limits),
            *shape_findings(assets, limits),
            model_findings(book, assets),
            *day_findings(assets, on),
            *cost_findings(assets, limits),
            *gap_findings(book, assets, record),
            *sight_findings(assets, reconciliation.reconciled, reconciliation.watches, limits, on),
            *([] if others is None else [others]),
        ]
    )
    key = ["finding", "table", "subject", "column"]
    found = found.sort(*key, "what").unique(key, keep="first", maintain_order=True)
    rows = with_acceptance(found, book)
    schema = FindingRows.polars_schema()
    rows = rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(key)
    return summary(rows), rows


def summary(rows: pl.DataFrame) -> pl.DataFrame:
    """The ``findings`` table of these rows: an asset counts once for a finding, whatever the columns that have it."""
    still = ~pl.col("accepted")
    counts = rows.group_by("finding").agg(
        rows=pl.len(), accepted=pl.col("accepted").sum(), open=still.sum()
    )  # fmt: skip
    each = rows.filter(still).unique(["finding", "table", "subject"], keep="first")
    things = pl.col("table") == "assets"
    stakes = each.group_by("finding").agg(
        at_stake_cents=pl.col("at_stake_cents").sum(),
        unpriced=(things & pl.col("at_stake_cents").is_null()).sum(),
    )
    kinds = pl.DataFrame(
        [(k.finding, k.severity, k.title, k.remedy, k.rests_on, n) for n, k in enumerate(KINDS.values())],
        schema=["finding", "severity", "title", "remedy", "rests_on", "place"],
        orient="row",
    )
    frame = counts.join(stakes, on="finding", how="left").join(kinds, on="finding", how="left")
    frame = frame.with_columns(pl.col("at_stake_cents", "unpriced").fill_null(0))
    schema = Findings.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("finding")


__all__ = ["FOUND", "KINDS", "accept", "find", "summary"]
