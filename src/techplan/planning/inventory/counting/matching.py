"""Which asset each scan is of: by tag, then serial, then network address, or as a person named it."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.counting.places import room_key
from techplan.planning.inventory.owned import mac_key, serial_key, tag_key

_WAYS: Final = (("tag", "tag_key"), ("serial", "serial_key"), ("address", "mac_key"))


def matched_scans(book: Book, assets: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """The scans in order, with ``found`` (the asset or null), the place in full, ``room_key`` and ``note``.

    Where a tag is on several assets, the one that is expected in that room is meant, if only one is; else the scan
    stays unknown, and the note says which it may be. ``expected`` is the frame of that name.
    """
    counts = book.counts.select("opened_on", count_code="code", only_school="school")
    scans = book.count_scans.join(counts, on="count_code").with_columns(
        tag_key("scanned").alias("tag_key"),
        serial_key("scanned").alias("serial_key"),
        mac_key("scanned").alias("mac_key"),
        school=pl.coalesce("school", "only_school"),
        scanned_on=pl.coalesce("scanned_on", "opened_on"),
        room_key=room_key(),
        found=pl.col("asset"),
        note=pl.lit(None, pl.String),
    )
    here = expected.select("count_code", "school", "room_key", asset="asset", here=pl.lit(value=True))
    for way, key in _WAYS:
        scans = _by(scans, assets, here, way, key)
    return scans.drop("tag_key", "serial_key", "mac_key", "only_school", "opened_on").sort("count_code", "position")


def _by(scans: pl.DataFrame, assets: pl.DataFrame, here: pl.DataFrame, way: str, key: str) -> pl.DataFrame:
    """Scans that are still open, matched by one key."""
    known = assets.filter(pl.col(key).is_not_null()).select(key, candidate="asset")
    still = scans.filter(pl.col("found").is_null() & pl.col("note").is_null() & pl.col(key).is_not_null())
    pairs = still.join(known, on=key).join(
        here, left_on=["count_code", "school", "room_key", "candidate"],
        right_on=["count_code", "school", "room_key", "asset"], how="left",
    )  # fmt: skip
    by_scan = pairs.sort("candidate").group_by("count_code", "position").agg(
        pl.col("candidate"), only=pl.col("candidate").filter(pl.col("here").fill_null(value=False))
    )  # fmt: skip
    single = pl.when(pl.col("candidate").list.len() == 1).then(pl.col("candidate").list.first())
    in_room = pl.when(pl.col("only").list.len() == 1).then(pl.col("only").list.first())
    several = pl.format(f"The {way} is on several assets: {{}}.", pl.col("candidate").list.join(", "))
    answer = by_scan.select("count_code", "position", answer=pl.coalesce(single, in_room), several=several)
    joined = scans.join(answer, on=["count_code", "position"], how="left")
    unclear = pl.col("answer").is_null() & pl.col("several").is_not_null()
    return joined.with_columns(
        found=pl.coalesce("found", "answer"), note=pl.coalesce("note", pl.when(unclear).then("several"))
    ).drop("answer", "several")
