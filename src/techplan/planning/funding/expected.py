"""Grant money that is expected but not yet awarded: it can be spent in its year or the next, never saved up.

A treasurer enters next year's Title I as revenue of its fund long before there is an award. Such money is no savings
account: formula grants to districts mostly stay open for 27 months from July (fifteen, and twelve more by the Tydings
amendment). So each year's expected grant is a pot of its own, open in its fiscal year and the one after, and what is
left then lapses. Once there is an award, its own dates hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from techplan.book.school_years import first_day, label, last_day
from techplan.planning.assumptions import Assumption
from techplan.planning.funding.pots import Pot
from techplan.planning.settings import Settings

GRANT_KINDS: Final = ("federal grant", "state grant")


def with_expected_grants(pots: Sequence[Pot], settings: Settings) -> tuple[list[Pot], list[Assumption]]:
    """The pots, with the yearly revenue of grant funds as pots of their own, in the order of use; and what was assumed.

    A fund that must keep a floor is left as it is: it is managed as a balance.
    """
    found: list[Pot] = []
    assumptions: list[Assumption] = []
    for pot in pots:
        split = pot.fund_kind in GRANT_KINDS and pot.closes is None and not any(pot.floor) and any(pot.inflow)
        if not split or any(cents < 0 for cents in pot.inflow):
            found.append(pot)
            continue
        found += [_without_revenue(pot), *(_expected(pot, year, settings) for year in _years_with_money(pot))]
        assumptions.append(_assumed(pot))
    return sorted(found, key=lambda pot: pot.sort_key), assumptions


def _years_with_money(pot: Pot) -> list[int]:
    return [year for year, cents in enumerate(pot.inflow) if cents > 0]


def _without_revenue(pot: Pot) -> Pot:
    """What the fund holds when the plan begins; it has no award that says until when."""
    left = max(0, pot.opening)
    nothing = (0,) * len(pot.inflow)
    return replace(pot, inflow=nothing, spendable=(left,) * len(pot.inflow), entered=pot.entered and left > 0)


def _expected(pot: Pot, year: int, settings: Settings) -> Pot:
    """One year's expected grant."""
    fy, years = settings.first_fy + year, len(pot.inflow)
    cents = pot.inflow[year]
    closes = last_day(fy + 1, settings.start_month)
    shown = range(year, min(year + 2, years))
    return replace(
        pot,
        award=f"expected {label(fy)}",
        name=f"{pot.name}, expected {label(fy)}",
        opens=first_day(fy, settings.start_month),
        closes=closes,
        opening=0,
        inflow=tuple(cents * (position == year) for position in range(years)),
        spendable=tuple(cents if position >= year else 0 for position in range(years)),
        shown=shown,
        lapses=year + 1 if year + 1 < years else None,
        entered=True,
    )


def _assumed(pot: Pot) -> Assumption:
    return Assumption(
        assumption="expected grants are spent in their year or the next",
        about=f"fund {pot.fund}",
        value="what is left then lapses",
        why="No award says until when; formula grants mostly stay open for 27 months. Enter awards to say otherwise.",
    )
