"""Lakeside's Chromebooks: what was bought when, and who has them now."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from make.places import BUILDINGS, students
from make.records import Batch, Serials, Thing, made_mac

LAST_SYNC_DAY = date(2027, 1, 8)
CDW, TROX = "Buckeye Educational Supply", "Erie Shore Technology"

BATCHES = (  # oldest first; the update-expiry months are made up, in the range that such models really have
    Batch("Chromebook", "Dell", "Dell Chromebook 11 3100", "3100", 240, date(2019, 8, 12), 26850,
          "General Fund", CDW, 12, "", "{7}", "2027-06"),
    Batch("Chromebook", "HP", "HP Chromebook 11 G8 EE", "G8EE", 330, date(2020, 9, 21), 28900,
          "ESSER I (CARES)", TROX, 12, "", "5CD{7}", "2029-06"),
    Batch("Chromebook", "Lenovo", "Lenovo 100e Chromebook 2nd Gen MTK", "81QB", 900, date(2021, 8, 9), 31275,
          "ESSER II (CRRSA)", CDW, 36, "", "P20{5}", "2028-06"),
    Batch("Chromebook", "HP", "HP Chromebook 11 G9 EE", "G9EE", 380, date(2021, 12, 6), 33150,
          "ESSER III (ARP)", TROX, 36, "", "5CD{7}", "2029-06"),
    Batch("Chromebook", "Dell", "Dell Chromebook 3110", "3110", 380, date(2022, 8, 8), 34900,
          "ESSER III (ARP)", CDW, 36, "", "{7}", "2032-06"),
    Batch("Chromebook", "Acer", "Acer Chromebook 311 C733", "C733", 330, date(2023, 8, 7), 27400,
          "Permanent Improvement", TROX, 12, "", "NXH8VAA{11}", "2027-06"),
    Batch("Chromebook", "ASUS", "ASUS Chromebook CR1102C", "CR1102CGA", 360, date(2024, 8, 5), 34450,
          "Permanent Improvement", CDW, 36, "", "R9NXCV{9}", "2033-06"),
    Batch("Chromebook", "ASUS", "ASUS Chromebook CR1102C", "CR1102CGA", 330, date(2025, 8, 4), 33800,
          "General Fund", CDW, 36, "", "S5NXCV{9}", "2033-06"),
    Batch("Chromebook", "Lenovo", "Lenovo 100e Chromebook Gen 4", "82W0", 350, date(2026, 8, 3), 34200,
          "General Fund", TROX, 36, "", "PF5{5}", "2034-06"),
)  # fmt: skip
RETIRED = (
    Batch("Chromebook", "Samsung", "Samsung Chromebook 3", "XE500C13", 250, date(2017, 8, 14), 21900,
          "General Fund", CDW, 12, "", "0VHD9FC{8}", "2022-06"),
    Batch("Chromebook", "Dell", "Dell Chromebook 11 3180", "3180", 230, date(2018, 8, 13), 24750,
          "General Fund", CDW, 12, "", "{7}", "2025-06"),
)  # fmt: skip
VENDORS = {
    "Dell": "02d4e1",
    "HP": "06f1a2",
    "Lenovo": "0a5c3d",
    "Acer": "0e77b4",
    "ASUS": "12c09e",
    "Samsung": "16a83f",
}

Slot = tuple[str, str, str, str]
"""Building label, org unit, Snipe-IT status, and ``student`` or nothing."""


def chromebooks(random: Random, serials: Serials) -> list[Thing]:
    """All Chromebooks in service, then the retired ones."""
    in_service = [thing for batch in BATCHES for thing in _bought(random, serials, batch)]
    _place(random, in_service)
    retired = [thing for batch in RETIRED for thing in _bought(random, serials, batch)]
    for thing in retired:
        thing.status, thing.unit, thing.building = "Disposed", "/Deprovisioned", "BOE"
        thing.synced = date(2024, 6, 3) - timedelta(days=random.randrange(500))
    return in_service + retired


def _bought(random: Random, serials: Serials, batch: Batch) -> list[Thing]:
    vendor = VENDORS[batch.maker]
    return [
        Thing(
            tag=serials.tag(batch.prefix), serial=serials.serial(batch.serial), category=batch.category,
            maker=batch.maker, model=batch.model, model_number=batch.model_number, building="",
            bought=batch.bought + timedelta(days=random.choice((0, 0, 0, 1, 2))), cost=batch.cost, fund=batch.fund,
            order=batch.order(), supplier=batch.supplier, warranty_months=batch.warranty_months,
            mac=made_mac(random, vendor), expires=batch.expires,
        )
        for _ in range(batch.quantity)
    ]  # fmt: skip


def _slots() -> list[Slot]:
    """Where Chromebooks sit, in the order in which the oldest are handed out: carts first, grade 6 last."""
    now = students()
    labels = {b.code: b.label for b in BUILDINGS}
    carts = [
        (label, f"/Shared/{name}/{label}", "Deployed", "")
        for name, label, n in (
            ("K-2 Carts", "MGE", 96), ("K-2 Carts", "NSE", 96), ("K-2 Carts", "PES", 96),
            ("Testing Carts", "MGE", 60), ("Testing Carts", "NSE", 60), ("Testing Carts", "PES", 60),
            ("Testing Carts", "LMS", 90), ("Testing Carts", "LHS", 120), ("Library", "LHS", 40), ("Library", "LMS", 24),
        )
        for _ in range(n)
    ]  # fmt: skip
    pupils: list[Slot] = []
    for grade in ("3", "4", "5", "12", "8", "11", "10", "9", "7", "6"):
        for code in sorted(code for code, g, year in now if g == grade and year == 2027):
            unit = _unit(code, labels[code], grade)
            pupils += [(labels[code], unit, "Deployed", "student")] * now[code, grade, 2027]
    staff = [
        (label, "/Staff/Loaners", "Deployed", "") for label in ("MGE", "NSE", "PES", "LMS", "LHS") for _ in range(9)
    ]
    return carts + pupils + staff


def _unit(code: str, label: str, grade: str) -> str:
    level = {"040": "Middle School", "050": "High School"}.get(code, f"Elementary/{label}")
    return f"/Students/{level}/Grade {grade}"


def _place(random: Random, things: list[Thing]) -> None:
    """Hand out: every batch keeps a few spares, the others fill the slots in turn."""
    spare_every = 11
    slots = iter(_slots())
    homes = ("LHS", "LHS", "LMS", "LMS", "MGE", "NSE", "PES")
    for n, thing in enumerate(things):
        slot = None if n % spare_every == 0 else next(slots, None)
        if slot is None:
            thing.building, thing.unit, thing.status = random.choice(homes), "/Spares", "Ready to Deploy"
        else:
            thing.building, thing.unit, thing.status, kind = slot
            thing.seat = 1000 + n if kind == "student" else 0
        thing.synced = _last_sync(random, thing)


def _last_sync(random: Random, thing: Thing) -> date:
    if thing.unit == "/Spares":
        return LAST_SYNC_DAY - timedelta(days=random.randrange(5, 190))
    if thing.seat:
        return LAST_SYNC_DAY - timedelta(days=random.choice((0, 0, 0, 0, 1, 1, 2, 3, 18, 25)))
    return LAST_SYNC_DAY - timedelta(days=random.choice((0, 1, 2, 4, 9, 21, 33, 60)))
