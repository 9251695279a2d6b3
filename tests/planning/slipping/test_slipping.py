"""What waits where money is short, by hand: a line takes its whole chain along, and is worth the wait."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from techplan.planning.plan import Plan, plan

ON = date(2026, 11, 25)
LAPTOP = {
    "code": "laptop", "name": "Laptop", "category": "client computers", "life_months": 48, "unit_price_cents": 100_000,
    "price_fy": 2027, "refresh_rule": "age", "may_slip_years": 1, "tier": 2, "attrition": "0",
}  # fmt: skip


def revenue(**by_fy: int) -> list[dict[str, Any]]:
    """``fy2029=100`` is 100 whole dollars of new money in FY2029."""
    return [
        {"fund": "001", "fy": int(year[2:]), "opening_cents": 0 if year == "fy2027" else None,
         "revenue_cents": 100 * dollars}
        for year, dollars in {"fy2027": 0, **by_fy}.items()
    ]  # fmt: skip


def planned(small: Any, money: Any, *, growth: str = "0", slipping: bool = True, **tables: Any) -> Plan:
    district = {"escalation": Decimal(growth), "horizon_years": 8, "deployment_policy": "as due"}
    book = small.book_of(
        district=[district], schools=[{"code": "N", "name": "North"}],
        funds=[{"fund": "001", "name": "General", "kind": "general"}], fund_balances=money, **tables,
    )  # fmt: skip
    return plan(book, on=ON, slipping=slipping)


def laptops(number: int, **more: Any) -> dict[str, Any]:
    """In service on 1 August 2023, so due on 1 August 2027, in FY2028, and again in FY2032."""
    return {
        "asset_classes": [{**LAPTOP, **more}],
        "assets": [{"asset": f"{n}", "asset_class": "laptop", "school": "N", "in_service_on": date(2023, 8, 1)}
                   for n in range(number)],
    }  # fmt: skip


def bought(made: Plan) -> dict[int, int]:
    return dict(made.needs.group_by("paying_fy").agg(pl.col("quantity").sum()).sort("paying_fy").iter_rows())


def waits(made: Plan) -> list[tuple[Any, ...]]:
    return made.slips.select("from_fy", "to_fy", "quantity", "amount_cents", "later_cents").rows()


def short(made: Plan) -> int:
    return int(made.unfunded["amount_cents"].sum())


def test_a_replacement_waits_for_money_and_its_next_one_moves_with_it(small: Any) -> None:
    """100 laptops due in FY2028 and FY2032; money for them comes in FY2029 and FY2033."""
    money = revenue(fy2029=100_000, fy2033=100_000)
    as_due = planned(small, money, slipping=False, **laptops(100))
    assert bought(as_due) == {2028: 100, 2032: 100}
    assert short(as_due) == 10_000_000  # FY2028; what comes in FY2029 pays FY2032
    made = planned(small, money, **laptops(100))
    assert bought(made) == {2029: 100, 2033: 100}
    assert waits(made) == [(2028, 2029, 100, 10_000_000, 10_000_000)]
    assert short(made) == 0


def test_only_so_many_wait_as_must(small: Any) -> None:
    """Money for 40 in FY2028 and for 60 in FY2029."""
    made = planned(small, revenue(fy2028=40_000, fy2029=60_000, fy2032=40_000, fy2033=60_000), **laptops(100))
    assert bought(made) == {2028: 40, 2029: 60, 2032: 40, 2033: 60}
    assert waits(made) == [(2028, 2029, 60, 6_000_000, 6_000_000)]
    assert short(made) == 0


def test_what_waits_is_paid_at_the_later_price(small: Any) -> None:
    """3 % a year from FY2027: 1,030.00 in FY2028, 1,060.90 in FY2029."""
    money = revenue(fy2029=106_090, fy2033=200_000)
    made = planned(small, money, growth="0.03", **laptops(100))
    assert waits(made) == [(2028, 2029, 100, 10_300_000, 10_609_000)]
    assert made.cost_lines.filter(pl.col("fy") == 2029)["amount_cents"].sum() == 10_609_000


def test_nothing_waits_longer_than_it_may(small: Any) -> None:
    """The money comes two years late; a laptop may wait one."""
    money = revenue(fy2030=100_000, fy2034=100_000)
    assert waits(planned(small, money, **laptops(100))) == []
    made = planned(small, money, **laptops(100, may_slip_years=2))
    assert waits(made) == [(2028, 2030, 100, 10_000_000, 10_000_000)]


def test_nothing_waits_where_nothing_is_short_or_waiting_does_not_help(small: Any) -> None:
    assert waits(planned(small, revenue(fy2028=100_000, fy2032=100_000), **laptops(100))) == []
    assert waits(planned(small, revenue(), **laptops(100))) == []


def test_what_is_whole_waits_whole(small: Any) -> None:
    """Money for 40 now and for 100 a year later: with a purchase that is whole, all 100 wait."""
    money = revenue(fy2028=40_000, fy2029=60_000, fy2032=40_000, fy2033=60_000)
    made = planned(small, money, **laptops(100, whole=True))
    assert bought(made) == {2029: 100, 2033: 100}
    assert short(made) == 0


def test_use_past_the_makers_support_is_said(small: Any) -> None:
    """Replaced by its support end, a laptop that waits is used past it."""
    tables = laptops(10, refresh_rule="support end")
    tables["assets"] = [{**asset, "support_end": date(2027, 7, 20)} for asset in tables["assets"]]
    money = revenue(fy2029=10_000, fy2033=10_000)
    made = planned(small, money, **tables)
    assert made.slips["past_support"].to_list() == [True]
    assert "past their maker’s support" in made.slips["why"].item()
    aged = planned(small, money, **laptops(10))
    assert aged.slips["past_support"].to_list() == [False]


def test_an_initiative_begins_later_with_all_its_costs(small: Any) -> None:
    """500.00 in FY2028 and in FY2029; the money comes in FY2029 and FY2030."""
    tables = {
        "initiatives": [{"initiative": "I", "title": "Maker rooms", "may_slip_years": 1, "tier": 3}],
        "initiative_costs": [
            {"cost": f"{fy}", "initiative": "I", "fy": fy, "category": "peripherals", "amount_cents": 50_000}
            for fy in (2028, 2029)
        ],
    }
    money = revenue(fy2029=500, fy2030=500)
    made = planned(small, money, **tables)
    assert sorted(made.cost_lines.select("fy", "amount_cents").rows()) == [(2029, 50_000), (2030, 50_000)]
    assert sorted(waits(made)) == [(2028, 2029, 1, 50_000, 50_000), (2029, 2030, 1, 50_000, 50_000)]
    assert short(made) == 0


def agreement(start: date) -> dict[str, Any]:
    row = {
        "agreement": "A", "title": "Adaptive maths", "category": "software", "basis": "flat", "amount_cents": 60_000,
        "start_on": start, "end_on": date(start.year + 1, 8, 31), "term_months": 12, "renews": True,
        "may_slip_years": 1, "tier": 3,
    }  # fmt: skip
    return {"agreements": [row]}


def test_a_new_agreement_begins_later_and_one_that_runs_does_not_end(small: Any) -> None:
    """600.00 a year from FY2028; the money comes from FY2029 on."""
    money = revenue(**{f"fy{fy}": 600 for fy in range(2029, 2035)})
    new = planned(small, money, **agreement(date(2027, 9, 1)))
    assert new.cost_lines["fy"].min() == 2029
    assert new.slips.select("from_fy", "to_fy").rows() == [(2028, 2029)]
    assert short(new) == 0
    runs = planned(small, money, **agreement(date(2026, 9, 1)))
    assert runs.slips.is_empty()
    assert runs.cost_lines["fy"].min() == 2027


def test_classes_that_follow_the_pupil_do_not_wait(small: Any) -> None:
    """Their years are given by the grades, so the plan does not move them."""
    made = planned(small, revenue(fy2029=100_000), **laptops(100, refresh_rule="grade entry", entry_grades="9"))
    assert made.slips.is_empty()


def test_a_mandate_that_may_wait_is_put_off_before_it_is_left_unfunded(small: Any) -> None:
    """Money for one of two in FY2028 and for the other in FY2029: the mandate that cannot wait comes first."""
    firm = {**LAPTOP, "code": "firm", "name": "Firm", "tier": 1, "may_slip_years": 0}
    tables = laptops(10, tier=1)
    tables["asset_classes"].append(firm)
    tables["assets"] += [
        {"asset": f"f{n}", "asset_class": "firm", "school": "N", "in_service_on": date(2023, 8, 1)} for n in range(10)
    ]
    money = revenue(fy2028=10_000, fy2029=10_000, fy2032=10_000, fy2033=10_000)
    made = planned(small, money, **tables)
    assert made.slips.select("asset_class", "from_fy", "to_fy", "quantity").rows() == [("laptop", 2028, 2029, 10)]
    assert short(made) == 0
