"""Whole plans of any small district: nothing stops them, every table obeys its schema, and every amount ties."""

from __future__ import annotations

import random
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.planning.plan import Plan, plan
from techplan.planning.results import RESULTS

Row = dict[str, Any]

CLASSES = ("a", "b", "old")
GRADES = ("PK", "KG", "1", "5", "8", "9", "12", "13", "UG", "AE")
FUNDS = ("001", "003", "g")


def any_day(rng: random.Random, first: int, last: int) -> date:
    return date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def maybe(rng: random.Random, share: float, value: Any) -> Any:
    return value if rng.random() < share else None


def cents(rng: random.Random) -> int:
    return rng.choice([0, 1, 3, 99, rng.randint(0, 10_000_000)])


def things(rng: random.Random) -> dict[str, list[Row]]:
    """Schools, classes, assets, orders and standards."""
    return {
        "district": [
            {
                "fiscal_year_start_month": rng.choice([1, 7, 10]), "first_plan_year": rng.choice([2026, 2027, 2028]),
                "horizon_years": rng.choice([1, 2, 5, 30]), "first_day_of_school": rng.choice([None, "08-31"]),
                "deployment_policy": rng.choice([None, "as due", "summer before", "summer after"]),
                "capital_unit_threshold_cents": rng.choice([None, 0, 500_000]),
                "capital_aggregate_threshold_cents": rng.choice([None, 0, 20_000]),
            }
        ],
        "schools": [
            {"code": "N", "name": "North", "opens_fy": maybe(rng, 0.2, 2029)},
            {"code": "S", "name": "South", "closes_fy": maybe(rng, 0.2, 2028)},
        ],
        "asset_classes": [
            {
                "code": code, "name": code, "category": rng.choice(TCO_CATEGORIES),
                "life_months": rng.choice([None, 0, 1, 7, 36, 60]), "unit_price_cents": maybe(rng, 0.8, cents(rng)),
                "refresh_rule": rng.choice(["age", "earlier of both", "as directed", "grade entry", None]),
                "entry_grades": rng.choice([None, "9", "KG;5;9", "PK", "12", "13"]),
                "attrition": rng.choice([None, "0.07", "0.5", "1"]), "price_fy": maybe(rng, 0.7, 2025),
                "escalation": rng.choice([None, "-0.5", "0", "0.031", "1"]), "tier": rng.choice([None, 1, 2, 4]),
                "replacement_class": rng.choice([None, None, *CLASSES]), "lead_time_months": rng.choice([None, 4, 30]),
                "may_slip_years": rng.choice([None, 1, 2]), "whole": rng.choice([None, None, True]),
            }
            for code in CLASSES
        ],
        "assets": [
            {
                "asset": f"{n}", "asset_class": maybe(rng, 0.9, rng.choice(CLASSES)),
                "school": rng.choice(["N", "S", None]), "grade": maybe(rng, 0.6, rng.choice(GRADES)),
                "in_service_on": maybe(rng, 0.9, any_day(rng, 2018, 2026)),
                "support_end": maybe(rng, 0.5, any_day(rng, 2024, 2034)),
                "replace_on": maybe(rng, 0.1, any_day(rng, 2024, 2032)), "status": rng.choice([None, "missing"]),
            }
            for n in range(rng.randint(0, 40))
        ],
        "purchase_orders": [
            {
                "order": f"{n}", "line": "1", "asset_class": maybe(rng, 0.8, rng.choice(CLASSES)), "quantity": 5,
                "school": rng.choice(["N", None]), "expected_on": maybe(rng, 0.5, any_day(rng, 2025, 2031)),
            }
            for n in range(rng.randint(0, 3))
        ],
        "standards": [
            {
                "standard": f"{n}", "kind": "device", "asset_class": rng.choice(CLASSES), "ratio": "0.7",
                "driver": rng.choice(["student", "teacher", "school", "district", "as installed", "stated count"]),
                "stated_count": 3, "spare_share": maybe(rng, 0.5, "0.05"), "pilot_share": maybe(rng, 0.3, "0.25"),
                "first_fy": maybe(rng, 0.5, rng.randint(2025, 2030)), "hand_down_to": maybe(rng, 0.4, "b"),
            }
            for n in range(rng.randint(0, 4))
        ],
        "enrollment": [
            {"school": school, "grade": grade, "fy": fy, "students": rng.randint(0, 9)}
            for school in "NS" for grade in GRADES for fy in (2027, 2029) if rng.random() < 0.6
        ],
        "staff": [{"school": "N", "role": "teacher", "fy": 2027, "fte": "2.5"}],
    }  # fmt: skip


