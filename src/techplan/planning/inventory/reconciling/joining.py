"""Which asset each sighting is of: by serial, then tag, then network address, then as a person or an import named it.

A key joins only where it singles out one asset, and where it is a tag or an address, one device of the system. Where
serials contradict each other nothing else joins. What stays unclear is said, and not joined by that key.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.owned import mac_key, serial_key, tag_key

ENDED: Final = (
    "deprovisioned", "disabled", "retired", "removed", "deleted", "unmanaged", "wiped", "decommissioned", "archived",
)  # fmt: skip
"""Words by which a system says that it looks after a device no longer."""

WAYS: Final = pl.Enum(["serial", "tag", "network address", "named at import"])

_SERIAL: Final = "s_serial"
_KEYS: Final = {"serial": (_SERIAL, "serial_key"), "tag": ("s_tag", "tag_key"), "network address": ("s_mac", "mac_key")}


def joined_sightings(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """``sightings`` with ``of`` (the asset, or null), ``joined_by`` (of ``WAYS``), ``unclear`` and ``current``.

    ``assets`` is the frame of ``owned_assets``. ``unclear`` says which key fits several; ``current`` is false where the
    system looks after the device no longer. The keys as compared are ``s_serial``, ``s_tag`` and ``s_mac``. Rows are in
    the order of the table's key.
    """
    seen = book.sightings.with_columns(
        serial_key().alias(_SERIAL),
        tag_key().alias("s_tag"),
        mac_key().alias("s_mac"),
        current=~pl.col("status").str.strip_chars().str.to_lowercase().is_in(ENDED).fill_null(value=False),
        of=pl.lit(None, pl.String),
        joined_by=pl.lit(None, WAYS),
        unclear=pl.lit(None, pl.String),
    )
    for way in _KEYS:
        seen = _by_key(seen, assets, way)
        if way == "serial":
            seen = _by_serial_and_tag(seen, assets)
    return _as_named(seen, assets)


def _by_key(seen: pl.DataFrame, assets: pl.DataFrame, way: str) -> pl.DataFrame:
    """Sightings that are still open joined by one key."""
    theirs, ours = _KEYS[way]
    known = (
        assets.filter(pl.col(ours).is_not_null())
        .group_by(pl.col(ours).alias(theirs))
        .agg(found=pl.col("asset").first(), holders=pl.len(), their_serial=pl.col("serial_key").first())
    )
    joined = seen.join(known, on=theirs, how="left", maintain_order="left")
    fits, several = pl.col("found").is_not_null(), pl.col("holders") > 1
    if way == "serial":
        contrary = pl.lit(value=False)
    else:
        apart = (pl.col(_SERIAL) != pl.col("their_serial")).fill_null(value=False)
        still_open = pl.when(pl.col("of").is_null()).then(pl.col(_SERIAL).fill_null(pl.col("sighting")))
        devices = still_open.drop_nulls().n_unique().over("system", theirs)
        contrary, several = apart, several | (devices > 1)
    still = pl.col("of").is_null() & fits & ~contrary
    take = still & ~several
    return joined.with_columns(
        of=pl.when(take).then("found").otherwise("of"),
        joined_by=pl.when(take).then(pl.lit(way, WAYS)).otherwise("joined_by"),
        unclear=pl.coalesce("unclear", pl.when(still & several).then(pl.lit(f"its {way} fits several"))),
    ).drop("found", "holders", "their_serial")


def _by_serial_and_tag(seen: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """Where several assets share a serial, the one of them that has the tag as well."""
    if not seen.get_column("unclear").drop_nulls().len():
        return seen
    known = (
        assets.filter(pl.col("serial_key").is_not_null() & pl.col("tag_key").is_not_null())
        .group_by(pl.col("serial_key").alias(_SERIAL), pl.col("tag_key").alias("s_tag"))
        .agg(found=pl.col("asset").first(), holders=pl.len())
        .filter(pl.col("holders") == 1)
    )
    joined = seen.join(known, on=[_SERIAL, "s_tag"], how="left", maintain_order="left")
    take = pl.col("of").is_null() & pl.col("unclear").is_not_null() & pl.col("found").is_not_null()
    return joined.with_columns(
        of=pl.when(take).then("found").otherwise("of"),
        joined_by=pl.when(take).then(pl.lit("serial", WAYS)).otherwise("joined_by"),
        unclear=pl.when(take).then(None).otherwise("unclear"),
    ).drop("found", "holders")


def _as_named(seen: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """What no key joins, as the Book names it, unless the serials contradict each other."""
    named = assets.select("asset", pl.col("serial_key").alias("their_serial"), known=pl.lit(value=True))
    joined = seen.join(named, on="asset", how="left", maintain_order="left")
    apart = (pl.col(_SERIAL) != pl.col("their_serial")).fill_null(value=False)
    take = pl.col("of").is_null() & pl.col("known").fill_null(value=False) & ~apart
    return joined.with_columns(
        of=pl.when(take).then("asset").otherwise("of"),
        joined_by=pl.when(take).then(pl.lit("named at import", WAYS)).otherwise("joined_by"),
        unclear=pl.when(pl.col("of").is_not_null() | take).then(None).otherwise("unclear"),
    ).drop("their_serial", "known")
