"""The Google Admin console's export of Chrome devices, in the shape that districts hold.

Nobody has published the console's header line, and it varies with the columns an administrator shows; these titles are
ones that importers of such files are known to meet.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from make.records import HEX, Thing
from make.writing import csv_bytes

HEADER = (
    "deviceId", "serialNumber", "model", "lastSync", "firstSync", "osVersion", "orgUnitPath", "provisionStatus",
    "annotatedAssetId", "annotatedUser", "annotatedLocation", "annotatedNotes", "ethernetMacAddress", "macAddress",
    "autoUpdateExpiration", "platformVersion", "bootMode", "recentUsers",
)  # fmt: skip

VERSIONS = (("131.0.6778.241", "16063.87.0"), ("132.0.6834.94", "16093.57.0"), ("126.0.6478.265", "15886.77.0"))
NAMES = {"Lenovo 100e Chromebook Gen 4": "Lenovo 100e Chromebook Gen 4 (82W0)"}
"""Google's own name for a model, where it is not the one that the district wrote into Snipe-IT."""


def google_csv(random: Random, things: list[Thing]) -> bytes:
    """One row a device, in the order in which the console lists them: by device id, which is random."""
    rows = [_row(random, thing) for thing in things]
    rows.sort(key=lambda row: row[0])
    rows[1204] = rows[1204][:6]  # the download broke off and was resumed here
    return csv_bytes(HEADER, rows)


def _row(random: Random, thing: Thing) -> list[str]:
    retired = thing.status == "Disposed"
    old = (thing.expires or "9") < "2027-01"
    version, build = VERSIONS[2] if old else random.choice(VERSIONS[:2])
    user = f"s.{thing.seat}@lakeside.example" if thing.seat else ""
    return [
        _device_id(random), thing.serial, NAMES.get(thing.model, thing.model), _moment(random, thing.synced),
        _moment(random, (thing.bought or date(2026, 8, 1)) + timedelta(days=random.randrange(3, 24))),
        version, thing.unit, "DEPROVISIONED" if retired else "PROVISIONED", thing.tag,
        user if random.random() < 0.9 else "", thing.building, "Cracked lid" if random.random() < 0.004 else "", "",
        thing.mac, thing.expires, f"{build} (Official Build) stable-channel", "Verified", user,
    ]  # fmt: skip


def _device_id(random: Random) -> str:
    def part(n: int) -> str:
        return "".join(random.choice(HEX) for _ in range(n))

    return f"{part(8)}-{part(4)}-4{part(3)}-a{part(3)}-{part(12)}"


def _moment(random: Random, day: date | None) -> str:
    """``2026-08-28 09:08 AM``: local time, no zone."""
    if day is None:
        return ""
    hour, minute = random.randrange(7, 17), random.randrange(60)
    return f"{day.isoformat()} {(hour - 1) % 12 + 1:02d}:{minute:02d} {'AM' if hour < 12 else 'PM'}"
