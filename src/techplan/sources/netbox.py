"""Network gear as NetBox has it.

Two headers are read. That of the *bulk import* is NetBox's own (netbox-community/netbox, dcim/forms/bulk_import.py). An
*export* has the labels of the columns that its table shows, and statuses by their labels; of these labels those read
here are partly from memory. NetBox's own choice of columns has neither serial nor asset tag: export with both, or
things could not be told again. Notes and tags are not kept.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.live import left_out
from techplan.sources.assets.places import Place
from techplan.sources.findings import Findings, listed
from techplan.sources.titles import Aliases
from techplan.sources.words import Words, fold

ALIASES: Final[Aliases] = {
    "tag": ("asset_tag", "asset tag"),
    "serial": ("serial", "serial number"),
    "model": ("device_type", "device type", "type"),
    "maker": ("manufacturer",),
    "category": ("role", "device role", "device_role"),
    "status": ("status",),
    "site": ("site",),
    "location": ("location",),
    "in_service_on": ("installed", "install date", "purchase date"),
}

MARKS: Final = (
    "device_type", "role", "device role", "tenant", "site", "rack", "face", "platform", "airflow", "vc_position",
    "vc_priority", "virtual_chassis", "device_bay", "cluster", "config_template", "position", "ip address",
    "tenant group", "u height",
)  # fmt: skip

STATUSES: Final = {"offline": "active", "staged": "spare", "inventory": "spare", "failed": "in repair"}
"""NetBox's statuses that are no words of ours, and what they are taken for."""

PLANNED: Final = "planned"


class NetBox(AssetLists):
    """The source ``netbox``."""

    name = "netbox"
    title = "NetBox"
    recognises = "NetBox's devices, in the form of its bulk import or as its table exports them (CSV)."
    aliases = ALIASES
    marking = MARKS
    least_marks = 3
    naming = ("tenant contact", "contacts", "owner group", "description", "tags")
    place_columns = ("site", "location")

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The site is the school and the location the room; a location may itself be a school of a larger site."""
        site, location = cells
        school = words.schools.find(site) if site else None
        if school is None and location and (inner := words.schools.find(location)) is not None:
            return Place(inner)
        return Place(school, location, None if school else (site or location))

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """What is only planned is left out; NetBox's other statuses in our words."""
        if "status" not in rows.columns:
            return rows
        words = {word: fold(word) for word in rows.get_column("status").drop_nulls().unique()}
        rows = left_out(rows, pl.col("status").replace(words) == PLANNED, "planned in NetBox, and not there yet")
        taken: dict[str, str | None] = {word: STATUSES[own] for word, own in words.items() if own in STATUSES}
        counts = dict(rows.filter(pl.col("status").is_in(list(taken))).group_by("status").len().iter_rows())
        for word in sorted(counts):
            findings.assume(f"Status {listed({word: counts[word]})} of NetBox is taken as {taken[word]}.")
        taken |= {word: None for word, own in words.items() if own == PLANNED}
        return rows.with_columns(pl.col("status").replace(taken))
