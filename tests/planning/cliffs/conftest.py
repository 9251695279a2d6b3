"""Small plans from few words, for money that ends; tests ask for ``plans``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.planning.cliffs import Cliffs, cliffs_of
from techplan.planning.results import Allocations, AssetDue, FundYears, Needs, Unfunded
from techplan.rules.load import load_rules

ELIGIBILITY = {
    "line": pl.String, "fund": pl.String, "award": pl.String, "fy": pl.Int64, "answer": pl.String, "why": pl.String,
    "citation": pl.String,
}  # fmt: skip
ERATE_LINES = {
    "line": pl.String, "request": pl.String, "funding_year": pl.Int64, "category": pl.String, "invoicing": pl.String,
    "status": pl.String, "eligible_cents": pl.Int64, "discount_cents": pl.Int64, "counted": pl.Boolean,
    "returns_on": pl.Date, "returns_fy": pl.Int64, "why": pl.String,
}  # fmt: skip

GENERAL = {"fund": "001", "name": "General", "kind": "general"}
ESSER = {"fund": "507", "name": "ESSER", "kind": "federal grant", "one_time": True}
TITLE_I = {"fund": "572", "name": "Title I", "kind": "federal grant"}
FUNDS = [GENERAL, ESSER, TITLE_I]
AWARD_E = {
    "award": "E3", "fund": "507", "title": "ESSER III", "amount_cents": 9_000_000,
    "first_obligation_on": date(2026, 7, 1), "last_obligation_on": date(2028, 6, 30),
}  # fmt: skip
AWARD_T = {
    "award": "T1-27", "fund": "572", "title": "Title I FY2027", "amount_cents": 4_000_000,
    "first_obligation_on": date(2026, 7, 1), "last_obligation_on": date(2027, 9, 30),
}  # fmt: skip


def rows_of(schema: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame; what is left out is null."""
    return pl.DataFrame(
        {name: pl.Series(name, [row.get(name) for row in rows], dtype=dtype) for name, dtype in schema.items()}
    )


def paid(*rows: tuple[str, str, str, int, int]) -> pl.DataFrame:
    """Allocations from line, fund, award, fiscal year and cents."""
    names = ("line", "fund", "award", "fy", "amount_cents")
    return rows_of(
        Allocations.polars_schema(), [{**dict(zip(names, row, strict=True)), "why": "May pay."} for row in rows]
    )


def short(*rows: tuple[str, int, int]) -> pl.DataFrame:
    """Unfunded parts from line, fiscal year and cents."""
    return rows_of(
        Unfunded.polars_schema(),
        [{"line": line, "fy": fy, "amount_cents": cents, "tier": 3, "why": "None."} for line, fy, cents in rows],
    )


def years(*rows: tuple[str, str, int, int, int, int, int]) -> pl.DataFrame:
    """Fund years from fund, award, fiscal year, opening, revenue, spent and lapsed cents."""
    full = [
        {
            "fund": fund, "award": award, "fy": fy, "opening_cents": opening, "revenue_cents": revenue,
            "spent_cents": spent, "lapsed_cents": lapsed, "closing_cents": opening + revenue - spent - lapsed,
            "floor_cents": 0,
        }
        for fund, award, fy, opening, revenue, spent, lapsed in rows
    ]  # fmt: skip
    return rows_of(FundYears.polars_schema(), full)


def due(*rows: tuple[str, str, date | None, int | None, bool]) -> pl.DataFrame:
    """Due dates from asset, class, day, fiscal year and whether it was due before the plan."""
    names = ("asset", "asset_class", "due_on", "due_fy", "backlog")
    return rows_of(AssetDue.polars_schema(), [{**dict(zip(names, row, strict=True)), "school": "010"} for row in rows])


def cliffs(book: Book, settings: Any, **frames: pl.DataFrame) -> Cliffs:
    """All tables; a frame that is not given is empty."""
    empty = {
        "needs": Needs.empty(), "asset_due": AssetDue.empty(), "allocations": Allocations.empty(),
        "unfunded": Unfunded.empty(), "fund_years": FundYears.empty(), "eligibility": rows_of(ELIGIBILITY, []),
        "erate_lines": rows_of(ERATE_LINES, []),
    }  # fmt: skip
    return cliffs_of(book, settings, load_rules(), **{**empty, **frames})


@pytest.fixture(scope="session")
def plans() -> SimpleNamespace:
    """The words above."""
    return SimpleNamespace(
        cliffs=cliffs,
        paid=paid,
        short=short,
        years=years,
        due=due,
        eligibility=lambda *rows: rows_of(ELIGIBILITY, rows),
        erate_lines=lambda *rows: rows_of(ERATE_LINES, rows),
        funds=FUNDS,
        general=GENERAL,
        esser=ESSER,
        title_i=TITLE_I,
        award_e=AWARD_E,
        award_t=AWARD_T,
    )
