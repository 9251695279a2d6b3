"""The Category Two budget through its cycle, by hand and as laws."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import techplan
from techplan.planning.drivers import driver_counts
from techplan.planning.erate import budget_years, discounted
from techplan.planning.erate.results import ErateBudgetYears
from techplan.rules.load import load_rules

RULES = load_rules()
SCHOOLS = [{"code": "010", "name": "Oak"}]
STATED = {"entity": "1", "first_funding_year": 2026, "budget_cents": 1_000_00}


def years(case: Any, requests: list[dict[str, Any]], lines: list[dict[str, Any]], **more: Any) -> pl.DataFrame:
    book = case.book(requests, **more)
    chosen = case.settings(book)
    made = discounted(book, case.lines(*lines), chosen, RULES, chosen.on)
    return budget_years(book, made.lines, made.table, chosen, driver_counts(book, chosen), RULES)


def pupils(students: int) -> dict[str, Any]:
    return {
        "schools": SCHOOLS,
        "enrollment": [{"school": "010", "grade": "3", "fy": 2027, "students": students}],
    }


def test_a_computed_budget_is_used_by_requests_and_then_by_what_is_bought(case: Any) -> None:
    # 500 students at 201.57 are 100,785.00, the published vector; planning is on 25 November 2026, in funding year 2026
    funded = case.request(pre_discount_cents=40_000_00, ineligible_cents=1_000_00)
    filed = case.request("R2", status="filed", funding_year=2027, pre_discount_cents=20_000_00)
    lines = [
        case.need("now", 45_000_00),
        case.need("next", 30_000_00, pay_on=date(2027, 9, 1)),
        case.need("last", 50_000_00, pay_on=date(2030, 9, 1)),
    ]
    found = years(case, [funded, filed], lines, **pupils(500))
    ErateBudgetYears.validate(found)
    first = found.filter(pl.col("first_funding_year") == 2026)
    columns = ["funding_year", "opening_cents", "committed_cents", "asked_cents", "need_cents", "used_cents"]
    assert first.select(columns).rows() == [
        (2026, 100_785_00, 39_000_00, 0, 45_000_00, 39_000_00),  # begun: what was not asked for uses nothing
        (2027, 61_785_00, 0, 20_000_00, 30_000_00, 30_000_00),  # to come: what the plan buys may still be asked for
        (2028, 31_785_00, 0, 0, 0, 0),
        (2029, 31_785_00, 0, 0, 0, 0),
        (2030, 31_785_00, 0, 0, 50_000_00, 31_785_00),
    ]
    assert first["left_cents"].to_list()[-1] == 0
    assert first["over_cents"].to_list() == [0, 0, 0, 0, 18_215_00]  # 50,000.00 less 31,785.00
    assert "The plan buys 6,000.00 more than requests of this year ask for." in first["why"][0]
    assert "18,215.00 more than is left" in first["why"][4]
    assert first["fy"].to_list() == [2027, 2028, 2029, 2030, 2031]


def test_usacs_figure_comes_first_and_what_it_knows_beyond_the_book_is_used_up(case: Any) -> None:
    request = case.request(pre_discount_cents=300_00, ineligible_cents=0)
    usac = {**STATED, "funded_cents": 500_00, "pending_cents": 50_00}
    found = years(case, [request], [], erate_budgets=[usac], **pupils(500))
    # 550.00 are committed or asked for by USAC's figures, 300.00 of them here: 250.00 are used elsewhere
    assert found.select("budget_cents", "opening_cents", "used_cents", "left_cents").row(0) == (
        1_000_00, 750_00, 300_00, 450_00,
    )  # fmt: skip
    assert "250.00 more is committed or asked for" in found["why"][0]
    assert "450.00 is not used and is lost" in found["why"][4]
    assert found["confirmed"][0]


def test_a_commitment_alone_is_turned_back_into_cost_before_discount(case: Any) -> None:
    request = case.request(committed_cents=100, discount=Decimal("0.85"))
    found = years(case, [request], [], erate_budgets=[STATED])
    assert found["committed_cents"][0] == 118  # 1.00 at 85 % is of 1.1765, and the budget is never left too high


def test_the_price_before_discount_uses_the_budget(case: Any) -> None:
    request = case.request(pre_discount_cents=100_00, funding_year=2027)
    found = years(case, [request], [case.need("a", 200_00, pay_on=date(2027, 9, 1))], erate_budgets=[STATED])
    assert found["need_cents"].to_list() == [0, 200_00, 0, 0, 0]


def test_what_is_bought_early_uses_the_year_that_it_is_asked_for_in(case: Any) -> None:
    request = case.request(pre_discount_cents=100_00, funding_year=2027)
    found = years(case, [request], [case.need("a", 100_00, pay_on=date(2027, 4, 1))], erate_budgets=[STATED])
    assert found["need_cents"].to_list() == [0, 100_00, 0, 0, 0]


def test_a_cycle_whose_amounts_are_not_published_says_so(case: Any) -> None:
    found = years(case, [], [], district=[{"horizon_years": 6}], **pupils(500))
    later = found.filter(pl.col("first_funding_year") == 2031)
    assert later["confirmed"].to_list() == [False] * 5
    assert "not published yet" in later["why"][0]
    assert found["confirmed"][0]


def test_an_unknown_budget_is_not_guessed(case: Any) -> None:
    found = years(case, [], [case.need("a", 100_00, pay_on=date(2027, 9, 1))])
    assert found["left_cents"].null_count() == 5
    assert "not known" in found["why"][0]
    assert years(case, [], []).is_empty()
    assert techplan.plan(techplan.Book(), on=date(2027, 1, 15)).result("erate_budget_years").is_empty()


def test_plans_before_the_first_cycle_have_no_budget(case: Any) -> None:
    book = case.book([], district=[{"first_plan_year": 2015}], **pupils(500))
    chosen = case.settings(book)
    empty = case.lines()
    made = discounted(book, empty, chosen, RULES, chosen.on)
    assert budget_years(book, empty, made.table, chosen, driver_counts(book, chosen), RULES).is_empty()


@settings(deadline=None, max_examples=40)
@given(
    requests=st.lists(
        st.tuples(
            st.integers(2026, 2030),
            st.integers(0, 90_000),
            st.sampled_from(["funded", "filed", "planned", "denied", None]),
        ),
        max_size=6,
    ),
    needs=st.lists(st.tuples(st.integers(2027, 2031), st.integers(1, 90_000)), max_size=6),
)
def test_a_budget_is_never_overdrawn(requests: list[Any], needs: list[Any], case: Any) -> None:
    asked = [
        case.request(f"R{n}", funding_year=year, pre_discount_cents=cents, status=status)
        for n, (year, cents, status) in enumerate(requests)
    ]
    lines = [case.need(f"l{n}", cents, pay_on=date(fy, 1, 15)) for n, (fy, cents) in enumerate(needs)]
    found = years(case, asked, lines, erate_budgets=[STATED])
    assert (found["opening_cents"] - found["used_cents"]).to_list() == found["left_cents"].to_list()
    assert found["opening_cents"].to_list()[1:] == found["left_cents"].to_list()[:-1]
    assert found["left_cents"].min() >= 0
    assert found["used_cents"].sum() <= 1_000_00
    assert found.filter((pl.col("over_cents") > 0) & (pl.col("left_cents") > 0)).is_empty()
    assert found["need_cents"].sum() == sum(cents for _, cents in needs)


def test_what_a_discount_pays_whole_is_still_a_need(case: Any) -> None:
    """One cent less eighty percent, rounded, is nothing; the cent was bought all the same."""
    funded = case.request(funding_year=2026, pre_discount_cents=1)
    found = years(case, [funded], [case.need("cent", 1, pay_on=date(2027, 1, 15))], erate_budgets=[STATED])
    assert found["need_cents"].sum() == 1
