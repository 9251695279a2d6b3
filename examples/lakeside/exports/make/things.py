"""Everything Lakeside owns besides Chromebooks and network gear: batches, and where each thing stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from make.places import BUILDINGS, rooms
from make.records import Batch, Serials, Thing, made_mac

BUCKEYE, ERIE, DAIRY = "Buckeye Educational Supply", "Erie Shore Technology", "Western Reserve AV"
GF, PI = "General Fund", "Permanent Improvement"

LAPTOPS = (
    Batch("Laptop", "Dell", "Latitude 3410", "L3410", 90, date(2020, 10, 5), 84900, "ESSER I (CARES)", BUCKEYE, 36,
          serial="{7}"),
    Batch("Laptop", "Dell", "Latitude 3420", "L3420", 110, date(2022, 8, 1), 96500, "ESSER III (ARP)", BUCKEYE, 48,
          serial="{7}"),
    Batch("Laptop", "Dell", "Latitude 3440", "L3440", 80, date(2024, 7, 29), 102900, PI, BUCKEYE, 48,
          serial="{7}"),
    Batch("Laptop", "Apple", "MacBook Air M2", "A2681", 20, date(2024, 8, 12), 99900, GF, "Apple Inc.", 36,
          serial="C02{8}"),
    Batch("Laptop", "Dell", "Latitude 3450", "L3450", 30, date(2025, 8, 11), 106500, GF, BUCKEYE, 48,
          serial="{7}"),
)  # fmt: skip
TABLETS = (
    Batch("Tablet", "Apple", "iPad (8th generation)", "A2270", 140, date(2021, 8, 16), 29400, "ESSER II (CRRSA)",
          "Apple Inc.", 12, serial="F9F{9}"),
    Batch("Tablet", "Apple", "iPad (9th generation)", "A2602", 180, date(2023, 8, 14), 29400, PI, "Apple Inc.", 12,
          serial="H2W{9}"),
    Batch("Tablet", "Apple", "iPad (10th generation)", "A2696", 100, date(2025, 8, 11), 32900, "Title I-A",
          "Apple Inc.", 24, serial="K7N{9}"),
)  # fmt: skip
PANELS = (
    Batch("Interactive Panel", "Promethean", "ActivPanel Nickel 75", "AP7-B75", 70, date(2019, 7, 22), 319900, PI,
          DAIRY,
          60, serial="B7523{6}"),
    Batch("Interactive Panel", "ViewSonic", "ViewBoard IFP7550", "VS18472", 60, date(2022, 7, 18), 249900,
          "ESSER III (ARP)", DAIRY, 60, serial="VV8{8}"),
    Batch("Interactive Panel", "Promethean", "ActivPanel 9 75", "AP9-B75", 60, date(2024, 7, 15), 289900, PI, DAIRY, 60,
          serial="B9524{6}"),
)  # fmt: skip
PROJECTORS = (
    Batch("Projector", "Epson", "PowerLite 109W", "V11H860020", 36, date(2016, 7, 25), 62900, GF, DAIRY, 24,
          serial="X4DP{7}"),
    Batch("Projector", "Epson", "BrightLink 595Wi", "V11H740022", 24, date(2015, 8, 3), 149900, PI, DAIRY, 24,
          serial="V9MK{7}"),
)  # fmt: skip
DOCUMENT_CAMERAS = (
    Batch("Document Camera", "IPEVO", "V4K", "CDVU-06IP", 130, date(2020, 11, 9), 10900, "ESSER I (CARES)", ERIE, 12,
          serial="IPV{7}"),
    Batch("Document Camera", "Elmo", "MX-P3", "1437", 70, date(2023, 9, 11), 34900, GF, DAIRY, 36, serial="EL{8}"),
)  # fmt: skip
DESKTOPS = (
    Batch("Desktop", "Dell", "OptiPlex 3070 SFF", "3070", 120, date(2020, 7, 13), 68900, PI, BUCKEYE, 36),
    Batch("Desktop", "Dell", "OptiPlex 3000 SFF", "3000", 100, date(2022, 7, 11), 78900, "Perkins V", BUCKEYE, 36),
    Batch("Desktop", "Dell", "OptiPlex 7010 SFF", "7010", 60, date(2024, 7, 8), 86900, PI, BUCKEYE, 48),
)  # fmt: skip
MONITORS = (
    Batch("Monitor", "Dell", "P2219H", "P2219H", 180, date(2020, 7, 13), 15900, PI, BUCKEYE, 36, serial="CN0{9}"),
    Batch("Monitor", "Dell", "P2422H", "P2422H", 170, date(2022, 8, 1), 18400, GF, BUCKEYE, 36, serial="CN0{9}"),
)  # fmt: skip
PRINTERS = (
    Batch("Printer", "HP", "LaserJet Pro M404dn", "W1A53A", 60, date(2020, 8, 10), 27900, GF, ERIE, 12,
          serial="PHB{7}"),
    Batch("Printer", "Brother", "HL-L6210DW", "HLL6210", 30, date(2024, 2, 12), 31900, GF, ERIE, 12, serial="U66{10}"),
)  # fmt: skip
SERVERS = (
    Batch("Server", "Dell", "PowerEdge R440", "R440", 6, date(2020, 6, 15), 742500, PI, BUCKEYE, 60),
    Batch("Server", "Dell", "PowerEdge R450", "R450", 8, date(2023, 6, 12), 918000, PI, BUCKEYE, 60),
    Batch("Storage", "Synology", "RackStation RS1221+", "RS1221", 4, date(2022, 2, 14), 289900, GF, ERIE, 36,
          serial="20B0{8}"),
)  # fmt: skip
CAMERAS = (
    Batch("Security Camera", "Axis", "P3245-V", "01591-001", 110, date(2019, 8, 5), 52900, PI, "Lake Erie Security", 36,
          serial="ACCC8E{6}"),
    Batch("Security Camera", "Hanwha", "XNV-6081", "XNV6081", 130, date(2022, 6, 20), 46900,
          "State Safety Grant", "Lake Erie Security", 36, serial="ZP8{10}"),
    Batch("Video Recorder", "Hanwha", "WAVE WRN-1610S", "WRN1610", 8, date(2022, 6, 20), 268000,
          "State Safety Grant", "Lake Erie Security", 36, serial="ZQ2{10}"),
)  # fmt: skip
PHONES = (
    Batch("Desk Phone", "Yealink", "SIP-T46U", "T46U", 540, date(2019, 7, 8), 11900, GF, "Great Lakes Voice", 12,
          serial="3146021{8}"),
    Batch("Desk Phone", "Yealink", "SIP-T54W", "T54W", 80, date(2023, 7, 10), 15900, GF, "Great Lakes Voice", 12,
          serial="3154022{8}"),
)  # fmt: skip
CARTS = (
    Batch("Charging Cart", "Spectrum", "Connect36", "55462", 70, date(2019, 8, 12), 114900, PI, BUCKEYE, 120,
          serial="SP{7}"),
    Batch("Charging Cart", "LocknCharge", "Joey 30", "10293", 40, date(2021, 8, 9), 99900, "ESSER II (CRRSA)", BUCKEYE,
          60, serial="LNC{7}"),
)  # fmt: skip
HOTSPOTS = (
    Batch("Hotspot", "Franklin", "JEXtream RG2100", "RG2100", 60, date(2022, 1, 10), 13900, "ESSER II (CRRSA)",
          "Great Lakes Wireless", 12, serial="FR21{8}"),
)  # fmt: skip
GONE = (
    Batch("Laptop", "Dell", "Latitude 3390", "L3390", 60, date(2016, 8, 8), 79900, GF, BUCKEYE, 36,
          serial="{7}"),
    Batch("Projector", "Epson", "PowerLite 98", "V11H577020", 45, date(2012, 7, 23), 69900, GF, DAIRY, 24,
          serial="P9KF{7}"),
    Batch("Tablet", "Apple", "iPad mini 4", "A1538", 75, date(2016, 9, 12), 26900, "Title I-A", "Apple Inc.", 12,
          serial="F9G{9}"),
    Batch("Desktop", "Dell", "OptiPlex 3050", "3050", 70, date(2017, 7, 17), 61900, PI, BUCKEYE, 36),
    Batch("Monitor", "Dell", "E2216H", "E2216H", 70, date(2017, 7, 17), 11900, PI, BUCKEYE, 36, serial="CN0{9}"),
)  # fmt: skip

WEIGHTS = {"MGE": 30, "NSE": 29, "PES": 27, "LMS": 45, "LHS": 66, "ELC": 9, "BOE": 14, "TRANS": 4}
PRIMARY = {"MGE": 35, "NSE": 34, "PES": 31}


def things(random: Random, serials: Serials) -> list[Thing]:
    """Everything besides Chromebooks and network gear, each at its place."""
    found: list[Thing] = []
    teaching = {label: n for label, n in WEIGHTS.items() if label not in ("BOE", "TRANS")}
    for batches, weights, kinds in (
        (LAPTOPS, WEIGHTS, ("classroom", "office")),
        (TABLETS, {**PRIMARY, "ELC": 12}, ("classroom",)),
        (DESKTOPS, {"MGE": 28, "NSE": 28, "PES": 28, "LMS": 56, "LHS": 140}, ("lab",)),
        (MONITORS, WEIGHTS, ("lab", "office")),
        (PRINTERS, WEIGHTS, ("office", "media", "lab")),
        (SERVERS, {"LHS": 4, "BOE": 6}, ("server room",)),
        (CAMERAS, {**teaching, "TRANS": 10}, ("other",)),
        (PHONES, WEIGHTS, ("classroom", "office", "conference")),
        (CARTS, {**PRIMARY, "LMS": 20, "LHS": 22}, ("classroom", "media")),
        (HOTSPOTS, {"LHS": 40, "LMS": 20}, ("media",)),
    ):
        found += _placed(random, serials, batches, weights, kinds)
    found += _in_rooms(random, serials, PANELS, ["classroom"])
    found += _in_rooms(random, serials, DOCUMENT_CAMERAS, ["classroom", "lab"])
    found += _in_rooms(random, serials, PROJECTORS, ["gym", "cafeteria", "media", "auditorium", "conference", "lab"])
    for thing in _placed(random, serials, GONE, WEIGHTS, ("storage",)):
        thing.status, thing.room = "Disposed", ""
        found.append(thing)
    _hand_to_staff(random, found)
    return found


def _made(random: Random, serials: Serials, batch: Batch) -> Thing:
    return Thing(
        tag=serials.tag(batch.prefix), serial=serials.serial(batch.serial), category=batch.category, maker=batch.maker,
        model=batch.model, model_number=batch.model_number, building="",
        bought=batch.bought + timedelta(days=random.choice((0, 0, 1, 3))), cost=batch.cost, fund=batch.fund,
        order=batch.order(), supplier=batch.supplier, warranty_months=batch.warranty_months,
        mac=made_mac(random, "0aee10") if batch.category in ("Laptop", "Desk Phone", "Security Camera") else "",
    )  # fmt: skip


def _placed(
    random: Random, serials: Serials, batches: Sequence[Batch], weights: dict[str, int], kinds: Sequence[str]
) -> list[Thing]:
    """Spread over the buildings by weight, in a room of a fitting kind; a few stay in store as spares."""
    codes = {b.label: b.code for b in BUILDINGS}
    fitting = {
        label: [r.number for r in rooms() if r.code == codes[label] and r.kind in kinds] or [""] for label in weights
    }
    found = []
    for batch in batches:
        for _ in range(batch.quantity):
            thing = _made(random, serials, batch)
            thing.building = random.choices(list(weights), list(weights.values()))[0]
            thing.room = random.choice(fitting[thing.building])
            if random.random() < 0.04:
                thing.status, thing.room = "Ready to Deploy", ""
            found.append(thing)
    return found


def _in_rooms(random: Random, serials: Serials, batches: Sequence[Batch], kinds: Sequence[str]) -> list[Thing]:
    """One to a room, room after room; where there are more things than rooms, a second round begins."""
    labels = {b.code: b.label for b in BUILDINGS}
    targets = [r for kind in kinds for r in rooms() if r.kind == kind]
    random.shuffle(targets)
    found: list[Thing] = []
    for batch in batches:
        for _ in range(batch.quantity):
            thing = _made(random, serials, batch)
            room = targets[len(found) % len(targets)]
            found.append(thing)
            thing.building, thing.room = labels[room.code], room.number
    return found


def _hand_to_staff(random: Random, found: list[Thing]) -> None:
    for n, thing in enumerate(t for t in found if t.category == "Laptop" and t.status == "Deployed"):
        thing.user = f"t.{204 + n}@lakeside.example"
