"""From the solver's flows to whole cents: rounded, re-checked against every limit, and laid onto lines.

The solver works in binary floats, so its answer is only a wish. Each wish is paid as far as every limit still has
room; what is then unfunded although a pot has room is topped up, the first tier first. No limit can be passed, and at
worst a cent stays unfunded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from techplan.planning.funding.limits import Limits
from techplan.planning.funding.model import Flows, Purse, Unit


@dataclass(frozen=True, slots=True)
class Paid:
    """What one pot (by position) pays of one line, in cents."""

    line: str
    pot: int
    cents: int


@dataclass
class Payments:
    """What each purse gets from each pot, and what each unit gets from its purse, in cents; limits are drawn down."""

    units: Sequence[Unit]
    purses: Sequence[Purse]
    limits: Limits
    of_purse: list[dict[int, int]] = field(default_factory=list)
    of_unit: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.of_purse = [{} for _ in self.purses]
        self.of_unit = [0 for _ in self.units]

    def pay(self, k: int, p: int, wish: int) -> int:
        """Pay a purse as much of a wish as every limit allows; the cents paid."""
        purse, stages = self.purses[k], dict(self.purses[k].stages)
        cents = min(wish, self.limits.room(p, purse.year, purse.caps, stages, direct=purse.direct))
        if cents <= 0:
            return 0
        self.limits.pay(p, purse.year, purse.caps, stages, cents, direct=purse.direct)
        self._returned(k, p, cents)
        self.of_purse[k][p] = self.of_purse[k].get(p, 0) + cents
        return cents

    def take_back(self, k: int, cents: int, only: int | None = None) -> int:
        """Undo so much of what a purse was paid, of its last pots or of one alone; the cents taken back."""
        purse, stages, left = self.purses[k], dict(self.purses[k].stages), cents
        for p in reversed(list(self.of_purse[k]) if only is None else [only]):
            part = min(left, self.of_purse[k].get(p, 0))
            if part > 0:
                self.limits.pay(p, purse.year, purse.caps, stages, -part, direct=purse.direct)
                self._returned(k, p, -part)
                self.of_purse[k][p] -= part
                left -= part
        return cents - left

    def _returned(self, k: int, p: int, cents: int) -> None:
        """What E-rate gives back, of all that the pot pays here, so that parts lose no cents."""
        returned = self.purses[k].returned
        if returned:
            share, year = returned
            before = self.of_purse[k].get(p, 0)
            self.limits.give_back(self.limits.terms.own[p], year, int((before + cents) * share) - int(before * share))

    def still(self, k: int, wanted: int) -> int:
        """Pay a purse from any of its pots in their order; what is still missing."""
        for p in self.purses[k].pots:
            if wanted <= 0:
                break
            if not self.limits.terms.pots[p].match:  # a match is not found by topping up
                wanted -= self.pay(k, p, wanted)
        return wanted


def pay_units(units: Sequence[Unit], purses: Sequence[Purse], flows: Flows, limits: Limits) -> Payments:
    """Whole cents for every purse and unit, each unit having one choice; ``limits`` are drawn down."""
    paid = Payments(units, purses, limits)
    # What comes back may be needed in the same year, so it is earned first.
    order = sorted(range(len(flows.pairs)), key=lambda at: (purses[flows.pairs[at][0]].year,
                                                            not purses[flows.pairs[at][0]].returned, at))  # fmt: skip
    wishes = [(*flows.pairs[at], round(float(flows.cents[at]))) for at in order]
    _pay_wishes(paid, wishes, _needed(units, purses, flows, whole=True))
    _pay_wishes(paid, wishes, _needed(units, purses, flows, whole=False))
    _keep_matches(paid)
    _share_purses(paid, flows)
    _top_up(paid)
    return paid


def _pay_wishes(paid: Payments, wishes: Sequence[tuple[int, int, int]], need: Sequence[int]) -> None:
    """Pay each wish (purse, pot, cents) as far as its purse needs it and it is not yet paid.

    Whole things come before parts: a cent that rounding takes from a part is a cent, from a whole it is the whole.
    """
    left = [most - sum(of_purse.values()) for most, of_purse in zip(need, paid.of_purse, strict=True)]
    for k, p, wish in wishes:
        left[k] -= paid.pay(k, p, min(wish - paid.of_purse[k].get(p, 0), left[k]))
    for k, purse in enumerate(paid.purses):
        if left[k] > 0 and any(unit.whole and unit.choices[0].purse == k for unit in paid.units):
            paid.still(k, min(left[k], len(purse.pots)))


def _needed(units: Sequence[Unit], purses: Sequence[Purse], flows: Flows, *, whole: bool) -> list[int]:
    """The most that each purse may be paid: what the chosen parts of its units cost; ``whole`` leaves out the rest."""
    need = [0] * len(purses)
    for u, unit in enumerate(units):
        for c, choice in enumerate(unit.choices):
            if (not whole and not unit.whole) or (unit.whole and flows.chosen[u, c] > unit.cents / 2):
                need[choice.purse] += choice.cents
    return need


def _share_purses(paid: Payments, flows: Flows) -> None:
    """What each unit gets of its purse: whole units first, then by what the solver wished, the first tier first."""
    given = [0] * len(paid.purses)

    def give(u: int, wish: int) -> None:
        k = paid.units[u].choices[0].purse
        cents = min(wish, sum(paid.of_purse[k].values()) - given[k], paid.units[u].cents - paid.of_unit[u])
        paid.of_unit[u] += cents
        given[k] += cents

    for u, unit in enumerate(paid.units):
        if unit.whole and flows.chosen[u, 0] > unit.cents / 2:
            k = unit.choices[0].purse
            missing = unit.cents - (sum(paid.of_purse[k].values()) - given[k])
            if paid.still(k, missing) <= 0:
                give(u, unit.cents)
    for u, unit in enumerate(paid.units):
        if not unit.whole:
            give(u, round(flows.chosen[u, 0]))
    for u, unit in enumerate(paid.units):  # cents that rounding left in a purse
        if not unit.whole:
            give(u, unit.cents)
    for k, cents in enumerate(given):
        paid.take_back(k, sum(paid.of_purse[k].values()) - cents)


def _keep_matches(paid: Payments) -> None:
    """An award that asks for a match gives back the cents that rounding left without one."""
    terms = paid.limits.terms
    for p, pot in enumerate(terms.pots):
        if not pot.match:
            continue
        drawn = sum(of_purse.get(p, 0) for of_purse in paid.of_purse)
        open_to = [k for k, purse in enumerate(paid.purses) if p in purse.pots]
        local = sum(cents for k in open_to for q, cents in paid.of_purse[k].items() if terms.is_local(q))
        excess = drawn - int(local * (1 - pot.match) / pot.match)
        for k in reversed(open_to):
            excess -= paid.take_back(k, max(0, excess), p)


def _top_up(paid: Payments) -> None:
    """What is unfunded although a pot has room, in the order of units: the first tier first."""
    for u, unit in enumerate(paid.units):
        missing = unit.cents - paid.of_unit[u]
        if not unit.whole and missing > 0:
            paid.of_unit[u] += missing - paid.still(unit.choices[0].purse, missing)


def pay_lines(lines: pl.DataFrame, paid: Payments) -> Iterator[Paid]:
    """What each pot pays of each line: within a unit the backlog first, then by day, then by line.

    ``lines`` has the position of each line's ``unit`` and ``purse``. Pots follow one another through a purse, so that
    few lines have more than one.
    """
    money = list(paid.of_unit)
    pots = [sorted(of_purse.items()) for of_purse in paid.of_purse]
    place = [0] * len(pots)
    order = [pl.col("whole").fill_null(value=False).not_(), "unit", pl.col("backlog").not_(), "pay_on", "line"]
    for unit, purse, line, amount in lines.sort(order).select("unit", "purse", "line", "amount_cents").iter_rows():
        owed = min(amount, money[unit])
        money[unit] -= owed
        while owed > 0 and place[purse] < len(pots[purse]):
            pot, cents = pots[purse][place[purse]]
            part = min(owed, cents)
            owed -= part
            pots[purse][place[purse]] = (pot, cents - part)
            if cents == part:
                place[purse] += 1
            if part:
                yield Paid(line, pot, part)
