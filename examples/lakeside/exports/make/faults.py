"""The faults that real files have, planted at known counts; the example's ``README.md`` lists them with reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from make.records import Thing

COUNTS = {
    # in the Google console's export
    "google tag lost its zeros": 41,
    "google tag blank": 70,
    "google location blank": 180,
    "google expiry missing": 25,
    "google enrolled twice": 9,
    "only in google": 26,
    "retired but syncing": 14,
    # in the Snipe-IT export
    "only in snipe-it": 31,
    "tag lost its zeros": 17,
    "tag blank": 22,
    "tag twice": 12,
    "serial twice": 3,
    "serial shortened by a spreadsheet": 9,
    "serial is junk": 4,
    "serial typed in small letters": 12,
    "second spelling of a model": 87,
    "purchase date missing": 68,
    "purchase date not a date": 3,
    "cost missing": 121,
    "cost below zero": 1,
    "room missing": 160,
    "location is no school": 6,
    "location closed": 18,
    "model not known": 7,
    # in the network workbook
    "network date missing": 5,
    "network serial blank": 4,
}

SPELLINGS = {"Dell Chromebook 3110": ("Dell Chromebook 11 3110", 62), "Latitude 3420": ("Dell Latitude 3420", 25)}

ODD_THINGS = (
    ("Misc", "", "XR-9 base unit"), ("Misc", "", "Model 40"), ("Misc", "Acme", "Bell controller"),
    ("CTE", "Roland", "BN2-20A"), ("CTE", "Prusa", "MK4S"), ("CTE", "Glowforge", "Pro"), ("Misc", "", ""),
)  # fmt: skip

NOTES = (
    "Screen replaced under warranty",
    "Key “Q” missing – student’s family billed",
    "👾 esports club loaner",
    "校长室备用机",  # "spare for the principal's office"
    "Don’t surplus before June",
    "Labelled by summer help\x0bsecond label underneath",
    'Moved from rm 114, cart "B"',
)


def damaged(random: Random, things: list[Thing], kind: str, pick: Callable[[Thing], bool]) -> list[Thing]:
    """Those that a fault befalls: as many as ``COUNTS`` says, drawn from those that ``pick`` allows."""
    return random.sample([thing for thing in things if pick(thing)], COUNTS[kind])


def google_view(random: Random, things: Sequence[Thing]) -> list[Thing]:
    """What the Google console knows of the Chromebooks, with its own faults."""
    seen = [replace(thing) for thing in things if thing.category == "Chromebook"]
    missing = {id(t) for t in damaged(random, seen, "only in snipe-it", lambda t: t.status == "Deployed")}
    retired = [t for t in seen if t.status == "Disposed"]
    gone = {id(t) for t in random.sample(retired, 190)}  # deleted from the console long ago
    seen = [t for t in seen if id(t) not in missing | gone]
    for thing in damaged(random, seen, "retired but syncing", lambda t: t.status == "Disposed"):
        thing.status, thing.unit = "Still here", "/Shared/Testing Carts/LHS"
        thing.synced = date(2027, 1, 8) - timedelta(days=random.randrange(30))
    taken: set[int] = set()

    def fresh(thing: Thing) -> bool:
        return thing.status in ("Deployed", "Ready to Deploy") and id(thing) not in taken

    for thing in damaged(random, seen, "google tag lost its zeros", fresh):
        thing.tag = thing.tag.lstrip("0")
        taken.add(id(thing))
    for thing in damaged(random, seen, "google tag blank", fresh):
        thing.tag = ""
        taken.add(id(thing))
    for thing in damaged(random, seen, "google location blank", fresh):
        thing.building = ""
        taken.add(id(thing))
    for thing in damaged(random, seen, "google expiry missing", fresh):
        thing.expires = ""
        taken.add(id(thing))
    for thing in damaged(random, seen, "google enrolled twice", fresh):
        earlier = (thing.synced or date(2027, 1, 8)) - timedelta(days=400)
        seen.append(replace(thing, status="Disposed", unit="/Deprovisioned", synced=earlier))
    return seen


def snipe_view(random: Random, things: Sequence[Thing]) -> list[Thing]:
    """What Snipe-IT knows, with its faults; some Chromebooks were never entered."""
    kept = [replace(thing) for thing in things]
    absent = {id(t) for t in damaged(random, kept, "only in google", _in_service("Chromebook"))}
    kept = [t for t in kept if id(t) not in absent]
    _spoil_serials(random, kept)
    _spoil_tags(random, kept)
    _spoil_purchases(random, kept)
    _spoil_places(random, kept)
    _write_notes(random, kept)
    for spelling, (other, number) in SPELLINGS.items():
        for thing in random.sample([t for t in kept if t.model == spelling], number):
            thing.model = other
    return kept + _donated() + _odd(random)


def _in_service(*categories: str) -> Callable[[Thing], bool]:
    return lambda thing: thing.status == "Deployed" and (not categories or thing.category in categories)


def _spoil_serials(random: Random, things: list[Thing]) -> None:
    for thing in damaged(random, things, "serial shortened by a spreadsheet", _in_service("Desk Phone")):
        digits = thing.serial[:6] if thing.serial[:6].isdigit() else "314602"
        thing.serial = f"{digits[0]}.{digits[1:]}E+14"
    for thing in damaged(random, things, "serial is junk", _in_service("Desktop")):
        thing.serial = "To Be Filled By O.E.M."
    for thing in damaged(random, things, "serial typed in small letters", _in_service("Chromebook")):
        thing.serial = thing.serial.lower()
    for thing in damaged(random, things, "serial twice", _in_service("Laptop")):
        things.append(replace(thing, tag=f"LK9{random.randrange(1000, 9999)}", user="", room="", note="Re-tagged?"))


def _spoil_tags(random: Random, things: list[Thing]) -> None:
    zeros = damaged(random, things, "tag lost its zeros", lambda t: t.tag.startswith("0"))
    for thing in zeros:
        thing.tag = thing.tag.lstrip("0")
    for thing in damaged(random, things, "tag blank", lambda t: t not in zeros and t.category != "Chromebook"):
        thing.tag = ""
    tagged = [t for t in things if t.tag.startswith("LK") and t.status == "Deployed"]
    chosen = random.sample(tagged, 2 * COUNTS["tag twice"])
    for first, second in zip(chosen[::2], chosen[1::2], strict=True):
        second.tag = first.tag


def _spoil_purchases(random: Random, things: list[Thing]) -> None:
    dated = [t for t in things if t.status != "Disposed"]
    for thing in damaged(random, dated, "purchase date missing", lambda t: t.category != "Chromebook"):
        thing.bought = None
    for thing in damaged(random, dated, "cost missing", lambda t: t.cost is not None):
        thing.cost = None
    for thing in damaged(random, dated, "cost below zero", lambda t: t.category == "Monitor" and t.cost is not None):
        thing.cost = -abs(thing.cost or 0)


def _spoil_places(random: Random, things: list[Thing]) -> None:
    for thing in damaged(random, things, "room missing", lambda t: bool(t.room)):
        thing.room = ""
    for thing in damaged(random, things, "location is no school", _in_service("Monitor", "Printer")):
        thing.building, thing.room = "Warehouse 7", ""
    closed = ("Projector", "Phone", "Desk Phone", "Charging Cart", "Interactive Panel")
    for thing in damaged(random, things, "location closed", _in_service(*closed)):
        thing.building, thing.room = "HES", ""


def _write_notes(random: Random, things: list[Thing]) -> None:
    for n, thing in enumerate(random.sample(things, 140)):
        thing.note = NOTES[n % len(NOTES)]
    carts = [t for t in things if t.category == "Charging Cart"]
    for thing, name in zip(carts, ("🤖 Robotics cart", "“Big Blue” cart", "5th Grade Pod – Maple"), strict=False):
        thing.name = name
    next(t for t in things if t.category == "Printer" and t.building == "LHS").room = "🎨 Art room"


def _donated() -> list[Thing]:
    """Two panels that a family gave: their model is written in Chinese."""
    return [
        Thing(
            tag=f"LK7{n:04d}", serial=f"SW75B0{n}K4", category="Interactive Panel", maker="Seewo",
            model="希沃 交互智能平板 75", model_number="", building="LHS", room="214", bought=date(2024, 10, 7),
            cost=180000,
        )
        for n in (1, 2)
    ]  # fmt: skip


def _odd(random: Random) -> list[Thing]:
    return [
        Thing(
            tag=f"LK8{n:04d}", serial="", category=category, maker=maker, model=model, model_number="",
            building=random.choice(("LHS", "BOE")), bought=date(2021, 3, 1 + n), cost=random.randrange(20000, 480000),
            fund="General Fund",
        )
        for n, (category, maker, model) in enumerate(ODD_THINGS)
    ]  # fmt: skip


def network_view(random: Random, things: Sequence[Thing]) -> list[Thing]:
    """What the network technician's workbook says."""
    kept = [replace(thing) for thing in things]
    for thing in damaged(random, kept, "network date missing", lambda t: t.category == "UPS"):
        thing.bought = None
    for thing in damaged(random, kept, "network serial blank", lambda t: t.category == "Switch"):
        thing.serial = ""
    return kept
