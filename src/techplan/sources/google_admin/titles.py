"""The titles that lists of Chrome devices have: the Admin console's, GAM's and the Directory API's."""

from __future__ import annotations

from typing import Final

from techplan.sources.titles import PEOPLE, Aliases, normal_titles

ALIASES: Final[Aliases] = {
    "device": ("deviceId", "device id", "chrome device id"),
    "serial": ("serialNumber", "serial number", "serial", "s/n", "device serial number"),
    "tag": ("annotatedAssetId", "annotated asset id", "asset id", "assetId", "asset tag"),
    "model": ("model", "device model"),
    "org_unit": ("orgUnitPath", "org unit path", "organizational unit path", "organizational unit", "org unit"),
    "location": ("annotatedLocation", "annotated location", "location"),
    "status": ("provisionStatus", "provision status", "status", "device status"),
    "last_seen": ("lastSync", "last sync", "last sync time", "last policy sync", "lastPolicySyncTime", "last seen"),
    "in_service_on": (
        "firstEnrollmentTime", "first enrollment time", "first enrollment", "firstSync", "first sync",
        "enrollment date", "enrollment time",
    ),
    "mac": ("macAddress", "mac address", "wifi mac address", "wifi mac", "wi-fi mac address", "mac"),
    "wired_mac": ("ethernetMacAddress", "ethernet mac address", "ethernet mac"),
    "support_end": (
        "autoUpdateThrough", "auto update through", "autoUpdateExpiration", "auto update expiration",
        "auto update expiration date", "aue date", "aue", "supportEndDate", "support end date",
    ),
    "os_version": ("osVersion", "os version", "chrome os version"),
    "last_enrolled": ("lastEnrollmentTime", "last enrollment time", "last enrollment"),
}  # fmt: skip

OWN: Final = normal_titles(
    (
        *ALIASES["org_unit"], *ALIASES["support_end"], "annotatedAssetId", "annotated asset id", "annotatedUser",
        "annotated user", "annotatedLocation", "annotated location", "annotatedNotes", "provisionStatus",
        "provision status", "lastSync", "recentUsers", "recent users", "recentUsers.email", "bootMode",
        "platformVersion",
    )
)  # fmt: skip
"""Titles that hardly any other system has."""

PERSONS: Final = normal_titles(
    (*PEOPLE, "annotatedUser", "annotated user", "annotatedNotes", "annotated notes", "recentUsers", "recent users",
     "most recent user", "recentUsers.email")
)  # fmt: skip

API_COLUMNS: Final = (
    "deviceId", "serialNumber", "status", "lastSync", "annotatedAssetId", "annotatedLocation", "model", "osVersion",
    "macAddress", "ethernetMacAddress", "lastEnrollmentTime", "firstEnrollmentTime", "orgUnitPath", "autoUpdateThrough",
    "autoUpdateExpiration",
)  # fmt: skip
"""What is read of a device in JSON; persons, networks and the rest never leave the parser."""

KNOWN: Final = normal_titles(title for titles in ALIASES.values() for title in titles) | OWN | PERSONS
