"""Microsoft Intune's export of the district's computers: the columns of DevicesWithInventory that are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from make.records import HEX, Thing
from make.writing import Cell, csv_bytes

COUNTS = {
    "computer that intune does not know": 24,
    "only in intune": 6,
    "retired but checking in": 5,
    "not checked in for a term": 9,
    "computer recorded as another model": 8,
    "computer moved to another school": 7,
    "intune serial in small letters": 10,
    "intune model in capitals": 12,
    "a person's own computer": 5,
}
"""How many of each are planted; the example's README lists them."""

HEADER = (
    "Device ID", "Device name", "Enrollment date", "Last check-in", "Microsoft Entra Device ID", "OS version",
    "Serial number", "Manufacturer", "Model", "Wi-Fi MAC", "Total storage", "Free storage", "Category",
    "Primary user UPN", "Compliance", "Managed by", "Ownership", "Device state", "OS", "EthernetMAC",
)  # fmt: skip
MAKERS = {"Dell": "Dell Inc.", "Apple": "Apple"}
LAST_DAY = date(2027, 1, 8)
MIXED_UP = {"Latitude 3420": "Latitude 3430", "Latitude 3440": "Latitude 3450"}
"""Models that look alike from outside: what the asset system has, and what the computer says that it is."""
KINDS = ("Laptop", "Desktop")
JUNK = "To Be Filled By O.E.M."


def deleted(random: Random, listed: Sequence[Thing]) -> list[Thing]:
    """Laptops whose records somebody deleted from the asset system; they are in use."""
    tags, serials = Counter(thing.tag for thing in listed), Counter(thing.serial for thing in listed)
    late = [
        thing for thing in listed
        if thing.model in ("Latitude 3440", "Latitude 3450") and thing.status == "Deployed" and thing.building != "LMS"
        and thing.bought and thing.cost and tags[thing.tag] == serials[thing.serial] == 1
    ]  # fmt: skip
    return random.sample(late, COUNTS["only in intune"])


def intune_csv(random: Random, listed: Sequence[Thing], unlisted: Sequence[Thing]) -> bytes:
    """One row a device. ``listed`` is what the asset system says, ``unlisted`` those of it that were deleted there."""
    computers = [t for t in listed if t.category in KINDS and t.status in ("Deployed", "Ready to Deploy")]
    serials = Counter(thing.serial for thing in computers)
    once = [thing for thing in computers if serials[thing.serial] == 1 or thing.serial == JUNK]
    seen = _without_strangers(random, once, unlisted)
    fates = _fates(random, [t for t in seen if t.serial != JUNK and not any(t is other for other in unlisted)])
    rows = [_row(random, thing, fates.get(id(thing), "")) for thing in seen]
    retired = [t for t in listed if t.category == "Laptop" and t.status == "Disposed"]
    rows += [_row(random, t, "retired") for t in random.sample(retired, COUNTS["retired but checking in"])]
    rows += [_own(random) for _ in range(COUNTS["a person's own computer"])]
    rows.sort(key=lambda row: str(row[0]))
    return csv_bytes(HEADER, rows)


def _without_strangers(random: Random, computers: list[Thing], unlisted: Sequence[Thing]) -> list[Thing]:
    """Intune does not know some: those without a purchase date, which are old records, and more that never enrolled."""
    strangers = [t for t in computers if t.bought is None and t.serial != JUNK]
    others = [
        t for t in computers
        if t.bought and t.serial != JUNK and t.status == "Deployed" and not any(t is other for other in unlisted)
    ]  # fmt: skip
    number = COUNTS["computer that intune does not know"] - len(strangers)
    absent = {id(thing) for thing in strangers + random.sample(others, number)}
    return [thing for thing in computers if id(thing) not in absent]


def _fates(random: Random, sound: Sequence[Thing]) -> dict[int, str]:
    """What befalls whom: each at most one thing."""
    fates: dict[int, str] = {}
    for kind, fits in (
        ("not checked in for a term", lambda t: t.status == "Deployed"),
        ("computer recorded as another model", lambda t: t.model in MIXED_UP),
        ("computer moved to another school", lambda t: t.status == "Deployed" and t.category == "Laptop"),
        ("intune serial in small letters", lambda t: True),
        ("intune model in capitals", lambda t: t.maker == "Dell"),
    ):
        for thing in random.sample([t for t in sound if id(t) not in fates and fits(t)], COUNTS[kind]):
            fates[id(thing)] = kind
    return fates


def _row(random: Random, thing: Thing, fate: str) -> list[Cell]:
    model, serial, school = thing.model.removeprefix("Dell "), thing.serial, thing.building
    if fate == "computer recorded as another model":
        model = MIXED_UP[model]
    elif fate == "intune model in capitals":
        model = model.upper()
    elif fate == "intune serial in small letters":
        serial = serial.lower()
    elif fate == "computer moved to another school":
        school = random.choice([label for label in ("MGE", "NSE", "PES", "LHS") if label != school])
    apple = thing.maker == "Apple"
    wired = "" if thing.category == "Laptop" else _hex(random, "0af3c1", 6).upper()
    bought = thing.bought or LAST_DAY
    return [
        _guid(random), f"LSD-{serial[-7:]}", _moment(random, bought), _moment(random, _seen_on(random, thing, fate)),
        _guid(random), "15.2 (24C101)" if apple else random.choice(("10.0.26100.2605", "10.0.22631.4602")), serial,
        MAKERS[thing.maker], model, thing.mac.upper(), 243_000, random.randrange(90, 190) * 1000, school, thing.user,
        "Compliant", "Intune", "Corporate", "Managed", "macOS" if apple else "Windows", wired,
    ]  # fmt: skip


def _seen_on(random: Random, thing: Thing, fate: str) -> date:
    if fate == "not checked in for a term":
        return date(2026, 5, 28) - timedelta(days=random.randrange(120))
    if thing.status == "Ready to Deploy":
        return LAST_DAY - timedelta(days=random.randrange(20, 150))
    return LAST_DAY - timedelta(days=random.choice((0, 0, 0, 0, 1, 1, 2, 4, 7, 17)))


def _own(random: Random) -> list[Cell]:
    """A computer of a member of staff, enrolled to read mail: not the district's."""
    return [
        _guid(random), "DESKTOP-" + _hex(random, "", 7).upper(), _moment(random, date(2026, 8, 18)),
        _moment(random, LAST_DAY - timedelta(days=random.randrange(9))), _guid(random), "10.0.26100.2605",
        _hex(random, "PF", 6).upper(), "LENOVO", "82YM", _hex(random, "0a5c3e", 6).upper(), 486_000, 311_000, "",
        f"t.{900 + random.randrange(90)}@lakeside.example", "Not compliant", "Intune", "Personal", "Managed", "Windows",
        "",
    ]  # fmt: skip


def _hex(random: Random, begin: str, number: int) -> str:
    return begin + "".join(random.choice(HEX) for _ in range(number))


def _guid(random: Random) -> str:
    return "-".join(_hex(random, "", number) for number in (8, 4, 4, 4, 12))


def _moment(random: Random, day: date) -> str:
    """``2026-08-28 13:08:41.0000000``: world time."""
    return f"{day.isoformat()} {random.randrange(12, 22)}:{random.randrange(60):02d}:{random.randrange(60):02d}.0000000"
