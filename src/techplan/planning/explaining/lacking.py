"""What a fund, or an award of it, lacks to pay so much more: money, appropriation, another limit, a match."""

from __future__ import annotations

from itertools import accumulate
from math import ceil
from typing import NamedTuple

from techplan.planning.funding import SettledMoney
from techplan.planning.funding.limits import Key
from techplan.planning.funding.model import Purse
from techplan.planning.funding.pots import OWN_MONEY


class Lack(NamedTuple):
    """Cents that are missing, each for itself; ``limit`` is a cap of the award or the plan's limit for the year."""

    money: int
    appropriation: int
    match: int
    limit: Key | None
    over: int
    """Cents by which that limit would be passed."""


def above_floor(settled: SettledMoney, p: int) -> list[int]:
    """A pot's cents above its floor at the end of each year; below zero where not even the floor is kept."""
    pot, left = settled.terms.pots[p], settled.limits.money[p]
    if pot.award != OWN_MONEY:
        return list(left)
    balances = list(accumulate(pot.inflow, initial=pot.opening))[1:]
    years = zip(left, balances, pot.floor, pot.spendable, strict=True)
    return [cents + balance - floor - spendable for cents, balance, floor, spendable in years]


def lack(settled: SettledMoney, p: int, purse: Purse, category: str, cents: int) -> Lack:
    """What a pot lacks to pay so many cents more of a purse, which the rules may not let it pay yet."""
    terms, left, year = settled.terms, settled.limits.left, purse.year
    match = _match(settled, p, cents)
    part = cents - match
    cost = part + (settled.limits.indirect(p, part) if purse.direct else 0)
    caps = [at for at, cap in enumerate(terms.caps) if cap.pot == p and category in cap.categories]
    over = [
        (part - left.get(key, most), key)
        for key, most in terms.limits_on(p, year, caps, dict(purse.stages))
        if left.get(key, most) < part
    ]
    appropriation = max((by for by, (kind, _) in over if kind == "appropriation"), default=0)
    by, limit = next(((by, key) for by, key in over if key[0] != "appropriation"), (0, None))
    money = max(0, cost - min(above_floor(settled, p)[year:]))
    return Lack(money, appropriation, match, limit, by)


def _match(settled: SettledMoney, p: int, cents: int) -> int:
    """The part of so many cents that the district must add itself, for an award that asks for a match."""
    terms, pot = settled.terms, settled.terms.pots[p]
    if not pot.match:
        return 0
    purses = zip(settled.decided.purses, settled.paid.of_purse, strict=True)
    open_to = [of_purse for purse, of_purse in purses if p in purse.pots]
    drawn = sum(of_purse.get(p, 0) for of_purse in open_to)
    local = sum(paid for of_purse in open_to for q, paid in of_purse.items() if terms.is_local(q))
    return min(cents, max(0, ceil((drawn + local + cents) * pot.match) - local))
