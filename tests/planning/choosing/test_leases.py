"""Leases and subscriptions: how they are classed, paid, and what is capital as a group."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.planning.choosing import aggregates, lease_classes, lease_payments
from techplan.planning.choosing.results import Aggregates, LeaseClasses, LeasePayments
from techplan.planning.costs import cost_lines

LEASE = {
    "financing": "L", "kind": "lease", "start_on": date(2026, 7, 1), "payments": 3, "payment_cents": 10_670_493,
    "payment_months": 12, "interest_rate": Decimal("0.0296"), "in_advance": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "threshold", "classed_as", "reported"),
    [
        ({}, 5_000_000, "lease", True),
        ({}, 31_100_001, "below the threshold", False),
        ({}, 31_099_000, "lease", True),
        ({}, None, "lease", None),
        ({"ownership_at_end": True}, 99_999_999, "financed purchase", True),
        ({"payments": 1}, 0, "short-term", False),
        ({"payments": 1, "most_months": 24}, 0, "lease", True),
        ({"payment_cents": None}, 5_000_000, "lease, value not known", None),
        ({"kind": "subscription"}, 5_000_000, "subscription", True),
        ({"kind": "bond"}, None, "debt", True),
        ({"kind": None}, None, "not known", None),
    ],
)
def test_how_a_financing_is_reported(
    change: dict[str, Any], threshold: int | None, classed_as: str, reported: bool | None, small: Any
) -> None:
    book = small.book_of(
        district=[{"lease_threshold_cents": threshold, "subscription_threshold_cents": threshold}],
        financings=[{**LEASE, **change}],
    )
    frame = lease_classes(book)
    assert LeaseClasses.is_valid(frame)
    row = frame.row(0, named=True)
    assert (row["classed_as"], row["reported"]) == (classed_as, reported)
    assert row["why"]


def test_the_present_value_of_its_payments_is_what_was_lent(small: Any) -> None:
    book = small.book_of(financings=[LEASE])
    assert abs(lease_classes(book)["present_cents"][0] - 31_100_000) <= 1


def test_the_schedule_ends_at_zero_and_falls_in_its_years(small: Any) -> None:
    book = small.book_of(financings=[LEASE])
    frame = lease_payments(book, small.settings(book))
    assert LeasePayments.is_valid(frame)
    assert frame["due_on"].to_list() == [date(2026, 7, 1), date(2027, 7, 1), date(2028, 7, 1)]
    assert frame["fy"].to_list() == [2027, 2028, 2029]
    assert frame["owed_cents"][-1] == 0
    assert frame["interest_cents"][0] == 0
    assert (frame["interest_cents"] + frame["principal_cents"]).to_list() == [10_670_493] * 3


def test_in_arrears_the_first_payment_comes_a_period_later(small: Any) -> None:
    book = small.book_of(financings=[{**LEASE, "in_advance": False, "payment_cents": 10_986_340}])
    frame = lease_payments(book, small.settings(book))
    assert frame["due_on"][0] == date(2027, 7, 1)
    assert frame["interest_cents"][0] == 920_560  # 311,000 × 2.96 %


CLASS = {
    "code": "laptop", "name": "Laptop", "category": "client computers", "unit_price_cents": 150_000, "price_fy": 2027,
    "escalation": Decimal(0),
}  # fmt: skip


def test_a_hundred_laptops_are_significant_together(small: Any) -> None:
    """100 × 1,500 below a 5,000 unit level and above a level of 100,000 for a group (yeo & yeo's question)."""
    book = small.book_of(district=[{"capital_aggregate_threshold_cents": 10_000_000}], asset_classes=[CLASS])
    settings = small.settings(book)
    needs = small.needs_of({"asset_class": "laptop", "paying_fy": 2027, "quantity": 100})
    lines, _, _ = cost_lines(book, needs, settings)
    frame = aggregates(lines, settings)
    assert Aggregates.is_valid(frame)
    row = frame.row(0, named=True)
    assert (row["quantity"], row["amount_cents"], row["unit_threshold_cents"]) == (100, 15_000_000, 500_000)
    assert lines["kind"].to_list() == ["capital"]
    few, _, _ = cost_lines(book, small.needs_of({"asset_class": "laptop", "paying_fy": 2027, "quantity": 66}), settings)
    assert aggregates(few, settings).is_empty()
    part = pl.lit(14_000_000)  # a discount changes who pays, not what was bought
    discounted = lines.with_columns(amount_cents=pl.col("amount_cents") - part, discount_cents=part)
    assert aggregates(discounted, settings).equals(frame)


def test_what_is_leased_enters_the_budget_as_payments_and_not_as_its_price(small: Any) -> None:
    leased = {**CLASS, "lease_payments": 3, "lease_rate": Decimal("0.0296"), "unit_price_cents": 31_100}
    book = small.book_of(asset_classes=[leased])
    needs = small.needs_of({"asset_class": "laptop", "paying_fy": 2028, "quantity": 1000})
    lines, assumptions, _ = cost_lines(book, needs, small.settings(book))
    assert lines.select("fy", "amount_cents", "kind").rows() == [
        (2028, 10_670_493, "operating"), (2029, 10_670_493, "operating"), (2030, 10_670_493, "operating"),
    ]  # fmt: skip
    assert lines["title"][0] == "Laptop, lease payment 1 of 3"
    assert "lease payments after the plan are not counted" in {item.assumption for item in assumptions}


def test_a_lease_that_begins_late_is_paid_on_after_the_plan(small: Any) -> None:
    book = small.book_of(asset_classes=[{**CLASS, "lease_payments": 3}])
    needs = small.needs_of({"asset_class": "laptop", "paying_fy": 2031, "quantity": 1})
    lines, assumptions, _ = cost_lines(book, needs, small.settings(book))
    assert lines["fy"].to_list() == [2031]
    assert lines["amount_cents"].to_list() == [50_000]
    assert "lease without interest" in {item.assumption for item in assumptions}
    assert lines.filter(pl.col("amount_cents") > 50_000).is_empty()