def money(rng: random.Random) -> dict[str, list[Row]]:
    """Agreements, positions, initiatives, financings, and the funds and awards that may pay."""
    return {
        "agreements": [
            {
                "agreement": f"{n}", "title": "t", "category": rng.choice(TCO_CATEGORIES), "amount_cents": cents(rng),
                "basis": rng.choice(["flat", "per student", "per staff", "per device", "per school"]),
                "asset_class": maybe(rng, 0.4, "a"),
                "start_on": rng.choice([None, date(2024, 2, 29), date(2028, 9, 1)]),
                "end_on": maybe(rng, 0.5, any_day(rng, 2024, 2032)), "term_months": rng.choice([None, 1, 12, 36]),
                "renews": rng.choice([None, True, False]), "price_lock_end": maybe(rng, 0.3, date(2028, 6, 30)),
                "may_slip_years": rng.choice([None, 1]),
            }
            for n in range(rng.randint(0, 4))
        ],
        "support_staff": [{"position": "p", "title": "t", "fte": "0.33", "salary_cents": maybe(rng, 0.7, cents(rng))}],
        "initiatives": [{"initiative": "i", "title": "i", "may_slip_years": rng.choice([None, 1, 2])}],
        "initiative_costs": [
            {
                "cost": f"{n}", "initiative": "i", "fy": rng.randint(2025, 2031), "category": "network",
                "amount_cents": cents(rng), "recurring": rng.choice([None, True]),
            }
            for n in range(rng.randint(0, 3))
        ],
        "financings": [
            {
                "financing": "f", "fund": maybe(rng, 0.5, "001"), "start_on": maybe(rng, 0.9, date(2024, 1, 31)),
                "payments": rng.choice([None, 0, 1, 60]), "payment_cents": cents(rng),
                "payment_months": rng.choice([None, 1]),
            }
        ],
        "funds": [
            {
                "fund": fund, "name": fund, "kind": rng.choice(["general", "levy"]),
                "pays": rng.choice([None, "capital", "operating"]), "first_fy": maybe(rng, 0.2, 2028),
                "pays_categories": maybe(rng, 0.3, "network;software"), "minimum_life_months": maybe(rng, 0.3, 36),
            }
            for fund in FUNDS
        ],
        "fund_balances": [
            {
                "fund": fund, "fy": fy, "opening_cents": maybe(rng, 0.6, rng.choice([-5_000, cents(rng)])),
                "revenue_cents": maybe(rng, 0.7, cents(rng)), "floor_cents": maybe(rng, 0.3, rng.randint(0, 9_999)),
            }
            for fund in FUNDS for fy in range(2025, 2031) if rng.random() < 0.5
        ],
        "awards": [
            {
                "award": f"{n}", "fund": rng.choice(FUNDS), "amount_cents": cents(rng),
                "first_obligation_on": maybe(rng, 0.6, any_day(rng, 2024, 2030)),
                "last_obligation_on": maybe(rng, 0.6, any_day(rng, 2024, 2032)),
                "carryover": rng.choice([None, True, False]), "spent_cents": maybe(rng, 0.4, 500),
            }
            for n in range(3)
        ],
        "award_shares": [
            {"award": "0", "category": "network", "minimum_share": maybe(rng, 0.5, "0.2"), "maximum_share": "0.333333"}
        ],
        "appropriations": [
            {
                "appropriation": f"{n}", "fund": rng.choice(FUNDS), "fy": rng.randint(2026, 2030),
                "stage": rng.choice([None, "annual", "supplemental"]), "amount_cents": rng.choice([-100, cents(rng)]),
            }
            for n in range(rng.randint(0, 4))
        ],
        "transfers": [
            {
                "transfer": f"{n}", "from_fund": rng.choice(FUNDS), "to_fund": rng.choice(FUNDS),
                "fy": rng.randint(2026, 2030), "amount_cents": cents(rng),
            }
            for n in range(rng.randint(0, 3))
        ],
    }  # fmt: skip


