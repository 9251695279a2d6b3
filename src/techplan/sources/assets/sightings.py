"""What a live system reported of each device, kept as it was said, for comparing with the records."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.tables import TABLES

_FROM: Final = {
    "asset": "asset",
    "tag": "tag",
    "serial": "serial",
    "mac": "mac",
    "school": "school",
    "user_role": "assigned_to",
    "seen_on": "last_seen",
    "enrolled_on": "in_service_on",
    "support_end": "support_end",
    "model": "model_said",
    "os_version": "os_version",
    "status": "status_said",
    "directory_id": "directory_id",
}
"""Column of ``sightings`` and the column of the rows that it is taken from."""


def sightings(rows: pl.DataFrame, system: str) -> pl.DataFrame:
    """One row for each device number, else serial; a row with neither was not seen in any way that can be kept."""
    device = pl.col("device") if "device" in rows.columns else pl.lit(None, pl.String)
    number = pl.coalesce(device, pl.col("serial"))
    schema = TABLES["sightings"].polars_schema()
    return (
        rows.with_columns(number.alias("number"))
        .filter(pl.col("number").is_not_null())
        .unique("number", keep="first", maintain_order=True)
        .select(
            (pl.lit(f"{system}:") + pl.col("number")).alias("sighting"),
            pl.lit(system).alias("system"),
            *(
                pl.col(taken).cast(schema[column]).alias(column)
                for column, taken in _FROM.items()
                if taken in rows.columns
            ),
        )
    )
