"""What Lansweeper's scanner found, from a report of its assets.

A report's titles are the names that its author gave the columns, so no header is certain: those read here are the names
of Lansweeper's own fields, from memory. A computer that was renamed may stand twice; rows of one serial are one device,
the one seen last. A monitor goes by ``Mon:maker:serial``, from which its serial is taken where the report has no other.
What has neither serial nor tag (printers, switches and phones known by an address alone) is left out and listed.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.live import one_by_serial, without_nameless
from techplan.sources.assets.places import Place, named_place
from techplan.sources.findings import Findings, counted
from techplan.sources.titles import Aliases
from techplan.sources.words import Words

ALIASES: Final[Aliases] = {
    "serial": ("serialnumber", "serial number", "serial"),
    "tag": ("asset tag", "assettag", "barcode", "barcode number"),
    "asset_name": ("assetname", "asset name", "assetunique", "asset unique"),
    "category": ("assettypename", "asset typename", "asset type name", "asset type", "assettype"),
    "maker": ("manufacturer",),
    "model": ("model",),
    "site": ("location", "building", "iplocation", "ip location"),
    "mac": ("mac", "mac address", "macaddress"),
    "in_service_on": ("purchased", "purchase date", "purchasedate"),
    "warranty_end": ("warrantydate", "warranty date"),
    "last_seen": ("lastseen", "last seen", "last successful scan"),
    "os_version": ("osname", "os name", "osversion", "os version"),
    "status": ("state", "statename", "state name"),
}

MARKS: Final = (
    "assetname", "assettypename", "assetunique", "warrantydate", "firstseen", "first seen", "lastseen",
    "serialnumber", "iplocation", "statename", "lsat ip", "scanserver", "scan server", "oscode", "lasttried",
    "last tried",
)  # fmt: skip

_MONITOR: Final = r"^(?i:mon):[^:]*:(.+)$"


class Lansweeper(AssetLists):
    """The source ``lansweeper``."""

    name = "lansweeper"
    title = "Lansweeper"
    recognises = "A report of Lansweeper's assets (CSV or XLSX) whose titles are the names of its own fields."
    live = True
    aliases = ALIASES
    marking = MARKS
    least_marks = 3
    naming = ("assetname", "asset name", "assetunique", "domain", "userdomain", "lastuser", "last user", "ipaddress")
    place_columns = ("site",)

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The location is the school."""
        return named_place(words.schools, cells, None)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """Monitors by the serial in their key, and one row a device; the names of computers go no further."""
        if "asset_name" in rows.columns:
            rows = _monitors(rows, findings).drop("asset_name")
        return without_nameless(one_by_serial(rows))


def _monitors(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    serial = pl.col("serial") if "serial" in rows.columns else pl.lit(None, pl.String)
    inside = pl.col("asset_name").str.extract(_MONITOR, 1)
    number = rows.select((serial.is_null() & inside.is_not_null()).sum()).item()
    if number:
        findings.assume(
            f"The serials of monitors are taken from Lansweeper's names of them ({counted(number, 'row')})."
        )
    return rows.with_columns(pl.coalesce(serial, inside).alias("serial"))
