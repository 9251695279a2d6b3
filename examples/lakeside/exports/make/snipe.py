"""Snipe-IT's list export of assets: the columns that the technician shows, and the district's own fields at the end."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from make.places import SNIPE_NAMES
from make.records import Thing
from make.writing import add_months, csv_bytes, us_day

HEADER = (
    "ID", "Asset Name", "Asset Tag", "Serial", "Model", "Model No.", "Category", "Status", "Checked Out To", "Location",
    "Manufacturer", "Supplier", "Purchase Date", "Purchase Cost", "Order Number", "Warranty", "Warranty Expires",
    "Notes",
    "Room", "Funding Source", "MAC Address",
)  # fmt: skip

BAD_DATES = ("TBD", "summer 2021", "FY22")
"""What somebody typed where a day belongs."""


def snipe_csv(random: Random, things: list[Thing], deleted: Sequence[Thing], gone: Sequence[Thing]) -> bytes:
    """One row an asset, by Snipe-IT's own number, UTF-8 with the byte order mark that Snipe-IT writes.

    Of ``things`` those that were ``deleted`` are left out; what is ``gone`` was entered again last summer, from paper.
    """
    rows = [_row(random, n, thing) for n, thing in enumerate(_mixed(random, things), start=1)]
    dated = [row for row in rows if row[6] == "Document Camera" and row[12]]
    for row, text in zip(random.sample(dated, len(BAD_DATES)), BAD_DATES, strict=True):
        row[12] = text
    _split_notes(random, rows)
    out = {thing.tag for thing in deleted}
    rows = [row for row in rows if row[2] not in out]
    rows += [_row(random, n, thing) for n, thing in enumerate(gone, start=len(things) + 1)]
    return csv_bytes(HEADER, rows, encoding="utf-8-sig")


def _mixed(random: Random, things: list[Thing]) -> list[Thing]:
    """In the order of entry: by purchase, within a purchase at random."""
    shuffled = list(things)
    random.shuffle(shuffled)
    return sorted(shuffled, key=lambda t: t.bought.toordinal() // 14 if t.bought else 737_000 // 14)


def _row(random: Random, number: int, thing: Thing) -> list[str]:
    iso = random.random() < 0.05  # entered through another program, before the site's date format was set
    user = f"s.{thing.seat}@lakeside.example" if thing.seat else thing.user
    until = add_months(thing.bought, thing.warranty_months) if thing.bought and thing.warranty_months else None
    place = SNIPE_NAMES.get(thing.building, thing.building)
    return [
        str(number), thing.name, thing.tag, thing.serial, thing.model, thing.model_number, thing.category, thing.status,
        user, place, thing.maker, thing.supplier,
        "" if thing.bought is None else thing.bought.isoformat() if iso else us_day(thing.bought),
        _cost(random, thing.cost), thing.order, f"{thing.warranty_months} months" if thing.warranty_months else "",
        us_day(until) if until else "", thing.note, thing.room, thing.fund,
        ":".join(thing.mac[i : i + 2] for i in range(0, 12, 2)) if thing.mac and thing.category != "Chromebook" else "",
    ]  # fmt: skip


def _cost(random: Random, cents: int | None) -> str:
    """``1,029.00``, now and then with the dollar sign that somebody typed."""
    if cents is None:
        return ""
    shown = f"{abs(cents) / 100:,.2f}"
    sign = "-" if cents < 0 else ""
    return sign + ("$" + shown if random.random() < 0.02 and not sign else shown)


def _split_notes(random: Random, rows: list[list[str]]) -> None:
    """Two rows that somebody edited in a text editor: an unquoted comma in the note makes a cell too many."""
    for row in random.sample([row for row in rows if row[6] == "Desk Phone"], 2):
        row[17:18] = ["Handset crackles", " ask front office"]
