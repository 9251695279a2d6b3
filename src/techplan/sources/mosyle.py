"""Apple devices of Mosyle Manager.

The names of the API's device list are known from code that reads it (``serial_number``, ``date_last_beat`` in seconds
since 1970, disk sizes in gigabytes as text, which a Book has no column for); its envelope is not, so records are looked
for by their own names. The titles of the CSV export are published nowhere: they are found where they are the API's
names or close to them, and otherwise need a mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from techplan.sources.assets.json_lists import text_of
from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.live import one_by_serial, role_of, with_wired_address, without_nameless
from techplan.sources.assets.places import Place, named_place
from techplan.sources.findings import Findings
from techplan.sources.titles import Aliases
from techplan.sources.words import Words

ALIASES: Final[Aliases] = {
    "serial": ("serial_number", "serial number", "serial"),
    "tag": ("asset_tag", "asset tag"),
    "model": ("device_model_name", "model_name", "device model name", "model", "device_model"),
    "location": ("location",),
    "room": ("SharedCartName", "shared cart name", "cart"),
    "last_seen": ("date_last_beat", "last beat", "last seen", "date_info"),
    "mac": ("wifi_mac_address", "wi-fi mac address", "mac address"),
    "wired_mac": ("ethernet_mac_address", "ethernet mac address"),
    "os_version": ("osversion", "os version"),
    "user_kind": ("usertype", "user type"),
}

MARKS: Final = (
    "deviceudid", "date_last_beat", "date_last_push", "date_app_info", "date_info", "last_ip_beat", "last_lan_ip",
    "lostmode_status", "is_supervised", "SharedCartName", "total_disk", "available_disk", "device_model_name",
    "osversion",
)  # fmt: skip

_TAKEN: Final = (*(titles[0] for titles in ALIASES.values()), "deviceudid", "date_info", "model_name")


class Mosyle(AssetLists):
    """The source ``mosyle``."""

    name = "mosyle"
    title = "Mosyle"
    recognises = "The device list of Mosyle's API (JSON), or a CSV file under the API's names."
    live = True
    aliases = ALIASES
    marking = MARKS
    least_marks = 3
    naming = ("device_name", "device name", "userid", "usertype", "tags", "last_ip_beat", "last_lan_ip", "phone number")
    place_columns = ("location", "room")
    json_keys = ("deviceudid", "serial_number")

    def record(self, one: Mapping[str, Any]) -> dict[str, str]:
        """What is read of a device; its user and its name never leave the parser."""
        return {name: text_of(one.get(name)) for name in _TAKEN}

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The location is the school, the cart the room."""
        location, cart = cells
        return named_place(words.schools, (location,), cart)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """One row a device, with the kind of its user."""
        rows = role_of(with_wired_address(one_by_serial(rows), findings), "user_kind", findings, "its user's type")
        return without_nameless(rows)
