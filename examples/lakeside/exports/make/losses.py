"""Chromebooks that Lakeside bought and has no longer: broken beyond repair, lost or stolen, since 2019."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from make.chromebooks import BATCHES
from make.records import Batch, Serials, Thing, made_mac

GONE = (20, 20, 70, 60, 56, 45, 35, 15, 4)
"""Of each batch of ``chromebooks.BATCHES``, how many are gone; they come on top of those in service."""
COUNTS = {"Chromebooks gone since 2019": sum(GONE)}

LAST_DAY = date(2026, 12, 18)
KINDS = (("breakage", 62), ("loss", 30), ("theft", 8))


@dataclass(frozen=True)
class Loss:
    """One Chromebook that is gone: when, how, and the grade of the pupil who had it (empty: it stood in a cart)."""

    thing: Thing
    day: date
    cause: str
    grade: str

    def written_off_on(self) -> date | None:
        """What is broken goes to the recycler soon, what is lost is written off by the board each June."""
        if self.cause == "breakage":
            return self.day + timedelta(days=21)
        june = date(self.day.year + (self.day.month > 6), 6, 29)
        return june if june <= LAST_DAY else None


def grade_of(thing: Thing) -> str:
    """The grade whose pupil has a Chromebook, from its organisational unit; empty where it is nobody's."""
    return thing.unit.rsplit("Grade ", 1)[1] if "/Grade " in thing.unit else ""


def risk(grade: str) -> float:
    """How much likelier a loss is than in a cart: from grade 6 on, pupils take them home."""
    return 1.0 if not grade else 1.3 if int(grade) <= 5 else 3.0 if int(grade) <= 8 else 3.7


def losses(random: Random, serials: Serials, chromebooks: Sequence[Thing]) -> list[Loss]:
    """As many of each batch as ``GONE`` says, where and with whom others of their batch still are."""
    found: list[Loss] = []
    start = 0
    for batch, number in zip(BATCHES, GONE, strict=True):
        serving = chromebooks[start : start + batch.quantity]
        start += batch.quantity
        risks = [risk(grade_of(thing)) for thing in serving]
        found += [_loss(random, serials, batch, like) for like in random.choices(serving, risks, k=number)]
    return found


def _loss(random: Random, serials: Serials, batch: Batch, like: Thing) -> Loss:
    start = batch.bought + timedelta(days=20)
    day = start + timedelta(days=random.randrange((LAST_DAY - start).days))
    cause = random.choices([name for name, _ in KINDS], [weight for _, weight in KINDS])[0]
    thing = replace(
        like, tag=serials.tag(batch.prefix), serial=serials.serial(batch.serial), mac=made_mac(random, like.mac[:6]),
        status="Lost/Stolen", user="", seat=0, synced=None,
    )  # fmt: skip
    loss = Loss(thing, day, cause, grade_of(like))
    if loss.written_off_on():
        thing.status = "Disposed"
    return loss
