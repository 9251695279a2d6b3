"""Assets as Incident IQ lists them, in a view's export or as its API gives them.

The columns of an export are those of the view, so no header is certain: the titles read here are from memory, and
those of its API. The names of an asset in the API's JSON (AssetTag, SerialNumber, PurchasedDate, PurchasePoNumber, and
objects such as Model, Location, LocationRoom, Status and FundingSource with a Name) are known from code that reads it.
Owners, their numbers and all notes stay behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from techplan.sources.assets.json_lists import text_of
from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.places import Place, named_place
from techplan.sources.findings import Findings, counted
from techplan.sources.titles import Aliases
from techplan.sources.words import Words

ALIASES: Final[Aliases] = {
    "tag": ("asset tag", "AssetTag", "tag"),
    "serial": ("serial number", "SerialNumber", "serial"),
    "model": ("model", "model name", "ModelName"),
    "maker": ("manufacturer", "manufacturer name"),
    "category": ("category", "asset type", "asset type name", "AssetTypeName"),
    "location": ("location", "location name"),
    "room": ("room", "location room", "LocationRoom", "room name"),
    "status": ("status", "status name", "asset status"),
    "in_service_on": ("purchased date", "PurchasedDate", "purchase date", "deployed date", "DeployedDate"),
    "cost": ("purchase price", "PurchasePrice", "price"),
    "purchase_order": ("po number", "purchase po number", "PurchasePoNumber", "purchase po", "purchase order"),
    "fund": ("funding source", "FundingSource", "funding source name"),
    "warranty_end": ("warranty expiration", "warranty expiration date", "WarrantyExpirationDate"),
    "last_seen": ("last inventory date", "LastInventoryDate", "last verification date", "LastVerificationDateTime"),
    "holder": ("owner", "owner name", "owner email"),
    "retired": ("retired date", "RetiredDate"),
    "deleted": ("is deleted", "IsDeleted"),
}

MARKS: Final = (
    "purchased date", "PurchasedDate", "purchase po number", "PurchasePoNumber", "location room", "LocationRoom",
    "owner email", "owner name", "owner school id number", "deployed date", "DeployedDate", "retired date",
    "RetiredDate", "last inventory date", "LastInventoryDate", "last verification date", "LastVerificationDateTime",
    "AssetTypeName", "spare pool name", "SparePoolName", "spare group name", "storage unit number",
    "storage slot number", "insurance expiration date", "has open tickets",
)  # fmt: skip

_PLAIN: Final = (
    "AssetTag", "SerialNumber", "AssetTypeName", "LocationRoom", "PurchasePrice", "PurchasePoNumber", "FundingSource",
    "WarrantyExpirationDate", "RetiredDate", "IsDeleted",
)  # fmt: skip
"""Names of the API whose values are taken as they are, or by their Name."""

_NO_DAY: Final = r"^(?:0001-01-01|1/1/0001|9999-12-31)"
"""How .NET writes that there is no day."""


class IncidentIq(AssetLists):
    """The source ``incident-iq``."""

    name = "incident-iq"
    title = "Incident IQ"
    recognises = "An export of an Incident IQ asset view (CSV or XLSX), or assets of its API (JSON)."
    aliases = ALIASES
    marking = MARKS
    least_marks = 2
    naming = (
        "owner name", "owner first name", "owner last name", "owner school id number", "owner id", "requestor",
        "school id number", "assigned to", "previous owner",
    )  # fmt: skip
    place_columns = ("location", "room")
    json_keys = ("AssetTag", "SerialNumber")

    def record(self, one: Mapping[str, Any]) -> dict[str, str]:
        """What is read of an asset; of its owner only that there is one."""
        model = one.get("Model")
        inside = model if isinstance(model, dict) else {}
        status = one.get("Status")
        retired = isinstance(status, dict) and status.get("IsRetired") is True
        return {
            **{name: text_of(one.get(name)) for name in _PLAIN},
            "Model": text_of(model),
            "Manufacturer": text_of(inside.get("Manufacturer")) or text_of(inside.get("ManufacturerName")),
            "Location": text_of(one.get("Location")),
            "Status": "retired" if retired else text_of(status),
            "PurchasedDate": text_of(one.get("PurchasedDate")) or text_of(one.get("DeployedDate")),
            "LastInventoryDate": text_of(one.get("LastInventoryDate")) or text_of(one.get("LastVerificationDateTime")),
            "Owner": "somebody" if one.get("OwnerId") or one.get("Owner") else "",
        }

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """The location is the school."""
        location, room = cells
        return named_place(words.schools, (location,), room)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """Whether somebody has it; what is retired or deleted is retired."""
        if "holder" in rows.columns:
            rows = rows.with_columns(pl.col("holder").is_not_null().alias("in_hands")).drop("holder")
            findings.assume("Of persons nothing is kept but that somebody has the asset.")
        gone = pl.lit(value=False)
        if "retired" in rows.columns:
            gone |= pl.col("retired").is_not_null() & ~pl.col("retired").str.contains(_NO_DAY)
        if "deleted" in rows.columns:
            gone |= pl.col("deleted").str.to_lowercase().is_in(["true", "yes", "1"]).fill_null(value=False)
        number = rows.select(gone.sum()).item() if rows.height else 0
        if number:
            status = pl.col("status") if "status" in rows.columns else pl.lit(None, pl.String)
            rows = rows.with_columns(pl.when(gone).then(pl.lit("retired")).otherwise(status).alias("status"))
            findings.assume(
                f"Assets with a day of retirement, or deleted, are taken as retired ({counted(number, 'row')})."
            )
        return rows
