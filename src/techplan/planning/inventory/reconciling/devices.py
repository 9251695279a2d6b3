"""Devices that no asset fits: sightings of one device are one thing, however many systems see it.

They belong together by serial, then the directory's number, then network address, then tag. A tag is the weakest: it
joins only where it singles out one device of each system.
"""

from __future__ import annotations

from typing import Final

import polars as pl

KEYS: Final = ("s_serial", "directory_id", "s_mac", "s_tag")
"""The strongest first. A row that lacks a key is of the device that a weaker key leads to."""


def with_things(seen: pl.DataFrame) -> pl.DataFrame:
    """The sightings with ``thing``: the asset ``of`` which each is, else ``sighting`` and the device's first sighting.

    So no device is ever called as an asset is. Rows keep their order.
    """
    lone = seen.filter(pl.col("of").is_null()).select("sighting", "system", *KEYS)
    if lone.is_empty():
        return seen.with_columns(thing=pl.col("of"))
    devices = _with_devices(lone)
    first = devices.group_by("device").agg(thing=pl.format("sighting {}", pl.col("sighting").min()))
    things = devices.join(first, on="device").select("sighting", "thing")
    joined = seen.join(things, on="sighting", how="left", maintain_order="left")
    return joined.with_columns(thing=pl.coalesce("of", "thing"))


def _with_devices(lone: pl.DataFrame) -> pl.DataFrame:
    """With ``device``: a text that sightings of one device have in common."""
    lone = lone.with_columns(device=pl.lit(None, pl.String))
    for at, key in enumerate(KEYS):
        lone = _begun(lone, key)
        for weaker in KEYS[at + 1 :]:
            lone = _attached(lone, weaker)
    return lone.with_columns(pl.col("device").fill_null(pl.format("row {}", "sighting")))


def _begun(lone: pl.DataFrame, key: str) -> pl.DataFrame:
    """What has no device yet is the device of that key."""
    new = pl.col("device").is_null() & pl.col(key).is_not_null()
    if key == "s_tag":
        new = new & ~_crowded()
    named = pl.format("{} {}", pl.lit(key), pl.col(key))
    return lone.with_columns(device=pl.when(new).then(named).otherwise("device"))


def _attached(lone: pl.DataFrame, key: str) -> pl.DataFrame:
    """What has no device yet is the device that has the same key, if only one has it."""
    still = lone.filter(pl.col("device").is_null() & pl.col(key).is_not_null())
    if still.is_empty():
        return lone
    holders = (
        lone.filter(pl.col("device").is_not_null())
        .join(still, on=key, how="semi")
        .group_by(key)
        .agg(theirs=pl.col("device").min(), several=pl.col("device").n_unique() > 1)
        .filter(~pl.col("several"))
        .drop("several")
    )
    lone = lone.join(holders, on=key, how="left", maintain_order="left")
    attach = ~_crowded() if key == "s_tag" else pl.lit(value=True)
    return lone.with_columns(pl.coalesce("device", pl.when(attach).then("theirs"))).drop("theirs")


def _crowded() -> pl.Expr:
    """Whether one system has several devices with this tag."""
    return pl.coalesce("device", "sighting").n_unique().over("system", "s_tag") > 1
