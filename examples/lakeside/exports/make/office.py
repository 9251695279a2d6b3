"""What the business office and the grants manager keep of things: orders, disposals, federal records, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from make.help_desk import checkouts_csv, incidents_csv, seats_of
from make.losses import Loss
from make.places import BY_LABEL
from make.records import Thing
from make.writing import Cell, csv_bytes

ORDERED = {
    "PO21-0523": "ESSER I (CARES)",
    "PO22-0347": "ESSER II (CRRSA)",
    "PO22-0660": "ESSER III (ARP)",
    "PO23-0565": "ESSER III (ARP)",
}
"""The orders of Chromebooks whose papers were kept; two deliveries each."""
AWARDS = {"ESSER II (CRRSA)": "ESSER2", "ESSER III (ARP)": "ESSER3"}

COUNTS = {
    "disposed without a day": 40,
    "retired, waiting for the board": 60,
    "federal thing without its record": 190,
    "federal server": 2,
    "federal server without its record": 1,
    "damaged on delivery": 4,
    "never delivered": 4,
    "rooms to count": 12,
    "rooms not yet counted": 2,
    "scans": 64,
    "found in another room": 5,
    "unknown label": 2,
    "scanned twice": 3,
    "not found": 6,
    "findings accepted": 2,
}
"""How many of each the script plants; the example's README lists them."""

CONFIRMED = (
    "oh.permanent_improvement.minimum_life_months",
    "title_i_a.pays.client_computers",
    "title_i_a.pays.software",
    "title_i_a.pays.training",
)
"""Rules that the package does not call confirmed and that Lakeside's treasurer confirmed."""

COUNTED = "LMS"
"""The school whose count is open."""
COUNT_CLOSED = date(2025, 5, 23)
"""The day on which the count of federal things was closed."""


def retire(random: Random, listed: Sequence[Thing]) -> None:
    """Some of what was taken out of use still waits for the board: the asset system calls it retired."""
    gone = [thing for thing in listed if thing.status == "Disposed"]
    for thing in random.sample(gone, COUNTS["retired, waiting for the board"]):
        thing.status = "Retired"


def give_servers_an_award(listed: Sequence[Thing]) -> None:
    """ESSER III also bought servers: the only federal things dear enough to be equipment."""
    servers = [t for t in listed if t.model == "PowerEdge R450" and t.building == "LHS" and t.cost and t.tag]
    for thing in servers[: COUNTS["federal server"]]:
        thing.fund = "ESSER III (ARP)"


def exports(random: Random, owned: Sequence[Thing], listed: Sequence[Thing], lost: Sequence[Loss]) -> dict[str, bytes]:
    """Every file of the offices. ``owned`` is there, ``listed`` what the asset system says is, ``lost`` is gone."""
    tags = Counter(thing.tag for thing in listed)
    known = [thing for thing in listed if thing.tag and tags[thing.tag] == 1 and _plain(thing)]
    gone = [thing for thing in known if thing.status == "Disposed"]
    disposed = _disposed_on(random, gone)
    seats = seats_of(owned)
    bought = [*owned, *(loss.thing for loss in lost)]
    return {
        "past_orders.csv": _orders(bought),
        "receipts.csv": _receipts(bought),
        "disposals.csv": _disposals(random, disposed, lost),
        "incidents.csv": incidents_csv(random, known, disposed, lost, seats),
        "checkouts.csv": checkouts_csv(known, lost, seats),
        "federal_property.csv": _federal(random, known, lost),
        "decisions.csv": _decisions(listed),
        **_open_count(random, known),
        **_federal_count(known, lost),
    }


def _plain(thing: Thing) -> bool:
    """Whether the asset keeps its tag as its name in the Book: no fault befell tag or serial number."""
    return "E+" not in thing.serial and thing.serial != "To Be Filled By O.E.M." and len(thing.tag) > 5


def _orders(owned: Sequence[Thing]) -> bytes:
    header = (
        "order", "line", "vendor", "asset_class", "quantity", "received", "cancelled", "unit_price", "ordered_on",
        "expected_on", "fund", "award",
    )  # fmt: skip
    return csv_bytes(header, [row for row, _ in _order_lines(owned)])


def _order_lines(owned: Sequence[Thing]) -> Iterator[tuple[list[Cell], int]]:
    """The lines, each with the price of one in cents; of the last order some never came, and were credited."""
    for order, fund in ORDERED.items():
        things = [thing for thing in owned if thing.order == order]
        first, cost = things[0], things[0].cost or 0
        day = min(thing.bought for thing in things if thing.bought) - timedelta(days=75)
        short = COUNTS["never delivered"] if order == max(ORDERED) else 0
        row: list[Cell] = [
            order, "1", first.supplier, "chromebook", len(things) + short, len(things), short or None,
            f"{cost / 100:.2f}", day.isoformat(), (day + timedelta(days=60)).isoformat(), "507",
            AWARDS.get(fund, ""),
        ]  # fmt: skip
        yield row, cost


