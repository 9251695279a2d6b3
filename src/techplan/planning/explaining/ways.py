"""The cheapest ways to fund what is not funded: a paper, an answer, an appropriation, and only then new money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from techplan.book.money import dollars
from techplan.book.school_years import label
from techplan.planning.explaining.lacking import Lack, lack
from techplan.planning.explaining.results import WaysToFund
from techplan.planning.funding import SettledMoney
from techplan.planning.funding.expected import GRANT_KINDS
from techplan.planning.funding.model import Purse
from techplan.planning.funding.pots import OWN_MONEY, Pot
from techplan.planning.funding.rule_sets import CERTIFICATE, Reason

MOST: Final = 3
"""Ways told of one line."""

FREEST: Final = ("general", "permanent improvement", "capital", "levy", "bond")
"""Kinds of funds whose money a board decides, the freest first."""


class Way(NamedTuple):
    """One way, in the order of preference.

    What the district can do itself comes before a larger grant, which somebody else decides; then the least new money,
    then the fewest papers, a raised limit counting as three; of equal ways the general fund, then funds for capital,
    then the order of funds. What goes over a limit of an award counts as new money that somebody else grants.
    """

    granted: bool
    new_money: int
    papers: int
    kind: int
    pot: int
    words: str


def ways_to_fund(settled: SettledMoney | None, unfunded: pl.DataFrame, first_fy: int) -> pl.DataFrame:
    """The ``ways_to_fund`` table of the lines in ``unfunded``."""
    if settled is None or unfunded.is_empty():
        return WaysToFund.empty()
    short = unfunded.select("line", short="amount_cents").join(settled.decided.lines, on="line").sort("line")
    rows = []
    for line, cents, case, purse, whole, amount in short.select(
        "line", "short", "case", "purse", "whole", "amount_cents"
    ).iter_rows():
        wanted = amount if whole else cents
        ways = sorted(_ways(settled, case, settled.decided.purses[purse], wanted, first_fy))[:MOST]
        for rank, way in enumerate(ways, start=1):
            pot = settled.terms.pots[way.pot]
            rows.append((line, rank, pot.fund, pot.award, cents, way.new_money, way.words))
    return pl.DataFrame(rows, schema=WaysToFund.polars_schema(), orient="row").sort(WaysToFund.primary_key())


def _ways(settled: SettledMoney, case: int, purse: Purse, cents: int, first_fy: int) -> Iterator[Way]:
    """Every way that no plain no stands against."""
    refused = settled.eligibility.reasons[case]
    category, year = settled.eligibility.cases[case].category, label(first_fy + purse.year)
    for p, pot in enumerate(settled.terms.pots):
        reason = refused.get(p)
        if not pot.entered or (reason is not None and not reason.by_paper):
            continue
        lacks = lack(settled, p, purse, category, cents)
        over = lacks.over if lacks.limit is not None and lacks.limit[0] == "cap" else 0
        granted = lacks.money + over > 0 and (pot.award != OWN_MONEY or pot.fund_kind in GRANT_KINDS)
        kind = FREEST.index(pot.fund_kind) if pot.fund_kind in FREEST else len(FREEST)
        papers, words = _words(settled, pot, reason, lacks, year, granted=granted)
        yield Way(granted, lacks.money + lacks.match + over, papers, kind, p, words)


def _words(
    settled: SettledMoney, pot: Pot, reason: Reason | None, lacks: Lack, year: str, *, granted: bool
) -> tuple[int, str]:
    """How many papers it takes, and what to do, step by step."""
    papers, steps = 0, []
    if reason is not None:
        supplants = reason.rule.endswith(".supplement")
        papers += 2 if supplants else 1
        steps.append(f"{_first(reason, supplants=supplants)}; {pot.name} may then pay.")
    if lacks.money and steps:
        steps.append(f"It also takes {dollars(lacks.money)} more there.")
    elif lacks.money and granted:
        steps.append(f"Ask its grantor for {dollars(lacks.money)} more in {pot.name} by {year}.")
    elif lacks.money:
        steps.append(f"Add {dollars(lacks.money)} to {pot.name} by {year}.")
    if lacks.appropriation:
        papers += 1
        asked = f"upplemental appropriation of {dollars(lacks.appropriation)}"
        steps.append(f"It also takes a s{asked}." if steps else
                     f"A s{asked} in {pot.name} for {year}; it has the money.")  # fmt: skip
    if lacks.match:
        steps.append(f"{pot.name} pays once the district’s own money adds a match of {dollars(lacks.match)}.")
    if lacks.limit is not None:
        papers += 1 if lacks.limit[0] == "certified" else 3
        steps.append(_limit(settled, pot, lacks, year))
    return papers, " ".join(steps)


def _first(reason: Reason, *, supplants: bool) -> str:
    """The paper that lets a fund pay."""
    if supplants:
        return "Record why it does not supplant local money (rebuttal)"
    if reason.answer == CERTIFICATE:
        return f"Have the treasurer certify its estimated life ({reason.detail})"
    return f"{reason.words[0].upper()}{reason.words[1:]}"


def _limit(settled: SettledMoney, pot: Pot, lacks: Lack, year: str) -> str:
    kind, which = lacks.limit or ("", ())
    if kind == "year":
        return f"The plan’s limit for {year} must rise by {dollars(lacks.over)}."
    if kind == "certified":
        return f"An amended certificate of resources of {dollars(lacks.over)} more for fund {pot.fund} in {year}."
    words = settled.terms.caps[int(str(which[0]))].words
    return f"{pot.name} has reached its limit ({words}): another award of {dollars(lacks.over)}, or a higher limit."
