"""Which budget a fund's money belongs to."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.budget.results import GRANT, IMPROVEMENT, OPERATING
from techplan.planning.funding.pots import OWN_MONEY

_OF_KIND: Final = {
    "general": OPERATING,
    "fees": OPERATING,
    "permanent improvement": IMPROVEMENT,
    "capital": IMPROVEMENT,
    "bond": IMPROVEMENT,
    "federal grant": GRANT,
    "state grant": GRANT,
    "local grant": GRANT,
}


def budgets(book: Book) -> dict[str, str]:
    """The budget of each fund's own money.

    A levy or other fund goes by what it may pay: capital alone makes it permanent improvement. A fund belongs to one
    budget as a whole, whatever its lines are, so that its balance ties to what is spent.
    """
    rows = book.funds.select("fund", "kind", "pays").iter_rows()
    return {fund: _OF_KIND.get(kind, IMPROVEMENT if pays == "capital" else OPERATING) for fund, kind, pays in rows}


def with_budget(frame: pl.DataFrame, book: Book) -> pl.DataFrame:
    """A frame with ``fund`` and ``award``, and the budget of each row as ``budget``; an award is always a grant."""
    known = budgets(book)
    own = pl.col("fund").replace_strict(known, default=OPERATING, return_dtype=pl.String)
    return frame.with_columns(pl.when(pl.col("award") == OWN_MONEY).then(own).otherwise(pl.lit(GRANT)).alias("budget"))
