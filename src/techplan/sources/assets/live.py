"""What device consoles have in common: one row a device, and whose devices are the district's."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.sources.assets.values import normal_mac
from techplan.sources.findings import Findings, counted
from techplan.sources.words import fold

ROLES: Final = {
    "student": "student", "students": "student", "pupil": "student", "pupils": "student", "staff": "staff",
    "teacher": "staff", "teachers": "staff", "faculty": "staff", "employee": "staff", "employees": "staff",
}  # fmt: skip
"""Plain words for who uses a device."""

PERSONAL: Final = ("personal", "byod", "user", "personally owned", "employee owned", "user owned")
"""What a console says of a device that belongs to a person."""


def one_by_serial(rows: pl.DataFrame) -> pl.DataFrame:
    """``device`` as the serial, the row last seen before the others, so that rows of one serial become that device."""
    if "serial" not in rows.columns:
        return rows
    seen = pl.col("last_seen") if "last_seen" in rows.columns else pl.lit(None, pl.Date)
    rows = rows.with_columns(seen.alias("_seen"), pl.col("serial").alias("device"))
    return rows.sort("_seen", descending=True, nulls_last=True, maintain_order=True).drop("_seen")


def without_nameless(rows: pl.DataFrame) -> pl.DataFrame:
    """What has neither serial nor tag is left out: nobody could tell it again in the next file."""
    numbers = [column for column in ("serial", "tag") if column in rows.columns]
    return left_out(
        rows,
        pl.all_horizontal(pl.lit(value=True), *(pl.col(column).is_null() for column in numbers)),
        "neither a serial number nor an asset tag to know it by",
    )


def without_own_devices(rows: pl.DataFrame) -> pl.DataFrame:
    """What a column ``ownership`` calls a person's own is left out."""
    if "ownership" not in rows.columns:
        return rows
    own = pl.col("ownership").str.to_lowercase().is_in(PERSONAL).fill_null(value=False)
    return left_out(rows, own, "a person's own device, not the district's").drop("ownership")


def left_out(rows: pl.DataFrame, which: pl.Expr, why: str) -> pl.DataFrame:
    """Those rows marked to be skipped for that reason, unless they are for another."""
    said = pl.col("skip") if "skip" in rows.columns else pl.lit(None, pl.String)
    return rows.with_columns(pl.coalesce(said, pl.when(which).then(pl.lit(why))).alias("skip"))


def with_wired_address(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The address of the cable (``wired_mac``) where there is no wireless one."""
    if "wired_mac" not in rows.columns:
        return rows
    said = Findings(findings.file, {"mac": findings.title("wired_mac")})
    wired = normal_mac(rows.select("line", pl.col("wired_mac").alias("mac")), said).get_column("mac")
    findings.problems += said.problems
    wireless = pl.col("mac") if "mac" in rows.columns else pl.lit(None, pl.String)
    return rows.with_columns(pl.coalesce(wireless, wired).alias("mac")).drop("wired_mac")


def role_of(rows: pl.DataFrame, column: str, findings: Findings, what: str) -> pl.DataFrame:
    """``assigned_to`` from plain words for who uses a device; other words say nothing."""
    if column not in rows.columns:
        return rows
    words = {word: ROLES.get(fold(word)) for word in rows.get_column(column).drop_nulls().unique()}
    rows = rows.with_columns(
        pl.col(column).replace_strict(words, default=None, return_dtype=pl.String).alias("assigned_to")
    )
    number = rows.get_column("assigned_to").count()
    if number:
        findings.assume(f"Who uses a device, student or staff, is taken from {what} ({counted(number, 'row')}).")
    return rows.drop(column)


def stands_for_service(rows: pl.DataFrame, findings: Findings, what: str) -> pl.DataFrame:
    """Says what is taken for the day of service, where any row that is not left out has it."""
    if "in_service_on" not in rows.columns:
        return rows
    left = pl.col("skip").is_null() if "skip" in rows.columns else pl.lit(value=True)
    number = rows.filter(left).get_column("in_service_on").count()
    if number:
        findings.assume(
            f"{what} stands for the day on which a device went into service, where the Book has no day "
            f"({counted(number, 'row')})."
        )
    return rows
