"""What binds the pots together: appropriations by fund, year and day, shares of an award, and the most for a year.

``Limits`` keeps what is left of every limit in whole cents while money is paid; nothing can be paid past it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import first_day
from techplan.book.tables.things import TCO_CATEGORIES
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.prices import percent
from techplan.planning.funding.pots import OWN_MONEY, Pot
from techplan.planning.settings import Settings

if TYPE_CHECKING:
    from techplan.planning.funding.rule_sets import RuleSets


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that one pot (by position) may pay for some categories over its life, in cents, and why, in words."""

    pot: int
    categories: frozenset[str]
    cents: int
    words: str


@dataclass(frozen=True, slots=True)
class Appropriated:
    """What the board appropriated for one fund and fiscal year, in cents: ``cents[n]`` once ``n`` of ``days`` are past.

    A day is that on which a stage was adopted; what is paid before the first may have nothing.
    """

    days: tuple[date, ...]
    cents: tuple[int, ...]

    def stage_on(self, day: date) -> int:
        """The stage reached on a day, as a position in ``cents``."""
        return bisect_right(self.days, day)


def appropriations(book: Book, settings: Settings) -> tuple[dict[tuple[str, int], Appropriated], list[Assumption]]:
    """What was appropriated by fund and fiscal year: annual takes the place of temporary, supplemental adds.

    A stage without a day of adoption is there from the start of its year.
    """
    of_year: dict[tuple[str, int], list[tuple[date, str, int]]] = {}
    for row in book.appropriations.filter(pl.col("fy").is_in(list(settings.years))).iter_rows(named=True):
        begin = first_day(row["fy"], settings.start_month)
        adopted = max(row["adopted_on"] or begin, begin)
        entry = (adopted, row["stage"] or "annual", row["amount_cents"])
        of_year.setdefault((row["fund"], row["fy"]), []).append(entry)
    unstaged = book.appropriations["stage"].null_count()
    note = Assumption(
        assumption="appropriations without a stage",
        about="appropriations",
        value="annual",
        why="The Book does not say whether they are temporary, annual or supplemental.",
        rows=unstaged,
    )
    found = {key: _by_day(entries, first_day(key[1], settings.start_month)) for key, entries in sorted(of_year.items())}
    return found, [note] if unstaged else []


def certified(book: Book, settings: Settings) -> dict[tuple[str, int], int]:
    """What is certified as available for technology, by fund and position of the year, where the Book says it."""
    stated = book.fund_balances.filter(
        pl.col("certified_cents").is_not_null() & pl.col("fy").is_in(list(settings.years))
    )
    rows = stated.select("fund", "fy", "certified_cents").iter_rows()
    return {(fund, fy - settings.first_fy): cents for fund, fy, cents in rows}


def _by_day(entries: Sequence[tuple[date, str, int]], begin: date) -> Appropriated:
    """What is appropriated on each day on which a stage was adopted."""
    days = sorted({adopted for adopted, _, _ in entries} - {begin})
    cents = [_in_force([(stage, part) for adopted, stage, part in entries if adopted <= day]) for day in (begin, *days)]
    return Appropriated(tuple(days), tuple(cents))


def _in_force(entries: Sequence[tuple[str, int]]) -> int:
    sums: dict[str, int] = {}
    for stage, cents in entries:
        sums[stage] = sums.get(stage, 0) + cents
    return max(0, sums.get("annual", sums.get("temporary", 0)) + sums.get("supplemental", 0))


def caps_of(book: Book, pots: Sequence[Pot], rule_sets: RuleSets | None = None) -> list[Cap]:
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
        found += _by_rule(index, amount, pot, rule_sets)
    return found


def _by_rule(index: int, amount: int, pot: Pot, rule_sets: RuleSets | None) -> list[Cap]:
    """The most that a rule set lets an award pay for infrastructure, as a share of what technology may use of it.

    The rest is for professional learning and the like (Title IV-A: ESEA 4109(b)).
    """
    if rule_sets is None or pot.opens is None:
        return []
    found = []
    for name in pot.rule_sets:
        limit = rule_sets.infrastructure(name, pot.opens)
        if limit is not None:
            share, categories, citation = limit
            words = f"at most {percent(share)} for devices, software and other infrastructure ({citation})"
            found.append(Cap(index, categories, int(amount * share), words))
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


