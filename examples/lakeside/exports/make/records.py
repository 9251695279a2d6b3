"""One thing that Lakeside owns, as the script knows it before any system exports it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from random import Random

HEX = "0123456789abcdef"
SERIAL_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
LIKE_A_NUMBER = re.compile(r"\d+(E\d+)?")
"""What a spreadsheet would take for a number; the damage of that kind is planted on purpose, not by chance."""


@dataclass
class Thing:
    """An asset; what is not known is empty. ``cost`` is in cents, ``building`` a building's label."""

    tag: str
    serial: str
    category: str
    maker: str
    model: str
    model_number: str
    building: str
    room: str = ""
    bought: date | None = None
    cost: int | None = None
    fund: str = ""
    order: str = ""
    supplier: str = ""
    warranty_months: int = 0
    status: str = "Deployed"
    user: str = ""
    name: str = ""
    note: str = ""
    mac: str = ""
    # what only the Google console knows
    expires: str = ""
    unit: str = ""
    synced: date | None = None
    seat: int = 0


@dataclass(frozen=True)
class Batch:
    """One purchase: how many of which model, when, at what price, from which money."""

    category: str
    maker: str
    model: str
    model_number: str
    quantity: int
    bought: date
    cost: int
    fund: str
    supplier: str
    warranty_months: int = 12
    prefix: str = "LK"
    serial: str = "{5}{4}"
    expires: str = ""

    def order(self) -> str:
        """The purchase order's number, in the treasurer's form: fiscal year and running number."""
        year = self.bought.year + (1 if self.bought.month >= 7 else 0)
        running = (self.bought.toordinal() * 7 + self.quantity * 13 + len(self.model) * 5) % 900 + 100
        return f"PO{year % 100:02d}-{running:04d}"


def made_serial(random: Random, pattern: str) -> str:
    """A serial by a maker's pattern: ``{4}`` is four letters or digits, ``[4]`` four digits."""
    out = ""
    at = 0
    while at < len(pattern):
        if pattern[at] in "{[":
            end = pattern.index("}" if pattern[at] == "{" else "]", at)
            letters = SERIAL_LETTERS if pattern[at] == "{" else "0123456789"
            out += "".join(random.choice(letters) for _ in range(int(pattern[at + 1 : end])))
            at = end + 1
        else:
            out += pattern[at]
            at += 1
    return out


def made_mac(random: Random, vendor: str) -> str:
    """Twelve hexadecimal digits that begin with a vendor's six; the second digit marks it as locally made up."""
    return vendor + "".join(random.choice(HEX) for _ in range(6))


class Serials:
    """Serials and tags that never repeat, until the faults make some do."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.given: set[str] = set()
        self.next_tag: dict[str, int] = {}

    def serial(self, pattern: str) -> str:
        """A new serial."""
        while True:
            made = made_serial(self.random, pattern)
            if made not in self.given and not LIKE_A_NUMBER.fullmatch(made):
                self.given.add(made)
                return made

    def tag(self, prefix: str) -> str:
        """The next tag of a run; a run of plain digits keeps its leading zeros."""
        n = self.next_tag.get(prefix, {"": 101, "LK": 20417}.get(prefix, 1001))
        self.next_tag[prefix] = n + 1
        return f"{n:06d}" if prefix == "" else f"{prefix}{n:05d}"