def total(frame: pl.DataFrame, column: str = "amount_cents") -> int:
    return int(frame[column].sum())


def needs_tie(made: Plan) -> None:
    """Every need with a price is one line and no other; the schedule counts every item and cent once."""
    priced = made.book.asset_classes.filter(pl.col("unit_price_cents").is_not_null())["code"].to_list()
    lines = made.cost_lines.filter(pl.col("source_table") == "needs")
    wanted = made.needs.filter(pl.col("asset_class").is_in(priced))
    assert sorted(wanted["need"]) == sorted(lines["source_key"])
    assert total(wanted, "quantity") == lines["quantity"].sum()
    assert total(made.schedule, "quantity") == total(made.needs, "quantity")
    assert total(made.schedule) == total(lines)


def stock_flows(made: Plan) -> None:
    """Each year opens with what the one before closed with."""
    stock = made.stock.sort("school", "asset_class", "fy")
    after = stock.with_columns(next=pl.col("opening").shift(-1).over("school", "asset_class")).drop_nulls("next")
    assert after["next"].equals(after["closing"].rename("next"))
    inflow = pl.col("received") + pl.col("handed_in") + pl.col("bought")
    flows = pl.col("opening") - pl.col("lost") - pl.col("retired") + inflow == pl.col("closing")
    assert stock.select(flows.all()).item() or stock.is_empty()


def money_ties(made: Plan) -> None:
    """Nothing is paid twice, nor past a floor, an appropriation or a window."""
    totals = made.totals()
    assert totals["funded_cents"] + totals["unfunded_cents"] == totals["needed_cents"] == total(made.budget_years)
    paid = made.allocations.join(made.cost_lines, on="line", suffix="_owed")
    assert paid.height == made.allocations.height
    by_line = paid.group_by("line").agg(pl.col("amount_cents").sum(), pl.col("amount_cents_owed").first())
    assert by_line.filter(pl.col("amount_cents") > pl.col("amount_cents_owed")).is_empty()
    years = made.fund_years
    assert total(years, "spent_cents") == totals["funded_cents"]
    spent = years.filter(pl.col("spent_cents") > 0)
    assert spent.filter(pl.col("closing_cents") < pl.col("floor_cents")).is_empty()
    by_fund = years.group_by("fund", "fy").agg(pl.col("spent_cents").sum(), pl.col("appropriated_cents").max())
    most = pl.max_horizontal("appropriated_cents", pl.lit(0, pl.Int64))
    over = pl.col("appropriated_cents").is_not_null() & (pl.col("spent_cents") > most)
    assert by_fund.filter(over).is_empty()
    in_window = paid.join(made.book.awards, on=["fund", "award"]).filter(
        (pl.col("pay_on") < pl.col("first_obligation_on")) | (pl.col("pay_on") > pl.col("last_obligation_on"))
    )
    assert in_window.is_empty()


def waiting_is_worth_it(made: Plan, as_due: Plan) -> None:
    """What waits is paid later than it fell due, and leaves less unfunded, tier by tier, than if nothing waited."""
    assert made.slips.filter(pl.col("to_fy") <= pl.col("from_fy")).is_empty()
    assert set(made.slips["line"]) <= set(as_due.cost_lines["line"])
    weighed = [f"tier {tier} weighed unfunded cents" for tier in (1, 2, 3, 4)]
    missed, otherwise = ([int(plan.solver.get(name, 0)) for name in weighed] for plan in (made, as_due))
    assert missed < otherwise if made.slips.height else missed == otherwise


@pytest.mark.parametrize("seed", range(40))
def test_any_small_district_has_a_plan_that_ties(seed: int, small: SimpleNamespace) -> None:
    rng = random.Random(seed)
    book = small.book_of(**things(rng), **money(rng))
    on = rng.choice([date(2025, 11, 25), date(2026, 7, 20), date(2026, 11, 25), date(2028, 3, 1)])
    made = plan(book, on=on)
    for name, table in RESULTS.items():
        table.validate(made.result(name))
    needs_tie(made)
    stock_flows(made)
    money_ties(made)
    waiting_is_worth_it(made, plan(book, on=on, slipping=False))
    again = plan(book, on=on)
    assert all(made.result(name).equals(again.result(name)) for name in RESULTS)
    assert made.solver == again.solver