Key = tuple[str, tuple[object, ...]]
"""A limit: its kind, and which."""


@dataclass(frozen=True)
class Terms:
    """Everything that binds payments together; years are positions in the plan, amounts cents.

    ``appropriated`` is keyed by fund and position of the year. ``yearly_cap`` is the most that the plan may spend in
    one year. ``returning`` says whether anything paid may come back.
    """

    pots: Sequence[Pot]
    appropriated: Mapping[tuple[str, int], Appropriated] = field(default_factory=dict)
    caps: Sequence[Cap] = ()
    yearly_cap: int | None = None
    certified: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """What is certified as available, by fund and position of the year; in Ohio by the county budget commission."""
    returning: bool = False

    @cached_property
    def own(self) -> dict[int, int]:
        """By pot, the pot of its fund's own money, to which comes back what E-rate reimburses."""
        of_fund = {pot.fund: p for p, pot in enumerate(self.pots) if pot.award == OWN_MONEY}
        return {p: of_fund.get(pot.fund, p) for p, pot in enumerate(self.pots)}

    def may_have(self, p: int, year: int) -> bool:
        """Whether a pot can have money to pay in a year."""
        pot = self.pots[p]
        bound = self.appropriated.get((pot.fund, year))
        some = pot.spendable[year] > 0 or (self.returning and pot.award == OWN_MONEY)
        return some and (bound is None or max(bound.cents) > 0) and self.certified.get((pot.fund, year), 1) > 0

    def is_local(self, p: int) -> bool:
        """Whether a pot holds the district's own money, which counts as a match."""
        return self.pots[p].award == OWN_MONEY and self.pots[p].fund_kind not in ("federal grant", "state grant")

    def limits_on(self, p: int, year: int, caps: Sequence[int], stages: Mapping[str, int]) -> Iterator[tuple[Key, int]]:
        """Every limit, besides its own money, that a payment of a pot counts against, with its cents.

        What is paid at one stage of an appropriation counts at every later one.
        """
        fund = self.pots[p].fund
        bound = self.appropriated.get((fund, year))
        if bound is not None:
            reached = min(stages.get(fund, len(bound.cents)), len(bound.cents) - 1)
            for stage in range(reached, len(bound.cents)):
                yield ("appropriation", (fund, year, stage)), bound.cents[stage]
        if (fund, year) in self.certified:
            yield ("certified", (fund, year)), self.certified[fund, year]
        for cap in caps:
            if self.caps[cap].pot == p:
                yield ("cap", (cap,)), self.caps[cap].cents
        if self.yearly_cap is not None:
            yield ("year", (year,)), self.yearly_cap


class Limits:
    """What is left of every limit, in cents, while money is paid."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.money = [list(pot.spendable) for pot in terms.pots]
        self.left: dict[Key, int] = {}

    def room(self, p: int, year: int, caps: Sequence[int], stages: Mapping[str, int], *, direct: bool = False) -> int:
        """What the pot can still pay in a year, for something that these caps bind.

        ``direct`` cost bears the pot's indirect rate on top, which its money must cover too.
        """
        room = min(self.money[p][year:])
        if direct and self.terms.pots[p].indirect:
            room = int(room / (1 + self.terms.pots[p].indirect))
        for key, cents in self.terms.limits_on(p, year, caps, stages):
            room = min(room, self.left.get(key, cents))
        return max(0, room)

    def pay(
        self, p: int, year: int, caps: Sequence[int], stages: Mapping[str, int], cents: int, *, direct: bool = False
    ) -> None:
        """Take what is paid from every limit that it touches."""
        whole = cents + (self.indirect(p, cents) if direct else 0)
        for later in range(year, len(self.money[p])):
            self.money[p][later] -= whole
        for key, most in self.terms.limits_on(p, year, caps, stages):
            self.left[key] = self.left.get(key, most) - cents

    def indirect(self, p: int, cents: int) -> int:
        """The indirect cost that a direct cost bears, rounded up."""
        return math.ceil(cents * self.terms.pots[p].indirect)

    def give_back(self, p: int, year: int, cents: int) -> None:
        """Money that comes back to a pot in a year, and may be spent from then on."""
        for later in range(year, len(self.money[p])):
            self.money[p][later] += cents

    def is_reached(self, key: Key, cents: int) -> bool:
        """Whether nothing is left of a limit of so many cents."""
        return self.left.get(key, cents) <= 0
