"""Lakeside planned once, and an empty Book, for the report on who pays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import techplan
from techplan.planning.plan import Plan

BOOK = Path(__file__).parents[3] / "examples" / "lakeside"
DAY = date(2027, 1, 15)


@pytest.fixture(scope="session")
def lakeside() -> Plan:
    return techplan.plan(techplan.read_book(BOOK), on=DAY)


@pytest.fixture(scope="session")
def lakeside_with() -> Callable[..., Plan]:
    """Lakeside with columns of its funds changed, and of its fund balances, and nothing put off."""

    def planned(balances: dict[str, pl.Expr] | None = None, **columns: pl.Expr) -> Plan:
        book = techplan.read_book(BOOK)
        tables = {
            "funds": book.funds.with_columns(**columns),
            "fund_balances": book.fund_balances.with_columns(**(balances or {})),
        }
        return techplan.plan(book.with_tables(**tables), on=DAY, slipping=False)

    return planned


@pytest.fixture(scope="session")
def nothing() -> Plan:
    return techplan.plan(techplan.Book(), on=DAY)
