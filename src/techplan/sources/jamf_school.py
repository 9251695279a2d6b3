"""Apple devices of Jamf School.

Its *placeholder* file, by which devices are announced before they are enrolled, begins ``SerialNumber, Identification,
AssetTag, AssignToUser`` (docs.jamf.com); it gives serials and tags, and is no sighting. The titles of its device export
are published nowhere: name the source, and its columns are found by any title they are likely to go by; for others
write a mapping.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.reading import Sheet, normal_title
from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.live import one_by_serial, without_nameless, without_own_devices
from techplan.sources.assets.places import Place, named_place
from techplan.sources.findings import Findings
from techplan.sources.titles import Aliases
from techplan.sources.words import Words

ALIASES: Final[Aliases] = {
    "serial": ("SerialNumber", "serial number", "serial"),
    "tag": ("AssetTag", "asset tag"),
    "model": ("model", "model name", "device model"),
    "location": ("location", "school"),
    "last_seen": ("last check-in", "last checkin", "last seen", "LastCheckin"),
    "mac": ("wifi mac", "wi-fi mac address", "mac address", "WifiMAC"),
    "os_version": ("os version", "OSVersion"),
    "ownership": ("ownership",),
}

_IDENTIFICATION: Final = "identification"


class JamfSchool(AssetLists):
    """The source ``jamf-school``."""

    name = "jamf-school"
    title = "Jamf School"
    recognises = (
        "Jamf School's placeholder file (CSV); its device export only when it is named, for want of its titles."
    )
    live = True
    aliases = ALIASES
    marking = ("identification", "AssignToUser")
    least_marks = 2
    naming = ("identification", "AssignToUser", "assign to user", "name", "device name", "DeviceName", "owner name")
    place_columns = ("location",)

    def was_seen(self, sheet: Sheet) -> bool:
        """A placeholder is of a device that nobody has seen yet."""
        return _IDENTIFICATION not in {normal_title(title) for title in sheet.header}

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """Jamf School's location is the school."""
        return named_place(words.schools, cells, None)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """One row a device of the district's."""
        return without_nameless(without_own_devices(one_by_serial(rows)))
