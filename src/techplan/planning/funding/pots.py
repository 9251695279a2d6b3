"""The pots that money comes from: each fund's own money, and each award it holds, year by year.

A pot says what may be spent from it by the end of each fiscal year of the plan, over all years so far. Revenue, opening
balances and floors that the Book does not state are never guessed: they count as nothing, and that is listed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import fiscal_year_of, label, last_day
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import year_spans
from techplan.planning.settings import Settings

OWN_MONEY: Final = "-"
"""Stands in the award column where a fund's own money pays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """One source of money. Cents; lists have one entry for each fiscal year of the plan.

    ``spendable`` is what may be spent up to the end of each year, counted from the plan's begin, so that neither that
    year nor a later one ends below its floor. ``opens`` and ``closes`` bound the days on which money may be obligated.
    ``shown`` are the years (by position) in which the pot appears among the fund years; ``lapses`` is the year at whose
    end what is left is lost, where that lies in the plan. ``entered`` is false for the own money of a fund that is
    there only to hold awards.
    """

    fund: str
    award: str
    name: str
    fund_kind: str
    pays: str | None
    categories: frozenset[str] | None
    minimum_life_months: int | None
    first_fy: int | None
    last_fy: int | None
    opens: date | None
    closes: date | None
    carries: bool
    one_time: bool
    order: int | None
    opening: int
    inflow: tuple[int, ...]
    floor: tuple[int, ...]
    spendable: tuple[int, ...]
    shown: range
    lapses: int | None
    entered: bool
    liquidates: date | None = None
    """The last day on which what was obligated may be paid out."""
    match: Fraction = Fraction(0)
    """Share of the whole that the district must add to what an award pays."""
    indirect: Fraction = Fraction(0)
    """Restricted indirect rate: what a dollar of cost that is not capital takes from the award on top."""
    serves: frozenset[str] = frozenset()
    """Programs, classes and sources that the fund alone may pay for; empty where it may pay for any."""
    rule_sets: tuple[str, ...] = ()
    """Rules that bind the fund."""

    @property
    def fund_name(self) -> str:
        """The fund's name, without the award's."""
        return self.name.removesuffix(f", award {self.award}").removesuffix(f", {self.award}")

    @property
    def is_general(self) -> bool:
        """Whether it is the general fund's own money."""
        return self.fund_kind == "general" and self.award == OWN_MONEY

    @property
    def sort_key(self) -> tuple[int, int, str, date, int, str]:
        """The order in which pots are used where nothing else decides: fund order, then awards by their last day."""
        last = self.closes or date.max
        return (self.order is None, self.order or 0, self.fund, last, self.award == OWN_MONEY, self.award)


def pots_of(book: Book, settings: Settings) -> tuple[list[Pot], list[Assumption]]:
    """Every pot in the order of use, and what was assumed of them."""
    assumptions: list[Assumption] = []
    pots: list[Pot] = []
    with_awards = set(book.awards["fund"].to_list())
    for fund in book.funds.iter_rows(named=True):
        own, assumed = _own_money(book, fund, settings, has_awards=fund["fund"] in with_awards)
        pots.append(own)
        assumptions += assumed
    funds = {fund["fund"]: fund for fund in book.funds.iter_rows(named=True)}
    for award in book.awards.iter_rows(named=True):
        if award["fund"] in funds:
            pot, assumed = _award(book, award, funds[award["fund"]], settings)
            pots.append(pot)
            assumptions += assumed
    unapproved = book.transfers["approved_on"].null_count()
    if unapproved:
        assumptions.append(
            Assumption(
                assumption="transfers that the board has not approved",
                about="transfers",
                value="not counted",
                why="A transfer or advance moves money once the board has approved it; enter the day.",
                rows=unapproved,
            )
        )
    return sorted(pots, key=lambda pot: pot.sort_key), assumptions


def _common(fund: dict[str, Any]) -> dict[str, Any]:
    """What every pot of a fund takes from it."""
    listed = fund["pays_categories"]
    return {
        "fund": fund["fund"],
        "fund_kind": fund["kind"],
        "pays": None if fund["pays"] == "both" else fund["pays"],
        "categories": None if listed is None else frozenset(part.strip() for part in listed.split(";")),
        "minimum_life_months": fund["minimum_life_months"],
        "first_fy": fund["first_fy"],
        "last_fy": fund["last_fy"],
        "one_time": bool(fund["one_time"]),
        "order": fund["order"],
        "serves": frozenset(part.strip() for part in (fund["serves"] or "").split(";") if part.strip()),
        "rule_sets": tuple(
            part.strip().removeprefix("us.") for part in (fund["rule_set"] or "").split(";") if part.strip()
        ),
    }


