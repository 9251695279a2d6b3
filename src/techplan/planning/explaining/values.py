"""What one more dollar of a fund would buy: directly, or by freeing another fund's dollar that may pay what it may not.

A dollar goes to the best thing that is not funded: the lowest tier, then the most valued, then the earlier year. It
may get there by steps: it pays what another fund pays now, and that fund's dollar goes on, or its appropriation has
room again. Each step keeps every rule. ``FundValues`` says what holds of the answer.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.school_years import label
from techplan.planning.explaining.reaching import Reached, Reaching
from techplan.planning.explaining.results import FundValues
from techplan.planning.funding import SettledMoney
from techplan.planning.funding.limits import Key

NOTHING: Final = "Nothing that is not funded: no line left short may be paid from it."

NAMED: Final = 2
"""Limits that are named where several stand in the way."""


def fund_values(settled: SettledMoney | None, first_fy: int) -> pl.DataFrame:
    """The ``fund_values`` table: each fund and award in each year in which it may pay."""
    if settled is None:
        return FundValues.empty()
    search = Reaching(settled)
    rows = [
        _row(settled, search, p, year, first_fy)
        for p, pot in enumerate(settled.terms.pots)
        if pot.entered
        for year in pot.shown
    ]
    return pl.DataFrame(rows, schema=FundValues.polars_schema(), orient="row").sort(FundValues.primary_key())


def _row(settled: SettledMoney, search: Reaching, p: int, year: int, first_fy: int) -> tuple[object, ...]:
    pot = settled.terms.pots[p]
    left = max(0, min(settled.limits.money[p][year:]))
    key = (pot.fund, pot.award, first_fy + year, left)
    reached, walls = search.best(p, year)
    if reached is None:
        return (*key, None, None, _nothing(settled, search, p, year, walls, first_fy))
    return (*key, *_bought(settled, reached))


def _bought(settled: SettledMoney, reached: Reached) -> tuple[str, int, str]:
    """The line, its tier, and the words."""
    line = settled.decided.lines.filter(pl.col("unit") == reached.unit).sort("pay_on", "line").row(0, named=True)
    words = f"{line['title']} ({label(line['fy'])}, tier {reached.tier})"
    if reached.by >= 0:
        words += f", by paying what {settled.terms.pots[reached.by].name} pays now"
    return line["line"], reached.tier, f"{words}."


def _nothing(
    settled: SettledMoney, search: Reaching, p: int, year: int, walls: frozenset[Key], first_fy: int
) -> str:  # fmt: skip
    """Why a dollar buys nothing: there is nothing for it, or a limit keeps it from it."""
    if not walls or search.best(p, year, unlimited=True)[0] is None:
        return NOTHING
    named = sorted(_limit(settled, key, first_fy) for key in walls)
    more = f"; and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"Nothing while a limit holds: {'; '.join(named[:NAMED])}{more}."


def _limit(settled: SettledMoney, key: Key, first_fy: int) -> str:
    kind, which = key
    if kind == "cap":
        cap = settled.terms.caps[int(str(which[0]))]
        return f"{settled.terms.pots[cap.pot].name}, {cap.words}"
    if kind == "match":
        return f"{settled.terms.pots[int(str(which[0]))].name}, the district’s match"
    if kind == "year":
        return f"the plan’s limit for {label(first_fy + int(str(which[0])))}"
    return f"appropriation of fund {which[0]} for {label(first_fy + int(str(which[1])))}"
