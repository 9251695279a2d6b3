"""The whole pipeline, against a district that can be worked out on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.planning.plan import Plan, plan
from techplan.planning.results import RESULTS

ON = date(2026, 11, 25)

CLASSES = [
    {"code": code, "name": code, "category": category, "life_months": life, "refresh_rule": "age",
     "unit_price_cents": price, "price_fy": 2027, "tier": 2, "certified_life_months": 60}
    for code, category, life, price in (
        ("chromebook", "client computers", 48, 33_000),
        ("laptop", "client computers", 60, 95_000),
        ("projector", "peripherals", 84, 120_000),
    )
]  # fmt: skip
BOUGHT = [
    (120, "chromebook", date(2022, 8, 15)),
    (80, "chromebook", date(2024, 7, 20)),
    (25, "laptop", date(2023, 3, 10)),
    (10, "projector", date(2015, 9, 1)),
]


def assets() -> list[dict[str, Any]]:
    return [
        {"asset": f"{code}-{since}-{number}", "asset_class": code, "in_service_on": since}
        for items, code, since in BOUGHT
        for number in range(items)
    ]


@pytest.fixture
def worked(small: Any) -> Book:
    district = [{"horizon_years": 10, "deployment_policy": "as due", "first_day_of_school": "08-20"}]
    book: Book = small.book_of(district=district, asset_classes=CLASSES, assets=assets())
    return book


def dollars_by_year(made: Plan) -> dict[int, int]:
    sums = made.schedule.group_by("fy").agg(pl.col("amount_cents").sum()).sort("fy")
    return dict(sums.iter_rows())


def test_the_worked_districts_dollars(worked: Book) -> None:
    made = plan(worked, on=ON)
    by_year = dollars_by_year(made)
    assert [by_year[fy] for fy in range(2027, 2032)] == [5_160_000, 2_446_250, 2_800_800, 0, 4_457_040]
    assert made.schedule.filter(pl.col("fy") == 2027)["backlog_cents"].sum() == 1_200_000
    assert made.totals()["backlog_cents"] == 1_200_000


def test_a_year_without_need_is_shown_as_zero(worked: Book) -> None:
    years = plan(worked, on=ON).budget_years
    assert years.filter(pl.col("fy") == 2030)["amount_cents"].to_list() == [0, 0]
    assert years["fy"].unique().sort().to_list() == list(range(2027, 2037))


def test_open_orders_leave_less_to_pay(worked: Book) -> None:
    order = {"order": "P1", "line": "1", "asset_class": "chromebook", "quantity": 50, "ordered_on": date(2026, 7, 1)}
    ordered = worked.with_tables(purchase_orders=pl.DataFrame([order]))
    assert dollars_by_year(plan(ordered, on=ON))[2027] == 70 * 33_000 + 1_200_000


def test_every_amount_ties(worked: Book) -> None:
    funds = [{"fund": "001", "name": "General", "kind": "general"}]
    balances = [{"fund": "001", "fy": fy, "opening_cents": 0, "revenue_cents": 3_000_000} for fy in range(2027, 2037)]
    made = plan(
        worked.with_tables(funds=pl.DataFrame(funds), fund_balances=pl.DataFrame(balances)),
        on=ON,
    )
    lines, years = made.cost_lines, made.budget_years
    needed = int(lines["amount_cents"].sum())
    assert needed == int(years["amount_cents"].sum()) == int(made.schedule["amount_cents"].sum())
    assert int(made.needs["quantity"].sum()) == int(lines["quantity"].sum()) == int(made.schedule["quantity"].sum())
    paid, unpaid = int(made.allocations["amount_cents"].sum()), int(made.unfunded["amount_cents"].sum())
    assert paid + unpaid == needed == made.totals()["needed_cents"]
    assert paid == int(years["funded_cents"].sum()) == int(made.fund_years["spent_cents"].sum())
    assert unpaid > 0


def test_results_obey_their_schemas_and_remember_how_they_were_made(worked: Book) -> None:
    made = plan(worked, on=ON, seed=7)
    for name, table in RESULTS.items():
        table.validate(made.result(name))
    assert (made.on, made.known, made.seed) == (ON, ON, 7)
    assert made.book_fingerprint == worked.fingerprint()


def test_the_horizon_can_be_shortened_and_progress_is_told(worked: Book) -> None:
    told: list[tuple[str, float]] = []
    made = plan(worked, on=ON, years=2, progress=lambda what, share: told.append((what, share)))
    assert dollars_by_year(made) == {2027: 5_160_000, 2028: 2_446_250}
    shares = [share for _, share in told]
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_book_with_nothing_in_it_gives_a_plan_with_nothing_in_it(small: Any) -> None:
    made = plan(small.book_of(district=[]), on=ON)
    assert made.totals() == dict.fromkeys(made.totals(), 0)
