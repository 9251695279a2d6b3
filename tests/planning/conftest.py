"""Small Books, needs and cost lines from few words; tests ask for ``small``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book, make_book
from techplan.book.tables import TABLES
from techplan.planning.results import CostLines, Needs
from techplan.planning.settings import Settings, settings_of

ON = date(2026, 11, 25)


def book_of(**tables: Sequence[Mapping[str, Any]]) -> Book:
    """A Book from rows; the district starts in July, plans from FY2027 and grows 3 % a year, unless given."""
    rows = {"district": [{}], **tables}
    common = {
        "district": "d",
        "name": "D",
        "fiscal_year_start_month": 7,
        "first_plan_year": 2027,
        "horizon_years": 5,
        "escalation": Decimal("0.03"),
        "capital_unit_threshold_cents": 500_000,
    }
    rows["district"] = [{**common, **row} for row in rows["district"]]
    return make_book({name: frame_of(TABLES[name], given) for name, given in rows.items()})


def frame_of(table: Any, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of a table's columns; what is left out is null."""
    return pl.DataFrame(
        {
            name: pl.Series(name, [row.get(name) for row in rows], dtype=dtype)
            for name, dtype in table.polars_schema().items()
        }
    )


def settings(book: Book, years: int | None = None) -> Settings:
    return settings_of(book, ON, years=years)[0]


def needs_of(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Needs from the few columns that costs look at."""
    full = []
    for row in rows:
        fy = row["paying_fy"]
        order_on = row.get("order_on", date(fy, 1, 15))
        common = {
            "need": f"{row['asset_class']}/{row.get('school', '010')}/FY{fy}",
            "school": "010",
            "cause": "replacement",
            "cycle": 1,
            "backlog": False,
            "due_on": order_on,
            "due_fy": fy,
            "deploy_by": order_on,
            "order_on": order_on,
            "late": False,
            "why": "Age.",
        }
        full.append({**common, **row})
    return frame_of(Needs, full)


def lines_of(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Cost lines from the few columns that funding looks at."""
    full = []
    for row in rows:
        common = {
            "school": "010",
            "category": "client computers",
            "kind": "operating",
            "source_table": "needs",
            "source_key": row["line"],
            "title": row["line"],
            "quantity": Decimal(1),
            "unit_cents": row["amount_cents"],
            "tier": 3,
            "may_slip_years": 0,
            "discount_cents": 0,
            "pay_on": date(row["fy"] - 1, 7, 1),
            "recurring": False,
            "whole": False,
            "life_certified": False,
            "backlog": False,
            "why": "Stated.",
        }
        full.append({**common, **row})
    return frame_of(CostLines, full)


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """``book_of``, ``settings``, ``needs_of``, ``lines_of``."""
    return SimpleNamespace(book_of=book_of, settings=settings, needs_of=needs_of, lines_of=lines_of)
