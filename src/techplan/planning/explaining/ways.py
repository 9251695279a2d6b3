"""The cheapest ways to fund what is not funded: a paper, an answer, an appropriation, and only then new money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from techplan.book.money import dollars
from techplan.book.school_years import label
from techplan.planning.explaining.results import WaysToFund
from techplan.planning.funding import SettledMoney
from techplan.planning.funding.expected import GRANT_KINDS
from techplan.planning.funding.model import Purse
from techplan.planning.funding.pots import OWN_MONEY, Pot
from techplan.planning.funding.rule_sets import ASK, CERTIFICATE, Reason

MOST: Final = 3
"""Ways told of one line."""

FREEST: Final = ("general", "permanent improvement", "capital", "levy", "bond")
"""Kinds of funds whose money a board decides, the freest first."""


class Way(NamedTuple):
    """One way, in the order of preference.

    What the district can do itself comes before a larger grant, which somebody else decides; then the least new money,
    then the fewest papers; of equal ways the general fund, then funds for capital, then the order of funds.
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
    for p, pot in enumerate(settled.terms.pots):
        if not pot.entered or (pot.award != OWN_MONEY and p not in refused and not pot.carries):
            continue
        reason = refused.get(p)
        if reason is None:
            yield _with_money(settled, p, purse, cents, first_fy)
        elif reason.answer in (CERTIFICATE, ASK):
            yield _with_paper(settled, p, reason, purse, cents, first_fy)
        elif reason.rule.endswith(".supplement"):
            missing = max(0, cents - _room(settled, p, purse))
            words = f"Record why it does not supplant local money (rebuttal); {pot.name} may then pay."
            yield _way(pot, missing, 2, p, words + _and_money(missing))


def _way(pot: Pot, new_money: int, papers: int, p: int, words: str) -> Way:
    """Only new money can need a grantor."""
    granted = new_money > 0 and (pot.award != OWN_MONEY or pot.fund_kind in GRANT_KINDS)
    kind = FREEST.index(pot.fund_kind) if pot.fund_kind in FREEST else len(FREEST)
    return Way(granted, new_money, papers, kind, p, words)


def _room(settled: SettledMoney, p: int, purse: Purse) -> int:
    return settled.limits.room(p, purse.year, purse.caps, dict(purse.stages), direct=purse.direct)


def _with_money(settled: SettledMoney, p: int, purse: Purse, cents: int, first_fy: int) -> Way:
    """The fund may pay and its money, or what may be spent of it, is short."""
    pot, year = settled.terms.pots[p], label(first_fy + purse.year)
    money = max(0, min(settled.limits.money[p][purse.year :]))
    if money >= cents and _room(settled, p, purse) < cents:
        reached = settled.money.spent(p, purse).words
        if reached.startswith(("appropriation", "not appropriated")):
            words = f"A supplemental appropriation of {dollars(cents)} in {pot.name} for {year}; it has the money."
            return _way(pot, 0, 1, p, words)
        words = f"{pot.name} has the money, but {reached}: another award, or another limit."
        return _way(pot, cents, 3, p, words)
    missing = cents - money
    way = _way(pot, missing, 0, p, f"Add {dollars(missing)} to {pot.name} by {year}.")
    asked = f"Ask its grantor for {dollars(missing)} more in {pot.name} by {year}."
    return way._replace(words=asked) if way.granted else way


def _with_paper(settled: SettledMoney, p: int, reason: Reason, purse: Purse, cents: int, first_fy: int) -> Way:
    """The fund could pay once somebody certifies or confirms."""
    pot = settled.terms.pots[p]
    missing = max(0, cents - _room(settled, p, purse))
    if reason.answer == CERTIFICATE:
        words = f"Have the treasurer certify its estimated life ({reason.detail}); {pot.name} may then pay."
    else:
        words = f"{reason.words[0].upper()}{reason.words[1:]}; {pot.name} may then pay."
    return _way(pot, missing, 1, p, words + _and_money(missing))


def _and_money(missing: int) -> str:
    return f" It also takes {dollars(missing)} more there." if missing else ""
