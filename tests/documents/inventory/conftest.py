"""Inventories written by hand from the schemas: no finder, no counting and no rules are needed to set a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book, make_book
from techplan.book.columns import Table
from techplan.book.tables import TABLES
from techplan.documents.facts.shapes import Grid
from techplan.documents.report import Report
from techplan.planning.inventory.inventory import Inventory
from techplan.planning.inventory.results import INVENTORY

ON = date(2027, 1, 15)
Rows = list[dict[str, Any]]
Take = Callable[..., Inventory]


def _frame(table: type[Table], rows: Rows) -> pl.DataFrame:
    schema = table.polars_schema()
    for row in rows:
        assert set(row) <= set(schema), set(row) - set(schema)
    whole = [{name: row.get(name) for name in schema} for row in rows]
    return pl.DataFrame(whole, schema=schema, orient="row").sort(table.primary_key())


def _book(tables: dict[str, Rows]) -> Book:
    district = {"district": "two-rivers", "name": "Two Rivers Schools", "state": "OH", "fiscal_year_start_month": 7}
    schools = [{"code": "010", "name": "Birch School"}, {"code": "020", "name": "Dune School"}]
    given: dict[str, Rows] = {"district": [district], "schools": schools, **tables}
    return make_book({name: _frame(TABLES[name], rows) for name, rows in given.items()})


@pytest.fixture
def take() -> Take:
    """An Inventory of the result tables given by name, each checked against its schema; ``book`` has Book tables."""

    def made(book: dict[str, Rows] | None = None, **tables: Rows) -> Inventory:
        frames: dict[str, Any] = {
            name: table.validate(_frame(table, tables.pop(name, []))) for name, table in INVENTORY.items()
        }
        assert not tables, tables
        taken = _book(book or {})
        return Inventory(
            book=taken, on=ON, known=ON, book_fingerprint=taken.fingerprint(), rules_fingerprint="r", **frames
        )

    return made


@pytest.fixture
def grid_of() -> Callable[[Report, str], Grid]:
    """A grid of a report by its id."""

    def found(report: Report, name: str) -> Grid:
        (one,) = [grid for grid in report.grids() if grid.id == name]
        return one

    return found


@pytest.fixture
def cells() -> Callable[..., list[dict[str, str]]]:
    """The rows of a grid as dicts by head, of one role."""

    def listed(grid: Grid, role: str = "body") -> list[dict[str, str]]:
        heads = [head.label for head in grid.head]
        return [dict(zip(heads, row.cells, strict=True)) for row in grid.rows if row.role == role]

    return listed


@pytest.fixture
def a_record() -> Callable[..., dict[str, Any]]:
    """One line of a property record with every field filled; what a test gives overrides it."""

    def made(asset: str, **fields: Any) -> dict[str, Any]:
        whole = {
            "description": "Server X", "serial": f"S-{asset}", "fund": "507", "award": "E2", "fain": "S425D210000",
            "title_holder": "Two Rivers", "acquired_on": date(2022, 8, 1), "cost_cents": 750_000,
            "federal_share": Decimal(1), "location": "Birch School, room 12", "used_for": "classroom",
            "condition": "good", "kind": "equipment", "threshold_cents": 500_000, "why": "by the rule",
        }  # fmt: skip
        return {"asset": asset, **whole, **fields}

    return made
