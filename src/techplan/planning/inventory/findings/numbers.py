"""Tags, serial numbers and addresses that several things share, and words in a serial number's place."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from techplan.planning.inventory.findings.rows import of_assets, still_here


def number_findings(assets: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Found rows on what identifies things, compared as the keys of ``owned_assets`` are; nulls share nothing.

    A tag or an address may go to another thing once the first has left the district. A serial number never does: one
    that a disposed thing and one still here share says that one of the two records is wrong.
    """
    here = assets.filter(still_here())
    yield _shared(here, "duplicate tag", "tag", "tag_key")
    with_one_here = pl.col("serial_key").is_not_null() & still_here().any().over("serial_key")
    yield _shared(assets.filter(with_one_here), "duplicate serial", "serial", "serial_key")
    yield _shared(here, "duplicate network address", "mac", "mac_key")
    words = here.filter(pl.col("serial").is_not_null() & pl.col("serial_key").is_null())
    yield of_assets(words, "placeholder serial", pl.format("“{}” is no serial number.", "serial"), "serial")


def _shared(assets: pl.DataFrame, finding: str, column: str, key: str) -> pl.DataFrame:
    """Every asset of those that share a key, each with all of them named."""
    shared = assets.filter(pl.col(key).is_not_null()).filter(pl.len().over(key) > 1)
    if shared.is_empty():
        return of_assets(shared, finding, "", column)
    holders = shared.group_by(key).agg(names=pl.col("asset").sort().str.join(", "), holders=pl.len())
    rows = shared.join(holders, on=key)
    long = pl.concat_str([pl.col("names").str.slice(0, 120), pl.lit(" …")])
    named = pl.when(pl.col("names").str.len_chars() > 120).then(long).otherwise("names")
    return of_assets(rows, finding, pl.format("It is on {} assets: {}.", "holders", named), column)
