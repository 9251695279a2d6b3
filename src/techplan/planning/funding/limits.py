"""What binds the pots together: appropriations by fund and year, and shares of an award by category.

``Limits`` keeps what is left of every limit in whole cents while money is paid; nothing can be paid past it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.tables.things import TCO_CATEGORIES
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.prices import percent
from techplan.planning.funding.pots import Pot
from techplan.planning.settings import Settings


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that one pot (by position) may pay for some categories over its life, in cents, and why, in words."""

    pot: int
    categories: frozenset[str]
    cents: int
    words: str


def appropriations(book: Book, settings: Settings) -> tuple[dict[tuple[str, int], int], list[Assumption]]:
    """What the board appropriated by fund and fiscal year: annual in place of temporary, supplemental on top."""
    stages: dict[tuple[str, int], dict[str, int]] = {}
    for row in book.appropriations.filter(pl.col("fy").is_in(list(settings.years))).iter_rows(named=True):
        of_year = stages.setdefault((row["fund"], row["fy"]), {})
        stage = row["stage"] or "annual"
        of_year[stage] = of_year.get(stage, 0) + row["amount_cents"]
    unstaged = book.appropriations["stage"].null_count()
    note = Assumption(
        assumption="appropriations without a stage",
        about="appropriations",
        value="annual",
        why="The Book does not say whether they are temporary, annual or supplemental.",
        rows=unstaged,
    )
    totals = {
        key: of_year.get("annual", of_year.get("temporary", 0)) + of_year.get("supplemental", 0)
        for key, of_year in sorted(stages.items())
    }
    return totals, [note] if unstaged else []


def caps_of(book: Book, pots: Sequence[Pot]) -> list[Cap]:
    """Caps of awards: at most a share for a category; and what is set aside for others may not be paid.

    A cap is rounded down and a set-aside up, to the cent. With several set-asides every combination binds: what is paid
    outside a set of categories leaves at least what is set aside inside it.
    """
    found: list[Cap] = []
    amounts = dict(book.awards.select("award", "amount_cents").iter_rows())
    for index, pot in enumerate(pots):
        if pot.award not in amounts:  # a fund's own money, or a grant that is only expected
            continue
        shares = list(book.award_shares.filter(pl.col("award") == pot.award).iter_rows(named=True))
        amount, left = amounts[pot.award], max(pot.opening, *pot.inflow)
        found += [
            Cap(
                index,
                frozenset([row["category"]]),
                int(amount * row["maximum_share"]),
                f"at most {percent(row['maximum_share'])} for {row['category']}",
            )
            for row in shares
            if row["maximum_share"] is not None
        ]
        found += _set_asides(index, amount, left, shares)
    return found


def _set_asides(index: int, amount: int, left: int, shares: Sequence[dict[str, Any]]) -> list[Cap]:
    """One cap for each combination of set-asides, on all other categories."""
    least: list[tuple[str, int, Decimal]] = [
        (row["category"], math.ceil(amount * row["minimum_share"]), row["minimum_share"])
        for row in shares
        if row["minimum_share"]
    ]
    return [
        Cap(
            index,
            frozenset(TCO_CATEGORIES) - {category for category, _, _ in chosen},
            max(0, left - sum(cents for _, cents, _ in chosen)),
            "set aside: " + ", ".join(f"{percent(share)} for {category}" for category, _, share in chosen),
        )
        for size in range(1, len(least) + 1)
        for chosen in combinations(least, size)
    ]


class Limits:
    """What is left of every limit, in cents; years are positions in the plan."""

    def __init__(
        self, pots: Sequence[Pot], appropriated: Mapping[tuple[str, int], int], caps: Sequence[Cap], first_fy: int
    ) -> None:
        self._fund = [pot.fund for pot in pots]
        self.money = [list(pot.spendable) for pot in pots]
        self.appropriated = {(fund, fy - first_fy): max(0, cents) for (fund, fy), cents in appropriated.items()}
        self.caps = [cap.cents for cap in caps]

    def room(self, pot: int, year: int, caps: Sequence[int]) -> int:
        """What the pot can still pay in a year, for something that these caps bind."""
        room = min(self.money[pot][year:])
        allowed = self.appropriated.get((self._fund[pot], year))
        if allowed is not None:
            room = min(room, allowed)
        for cap in caps:
            room = min(room, self.caps[cap])
        return room

    def pay(self, pot: int, year: int, caps: Sequence[int], cents: int) -> None:
        """Take what is paid from every limit that it touches."""
        money = self.money[pot]
        for later in range(year, len(money)):
            money[later] -= cents
        key = (self._fund[pot], year)
        if key in self.appropriated:
            self.appropriated[key] -= cents
        for cap in caps:
            self.caps[cap] -= cents
