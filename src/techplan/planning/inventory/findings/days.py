"""Dates that cannot be right, that a program filled in, or that come before the model existed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from techplan.planning.inventory.findings.rows import of_assets

FILLED_IN: Final = (date(1970, 1, 1), date(1980, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(2099, 12, 31))
"""Days that programs write where they know none."""

SET_UP: Final = "-3mo"
"""A device is seen while it is set up, some months before pupils get it."""

_DAYS: Final = ("in_service_on", "warranty_end", "support_end", "replace_on", "last_seen", "disposed_on")


def day_findings(assets: pl.DataFrame, on: date) -> Iterator[pl.DataFrame]:
    """Found rows on the assets' dates, as on a day."""
    start = pl.col("in_service_on")
    impossible = (
        ("in_service_on", start > on, f"It would go into service after {on.isoformat()}."),
        ("last_seen", pl.col("last_seen") > on, f"It would be seen after {on.isoformat()}."),
        ("disposed_on", pl.col("disposed_on") > on, f"It would be disposed of after {on.isoformat()}."),
        ("disposed_on", pl.col("disposed_on") < start, "It would be disposed of before it went into service."),
        ("warranty_end", pl.col("warranty_end") < start, "Its warranty would end before it went into service."),
    )
    for column, condition, said in impossible:
        yield of_assets(assets.filter(condition), "impossible date", said, column)
    for column in _DAYS:
        rows = assets.filter(pl.col(column).is_in(FILLED_IN))
        yield of_assets(rows, "doubtful date", "Programs write this day where they know none.", column)
    before = assets.filter(pl.col("last_seen") < start.dt.offset_by(SET_UP))
    yield of_assets(before, "doubtful date", "It was last seen long before it went into service.", "last_seen")
    early = assets.filter(start < pl.col("released_on"))
    what = pl.format("Its model, {}, appeared on {}.", "model", pl.col("released_on").cast(pl.String))
    yield of_assets(early, "before its model", what, "in_service_on")
