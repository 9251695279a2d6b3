"""Readiness of the example district, and of a Book with nothing in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import techplan
from techplan.planning.plan import Plan
from techplan.planning.readiness import Readiness, readiness_of
from techplan.planning.readiness.results import READINESS

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return techplan.plan(techplan.read_book(LAKESIDE), on=date(2027, 1, 15))


@pytest.fixture(scope="module")
def found(plan: Plan) -> Readiness:
    return readiness_of(plan)


def test_every_table_obeys_its_schema_and_planning_again_gives_the_same(plan: Plan, found: Readiness) -> None:
    again = readiness_of(plan)
    for name, table in READINESS.items():
        assert table.is_valid(found.result(name))
        assert found.result(name).equals(again.result(name))


def test_every_part_is_told_with_sources(found: Readiness) -> None:
    table = found.result("readiness")
    assert table["part"].n_unique() == 6
    with_target = table.filter(pl.col("target").is_not_null())
    assert with_target["source"].null_count() == 0
    known = table.filter(pl.col("standing") == "ready")
    assert known["confirmed"].all()
    assert table.filter(pl.col("standing") == "unknown")["gap"].null_count() == (table["standing"] == "unknown").sum()


def test_devices_add_up(plan: Plan, found: Readiness) -> None:
    """All that is in service is somebody's, or past support; what the plan has in service is its stock."""
    table = found.result("readiness_devices")
    split = pl.sum_horizontal("student_devices", "educator_devices", "staff_devices", "other_devices", "beyond_support")
    assert table.filter(split != pl.col("in_service")).is_empty()
    computers = plan.book.asset_classes.filter(pl.col("category") == "client computers")["code"].implode()
    stock = (
        plan.stock.filter(pl.col("asset_class").is_in(computers)).group_by("school", "fy").agg(pl.col("closing").sum())
    )
    ends = table.filter((pl.col("at") == "year end") & (pl.col("school") != "(district)"))
    both = ends.join(stock, on=["school", "fy"], how="left").with_columns(pl.col("closing").fill_null(0))
    assert both.filter(pl.col("in_service") != pl.col("closing")).is_empty()


def test_pioneers_link_is_the_first_to_be_outgrown(found: Readiness, ready: Any) -> None:
    """333 to 378 Mbps within 364 days is 13.6 % a year; 1,000 are passed after ln(1000/378)/ln 1.1355 = 7.66 years."""
    row = ready.row(found, "Internet until", "030")
    assert (row["standing"], row["value"]) == ("not ready", Decimal(2034))


def test_a_book_with_nothing_in_it_on_any_day() -> None:
    for on in (date(2027, 1, 15), date(2005, 6, 30)):
        found = readiness_of(techplan.plan(techplan.Book(), on=on))
        for name, table in READINESS.items():
            assert table.is_valid(found.result(name))
        assert set(found.result("readiness")["standing"].to_list()) <= {"unknown"}
        for name in ("readiness_devices", "readiness_content", "readiness_gates"):
            assert found.result(name).is_empty()
