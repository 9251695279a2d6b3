"""What the help desk wrote down: repairs, losses, who made them good, what families were charged. No pupil is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from make.losses import Loss, grade_of, risk
from make.records import Thing
from make.writing import Cell, csv_bytes

COUNTS = {
    "repairs": 1080,
    "old Chromebooks broken beyond repair": 90,
    "lost, active by the asset system": 22,
    "charges though free lunch": 9,
}
"""How many of each the script plants, besides the losses of ``losses.GONE``; the example's README lists them."""

FIRST_DAY, LAST_DAY = date(2022, 7, 1), date(2026, 12, 18)
CAUSES = (("breakage", 80), ("loss", 3), ("defect", 14), ("other", 3))
PARTS = {"breakage": ("screen", "keyboard", "hinge", "charging port"), "defect": ("battery", "system board")}
PRICES = {
    "screen": 6900, "keyboard": 4200, "hinge": 3100, "charging port": 3800, "battery": 5200, "system board": 11900,
}  # fmt: skip
FREE_LUNCH = 0.46
"""Share of pupils eligible."""
FUND = "001"
HEADER = (
    "incident", "asset", "happened_on", "cause", "part", "hours", "cost", "outcome", "recovery", "recovered_from",
    "free_lunch", "family_charge", "waived", "collected", "fund",
)  # fmt: skip


def incidents_csv(
    random: Random, known: Sequence[Thing], disposed: dict[str, date], lost: Sequence[Loss], seats: dict[str, str]
) -> bytes:
    """Every incident by its day.

    ``known`` is what goes by its tag, ``disposed`` the day of disposal by tag, ``seats`` the grade of the pupil who has
    the Chromebook with that tag.
    """
    books = [thing for thing in known if thing.category == "Chromebook" and thing.bought]
    old = [thing for thing in books if thing.tag in disposed]
    broken = random.sample(old, COUNTS["old Chromebooks broken beyond repair"])
    serving = [thing for thing in books if thing.status == "Deployed"]
    missed = random.sample(serving, COUNTS["lost, active by the asset system"])
    mended = _weighted(random, [t for t in serving if t not in missed], seats, COUNTS["repairs"])
    rows = [_written_off(random, thing, disposed[thing.tag]) for thing in broken]
    rows += [_gone(random, loss) for loss in lost]
    rows += [_missed(random, thing) for thing in missed]
    rows += [_repair(random, thing, pupil=thing.tag in seats) for thing in mended]
    charged = [row for row in rows if row[11] and row[10] == "false"]
    for row in random.sample(charged, COUNTS["charges though free lunch"]):
        row[10] = "true"
    rows.sort(key=lambda row: (str(row[2]), str(row[1])))
    return csv_bytes(HEADER, [[f"HD-{n:05d}", *row[1:]] for n, row in enumerate(rows, start=1)])


def _weighted(random: Random, things: Sequence[Thing], seats: dict[str, str], number: int) -> list[Thing]:
    """Some of them, those that pupils take home the likelier."""
    drawn = [(random.random() ** (1 / risk(seats.get(thing.tag, ""))), thing) for thing in things]
    drawn.sort(key=lambda pair: pair[0], reverse=True)
    return [thing for _, thing in drawn[:number]]


def _between(random: Random, start: date, end: date) -> date:
    return start + timedelta(days=random.randrange(max((end - start).days, 1)))


def _dollars(cents: int | None) -> str | None:
    return f"{cents / 100:.2f}" if cents else None


def _written_off(random: Random, thing: Thing, gone: date) -> list[Cell]:
    start = thing.bought or date(2018, 8, 15)
    day = _between(random, start + timedelta(days=200), gone)
    return ["", thing.tag, day.isoformat(), "breakage", None, "0.5", "0.00", "written off", *[None] * 6, FUND]


def _gone(random: Random, loss: Loss) -> list[Cell]:
    """Before the help desk kept accounts in July 2022, only the loss itself is known."""
    cost = loss.thing.cost or 30000
    begin: list[Cell] = ["", loss.thing.tag, loss.day.isoformat(), loss.cause, None, "0.5"]
    if loss.day < FIRST_DAY:
        return [*begin, _dollars(cost), "written off", *[None] * 6, FUND]
    insured = loss.cause == "theft" or (loss.cause == "breakage" and random.random() < 0.2)
    recovery = cost - 5000 if insured else None
    charge = cost if loss.grade and loss.cause == "loss" else 5000 if loss.grade and not insured else None
    return [
        *begin, _dollars(cost), "replaced" if insured else "written off", _dollars(recovery),
        "insurance" if insured else None, *_charged(random, charge), FUND,
    ]  # fmt: skip


def _missed(random: Random, thing: Thing) -> list[Cell]:
    """Reported lost, and nobody told the asset system."""
    day = _between(random, max(thing.bought or FIRST_DAY, date(2025, 8, 20)), LAST_DAY)
    charge = thing.cost if random.random() < 0.5 else None
    cause = random.choice(("loss", "loss", "theft"))
    begin: list[Cell] = ["", thing.tag, day.isoformat(), cause, None, "0.5", _dollars(thing.cost), "open"]
    return [*begin, None, None, *_charged(random, charge), FUND]


def _repair(random: Random, thing: Thing, *, pupil: bool) -> list[Cell]:
    cause = random.choices([name for name, _ in CAUSES], [weight for _, weight in CAUSES])[0]
    day = _between(random, max(thing.bought or FIRST_DAY, FIRST_DAY), LAST_DAY)
    part = random.choice(PARTS[cause]) if cause in PARTS else None
    cost = PRICES.get(part or "", 2500)
    under_warranty = day < (thing.bought or FIRST_DAY) + timedelta(days=30 * thing.warranty_months)
    source = "warranty" if cause == "defect" and under_warranty else None
    if cause == "breakage" and random.random() < 0.15:
        source = "insurance"
    if source is None and cause == "defect" and random.random() < 0.1:
        source = "vendor"
    charge = 2500 if cause == "breakage" and pupil and not source and random.random() < 0.5 else None
    return [
        "", thing.tag, day.isoformat(), cause, part, random.choice(("0.5", "1", "1.5")), _dollars(cost),
        "recovered" if cause == "loss" else "repaired", _dollars(cost if source else None), source,
        *_charged(random, charge), FUND,
    ]  # fmt: skip


def _charged(random: Random, charge: int | None) -> list[Cell]:
    """Free lunch or not, charged, waived, collected: where the pupil is eligible, all of the charge is waived."""
    if not charge:
        return [None, None, None, None]
    if random.random() < FREE_LUNCH:
        return ["true", _dollars(charge), _dollars(charge), None]
    paid = random.choices((charge, charge // 2, None), (55, 15, 30))[0]
    return ["false", _dollars(charge), None, _dollars(paid)]


def seats_of(owned: Sequence[Thing]) -> dict[str, str]:
    """The grade of the pupil who has a Chromebook, by its tag."""
    return {thing.tag: grade for thing in owned if thing.seat and (grade := grade_of(thing))}


def checkouts_csv(known: Sequence[Thing], lost: Sequence[Loss], seats: dict[str, str]) -> bytes:
    """What the student information system says of who has what: the grade, and nothing else of the pupil."""
    rows = [[thing.tag, seats[thing.tag]] for thing in known if thing.tag in seats and thing.status == "Deployed"]
    rows += [[loss.thing.tag, loss.grade] for loss in lost if loss.grade]
    return csv_bytes(("tag", "grade"), sorted(rows))
