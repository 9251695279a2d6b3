"""Small Books to prove."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.tables import TABLES
from techplan.planning.inventory.inventory import Inventory, take_inventory
from techplan.planning.inventory.results import INVENTORY

ON = date(2027, 1, 15)
MakeBook = Callable[..., Book]


def rows_of(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a table of the Book, each with only the columns that matter."""
    return pl.DataFrame(rows, schema=TABLES[name].polars_schema(), orient="row") if rows else TABLES[name].empty()


@pytest.fixture
def make_book() -> MakeBook:
    """A Book with two schools, two classes and two models, and the tables given as lists of rows."""
    return a_book


def a_book(**tables: list[dict[str, Any]]) -> Book:
    given: dict[str, list[dict[str, Any]]] = {
        "district": [{"district": "d", "name": "Two Rivers", "state": "OH", "fiscal_year_start_month": 7}],
        "schools": [{"code": "010", "name": "Oak"}, {"code": "020", "name": "Elm"}],
        "asset_classes": [
            {"code": "chromebook", "name": "Chromebook", "category": "client computers"},
            {"code": "projector", "name": "Projector", "category": "peripherals"},
        ],
        "product_models": [
            {"model": "Chromebook 3100", "maker": "Dell", "asset_class": "chromebook"},
            {"model": "EB-X", "maker": "Epson", "asset_class": "projector"},
        ],
        **tables,
    }
    return Book().with_tables(**{name: rows_of(name, rows) for name, rows in given.items()})


def taken(book: Book, on: date = ON) -> Inventory:
    """The Inventory of a Book, every table held against its schema."""
    inventory = take_inventory(book, on=on)
    for name, table in INVENTORY.items():
        frame = inventory.result(name)
        assert table.is_valid(frame), name
        assert frame.equals(frame.sort(table.primary_key())), name
    return inventory


@pytest.fixture
def take() -> Callable[..., Inventory]:
    return taken
