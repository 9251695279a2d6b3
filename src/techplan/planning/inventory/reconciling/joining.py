"""Which asset each sighting is of: by serial, then tag, then network address, then as a person or an import named it.

A key joins only where it singles out one asset and, by all that is known, one device. Where serials contradict each
other nothing else joins. What stays unclear is said, and not joined by that key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.owned import mac_key, serial_key, tag_key
from techplan.planning.inventory.reconciling.devices import with_things

ENDED: Final = (
    "deprovisioned", "disabled", "retired", "removed", "deleted", "unmanaged", "wiped", "decommissioned", "archived",
    "disposed", "sold", "recycled", "scrapped", "donated",
)  # fmt: skip
"""Words by which a system says that it looks after a device no longer; what follows a comma is of something else."""

WAYS: Final = pl.Enum(["serial", "tag", "network address", "named at import"])

_SERIAL: Final = "s_serial"


@dataclass(slots=True)
class _Joining:
    """Sightings still open, and what was found for the others (``row``, ``of``, ``joined_by``)."""

    left: pl.DataFrame
    found: list[pl.DataFrame] = field(default_factory=list)

    def take(self, rows: pl.DataFrame, which: pl.Expr, way: str) -> None:
        """Join those of the open ``rows`` to their ``found`` asset; the others stay open, with what they say."""
        taken = rows.filter(which)
        self.found.append(taken.select("row", _SERIAL, "s_mac", of="found", joined_by=pl.lit(way, WAYS)))
        self.left = rows.filter(~which).select(self.left.columns)

    def all_found(self) -> pl.DataFrame:
        return pl.concat(self.found)


def joined_sightings(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """``sightings`` with ``of`` (the asset, or null), ``joined_by`` (of ``WAYS``), ``unclear``, ``thing``, ``current``.

    ``assets`` is the frame of ``owned_assets``. ``unclear`` says why a key joined nothing. ``thing`` is the asset, or
    ``sighting`` and the first sighting of the device that no asset fits. ``current`` is false where, by its latest
    sighting of the thing, the system looks after it no longer. The keys as compared are ``s_serial``, ``s_tag`` and
    ``s_mac``. Rows are in the order of the table's key.
    """
    seen = book.sightings.with_columns(
        serial_key().alias(_SERIAL), tag_key().alias("s_tag"), mac_key().alias("s_mac")
    ).with_row_index("row")
    work = _Joining(
        seen.select("row", "sighting", "system", "asset", _SERIAL, "s_tag", "s_mac").with_columns(
            unclear=pl.lit(None, pl.String)
        )
    )
    _by_serial(work, assets)
    _by_serial_and_tag(work, assets)
    _by(work, "s_tag", _holders(work, assets, "tag_key", "s_tag"), assets, "tag")
    _by(work, "s_mac", _address_holders(work, assets), assets, "network address")
    named = assets.select("asset", found="asset", holders=pl.lit(1, pl.UInt32))
    _by(work, "asset", named, assets, "named at import")
    said = pl.concat([work.all_found(), work.left.select("row", "unclear")], how="diagonal").sort("row")
    joined = seen.hstack(said.select("of", "joined_by", "unclear")).drop("row")
    return _with_current(with_things(joined))


def _holders(work: _Joining, assets: pl.DataFrame, ours: str, theirs: str) -> pl.DataFrame:
    """For each key that an open sighting has: ``found`` (an asset that has it) and ``holders`` (how many have)."""
    wanted = work.left.select(theirs).drop_nulls().unique()
    known = assets.select("asset", pl.col(ours).alias(theirs)).join(wanted, on=theirs, how="semi")
    return known.group_by(theirs).agg(found=pl.col("asset").min(), holders=pl.len())


def _by_serial(work: _Joining, assets: pl.DataFrame) -> None:
    rows = work.left.join(_holders(work, assets, "serial_key", _SERIAL), on=_SERIAL, how="left")
    rows = rows.with_columns(unclear=pl.when(pl.col("holders") > 1).then(pl.lit("its serial fits several")))
    work.take(rows, (pl.col("holders") == 1).fill_null(value=False), "serial")


def _by_serial_and_tag(work: _Joining, assets: pl.DataFrame) -> None:
    """Where several assets share a serial, the one of them that has the tag as well."""
    known = (
        assets.select("asset", "tag_key", pl.col("serial_key").alias(_SERIAL))
        .join(work.left.filter(pl.col("unclear").is_not_null()), on=_SERIAL, how="semi")
        .group_by(_SERIAL, pl.col("tag_key").alias("s_tag"))
        .agg(found=pl.col("asset").min(), holders=pl.len())
        .filter(pl.col("s_tag").is_not_null() & (pl.col("holders") == 1))
    )
    rows = work.left.join(known, on=[_SERIAL, "s_tag"], how="left")
    work.take(rows, pl.col("found").is_not_null(), "serial")


def _address_holders(work: _Joining, assets: pl.DataFrame) -> pl.DataFrame:
    """As ``_holders``; an asset also has the addresses that were seen of it by what is joined already."""
    wanted = work.left.select("s_mac").drop_nulls().unique()
    of_book = assets.select("asset", s_mac="mac_key").join(wanted, on="s_mac", how="semi")
    of_systems = work.all_found().select(asset="of", s_mac="s_mac").join(wanted, on="s_mac", how="semi")
    known = pl.concat([of_book, of_systems]).unique()
    return known.group_by("s_mac").agg(found=pl.col("asset").min(), holders=pl.len())


def _by(work: _Joining, key: str, holders: pl.DataFrame, assets: pl.DataFrame, way: str) -> None:
    """Open sightings joined by a key weaker than the serial."""
    fits = work.left.join(holders, on=key, how="inner")
    fits = fits.join(_serials_of(fits.select("found").unique(), work, assets), on="found", how="left")
    fits = fits.join(_bearers(fits, key), on=key, how="left")
    contrary = (pl.col(_SERIAL) != pl.col("their_serial")).fill_null(value=False)
    # another device with this key, whose serial is not the asset's, may as well be this one
    other = (pl.col("one_serial") != pl.col("their_serial")).fill_null(value=False)
    shared = pl.col("several_bear") | other
    what = "name" if way == "named at import" else way
    unclear = (
        pl.when(pl.col("holders") > 1).then(pl.lit(f"its {what} fits several"))
        .when(contrary).then(pl.format("its {} is that of asset {}, whose serial differs", pl.lit(what), "found"))
        .when(shared).then(pl.lit(f"several devices have its {what}"))
    )  # fmt: skip
    fits = fits.with_columns(says=unclear)
    rest = work.left.join(fits, on="row", how="anti")
    rows = pl.concat([fits, rest], how="diagonal")
    rows = rows.with_columns(unclear=pl.coalesce("unclear", "says"))
    work.take(rows, pl.col("found").is_not_null() & pl.col("says").is_null(), way)


def _serials_of(found: pl.DataFrame, work: _Joining, assets: pl.DataFrame) -> pl.DataFrame:
    """``found`` and ``their_serial``: the asset's own serial, else that of what is joined to it already."""
    joined = work.all_found().join(found, left_on="of", right_on="found", how="semi")
    learnt = joined.group_by(found="of").agg(learnt=pl.col(_SERIAL).min())
    own = assets.select("serial_key", found="asset").join(found, on="found", how="semi")
    return own.join(learnt, on="found", how="left").select("found", their_serial=pl.coalesce("serial_key", "learnt"))


