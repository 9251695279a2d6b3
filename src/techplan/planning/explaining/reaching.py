"""Where one more dollar can go: through which pots, past which limits, to which lines that are short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from techplan.planning.explaining.lacking import above_floor
from techplan.planning.funding import SettledMoney
from techplan.planning.funding.limits import Key


class Reached(NamedTuple):
    """A unit that a dollar reaches, best first: the lowest tier, then the most valued, then the earlier year.

    ``by`` is the first other pot on the way, -1 where the dollar's own pot pays.
    """

    tier: int
    worth: int
    """Below zero, so that the most valued comes first."""
    year: int
    unit: int
    by: int


class _Stand(NamedTuple):
    """A dollar in a pot: the year from which it is there, limits that have come to have room for it, and the way."""

    pot: int
    year: int
    relieved: frozenset[Key]
    by: int


@dataclass
class Reaching:
    """Everything the search asks again and again, found once."""

    settled: SettledMoney
    missing: dict[int, list[int]] = field(default_factory=dict)
    """By purse, the units that are short and are paid in parts: a dollar alone buys no part of a whole."""
    of_pot: dict[int, list[int]] = field(default_factory=dict)
    """By pot, the purses that it may pay."""
    payers: list[list[int]] = field(default_factory=list)
    """By purse, the pots that pay it now."""
    matched: set[int] = field(default_factory=set)
    """Purses that an award may pay which asks for a match."""
    slack: list[list[int]] = field(default_factory=list)
    """By pot, the cents above its floor at the end of each year; below zero where not even the floor is kept."""
    _bound: dict[tuple[int, int], frozenset[Key]] = field(default_factory=dict)
    _spare: dict[Key, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        decided, paid = self.settled.decided, self.settled.paid
        for u, (unit, cents) in enumerate(zip(decided.units, paid.of_unit, strict=True)):
            if not unit.whole and cents < unit.cents:
                self.missing.setdefault(unit.choices[0].purse, []).append(u)
        for k, purse in enumerate(decided.purses):
            for p in purse.pots:
                self.of_pot.setdefault(p, []).append(k)
                if self.settled.terms.pots[p].match:
                    self.matched.add(k)
        self.payers = [[q for q, cents in sorted(of_purse.items()) if cents] for of_purse in paid.of_purse]
        self.slack = [above_floor(self.settled, p) for p in range(len(self.settled.terms.pots))]

    def best(self, pot: int, year: int, *, unlimited: bool = False) -> tuple[Reached | None, frozenset[Key]]:
        """The best unit that a dollar of the year reaches, None where it reaches none; and the limits that stopped it.

        ``unlimited`` asks what it would reach if no appropriation, cap or match stood in the way.
        """
        seen: dict[tuple[int, frozenset[Key]], int] = {}
        waiting = [_Stand(pot, year, frozenset(), -1)]
        found: Reached | None = None
        walls: set[Key] = set()
        while waiting:
            stand = waiting.pop(0)
            begin = self._begin(stand.pot, stand.year)
            if begin >= seen.get((stand.pot, stand.relieved), len(self.slack[pot])):
                continue
            seen[stand.pot, stand.relieved] = begin
            for k in self.of_pot.get(stand.pot, ()):
                if self.settled.decided.purses[k].year < begin:
                    continue
                stopped = self.bound(stand.pot, k) - stand.relieved
                walls |= stopped
                if unlimited or not stopped:
                    found = min([*self._short(k, stand.by), *([found] if found else [])], default=None)
                waiting += self._onward(stand, k, None if unlimited else stopped)
        return found, frozenset(walls)

    def _begin(self, p: int, year: int) -> int:
        """The first year in which the pot can spend a dollar of this year without breaking a floor then or later.

        It may lie before: what the pot keeps for a later year is free once that year has a dollar more.
        """
        short = [y for y, cents in enumerate(self.slack[p]) if cents + (y >= year) <= 0]
        return short[-1] + 1 if short else 0

    def _short(self, k: int, by: int) -> Iterator[Reached]:
        for u in self.missing.get(k, ()):
            unit = self.settled.decided.units[u]
            yield Reached(unit.tier, -unit.worth, unit.year, u, by)

    def _onward(self, stand: _Stand, k: int, stopped: frozenset[Key] | None) -> Iterator[_Stand]:
        """The pots whose dollar is free once the stand's pot pays for theirs, and those that a freed limit lets pay.

        ``stopped`` are the limits that do not let it pay; None where limits are not looked at.
        """
        p, year = stand.pot, self.settled.decided.purses[k].year
        for q in self.payers[k]:
            freed = self.bound(q, k)
            if q == p or (stopped is not None and (stopped - freed or not self._may_swap(p, q, k))):
                continue
            relieved = (stand.relieved | freed) - self.bound(p, k)
            by = q if stand.by < 0 else stand.by
            yield _Stand(q, year, relieved, by)
            for other in sorted({other for key in relieved for other in self._let_pay(key)}):
                yield _Stand(other, len(self.slack[other]), relieved, by)

    def _may_swap(self, p: int, q: int, k: int) -> bool:
        """Neither what E-rate gives back to the payer nor the district's match may fall by it."""
        terms, purse = self.settled.terms, self.settled.decided.purses[k]
        if purse.returned and terms.own[p] != terms.own[q]:
            return False
        return k not in self.matched or terms.is_local(p) or not terms.is_local(q)

    def _let_pay(self, key: Key) -> tuple[int, ...]:
        """The pots with money of their own to spare that a limit binds together with others."""
        if key not in self._spare:
            kind, which = key
            self._spare[key] = tuple(
                p
                for p, pot in enumerate(self.settled.terms.pots)
                if (kind == "year" or (kind in ("appropriation", "certified") and which[0] == pot.fund))
                and self._begin(p, len(self.slack[p])) < len(self.slack[p])
            )
        return self._spare[key]

    def bound(self, p: int, k: int) -> frozenset[Key]:
        """The limits that are reached and that a payment of the pot to the purse counts against."""
        if (p, k) not in self._bound:
            terms, purse = self.settled.terms, self.settled.decided.purses[k]
            limits = terms.limits_on(p, purse.year, purse.caps, dict(purse.stages))
            found = {key for key, cents in limits if self.settled.limits.is_reached(key, cents)}
            if terms.pots[p].match:
                found.add(("match", (p,)))
            self._bound[p, k] = frozenset(found)
        return self._bound[p, k]
