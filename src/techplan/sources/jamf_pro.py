"""Apple devices as Jamf Pro lists them, and the files by which districts fill in what Jamf Pro knows of them.

- **Exports of an advanced search** have the columns that somebody chose, so no header is certain: columns are found by
  any title they are known to go by, from memory of Jamf Pro. They say what Jamf Pro saw, and become sightings.
- **Templates of the Mass Update Tool** (jamf/mut, "MUT Templates") have exact headers, read in its own files; columns
  ``EA_1`` may follow. Filled copies hold what people know of a purchase: price, order, date, warranty. ``CLEAR!`` tells
  the tool to empty a field, and here means that the cell says nothing. They are no sightings.
- **Inventory preload files** are filled in by people as well; their header is from memory.

What people filled in yields to the system that an asset was recorded in. Names of users and devices are not kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from techplan.book.reading import Row, Sheet, normal_title
from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.live import (
    one_by_serial,
    stands_for_service,
    with_wired_address,
    without_nameless,
    without_own_devices,
)
from techplan.sources.assets.places import Place, named_place
from techplan.sources.findings import Findings, counted
from techplan.sources.titles import Aliases, normal_titles
from techplan.sources.words import Words

COMPUTER_TEMPLATE: Final = (
    "Computer Serial", "Display Name", "Asset Tag", "Barcode 1", "Barcode 2", "Username", "Real Name", "Email Address",
    "Position", "Phone Number", "Department", "Building", "Room", "PO Number", "Vendor", "Purchase Price", "PO Date",
    "Warranty Expires", "Is Leased", "Lease Expires", "AppleCare ID", "Site (ID or Name)", "Managed",
)  # fmt: skip
MOBILE_TEMPLATE: Final = (
    "Mobile Device Serial", "Display Name", "Enforce Name", "Asset Tag", "Username", "Real Name", "Email Address",
    "Position", "Phone Number", "Department", "Building", "Room", "PO Number", "Vendor", "Purchase Price", "PO Date",
    "Warranty Expires", "Is Leased", "Lease Expires", "AppleCare ID", "Airplay Password (tvOS Only)",
    "Site (ID or Name)",
)  # fmt: skip
PRELOAD: Final = (
    "Serial Number", "Device Type", "Username", "Full Name", "Email Address", "Phone Number", "Position", "Department",
    "Building", "Room", "PO Number", "PO Date", "Warranty Expiration", "AppleCare ID", "Purchase Price",
    "Life Expectancy", "Purchasing Account", "Purchasing Contact", "Lease Expiration", "Bar Code 1", "Bar Code 2",
    "Asset Tag", "Vendor",
)  # fmt: skip

FILLED_IN: Final = (
    (normal_titles(COMPUTER_TEMPLATE), "computer serial"),
    (normal_titles(MOBILE_TEMPLATE), "mobile device serial"),
    (normal_titles(PRELOAD), "device type"),
)
"""For each file that people fill in: its titles, and the one that it cannot be without."""

ALIASES: Final[Aliases] = {
    "serial": ("serial number", "computer serial", "mobile device serial", "serial"),
    "tag": ("asset tag",),
    "model": ("model", "model name"),
    "maker": ("make", "manufacturer"),
    "building": ("building",),
    "room": ("room",),
    "purchase_order": ("po number",),
    "cost": ("purchase price",),
    "in_service_on": ("po date", "purchase date"),
    "warranty_end": ("warranty expires", "warranty expiration", "warranty expiration date"),
    "last_seen": ("last check-in", "last inventory update", "last contact time", "last inventory update date"),
    "mac": ("mac address", "wi-fi mac address", "primary mac address"),
    "wired_mac": ("ethernet mac address", "secondary mac address"),
    "os_version": ("operating system version", "os version", "operating system"),
    "ownership": ("device ownership type", "device ownership level", "ownership"),
}  # fmt: skip

MARKS: Final = (
    "computer name", "jss computer id", "jamf pro computer id", "jss mobile device id", "jamf pro mobile device id",
    "jss id", "last inventory update", "last enrollment", "jamf binary version", "jamf version", "mdm capability",
    "computer serial", "mobile device serial", "barcode 1", "barcode 2", "bar code 1", "bar code 2", "applecare id",
    "is leased", "lease expires", "lease expiration", "life expectancy", "purchasing account", "purchasing contact",
    "site (id or name)", "enforce name", "airplay password (tvos only)", "filevault 2 status", "model identifier",
    "operating system build", "computer group", "mobile device group", "prestage enrollment",
)  # fmt: skip

CLEAR: Final = "CLEAR!"


class JamfPro(AssetLists):
    """The source ``jamf-pro``."""

    name = "jamf-pro"
    title = "Jamf Pro"
    recognises = (
        "An export of a Jamf Pro advanced search, a filled template of the Mass Update Tool, or an inventory preload "
        "file, as CSV."
    )
    live = True
    aliases = ALIASES
    marking = MARKS
    naming = (
        "computer name", "display name", "device name", "mobile device name", "name", "real name", "position",
        "room number", "purchasing contact", "airplay password (tvos only)", "last logged in user", "managed apple id",
    )  # fmt: skip
    place_columns = ("building", "room")

    def was_seen(self, sheet: Sheet) -> bool:
        """Whether it is an export, and no template that people fill in."""
        titles = {title for title in map(normal_title, sheet.header) if not title.startswith("ea ")}
        return not any(first in titles and titles <= whole for whole, first in FILLED_IN)

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The building is the school."""
        building, room = cells
        return named_place(words.schools, (building,), room)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """One row a device of the district's; the day of the order for the day of service, which is said."""
        rows = with_wired_address(one_by_serial(rows), findings)
        return stands_for_service(without_nameless(without_own_devices(rows)), findings, "The day of the order")

    def sheets(self, file: str, data: bytes) -> tuple[Sheet, ...]:
        """The file's tables; in a template the word for emptying a field as no word at all."""
        return tuple(sheet if self.was_seen(sheet) else _without_clear(sheet) for sheet in super().sheets(file, data))


def _without_clear(sheet: Sheet) -> Sheet:
    number = sum(cell == CLEAR for row in sheet.rows for cell in row.cells)
    if not number:
        return sheet
    rows = tuple(Row(row.line, tuple("" if cell == CLEAR else cell for cell in row.cells)) for row in sheet.rows)
    said = f"{CLEAR} empties a field of Jamf Pro, and says nothing here ({counted(number, 'cell')})"
    return replace(sheet, rows=rows, assumed=(*sheet.assumed, said))
