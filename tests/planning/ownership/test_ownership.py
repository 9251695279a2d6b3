"""Total cost of ownership against published figures and hand calculations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import techplan
from techplan.book.book import Book
from techplan.book.tables import TABLES
from techplan.planning.ownership import device_costs, users_time
from techplan.planning.ownership.users_time import sampling_margin
from techplan.planning.plan import Plan
from techplan.planning.worth import WORTH

ON = date(2027, 1, 15)


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=TABLES[name].polars_schema(), orient="row")


def a_book(**tables: list[dict[str, Any]]) -> Book:
    return Book().with_tables(**{name: table(name, *rows) for name, rows in tables.items()})


DISTRICT = {"district": "d", "name": "D", "first_plan_year": 2027, "horizon_years": 3, "escalation": Decimal(0)}
SCHOOL = {"code": "010", "name": "Oak", "instructional": True}


def planned(**tables: list[dict[str, Any]]) -> Plan:
    book = a_book(**{"district": [DISTRICT], "schools": [SCHOOL], **tables})
    plan = techplan.plan(book, on=ON)
    for name, schema in WORTH.items():
        assert schema.is_valid(plan.result(name)), name
    return plan


def account(plan: Plan, name: str) -> dict[str, Any]:
    return plan.worth.result("ownership").filter(pl.col("account") == name).row(0, named=True)


def test_project_red_a_pupils_device_over_four_years_with_its_spares() -> None:
    """500 pupils, 5 % spares, 250 and 150 dollars over four years: 26.25 dollars a pupil and year between them."""
    costs = []
    for price in (25_000, 15_000):
        device = {
            "code": "tablet", "name": "Tablet", "category": "client computers", "life_months": 48,
            "unit_price_cents": price, "price_fy": 2027, "refresh_rule": "age",
        }  # fmt: skip
        plan = planned(
            asset_classes=[device],
            enrollment=[{"school": "010", "grade": "5", "fy": 2027, "students": 500}],
            standards=[
                {
                    "standard": "s",
                    "kind": "device",
                    "asset_class": "tablet",
                    "driver": "student",
                    "spare_share": Decimal("0.05"),
                }
            ],
        )
        costs.append(account(plan, "client computers")["amount_cents"])
    assert costs == [3_281_250, 1_968_750]  # 525 × 250 ÷ 4 and 525 × 150 ÷ 4 dollars
    assert (costs[0] - costs[1]) / 500 == 2625  # 3,837 − 26.25 = 3,810.75 for each student and year
    assert 383_700 - (costs[0] - costs[1]) / 500 == 381_075


def test_one_desktop_with_its_support() -> None:
    """Council Rock: 600 + (0.25 + 0.5 + 6) hours at 45 = 903.75 in the first year."""
    assert 60_000 + (Decimal("0.25") + Decimal("0.5") + 6) * 4_500 == 90_375
    book = a_book(
        assets=[{"asset": "a", "asset_class": "c", "cost_cents": 60_000}],
        asset_classes=[{"code": "c", "name": "Desktop", "category": "client computers"}],
        incidents=[{"incident": "1", "asset": "a", "hours": Decimal("6.75"), "cost_cents": 30_375}],
    )
    assert device_costs(book)["total_cents"].to_list() == [90_375]


def test_straight_line_daily_cost() -> None:
    """Florida: 500 dollars over three years are 0.93 a school day of 180, 0.46 a day of 365."""
    book = a_book(
        assets=[{"asset": "a", "asset_class": "c", "cost_cents": 50_000}],
        asset_classes=[{"code": "c", "name": "Laptop", "category": "client computers", "life_months": 36}],
    )
    yearly = device_costs(book)["yearly_cents"][0]
    assert (round(yearly / 180), round(yearly / 365)) == (93, 46)


@pytest.mark.parametrize(("sharers", "repair", "total"), [(3, 0, 210_000), (3, 7_500, 217_500), (2, 7_500, 222_500)])
def test_a_contract_that_devices_share(sharers: int, repair: int, total: int) -> None:
    """1,500 + 500 warranty + 300 shared by three = 2,100; a repair of 75 makes 2,175; with two sharers 2,225."""
    assets = [{"asset": f"a{n}", "asset_class": "c", "cost_cents": 150_000} for n in range(sharers)]
    book = a_book(
        asset_classes=[{"code": "c", "name": "Laptop", "category": "client computers"}],
        assets=assets,
        agreements=[
            {
                "agreement": "W",
                "title": "Warranty",
                "category": "external services",
                "basis": "flat",
                "amount_cents": 50_000,
            },
            {
                "agreement": "C",
                "title": "Contract",
                "category": "external services",
                "basis": "flat",
                "amount_cents": 30_000,
            },
        ],
        coverage=[
            {"coverage": "1", "agreement": "W", "asset": "a0"},
            *({"coverage": f"c{n}", "agreement": "C", "asset": f"a{n}"} for n in range(sharers)),
        ],
        incidents=[{"incident": "1", "asset": "a0", "cost_cents": repair}],
    )
    costs = device_costs(book)
    assert costs["total_cents"][0] == total
    assert costs["agreements_cents"].sum() == 80_000  # the budget counts the contract once
    plan = techplan.plan(book.with_tables(district=table("district", DISTRICT)), on=ON)
    budget = plan.cost_lines.filter((pl.col("source_table") == "agreements") & (pl.col("fy") == 2027))
    assert budget["amount_cents"].sum() == 80_000


def test_shares_that_do_not_divide_add_up() -> None:
    assets = [{"asset": f"a{n}", "asset_class": "c"} for n in range(7)]
    agreement = {"agreement": "C", "title": "t", "category": "software", "basis": "flat", "amount_cents": 100}
    book = a_book(
        assets=assets, agreements=[agreement], coverage=[{"coverage": "1", "agreement": "C", "asset_class": "c"}]
    )
    assert device_costs(book)["agreements_cents"].to_list() == [15, 15, 14, 14, 14, 14, 14]


def test_without_a_survey_indirect_cost_is_not_measured_and_never_zero() -> None:
    plan = planned()
    row = account(plan, "users' time")
    assert (row["measured"], row["amount_cents"]) == (False, None)
    ratios = plan.worth.result("ownership_ratios")
    assert ratios.filter(pl.col("measure").is_in(["indirect labour", "total"]))["amount_cents"].null_count() == 8
    assert ratios.filter((pl.col("measure") == "direct") & (pl.col("per") == "school"))["amount_cents"].to_list() == [0]
    readings = plan.worth.result("ownership_readings")["reading"].to_list()
    assert "not measured: users' time" in readings


SURVEY = {
    "survey": "2026-teachers", "fy": 2026, "role": "teacher", "people": 100, "asked": 40, "answered": 25,
    "formal_training_hours": Decimal(6), "casual_learning_hours": Decimal(20), "self_support_hours": Decimal(30),
    "files_hours": Decimal(4), "downtime_hours": Decimal(10), "hourly_cost_cents": 4_000,
}  # fmt: skip


def test_users_time_is_hours_times_people_times_the_hour() -> None:
    plan = planned(time_survey=[SURVEY])
    assert account(plan, "self and peer support")["amount_cents"] == 30 * 100 * 4_000
    rows = plan.worth.result("ownership").filter(pl.col("group") == "indirect labour")
    assert rows["amount_cents"].sum() == 70 * 100 * 4_000
    assert plan.cost_lines.is_empty()  # never part of what must be funded


def test_the_surveys_error_by_hand() -> None:
    # 1.96 × 20 ÷ √25 × √(75 ÷ 99) × 100 persons × 40.00
    by_hand = 1.959963984540054 * 20 / 5 * (75 / 99) ** 0.5 * 100 * 4_000
    assert sampling_margin(Decimal(20), 25, 100, 4_000) == round(by_hand)
    assert sampling_margin(Decimal(20), 100, 100, 4_000) == 0  # all were asked: no error of sampling
    assert sampling_margin(None, 25, 100, 4_000) is None
    assert sampling_margin(Decimal(20), 1, 100, 4_000) is None


def test_an_hour_without_a_cost_is_not_zero() -> None:
    book = a_book(time_survey=[{**SURVEY, "hourly_cost_cents": None}])
    assert users_time(book)["amount_cents"].null_count() == 5


def test_labour_by_activity_adds_up_to_the_positions() -> None:
    plan = planned(
        support_staff=[
            {"position": "T", "title": "Technician", "fte": Decimal(1), "salary_cents": 5_000_001,
             "benefits_cents": 0, "price_fy": 2027}
        ],
        staff_activities=[
            {"position": "T", "activity": "help desk", "share": Decimal("0.5")},
            {"position": "T", "activity": "operations", "share": Decimal("0.25")},
        ],
    )  # fmt: skip
    rows = plan.worth.result("ownership").filter(pl.col("group") == "direct labour")
    assert rows["amount_cents"].sum() == 5_000_001
    assert account(plan, "not shared out by activity")["amount_cents"] == 1_250_000


def test_energy_is_power_times_hours_times_price() -> None:
    device = {
        "code": "c", "name": "Panel", "category": "peripherals", "life_months": 120, "watts": Decimal(200),
        "hours_per_year": Decimal(1_000), "unit_price_cents": 100, "price_fy": 2027,
    }  # fmt: skip
    assets = [
        {"asset": f"a{n}", "asset_class": "c", "school": "010", "in_service_on": date(2026, 8, 1)} for n in range(10)
    ]
    plan = planned(district=[{**DISTRICT, "price_per_kwh_cents": 15}], asset_classes=[device], assets=assets)
    assert account(plan, "energy")["amount_cents"] == 10 * 200 * 15  # 10 × 0.2 kW × 1,000 h × 0.15
    assert account(planned(asset_classes=[device], assets=assets), "energy")["measured"] is False


def test_thin_support_is_read_from_the_balance() -> None:
    staff = {
        "position": "T",
        "title": "T",
        "fte": Decimal(1),
        "salary_cents": 10_000_000,
        "benefits_cents": 0,
        "price_fy": 2027,
    }
    readings = planned(time_survey=[SURVEY], support_staff=[staff]).worth.result("ownership_readings")
    says = dict(readings.select("reading", "says").iter_rows())
    assert says["support and self-support"].startswith("Users spend more on helping themselves")
    assert says["devices per technician"].startswith("Fewer devices")
