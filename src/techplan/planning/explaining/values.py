"""What one more dollar of a fund would buy: directly, or by freeing another fund's dollar that may pay what it may not.

A dollar goes to the best thing that is not funded: the lowest tier, then the most valued, then the earlier year. It
may get there by steps: it pays what another fund pays now, and that fund's dollar goes on. Each step keeps every rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from techplan.book.school_years import label
from techplan.planning.explaining.results import FundValues
from techplan.planning.funding import SettledMoney

Best = tuple[int, int, int, int]
"""Tier, worth below zero, year, unit: what sorts first is bought first."""


def fund_values(settled: SettledMoney | None, first_fy: int) -> pl.DataFrame:
    """The ``fund_values`` table: each fund and award in each year in which it may pay."""
    if settled is None:
        return FundValues.empty()
    search = _Search(settled)
    rows = [
        _row(settled, search, p, year, first_fy)
        for p, pot in enumerate(settled.terms.pots)
        if pot.entered
        for year in pot.shown
    ]
    return pl.DataFrame(rows, schema=FundValues.polars_schema(), orient="row").sort(FundValues.primary_key())


@dataclass
class _Search:
    """Where a dollar can go."""

    settled: SettledMoney
    missing: dict[int, list[int]] = field(default_factory=dict)
    """By purse, the divisible units that are short."""
    of_pot: dict[int, list[int]] = field(default_factory=dict)
    """By pot, the purses that it may pay."""

    def __post_init__(self) -> None:
        decided, paid = self.settled.decided, self.settled.paid
        for u, (unit, cents) in enumerate(zip(decided.units, paid.of_unit, strict=True)):
            if not unit.whole and cents < unit.cents:
                self.missing.setdefault(unit.choices[0].purse, []).append(u)
        for k, purse in enumerate(decided.purses):
            for p in purse.pots:
                self.of_pot.setdefault(p, []).append(k)

    def best(self, pot: int, year: int) -> tuple[Best, int | None] | None:
        """The best unit that a dollar reaches, and the first other pot on the way; None where it reaches none."""
        seen: dict[int, int] = {pot: year}
        first: dict[int, int | None] = {pot: None}
        waiting = [pot]
        found: tuple[Best, int | None] | None = None
        while waiting:
            p = waiting.pop(0)
            for k in self._open(p, seen[p]):
                purse = self.settled.decided.purses[k]
                for u in self.missing.get(k, ()):
                    unit = self.settled.decided.units[u]
                    value = ((unit.tier, -unit.worth, unit.year, u), first[p])
                    found = value if found is None or value[0] < found[0] else found
                for q, cents in self.settled.paid.of_purse[k].items():
                    if cents and q != p and purse.year < seen.get(q, 1 << 30):
                        first.setdefault(q, q if first[p] is None else first[p])
                        seen[q] = purse.year
                        waiting.append(q)
        return found

    def _open(self, p: int, year: int) -> Iterator[int]:
        """The purses of this year or later that the pot may pay, as far as other limits go."""
        for k in self.of_pot.get(p, ()):
            purse = self.settled.decided.purses[k]
            if purse.year < year:
                continue
            limits = self.settled.terms.limits_on(p, purse.year, purse.caps, dict(purse.stages))
            if not any(self.settled.limits.is_reached(key, cents) for key, cents in limits):
                yield k


def _row(settled: SettledMoney, search: _Search, p: int, year: int, first_fy: int) -> tuple[object, ...]:
    pot = settled.terms.pots[p]
    left = max(0, min(settled.limits.money[p][year:]))
    key = (pot.fund, pot.award, first_fy + year, left)
    reached = search.best(p, year)
    if reached is None:
        words = "Nothing that is not funded: no line left short may be paid from it."
        return (*key, None, None, words)
    (tier, _, _, u), by = reached
    line = settled.decided.lines.filter(pl.col("unit") == u).sort("pay_on", "line").row(0, named=True)
    words = f"{line['title']} ({label(line['fy'])}, tier {tier})"
    if by is not None:
        words += f", by paying what {settled.terms.pots[by].name} pays now"
    return (*key, line["line"], tier, f"{words}.")
