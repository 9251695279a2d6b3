"""What the business office, the help desk and the grants manager keep of things: orders, disposals, losses, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from make.places import BY_LABEL
from make.records import Thing
from make.writing import Cell, csv_bytes

ORDERED = {"PO21-0523": "ESSER I (CARES)", "PO22-0347": "ESSER II (CRRSA)", "PO23-0565": "ESSER III (ARP)"}
"""The orders of Chromebooks whose papers were kept; two deliveries each."""
AWARDS = {"ESSER II (CRRSA)": "ESSER2", "ESSER III (ARP)": "ESSER3"}

COUNTS = {
    "incidents": 420,
    "written off": 70,
    "lost": 22,
    "charges though free lunch": 9,
    "disposed without a day": 40,
    "retired, waiting for the board": 60,
    "federal thing without its record": 190,
    "damaged on delivery": 4,
    "scans": 64,
    "found in another room": 5,
    "unknown label": 2,
    "scanned twice": 3,
    "not found": 6,
}
"""How many of each the script plants; the example's README lists them."""

CAUSES = (("breakage", 72), ("loss", 8), ("theft", 2), ("defect", 14), ("other", 4))
PARTS = {"breakage": ("screen", "keyboard", "hinge", "charging port"), "defect": ("battery", "system board")}
PRICES = {
    "screen": 6900,
    "keyboard": 4200,
    "hinge": 3100,
    "charging port": 3800,
    "battery": 5200,
    "system board": 11900,
}
COUNTED = "LMS"
"""The school whose count is open."""


def retire(random: Random, listed: Sequence[Thing]) -> None:
    """Some of what was taken out of use still waits for the board: the asset system calls it retired."""
    gone = [thing for thing in listed if thing.status == "Disposed"]
    for thing in random.sample(gone, COUNTS["retired, waiting for the board"]):
        thing.status = "Retired"


def exports(random: Random, owned: Sequence[Thing], listed: Sequence[Thing]) -> dict[str, bytes]:
    """Every file of the offices. ``owned`` is what there is, ``listed`` what the asset system says."""
    tags = Counter(thing.tag for thing in listed)
    known = [thing for thing in listed if thing.tag and tags[thing.tag] == 1 and _plain(thing)]
    gone = [thing for thing in known if thing.status == "Disposed"]
    disposed = _disposed_on(random, gone)
    return {
        "past_orders.csv": _orders(owned),
        "receipts.csv": _receipts(owned),
        "disposals.csv": _disposals(random, disposed),
        "incidents.csv": _incidents(random, known, disposed),
        "federal_property.csv": _federal(random, known),
        **_open_count(random, known),
        **_federal_count(known),
    }


def _plain(thing: Thing) -> bool:
    """Whether the asset keeps its tag as its name in the Book: no fault befell tag or serial number."""
    return "E+" not in thing.serial and thing.serial != "To Be Filled By O.E.M." and len(thing.tag) > 5


def _orders(owned: Sequence[Thing]) -> bytes:
    header = (
        "order", "line", "vendor", "asset_class", "quantity", "received", "unit_price", "ordered_on", "expected_on",
        "fund", "award",
    )  # fmt: skip
    return csv_bytes(header, [row for row, _ in _order_lines(owned)])


def _order_lines(owned: Sequence[Thing]) -> Iterator[tuple[list[Cell], int]]:
    for order, fund in ORDERED.items():
        things = [thing for thing in owned if thing.order == order]
        first, cost = things[0], things[0].cost or 0
        day = min(thing.bought for thing in things if thing.bought) - timedelta(days=75)
        row: list[Cell] = [
            order, "1", first.supplier, "chromebook", len(things), len(things), f"{cost / 100:.2f}", day.isoformat(),
            (day + timedelta(days=60)).isoformat(), "507", AWARDS.get(fund, ""),
        ]  # fmt: skip
        yield row, cost


