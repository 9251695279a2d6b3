"""Resources as Follett Destiny Resource Manager exports them, as CSV or XLSX.

Destiny has no fixed header: its fields are those of the district's own resource templates, and files often begin with
lines of a report. Columns are found by the names of Destiny's help (Barcode, District Identifier, Serial Number,
Purchase Order, Funding Source, status, condition, home location, site) and a few likely ones; for others write a
mapping. Its own export as XML is not read: how that is laid out is published nowhere.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.reading import Sheet
from techplan.sources.assets.files import unsuited
from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.places import Place, named_place
from techplan.sources.findings import Findings
from techplan.sources.titles import Aliases
from techplan.sources.words import Words

ALIASES: Final[Aliases] = {
    "tag": ("barcode", "bar code", "item barcode", "district identifier", "asset tag"),
    "serial": ("serial number", "serial"),
    "model": ("model", "resource name", "description", "resource", "title"),
    "maker": ("manufacturer", "brand", "publisher"),
    "category": ("resource type", "type", "category"),
    "site": ("site", "site name", "school"),
    "home_location": ("home location", "location"),
    "room": ("room", "room number"),
    "status": ("status",),
    "condition": ("condition",),
    "purchase_order": ("purchase order", "purchase order number", "po number"),
    "fund": ("funding source", "budget category"),
    "cost": ("purchase price", "price", "replacement price", "cost"),
    "in_service_on": ("date acquired", "acquisition date", "purchase date"),
    "warranty_end": ("warranty expires", "warranty expiration", "warranty end date"),
    "last_seen": ("last inventoried", "last inventory date", "date last inventoried"),
    "holder": ("checked out to", "patron", "patron name", "custodian"),
}

MARKS: Final = (
    "barcode", "district identifier", "home location", "resource type", "resource name", "funding source",
    "custodian", "patron", "patron name", "patron barcode", "date acquired", "item barcode",
)  # fmt: skip


class Destiny(AssetLists):
    """The source ``destiny``."""

    name = "destiny"
    title = "Follett Destiny"
    recognises = "A list of resources from Destiny Resource Manager (CSV or XLSX, with lines above the table or not)."
    aliases = ALIASES
    marking = MARKS
    least_marks = 2
    naming = ("patron", "patron name", "patron barcode", "custodian", "checked out to", "due date")
    place_columns = ("site", "home_location", "room")

    def sheets(self, file: str, data: bytes) -> tuple[Sheet, ...]:
        """The file's tables. Raises SourceError for Destiny's own XML too."""
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
            found, remedy = "an XML file, which is not read", "Export the resources as CSV or XLSX."
            raise unsuited(file, self.title, "a table", found=found, remedy=remedy)
        return super().sheets(file, data)

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The site is the school; the home location is the room within it, unless there is no site."""
        site, home, room = cells
        if site is None:
            return named_place(words.schools, (home,), room)
        place = named_place(words.schools, (site,), room)
        return Place(place.school, place.room or home, place.unknown)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """Whether somebody has it; who, goes no further."""
        if "holder" not in rows.columns:
            return rows
        findings.assume("Of persons nothing is kept but that somebody has the asset.")
        return rows.with_columns(pl.col("holder").is_not_null().alias("in_hands")).drop("holder")
