"""What a funding plan is good at, one goal after the other, in an order that the district may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from techplan.book.tables.district import FUNDING_GOALS
from techplan.planning.funding.program import Floats, Program

if TYPE_CHECKING:
    from techplan.planning.funding.model import Columns, Purse, Unit
    from techplan.planning.funding.pots import Pot

MANDATES, VALUE, SUPPORT, EARLY, EXPIRING, GENERAL, FEW, EVEN = FUNDING_GOALS
"""The goals, in the order that holds where the district names none."""

MANDATE: Final = 1
"""The tier of what law, contract or an individual program asks for."""


@dataclass(frozen=True)
class Goal:
    """A goal's name and what each column costs it."""

    name: str
    costs: Floats


def unfunded_goal(tier: int) -> str:
    """The name of the goal to leave least of a tier unfunded."""
    return f"unfunded in tier {tier}"


def is_of_tiers(name: str) -> bool:
    """Whether a goal looks at what is unfunded, and so decides over whole things."""
    return name.startswith("unfunded in tier ")


def goals_of(
    units: Sequence[Unit],
    purses: Sequence[Purse],
    pots: Sequence[Pot],
    columns: Columns,
    program: Program,
    order: Sequence[str],
) -> list[Goal]:
    """The goals in their order, each to be minimised; those that nothing bears on are left out.

    Goals that ``order`` does not name follow in the usual order.
    """
    every = [*order, *(name for name in FUNDING_GOALS if name not in order)]
    makers = _Makers(units, purses, pots, columns, program)
    found = [goal for name in every for goal in makers.make(name)]
    return [goal for goal in found if goal.costs.any()]


@dataclass(frozen=True)
class _Makers:
    units: Sequence[Unit]
    purses: Sequence[Purse]
    pots: Sequence[Pot]
    columns: Columns
    program: Program

    def make(self, name: str) -> list[Goal]:
        """The programs' goals behind one of the district's."""
        tiers = sorted({unit.tier for unit in self.units})
        made = {
            MANDATES: lambda: [self._unfunded(tier) for tier in tiers if tier == MANDATE],
            VALUE: lambda: [self._unfunded(tier) for tier in tiers if tier != MANDATE],
            SUPPORT: lambda: [self._slipped("slipped past support end", past=True), self._slipped("put off")],
            EARLY: lambda: [self._early(tier) for tier in tiers],
            EXPIRING: lambda: [self._flows("restricted and expiring money first", self._lapsing())],
            GENERAL: lambda: [self._flows("least of the general fund", self._general())],
            FEW: lambda: [self._flows("funds in their order", self._ranked())],
            EVEN: lambda: [self._even()],
        }
        return made[name]()

    def _unfunded(self, tier: int) -> Goal:
        """A dollar of the most valued line weighs double one that nobody valued; mandates are not weighed."""
        members = [
            (self.columns.unfunded[u], unit.worth / 100 if tier != MANDATE else 1.0)
            for u, unit in enumerate(self.units)
            if unit.tier == tier
        ]
        return Goal(unfunded_goal(tier), self.program.costs(members))

    def _slipped(self, name: str, *, past: bool = False) -> Goal:
        sizes = self._sizes()
        members = [
            (at, sizes[u] * float(self.units[u].choices[c].slipped))
            for (u, c), at in self.columns.chosen.items()
            if self.units[u].choices[c].slipped and (self.units[u].choices[c].past_support or not past)
        ]
        return Goal(name, self.program.costs(members))

    def _sizes(self) -> list[float]:
        return [unit.cents / 1024 if unit.whole else 1.0 for unit in self.units]

    def _early(self, tier: int) -> Goal:
        """Which year goes short must not cost a lower tier a dollar, so this follows what is unfunded."""
        years = len(self.pots[0].spendable)
        members = [
            (self.columns.unfunded[u], float(years - 1 - unit.year))
            for u, unit in enumerate(self.units)
            if unit.tier == tier
        ]
        return Goal(f"earlier years first in tier {tier}", self.program.costs(members))

    def _flows(self, name: str, members: list[tuple[int, float]]) -> Goal:
        return Goal(name, self.program.costs(members))

    def _lapsing(self) -> list[tuple[int, float]]:
        return [(at, -1.0) for at, (_, p) in enumerate(self.columns.pairs) if self.pots[p].lapses is not None]

    def _general(self) -> list[tuple[int, float]]:
        return [(at, 1.0) for at, (_, p) in enumerate(self.columns.pairs) if self.pots[p].is_general]

    def _ranked(self) -> list[tuple[int, float]]:
        return [(at, p / len(self.pots)) for at, (_, p) in enumerate(self.columns.pairs)]

    def _even(self) -> Goal:
        return Goal("even years", self.program.costs([(self.columns.peak, 1.0)] if self.columns.peak >= 0 else []))
