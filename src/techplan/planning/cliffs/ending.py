"""Which money ends, and when: one-time money, funds with a last year, awards whose window closes.

Money that is expected each year, though not yet awarded, does not end: the next grant follows it. Where a treasurer
calls a fund one-time, that word decides for all its money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import label, last_day
from techplan.planning.funding.expected import with_expected_grants
from techplan.planning.funding.pots import Pot, pots_of
from techplan.planning.settings import Settings

Source: TypeAlias = tuple[str, str]
"""Fund and award; a dash stands for the fund's own money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Money that ends. ``one_time`` is false for an award of a fund that goes on.

    ``stated`` says that the last day is in the Book; otherwise the money ends when the plan has spent it.
    """

    fund: str
    award: str
    name: str
    fund_kind: str
    one_time: bool
    stated: bool
    opens_on: date | None
    ends_on: date
    starts_with: int
    why: str


def ending_money(book: Book, settings: Settings, fund_years: pl.DataFrame) -> dict[Source, Ending]:
    """All money that ends, by fund and award.

    One-time money without a last day ends with the last fiscal year in which the plan spends of it
    (``results.FundYears``); what is never spent is left out.
    """
    pots, _ = with_expected_grants(pots_of(book, settings)[0], settings)
    spent = fund_years.filter(pl.col("spent_cents") > 0).group_by("fund", "award").agg(pl.col("fy").max())
    last_spent: Mapping[Source, int] = {(fund, award): fy for fund, award, fy in spent.iter_rows()}
    awards = set(book.awards["award"].to_list())
    found = (_ending(pot, awards, last_spent.get((pot.fund, pot.award)), settings) for pot in pots)
    return {(money.fund, money.award): money for money in found if money is not None}


def _ending(pot: Pot, awards: set[str], last_spent: int | None, settings: Settings) -> Ending | None:
    days: list[tuple[date, str]] = []
    if pot.closes is not None and pot.award in awards:
        days.append((pot.closes, f"The award closes on {pot.closes.isoformat()}"))
    elif pot.closes is not None and pot.one_time:
        days.append((pot.closes, f"One-time money, expected and then open until {pot.closes.isoformat()}"))
    if pot.last_fy is not None:
        days.append((last_day(pot.last_fy, settings.start_month), f"The fund pays until {label(pot.last_fy)}"))
    stated = bool(days)
    if not stated and pot.one_time and last_spent is not None:
        ends = last_day(last_spent, settings.start_month)
        days.append((ends, f"One-time money, last spent in {label(last_spent)}"))
    if not days:
        return None
    ends_on, why = min(days)
    return Ending(
        fund=pot.fund,
        award=pot.award,
        name=pot.name,
        fund_kind=pot.fund_kind,
        one_time=pot.one_time or pot.last_fy is not None,
        stated=stated,
        opens_on=pot.opens,
        ends_on=ends_on,
        starts_with=pot.opening + sum(pot.inflow),
        why=why,
    )
