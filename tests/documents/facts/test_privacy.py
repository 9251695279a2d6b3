"""Small counts of assistive technology stay off the paper, and nobody can subtract them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import techplan
from techplan.book.book import Book
from techplan.book.tables import TABLES
from techplan.documents.facts import facts_of
from techplan.documents.facts.privacy import WITH_OTHERS, private_classes
from techplan.planning.plan import Plan


def planned(private: bool, count: int = 3) -> Plan:
    def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
        return pl.DataFrame(list(rows), schema=TABLES[name].polars_schema(), orient="row")

    device = {"category": "client computers", "unit_price_cents": 10_000, "price_fy": 2027}
    asked = {"kind": "device", "driver": "stated count"}
    book = Book().with_tables(
        district=table(
            "district",
            {"district": "d", "name": "D", "first_plan_year": 2027, "horizon_years": 2, "escalation": Decimal(0)},
        ),
        asset_classes=table(
            "asset_classes",
            {"code": "at", "name": "Speech tablet", "private": private, **device},
            {"code": "laptop", "name": "Laptop", **device},
        ),
        standards=table(
            "standards",
            {"standard": "a", "asset_class": "at", "stated_count": count, "mandate": "IEP", **asked},
            {"standard": "b", "asset_class": "laptop", "stated_count": 50, **asked},
        ),
    )  # fmt: skip
    return techplan.plan(book, on=date(2027, 1, 15))


def test_a_private_class_stands_with_the_largest_other() -> None:
    grid = facts_of(planned(private=True)).grid("schedule-class-items")
    assert [row.cells[0] for row in grid.rows] == [f"Laptop, {WITH_OTHERS}", "In all"]
    assert [row.cells[1] for row in grid.rows] == ["53", "53"]
    largest = facts_of(planned(private=True)).grid("largest")
    row = next(row for row in largest.rows if row.cells[0] == "Speech tablet") if any(
        row.cells[0] == "Speech tablet" for row in largest.rows
    ) else None  # fmt: skip
    assert row is None or row.cells[2:4] == ("–", "–")


@pytest.mark.parametrize(("private", "count"), [(False, 3), (True, 10)])
def test_other_classes_and_larger_counts_are_shown(private: bool, count: int) -> None:
    plan = planned(private, count)
    assert private_classes(plan) == frozenset()
    labels = [row.cells[0] for row in facts_of(plan).grid("schedule-class-items").rows]
    assert labels == ["Speech tablet", "Laptop", "In all"]