def _bearers(fits: pl.DataFrame, key: str) -> pl.DataFrame:
    """For each key: ``one_serial`` of the open sightings that have it, and whether ``several_bear`` it.

    They are several devices where their serials differ and, for a tag, where one system has several rows with it that
    neither serial nor network address shows to be one device.
    """
    serials = fits.group_by(key).agg(
        one_serial=pl.col(_SERIAL).min(), several_bear=pl.col(_SERIAL).drop_nulls().n_unique() > 1
    )
    if key != "s_tag":
        return serials
    crowded = (
        fits.group_by("system", key)
        .agg(devices=pl.coalesce(_SERIAL, "s_mac", "sighting").n_unique())
        .filter(pl.col("devices") > 1)
        .get_column(key)
        .unique()
    )
    return serials.with_columns(several_bear=pl.col("several_bear") | pl.col(key).is_in(crowded.implode()))


def _with_current(seen: pl.DataFrame) -> pl.DataFrame:
    """With ``ended`` (by the row's own words) and ``current`` (by the system's latest row of the thing).

    Of rows of one day the one that has not ended counts: a device that was wiped and enrolled again is there.
    """
    words = seen.get_column("status").unique().drop_nulls()
    first = words.str.to_lowercase().str.split(",").list.first().str.strip_chars()
    ended = words.filter(first.is_in(ENDED))
    seen = seen.with_columns(ended=pl.col("status").is_in(ended.implode()).fill_null(value=False))
    both = ["system", "thing"]
    latest = (
        seen.join(seen.filter("ended").select(both).unique(), on=both, how="semi")
        .sort(pl.col("seen_on"), ~pl.col("ended"), "sighting", nulls_last=False)
        .group_by(both)
        .agg(current=~pl.col("ended").last())
    )
    seen = seen.join(latest, on=both, how="left", maintain_order="left")
    return seen.with_columns(pl.col("current").fill_null(value=True))
