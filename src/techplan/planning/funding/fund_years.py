"""Each fund and award through the years of the plan: opening, new money, spent, lapsed, closing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from techplan.planning.funding.pots import OWN_MONEY, Pot
from techplan.planning.results import FundYears
from techplan.planning.settings import Settings


def fund_years(
    pots: Sequence[Pot],
    spent: Mapping[tuple[int, int], tuple[int, int, int]],
    appropriated: Mapping[tuple[str, int], int],
    settings: Settings,
) -> pl.DataFrame:
    """The ``fund_years`` table.

    ``spent`` is keyed by pot and fiscal year: paid to lines, indirect cost, and what E-rate gave back;
    ``appropriated`` is keyed by fund and fiscal year.

    An award appears in the years of its window; what is left when it closes lapses. The appropriation binds the fund
    with all its awards, so it stands in the row of the fund's own money alone.
    """
    rows = [
        row
        for index, pot in enumerate(pots)
        for row in _years_of(pot, {fy: parts for (p, fy), parts in spent.items() if p == index}, appropriated, settings)
    ]
    if not rows:
        return FundYears.empty()
    schema = FundYears.polars_schema()
    frame = pl.DataFrame({name: pl.Series(name, [row[name] for row in rows], dtype=schema[name]) for name in schema})
    return frame.sort("fund", "award", "fy")


def _years_of(
    pot: Pot, spent: Mapping[int, tuple[int, int, int]], appropriated: Mapping[tuple[str, int], int], settings: Settings
) -> Iterator[dict[str, Any]]:
    """One pot's years."""
    balance = pot.opening
    for year in pot.shown:
        fy = settings.first_fy + year
        paid, indirect, back = spent.get(fy, (0, 0, 0))
        left = balance + pot.inflow[year] + back - paid - indirect
        lapsed = left if year == pot.lapses else 0
        yield {
            "fund": pot.fund,
            "award": pot.award,
            "fy": fy,
            "opening_cents": balance,
            "revenue_cents": pot.inflow[year],
            "returned_cents": back,
            "spent_cents": paid,
            "indirect_cents": indirect,
            "lapsed_cents": lapsed,
            "closing_cents": left - lapsed,
            "floor_cents": pot.floor[year],
            "appropriated_cents": appropriated.get((pot.fund, fy)) if pot.award == OWN_MONEY else None,
        }
        balance = left - lapsed
