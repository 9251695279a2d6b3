"""Rows that are one device.

GAM prints a device once for each of its recent users; a Chromebook that was wiped and enrolled again has two device
numbers and one serial; and a row may simply stand twice in a file. Different devices that share a tag or a serial are
*not* merged: both are kept and the duplicate is a finding.
"""

from __future__ import annotations

import polars as pl

from techplan.sources.findings import Findings, counted

_PLACE = ("line", "file")


def merge_devices(rows: pl.DataFrame, findings: Findings) -> tuple[pl.DataFrame, int]:
    """The rows with each device once, and how many rows went into another.

    Device numbers that share a serial stay as rows, of which all but the last seen are marked ``superseded``: they are
    sightings, not assets.
    """
    before = rows.height
    rows = _without_repeats(rows, findings)
    if "device" in rows.columns:
        rows = _one_row_a_device(rows, findings)
        rows = _mark_superseded(rows, findings)
    superseded = rows.filter(pl.col("superseded")).height if "superseded" in rows.columns else 0
    return rows, before - rows.height + superseded


def _without_repeats(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Rows alike in every column, if they have a number at all, are one."""
    columns = [column for column in rows.columns if column not in _PLACE]
    numbered = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(c).is_not_null() for c in ("tag", "serial", "device") if c in columns)
    )
    repeated = ~pl.struct(columns).is_first_distinct() & numbered
    number = rows.select(repeated.sum()).item()
    if number:
        findings.assume(
            f"Rows that repeat another in all that is read of them are taken once ({counted(number, 'row')})."
        )
    return rows.filter(~repeated)


def _one_row_a_device(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Rows of one device number become one row: the first that says something, column by column."""
    columns = [column for column in rows.columns if column != "device"]
    numbered = rows.filter(pl.col("device").is_not_null())
    merged = numbered.group_by("device", maintain_order=True).agg(pl.col(columns).drop_nulls().first())
    if merged.height < numbered.height:
        findings.assume(
            f"Rows of one device number are merged into one ({counted(numbered.height - merged.height, 'row')})."
        )
    rest = rows.filter(pl.col("device").is_null())
    return pl.concat([merged.select(rows.columns), rest]).sort("file", "line", maintain_order=True)


def _mark_superseded(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Of several device numbers with one serial, the one last seen is the device; a tie goes to the lower number."""
    serial = pl.col("serial").str.to_uppercase() if "serial" in rows.columns else pl.lit(None, pl.String)
    seen = pl.col("last_seen") if "last_seen" in rows.columns else pl.lit(None, pl.Date)
    ranked = rows.with_columns(serial.alias("_serial"), seen.alias("_seen")).with_row_index("_at")
    ranked = ranked.sort(["_seen", "device"], descending=[True, False], nulls_last=True, maintain_order=True)
    ranked = ranked.with_columns(
        (pl.col("_serial").is_not_null() & ~pl.col("_serial").is_first_distinct()).alias("superseded")
    ).sort("_at")
    number = ranked.filter(pl.col("superseded")).height
    if number:
        findings.note(
            "note",
            "one device enrolled again",
            f"{counted(number, 'device number')} share a serial with one seen later; the later one is taken, and "
            "all are kept as sightings.",
            "Remove the old entries from the console if you like.",
            column="serial",
        )
    return ranked.drop("_at", "_serial", "_seen")