def _receipts(owned: Sequence[Thing]) -> bytes:
    header = (
        "receipt", "order", "line", "received_on", "quantity", "damaged", "invoice", "invoiced", "paid", "paid_on",
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for number, (order, cost) in enumerate(_order_lines(owned)):
        expected, whole = date.fromisoformat(str(order[9])), int(str(order[5]))
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


def _disposals(random: Random, disposed: dict[str, date], lost: Sequence[Loss]) -> bytes:
    rows: list[list[Cell]] = [
        [tag, day.isoformat(), random.choice((None, "0.00", "5.00", "12.50"))] for tag, day in disposed.items()
    ]
    rows += [[loss.thing.tag, day.isoformat(), "0.00"] for loss in lost if (day := loss.written_off_on()) is not None]
    return csv_bytes(("tag", "disposed_on", "sale_price"), rows)


def _federal(random: Random, known: Sequence[Thing], lost: Sequence[Loss]) -> bytes:
    """What the grants manager adds to each thing; some were never written down."""
    bought = [thing for thing in known if thing.fund in AWARDS]
    servers = [thing for thing in bought if thing.category == "Server"]
    devices = [thing for thing in bought if thing.category != "Server"]
    without = {id(thing) for thing in random.sample(devices, COUNTS["federal thing without its record"])}
    rows: list[list[Cell]] = [
        [
            *_titled(thing), "pupil’s device" if thing.category == "Chromebook" else "classroom",
            random.choice(("good", "good", "fair")),
        ]
        for thing in devices
        if id(thing) not in without
    ]  # fmt: skip
    rows += [
        [*_titled(loss.thing), "pupil’s device", "broken" if loss.cause == "breakage" else "good"]
        for loss in lost
        if loss.thing.fund in AWARDS
    ]
    for n, server in enumerate(servers):
        whole = n >= COUNTS["federal server without its record"]
        rows.append([*_titled(server), "directory and files" if whole else None, "good" if whole else None])
    return csv_bytes(("tag", "award", "federal_share", "title_holder", "usage", "condition"), rows)


def _titled(thing: Thing) -> list[Cell]:
    return [thing.tag, AWARDS[thing.fund], "1", "Lakeside City School District"]


def _federal_count(known: Sequence[Thing], lost: Sequence[Loss]) -> dict[str, bytes]:
    """The count of ESSER things of May 2025, closed: all but some hotspots were found; some were lost later."""
    things = [thing for thing in known if thing.fund in AWARDS and thing.status not in {"Disposed", "Retired"}]
    things += [loss.thing for loss in lost if loss.thing.fund in AWARDS and loss.day > COUNT_CLOSED]
    outcomes: list[list[Cell]] = [
        ["FED-2025", n, "missing" if thing.category == "Hotspot" and n % 9 == 0 else "matched", thing.tag, thing.tag]
        for n, thing in enumerate(things, start=1)
    ]
    return {"count_outcomes.csv": csv_bytes(("count_code", "number", "outcome", "asset", "scanned"), outcomes)}


def _decisions(listed: Sequence[Thing]) -> bytes:
    """Findings that somebody looked at and accepted, with a reason: one of a single thing, one as a whole."""
    cutter = next(thing for thing in listed if thing.model == "BN2-20A")
    rows: list[list[Cell]] = [
        [
            f"no class/{cutter.tag}/2026-11-18", "no class", cutter.tag, "accepted",
            "The career center owns its upkeep and replaces it from Perkins money; it is in no plan of ours.",
            "Director of curriculum", "2026-11-18",
        ],
        [
            "no school/all/2026-12-02", "no school", None, "accepted",
            "Warehouse 7 is a store, not a school; what stands there goes to the auction in June.",
            "Treasurer", "2026-12-02",
        ],
        *(
            [
                f"rule/{rule}/2026-12-02", "rule", rule, "confirmed",
                "Read in the law and agreed with the auditor.", "Treasurer", "2026-12-02",
            ]
            for rule in CONFIRMED
        ),
    ]  # fmt: skip
    return csv_bytes(("decision", "about", "subject", "answer", "reason", "who", "decided_on"), rows)


def _open_count(random: Random, known: Sequence[Thing]) -> dict[str, bytes]:
    """The count of a school that is under way, and the row of the one that is closed."""
    code, school = "LMS-2027", BY_LABEL[COUNTED].code
    here = [
        t for t in known if t.building == COUNTED and t.room and t.status == "Deployed" and t.category != "Chromebook"
    ]
    covered = sorted({thing.room for thing in here})[: COUNTS["rooms to count"]]
    rooms = covered[: -COUNTS["rooms not yet counted"]]
    inside = [thing for thing in here if thing.room in rooms]
    outside = [thing for thing in here if thing.room not in covered]
    found = random.sample(inside, min(COUNTS["scans"], len(inside) - COUNTS["not found"]))
    read = [(thing.room, thing.tag) for thing in found]
    read += [(rooms[n], thing.tag) for n, thing in enumerate(random.sample(outside, COUNTS["found in another room"]))]
    read += [(rooms[n], f"LK999{n:02d}") for n in range(COUNTS["unknown label"])]
    read += [(thing.room, thing.tag) for thing in found[: COUNTS["scanned twice"]]]
    read.sort(key=lambda pair: pair[0])
    counts: list[list[Cell]] = [
        ["FED-2025", "Two-year count of what ESSER bought", "2025-05-05", COUNT_CLOSED.isoformat(), "Treasurer"],
        [code, "Winter count, middle school", "2027-01-11", None, "Technology director"],
    ]
    places = [[code, school, room] for room in covered]
    places += [["FED-2025", building.code, "*"] for building in BY_LABEL.values() if building.teaches]
    scans: list[list[Cell]] = [
        [code, n, value, school, room, "2027-01-12"] for n, (room, value) in enumerate(read, start=1)
    ]
    return {
        "counts.csv": csv_bytes(("code", "title", "opened_on", "closed_on", "by"), counts),
        "count_places.csv": csv_bytes(("count_code", "school", "room"), places),
        "count_scans.csv": csv_bytes(("count_code", "position", "scanned", "school", "room", "scanned_on"), scans),
    }