def _receipts(owned: Sequence[Thing]) -> bytes:
    header = (
        "receipt", "order", "line", "received_on", "quantity", "damaged", "invoice", "invoiced", "paid", "paid_on",
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for number, (order, cost) in enumerate(_order_lines(owned)):
        expected, whole = date.fromisoformat(str(order[8])), int(str(order[4]))
        parts = [whole * 3 // 5, whole - whole * 3 // 5]
        for part, (days, quantity) in enumerate(zip((-4, 23), parts, strict=True), start=1):
            day = expected + timedelta(days=days)
            damaged = COUNTS["damaged on delivery"] if (number, part) == (1, 2) else 0
            paid = f"{cost * quantity / 100:.2f}"
            rows.append(
                [
                    f"R{str(order[0])[2:]}-{part}", order[0], "1", day.isoformat(), quantity, damaged or None,
                    f"INV{number}{part}7", paid, paid, (day + timedelta(days=30)).isoformat(),
                ]
            )  # fmt: skip
    return csv_bytes(header, rows)


def _disposed_on(random: Random, gone: Sequence[Thing]) -> dict[str, date]:
    """By tag, the day of disposal, where somebody wrote it down."""
    undated = {thing.tag for thing in random.sample(list(gone), COUNTS["disposed without a day"])}
    days: dict[str, date] = {}
    for thing in gone:
        if thing.tag not in undated:
            served = timedelta(days=random.randrange(1500, 2500))
            days[thing.tag] = min((thing.bought or date(2017, 8, 15)) + served, date(2026, 6, 30))
    return days


def _disposals(random: Random, disposed: dict[str, date]) -> bytes:
    rows: list[list[Cell]] = [
        [tag, day.isoformat(), random.choice((None, "0.00", "5.00", "12.50"))] for tag, day in disposed.items()
    ]
    return csv_bytes(("tag", "disposed_on", "sale_price"), rows)


def _incidents(random: Random, known: Sequence[Thing], disposed: dict[str, date]) -> bytes:
    header = (
        "incident", "asset", "happened_on", "cause", "part", "hours", "cost", "outcome", "recovery", "recovered_from",
        "free_lunch", "family_charge", "waived", "collected",
    )  # fmt: skip
    books = [thing for thing in known if thing.category == "Chromebook" and thing.bought]
    broken = random.sample([t for t in books if disposed.get(t.tag)], COUNTS["written off"])
    pupils = [t for t in books if t.status == "Deployed"]
    lost = random.sample(pupils, COUNTS["lost"])
    repairs = COUNTS["incidents"] - len(broken) - len(lost)
    others = random.sample([t for t in pupils if t not in lost], repairs)
    rows = [_written_off(random, thing, disposed[thing.tag]) for thing in broken]
    rows += [_loss(random, thing) for thing in lost]
    rows += [_repair(random, thing) for thing in others]
    barred = [row for row in rows if row[11] and row[10] is None][: COUNTS["charges though free lunch"]]
    for row in rows:
        row[10] = "true" if row in barred else row[10]
    rows.sort(key=lambda row: (str(row[2]), str(row[1])))
    return csv_bytes(header, [[f"HD-{n:05d}", *row[1:]] for n, row in enumerate(rows, start=1)])


def _day_between(random: Random, start: date, end: date) -> date:
    return start + timedelta(days=random.randrange(max((end - start).days, 1)))


def _written_off(random: Random, thing: Thing, gone: date | None) -> list[Cell]:
    start = thing.bought or date(2018, 8, 15)
    day = _day_between(random, start + timedelta(days=200), gone or date(2024, 6, 1))
    return ["", thing.tag, day.isoformat(), "breakage", None, "0.5", "0.00", "written off", *[None] * 6]


def _loss(random: Random, thing: Thing) -> list[Cell]:
    day = _day_between(random, max(thing.bought or date(2022, 7, 1), date(2022, 7, 1)), date(2026, 12, 18))
    cost = thing.cost or 30000
    charge = cost if random.random() < 0.5 else None
    paid = f"{cost / 200:.2f}" if charge and random.random() < 0.4 else None
    return [
        "", thing.tag, day.isoformat(), random.choice(("loss", "loss", "theft")), None, "0.5", f"{cost / 100:.2f}",
        "open", None, None, None, f"{charge / 100:.2f}" if charge else None, None, paid,
    ]  # fmt: skip


def _repair(random: Random, thing: Thing) -> list[Cell]:
    cause = random.choices([name for name, _ in CAUSES], [weight for _, weight in CAUSES])[0]
    day = _day_between(random, max(thing.bought or date(2022, 7, 1), date(2022, 7, 1)), date(2026, 12, 18))
    part = random.choice(PARTS[cause]) if cause in PARTS else None
    cost = PRICES.get(part or "", 2500)
    covered = cause == "defect" or random.random() < 0.25
    charge = 2500 if cause == "breakage" and not covered and random.random() < 0.5 else None
    waived = charge if charge and random.random() < 0.3 else None
    paid = charge if charge and not waived and random.random() < 0.7 else None
    return [
        "", thing.tag, day.isoformat(), cause, part, random.choice(("0.5", "1", "1.5")), f"{cost / 100:.2f}",
        "recovered" if cause in {"loss", "theft"} else "repaired",
        f"{cost / 100:.2f}" if covered else None, "warranty" if covered else None, "true" if waived else None,
        *(f"{value / 100:.2f}" if value else None for value in (charge, waived, paid)),
    ]  # fmt: skip


def _federal(random: Random, known: Sequence[Thing]) -> bytes:
    """What the grants manager adds to each thing; some were never written down."""
    bought = [thing for thing in known if thing.fund in AWARDS]
    without = {id(thing) for thing in random.sample(bought, COUNTS["federal thing without its record"])}
    rows = [
        [
            thing.tag, AWARDS[thing.fund], "1", "Lakeside City School District",
            "pupil’s device" if thing.category == "Chromebook" else "classroom",
            random.choice(("good", "good", "fair")),
        ]
        for thing in bought
        if id(thing) not in without
    ]  # fmt: skip
    return csv_bytes(("tag", "award", "federal_share", "title_holder", "usage", "condition"), rows)


def _federal_count(known: Sequence[Thing]) -> dict[str, bytes]:
    """The count of ESSER things of May 2025, closed: all but the hotspots were found."""
    things = [thing for thing in known if thing.fund in AWARDS and thing.status not in {"Disposed", "Retired"}]
    outcomes = [
        ["FED-2025", n, "missing" if thing.category == "Hotspot" and n % 9 == 0 else "matched", thing.tag, thing.tag]
        for n, thing in enumerate(things, start=1)
    ]
    return {"count_outcomes.csv": csv_bytes(("count_code", "number", "outcome", "asset", "scanned"), outcomes)}


def _open_count(random: Random, known: Sequence[Thing]) -> dict[str, bytes]:
    """The count of a school that is under way, and the row of the one that is closed."""
    code, school = "LMS-2027", BY_LABEL[COUNTED].code
    here = [
        t for t in known if t.building == COUNTED and t.room and t.status == "Deployed" and t.category != "Chromebook"
    ]
    rooms = sorted({thing.room for thing in here})[:8]
    inside = [thing for thing in here if thing.room in rooms]
    outside = [thing for thing in here if thing.room not in rooms]
    found = random.sample(inside, min(COUNTS["scans"], len(inside) - COUNTS["not found"]))
    read = [(thing.room, thing.tag) for thing in found]
    read += [(rooms[n], thing.tag) for n, thing in enumerate(random.sample(outside, COUNTS["found in another room"]))]
    read += [(rooms[n], f"LK999{n:02d}") for n in range(COUNTS["unknown label"])]
    read += [(thing.room, thing.tag) for thing in found[: COUNTS["scanned twice"]]]
    read.sort(key=lambda pair: pair[0])
    counts = [
        ["FED-2025", "Two-year count of what ESSER bought", "2025-05-05", "2025-05-23", "Treasurer"],
        [code, "Winter count, middle school", "2027-01-11", None, "Technology director"],
    ]
    places = [[code, school, room] for room in rooms]
    places += [["FED-2025", building.code, "*"] for building in BY_LABEL.values() if building.teaches]
    scans = [[code, n, value, school, room, "2027-01-12"] for n, (room, value) in enumerate(read, start=1)]
    return {
        "counts.csv": csv_bytes(("code", "title", "opened_on", "closed_on", "by"), counts),
        "count_places.csv": csv_bytes(("count_code", "school", "room"), places),
        "count_scans.csv": csv_bytes(("count_code", "position", "scanned", "school", "room", "scanned_on"), scans),
    }