def _own_money(
    book: Book, fund: dict[str, Any], settings: Settings, *, has_awards: bool
) -> tuple[Pot, list[Assumption]]:
    """A fund's own money: opening, revenue and transfers by year, above its floor."""
    rows = {row["fy"]: row for row in book.fund_balances.filter(pl.col("fund") == fund["fund"]).iter_rows(named=True)}
    years = settings.years
    transfers = _transfers(book, fund["fund"], years)
    opening, arriving, assumed = _opening(fund, rows, settings)
    revenue = [(rows[fy]["revenue_cents"] or 0) if fy in rows else 0 for fy in years]
    inflow = [sum(parts) for parts in zip(revenue, transfers, arriving, strict=True)]
    floor = _floors(rows, years)
    if rows or not has_awards:
        assumed += _without_revenue(fund, rows, settings, floor[-1])
    pot = Pot(
        **_common(fund),
        award=OWN_MONEY,
        name=f"{fund['name']} ({fund['fund']})",
        opens=None,
        closes=None,
        carries=True,
        opening=opening,
        inflow=tuple(inflow),
        floor=tuple(floor),
        spendable=_spendable(opening, inflow, floor),
        shown=range(len(years)),
        lapses=None,
        entered=bool(rows) or any(transfers) or not has_awards,
    )
    return pot, assumed


def _spendable(opening: int, inflow: Sequence[int], floor: Sequence[int]) -> tuple[int, ...]:
    """What may be spent up to each year's end: never so much that this or a later year ends below its floor."""
    balances = list(accumulate(inflow, initial=opening))[1:]
    above = [max(0, balance - least) for balance, least in zip(balances, floor, strict=True)]
    return tuple(accumulate(reversed(above), min))[::-1]


def _opening(
    fund: dict[str, Any], rows: dict[int, dict[str, Any]], settings: Settings
) -> tuple[int, list[int], list[Assumption]]:
    """The opening balance, and what arrives as a later year's opening where the fund begins inside the plan."""
    arriving = [0] * len(settings.years)
    stated = {fy: row["opening_cents"] for fy, row in rows.items() if row["opening_cents"] is not None}
    about = f"fund {fund['fund']}"
    inside = [fy for fy in rows if fy in settings.years]
    used = settings.first_fy
    opening = stated.get(used, 0)
    if used not in stated and inside and inside[0] in stated:
        used = inside[0]
        arriving[used - settings.first_fy] = stated[used]
    found: list[Assumption] = []
    if rows and used not in stated:
        why = (
            f"The last opening balance entered is of {label(max(stated))}; what was spent since is not known."
            if stated and max(stated) < settings.first_fy
            else f"Enter the balance at the start of {label(settings.first_fy)}."
        )
        found.append(Assumption(assumption="opening balance not entered", about=about, value="0.00", why=why))
    later = [fy for fy in stated if fy > used and fy in settings.years]
    if later:
        why = "It follows from the years before."
        value = f"not used: {year_spans(later)}"
        found.append(Assumption(assumption="later opening balances not used", about=about, value=value, why=why))
    return opening, arriving, found


def _floors(rows: dict[int, dict[str, Any]], years: range) -> list[int]:
    """The floor of each year; one that is stated holds until another is."""
    floors = []
    for fy in years:
        stated = [year for year, row in rows.items() if year <= fy and row["floor_cents"] is not None]
        floors.append(int(rows[max(stated)]["floor_cents"]) if stated else 0)
    return floors


def _without_revenue(
    fund: dict[str, Any], rows: dict[int, dict[str, Any]], settings: Settings, floor: int
) -> list[Assumption]:
    """Years in which the fund could pay but no revenue is entered; one-time money is not expected to return."""
    open_years = [
        fy for fy in settings.years if (fund["first_fy"] or fy) <= fy <= (fund["last_fy"] or fy)
    ]  # fmt: skip
    missing = [fy for fy in open_years if fy not in rows or rows[fy]["revenue_cents"] is None]
    if not missing or (fund["one_time"] and rows):
        return []
    kept = f"; floor {dollars(floor)} kept" if floor else ""
    return [
        Assumption(
            assumption="revenue not entered",
            about=f"fund {fund['fund']}",
            value=f"0.00 in {year_spans(missing)}{kept}",
            why="Money that nobody entered is not counted on; enter an estimate to use it.",
        )
    ]


