"""Windows and other devices as Microsoft Intune reports them.

Two reports are read: *DevicesWithInventory* (Devices > All devices > Export), whose column names are Microsoft's own
(MicrosoftDocs/memdocs, reports-export-graph-available-reports; newer tenants say "Microsoft Entra Device ID" for "Azure
AD Device ID"), and *Devices*, which Graph exports under the names of the API. Either may come in the archive that
Intune sends. ``9999-12-31`` means no day. Storage, in megabytes, has no column in a Book and is not kept. The day of
enrolment is that of the last one: it is only taken where the Book has no day of service, and that is said.

The Entra device number of each device is kept with its sighting, because Entra's own list has no serial numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.sources.assets.lists import AssetLists
from techplan.sources.assets.live import (
    stands_for_service,
    with_wired_address,
    without_nameless,
    without_own_devices,
)
from techplan.sources.assets.places import Place
from techplan.sources.entra import with_late_joins
from techplan.sources.findings import Findings
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import Aliases
from techplan.sources.words import Words

ALIASES: Final[Aliases] = {
    "device": ("device id", "DeviceId", "intune device id", "IntuneDeviceId"),
    "directory_id": (
        "azure ad device id", "microsoft entra device id", "entra device id", "ReferenceId", "AadDeviceId",
        "AzureADDeviceId",
    ),
    "serial": ("serial number", "SerialNumber"),
    "model": ("model",),
    "maker": ("manufacturer",),
    "device_category": ("category", "CategoryName", "device category"),
    "last_seen": ("last check-in", "LastContact"),
    "in_service_on": ("enrollment date", "CreatedDate", "EnrolledDateTime"),
    "mac": ("wi-fi mac", "WifiMacAddress"),
    "wired_mac": ("EthernetMAC", "ethernet mac"),
    "os_version": ("os version", "OSVersion"),
    "ownership": ("ownership", "OwnerType"),
    "status_said": ("device state", "DeviceState", "ManagementState"),
}  # fmt: skip

MARKS: Final = (
    "device id", "last check-in", "azure ad device id", "microsoft entra device id", "azure ad registered",
    "microsoft entra registered", "eas activation id", "eas activated", "last eas sync time", "eas reason",
    "eas status", "compliance grace period expiration", "subscriber carrier", "management name", "primary user upn",
    "primary user email address", "primary user display name", "WiFiIPv4Address", "WiFiSubnetID", "device state",
    "intune registered", "SkuFamily", "JoinType", "EthernetMAC", "CellularTechnology", "ProcessorArchitecture",
    "LastContact", "ReferenceId", "ManagedDeviceName", "EasID", "GraphDeviceIsManaged", "ManagementAgents",
    "InGracePeriodUntil", "WifiMacAddress", "LastLoggedOnUserUPN", "CompliantState", "DeviceRegistrationState",
    "StagedDeviceType", "SCCMCoManagementFeatures",
)  # fmt: skip

_PERSONALLY_OWNED: Final = "2"
"""Graph's number for a personal device in ``OwnerType`` (1 is the company's)."""


class Intune(AssetLists):
    """The source ``intune``."""

    name = "intune"
    title = "Microsoft Intune"
    recognises = "Intune's device reports DevicesWithInventory or Devices, as CSV or in the archive that it sends."
    live = True
    aliases = ALIASES
    marking = MARKS
    naming = (
        "device name", "DeviceName", "management name", "ManagedDeviceName", "UPN", "UserId", "UserEmail", "UserName",
        "primary user upn", "primary user email address", "primary user display name", "PrimaryUser", "EnrolledByUser",
        "LastLoggedOnUserUPN", "phone number", "PhoneNumber", "PhoneNumberE164Format",
    )  # fmt: skip
    place_columns = ("device_category",)
    in_archives = True
    dates_enrolment = True

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """The devices; and which of Entra's devices in the Book, that came before, are which of its assets."""
        return with_late_joins(super().reads(files, book, dates), book)

    def find_place(self, words: Words, cells: tuple[str | None, ...]) -> Place:
        """Districts use device categories for many things: one that is a school is the school, others say nothing."""
        return Place(school=words.schools.find(cells[0]) if cells[0] else None)

    def prepare(self, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """The district's devices that have a number, by their wireless address."""
        if "ownership" in rows.columns:
            rows = rows.with_columns(pl.col("ownership").replace({_PERSONALLY_OWNED: "personal"}))
        rows = without_nameless(without_own_devices(rows))
        what = "The day of enrolment (the last one, so a device may be older)"
        return stands_for_service(with_wired_address(rows, findings), findings, what)
