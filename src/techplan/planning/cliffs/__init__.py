"""Money that ends: fiscal cliffs, replacement waves, money about to lapse, and cash until money comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.assumptions import Assumption
from techplan.planning.cliffs.cash import cash_quarters
from techplan.planning.cliffs.ending import Ending, ending_money
from techplan.planning.cliffs.expiring import expiring
from techplan.planning.cliffs.recurring import cliff_lines
from techplan.planning.cliffs.waves import replacement_waves
from techplan.planning.cliffs.years import cliff_years
from techplan.planning.settings import Settings
from techplan.rules.load import Rules


@dataclass(frozen=True, eq=False)
class Cliffs:
    """One frame for each table of ``results.CLIFFS`` by name, and what they assume."""

    frames: dict[str, pl.DataFrame]
    assumptions: tuple[Assumption, ...]

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        return self.frames[name]


def cliffs_of(
    book: Book,
    settings: Settings,
    rules: Rules,
    *,
    needs: pl.DataFrame,
    asset_due: pl.DataFrame,
    cost_lines: pl.DataFrame,
    allocations: pl.DataFrame,
    unfunded: pl.DataFrame,
    fund_years: pl.DataFrame,
    eligibility: pl.DataFrame,
    erate_lines: pl.DataFrame,
    known: date | None = None,
) -> Cliffs:
    """What follows from a plan's tables; frames are the result tables of these names.

    Rules are asked as on the day of planning and as known on ``known``, that same day where it is left out.
    """
    endings = ending_money(book, settings, fund_years)
    parts = cliff_lines(cost_lines, allocations, unfunded, endings, settings)
    years = cliff_years(book, cost_lines, allocations, fund_years, parts, endings, settings)
    waves, untraced = replacement_waves(book, needs, cost_lines, allocations, asset_due, endings, settings)
    lapsing = expiring(book, cost_lines, allocations, unfunded, fund_years, eligibility, endings, settings)
    cash, delays = cash_quarters(
        book, cost_lines, allocations, erate_lines, settings, rules, settings.on if known is None else known
    )
    frames = {"cliff_years": years, "cliff_lines": parts, "replacement_waves": waves, "expiring": lapsing,
              "cash_quarters": cash}  # fmt: skip
    return Cliffs(frames, (*untraced, *delays))


__all__ = [
    "Cliffs",
    "Ending",
    "cash_quarters",
    "cliff_lines",
    "cliff_years",
    "cliffs_of",
    "ending_money",
    "expiring",
    "replacement_waves",
]