def _transfers(book: Book, fund: str, years: range) -> list[int]:
    """Net transfers into a fund in each year, as the board approved them; an advance goes back in its year."""
    net = dict.fromkeys(years, 0)
    approved = book.transfers.filter(pl.col("approved_on").is_not_null())
    columns = approved.select("from_fund", "to_fund", "fy", "returns_fy", "amount_cents")
    for giver, receiver, fy, back, cents in columns.iter_rows():
        moved = cents * ((receiver == fund) - (giver == fund))
        for year, sign in ((fy, 1), (back, -1)):
            if year in net:
                net[year] += sign * moved
    return list(net.values())


def _award(book: Book, award: dict[str, Any], fund: dict[str, Any], settings: Settings) -> tuple[Pot, list[Assumption]]:
    """An award: its amount less what is spent, inside its window."""
    start_month = settings.start_month
    shared = math.ceil(award["amount_cents"] * (award["equitable_share"] or 0))
    left = max(0, award["amount_cents"] - shared - (award["spent_cents"] or 0))
    opens, closes = award["first_obligation_on"], award["last_obligation_on"]
    if award["approved_on"] is not None:  # nothing is obligated before the application is approved
        opens = max(opens or award["approved_on"], award["approved_on"])
    carries = award["carryover"] is not False
    first = settings.first_fy if opens is None else fiscal_year_of(opens, start_month)
    if not carries:
        end_of_first = last_day(first, start_month)
        closes = end_of_first if closes is None else min(closes, end_of_first)
    last = settings.last_fy if closes is None else fiscal_year_of(closes, start_month)
    before = first < settings.first_fy or (first == settings.first_fy and (opens is None or opens <= settings.begins))
    shown = range(
        max(first, settings.first_fy) - settings.first_fy, min(last, settings.last_fy) - settings.first_fy + 1
    )
    inflow = [left * (not before and fy == first) for fy in settings.years]
    pot = Pot(
        **_common(fund),
        award=award["award"],
        name=f"{fund['name']} ({fund['fund']}), award {award['award']}",
        opens=opens,
        closes=closes,
        carries=carries,
        opening=left if before else 0,
        inflow=tuple(inflow),
        floor=(0,) * len(settings.years),
        spendable=tuple(left if len(shown) and year >= shown[0] else 0 for year in range(len(settings.years))),
        shown=shown,
        lapses=shown[-1] if shown and closes is not None and closes <= settings.ends else None,
        entered=True,
        liquidates=award["liquidation_on"],
        match=Fraction(award["match_share"] or 0),
        indirect=Fraction(award["indirect_rate"] or 0),
    )
    return pot, _award_assumptions(book, award)


def _award_assumptions(book: Book, award: dict[str, Any]) -> list[Assumption]:
    """What an award leaves open."""
    spent = award["spent_cents"] or 0
    shared = book.award_shares.filter(pl.col("award") == award["award"]).height > 0
    notes = (
        (
            award["first_obligation_on"] is None,
            "first obligation day not entered",
            "open from the start",
            "The Book does not say when it opens.",
        ),
        (
            award["last_obligation_on"] is None,
            "last obligation day not entered",
            "open to the end",
            "The Book does not say when it ends; money may lapse earlier than the plan shows.",
        ),
        (
            award["carryover"] is None,
            "carryover not entered",
            "carried over",
            "The Book does not say that what is left at a year's end lapses.",
        ),
        (
            spent > award["amount_cents"],
            "more spent than awarded",
            "0.00 left",
            f"Spent {dollars(spent)} of {dollars(award['amount_cents'])}.",
        ),
        (
            bool(spent) and shared,
            "spending before the plan not counted by category",
            "caps whole, set-asides still due",
            "The Book does not say which categories it was spent on.",
        ),
    )
    about = f"award {award['award']}"
    return [
        Assumption(assumption=what, about=about, value=value, why=why) for holds, what, value, why in notes if holds
    ]
