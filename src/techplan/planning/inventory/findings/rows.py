"""The form in which finders hand over the rows that they found."""

from __future__ import annotations

from typing import Final

import polars as pl

WHOLE_ROW: Final = "-"

FOUND: Final = pl.Schema(
    {
        "finding": pl.String,
        "table": pl.String,
        "subject": pl.String,
        "column": pl.String,
        "value": pl.String,
        "what": pl.String,
        "school": pl.String,
        "at_stake_cents": pl.Int64,
    }
)


def still_here() -> pl.Expr:
    """Whether an asset has not left the district; one that has keeps its numbers, and they matter no longer."""
    return pl.col("disposed_on").is_null() & (pl.col("status").fill_null("active") != "disposed")


def of_assets(rows: pl.DataFrame, finding: str, what: pl.Expr | str, column: str = WHOLE_ROW) -> pl.DataFrame:
    """Rows of the assets' frame as found rows; ``column`` names the column whose value is shown."""
    value = pl.lit(None, pl.String) if column == WHOLE_ROW else pl.col(column).cast(pl.String)
    return rows.select(
        finding=pl.lit(finding),
        table=pl.lit("assets"),
        subject=pl.col("asset"),
        column=pl.lit(column.removesuffix("_cents")),
        value=value,
        what=pl.lit(what) if isinstance(what, str) else what,
        school=pl.col("school"),
        at_stake_cents=pl.col("cost_cents"),
    ).cast(FOUND)


def of_table(rows: pl.DataFrame, finding: str, table: str, subject: str | pl.Expr, what: pl.Expr | str) -> pl.DataFrame:
    """Rows of another table as found rows, without money at stake."""
    key = pl.col(subject) if isinstance(subject, str) else subject
    return rows.select(
        finding=pl.lit(finding),
        table=pl.lit(table),
        subject=key,
        column=pl.lit(WHOLE_ROW),
        value=pl.lit(None, pl.String),
        what=pl.lit(what) if isinstance(what, str) else what,
        school=pl.lit(None, pl.String),
        at_stake_cents=pl.lit(None, pl.Int64),
    ).cast(FOUND)
