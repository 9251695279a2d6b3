"""Recurring costs on money that ends, against hand calculations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.planning.cliffs.results import CliffLines, CliffYears


def recurring(small: Any, costs: dict[int, int], **more: Any) -> pl.DataFrame:
    """One agreement's lines, by fiscal year."""
    return small.lines_of(
        *(
            {"line": f"a/{fy}", "fy": fy, "amount_cents": cents, "recurring": True, "source_table": "agreements",
             "source_key": "A", "title": "Filter", **more}
            for fy, cents in costs.items()
        )
    )  # fmt: skip


def row(frame: pl.DataFrame, **key: Any) -> dict[str, Any]:
    found = frame.filter(**key)
    assert found.height == 1
    return found.row(0, named=True)


def test_the_share_that_ended_money_paid_needs_another_payer(small: Any, plans: Any) -> None:
    """ESSER pays a quarter until 30 June 2028; a quarter of 42,000 is 10,500, of which 7,000 nobody pays."""
    book = small.book_of(
        funds=plans.funds,
        awards=[plans.award_e],
        schools=[{"code": "010", "name": "North"}],
        enrollment=[{"school": "010", "grade": "1", "fy": 2027, "students": 300}],
    )
    found = plans.cliffs(
        book,
        small.settings(book, 3),
        cost_lines=recurring(small, {2027: 4_000_000, 2028: 4_100_000, 2029: 4_200_000}),
        allocations=plans.paid(
            ("a/2027", "507", "E3", 2027, 1_000_000), ("a/2027", "001", "-", 2027, 3_000_000),
            ("a/2028", "507", "E3", 2028, 1_025_000), ("a/2028", "001", "-", 2028, 3_075_000),
            ("a/2029", "001", "-", 2029, 3_500_000),
        ),
        unfunded=plans.short(("a/2029", 2029, 700_000)),
        fund_years=plans.years(("001", "-", 2029, 0, 35_000_000, 3_500_000, 0)),
    )  # fmt: skip
    lines, years = found.result("cliff_lines"), found.result("cliff_years")
    assert CliffLines.is_valid(lines)
    assert CliffYears.is_valid(years)
    last = row(lines, fy=2029)
    assert (last["fund"], last["award"], last["ends_on"]) == ("507", "E3", date(2028, 6, 30))
    assert (last["first_fy"], last["last_fy"], last["paid_so_far_cents"]) == (2027, 2028, 2_025_000)
    assert (last["remains_cents"], last["unfunded_cents"], last["elsewhere_cents"]) == (1_050_000, 700_000, 350_000)
    assert last["same_fund_cents"] == 0
    assert last["payers"] == "001 35,000.00; nobody 7,000.00"
    assert "10,250.00 of 41,000.00 in FY2028" in last["why"]
    year = row(years, fy=2029)
    assert (year["ending_cents"], year["gap_cents"], year["gap_per_student_cents"]) == (0, 1_050_000, 3_500)
    assert year["gap_of_general"] == Decimal("0.03")
    assert year["gap_of_expenditure"] is None
    first = row(years, fy=2027)
    assert (first["ending_cents"], first["one_time_cents"], first["ending_share"]) == (
        1_000_000,
        1_000_000,
        Decimal("0.25"),
    )
    assert (first["largest_fund"], first["largest_share"]) == ("001", Decimal("0.75"))


def test_the_next_grant_of_the_fund_is_no_gap_but_is_shown(small: Any, plans: Any) -> None:
    """Half of 13,000 is 6,500: the next Title I pays 5,000, so 1,500 needed another payer."""
    book = small.book_of(funds=plans.funds, awards=[plans.award_t])
    found = plans.cliffs(
        book,
        small.settings(book, 3),
        cost_lines=recurring(small, {2027: 1_200_000, 2029: 1_300_000}),
        allocations=plans.paid(
            ("a/2027", "572", "T1-27", 2027, 600_000), ("a/2027", "001", "-", 2027, 600_000),
            ("a/2029", "572", "expected FY2029", 2029, 500_000), ("a/2029", "001", "-", 2029, 800_000),
        ),
    )  # fmt: skip
    year = row(found.result("cliff_years"), fy=2029)
    assert (year["once_paid_cents"], year["same_fund_cents"], year["elsewhere_cents"]) == (650_000, 500_000, 150_000)
    assert (year["unfunded_cents"], year["gap_cents"]) == (0, 150_000)
    assert row(found.result("cliff_years"), fy=2027)["one_time_cents"] == 0


def test_an_award_that_is_still_open_has_not_ended(small: Any, plans: Any) -> None:
    """Due on 1 July 2027, and Title I's award is open until 30 September."""
    book = small.book_of(funds=plans.funds, awards=[plans.award_t])
    found = plans.cliffs(
        book,
        small.settings(book, 2),
        cost_lines=recurring(small, {2027: 1_200_000, 2028: 1_300_000}),
        allocations=plans.paid(
            ("a/2027", "572", "T1-27", 2027, 1_200_000), ("a/2028", "001", "-", 2028, 1_300_000)
        ),
    )  # fmt: skip
    assert found.result("cliff_lines")["fy"].to_list() == [2027]
    late = plans.cliffs(
        book,
        small.settings(book, 2),
        cost_lines=pl.concat(
            [recurring(small, {2027: 1_200_000}), recurring(small, {2028: 1_300_000}, pay_on=date(2027, 10, 1))]
        ),
        allocations=plans.paid(
            ("a/2027", "572", "T1-27", 2027, 1_200_000), ("a/2028", "001", "-", 2028, 1_300_000)
        ),
    )  # fmt: skip
    assert row(late.result("cliff_lines"), fy=2028)["elsewhere_cents"] == 1_300_000


def test_money_that_took_over_from_other_money_comes_first(small: Any, plans: Any) -> None:
    """ESSER paid all in FY2027, a gift all in FY2028: in FY2029 the gift's part is whole and ESSER's is nothing."""
    gift = {"fund": "007", "name": "Gifts", "kind": "local grant", "one_time": True}
    esser = {**plans.award_e, "last_obligation_on": date(2027, 6, 30)}
    book = small.book_of(funds=[*plans.funds, gift], awards=[esser])
    found = plans.cliffs(
        book,
        small.settings(book, 3),
        cost_lines=recurring(small, {2027: 100_000, 2028: 110_000, 2029: 120_000}),
        allocations=plans.paid(
            ("a/2027", "507", "E3", 2027, 100_000), ("a/2028", "007", "-", 2028, 110_000),
            ("a/2029", "001", "-", 2029, 120_000),
        ),
        fund_years=plans.years(("007", "-", 2028, 110_000, 0, 110_000, 0)),
    )  # fmt: skip
    lines = found.result("cliff_lines")
    assert lines.select("fund", "fy", "paid_cents", "remains_cents").rows() == [
        ("007", 2028, 110_000, 0), ("007", 2029, 0, 120_000), ("507", 2027, 100_000, 0), ("507", 2028, 0, 110_000),
    ]  # fmt: skip
    assert "last spent in FY2028" in row(lines, fund="007", fy=2029)["why"]


def test_a_fund_with_a_last_year_ends_and_an_expected_grant_does_not(small: Any, plans: Any) -> None:
    levy = {"fund": "004", "name": "Levy", "kind": "levy", "last_fy": 2027}
    book = small.book_of(funds=[plans.general, plans.title_i, levy])
    found = plans.cliffs(
        book,
        small.settings(book, 2),
        cost_lines=recurring(small, {2027: 90_000, 2028: 90_000}),
        allocations=plans.paid(
            ("a/2027", "004", "-", 2027, 60_000), ("a/2027", "572", "expected FY2027", 2027, 30_000),
            ("a/2028", "001", "-", 2028, 90_000),
        ),
    )  # fmt: skip
    assert found.result("cliff_years").select("ending_cents", "one_time_cents", "gap_cents").rows() == [
        (60_000, 60_000, 0), (0, 0, 60_000),
    ]  # fmt: skip


def test_what_does_not_return_is_no_cliff(small: Any, plans: Any) -> None:
    book = small.book_of(funds=plans.funds, awards=[plans.award_e])
    once = recurring(small, {2027: 100_000, 2029: 100_000}, recurring=False)
    found = plans.cliffs(
        book, small.settings(book, 3), cost_lines=once, allocations=plans.paid(("a/2027", "507", "E3", 2027, 100_000))
    )
    assert found.result("cliff_lines").is_empty()
    assert found.result("cliff_years")["ending_cents"].sum() == 0
    assert found.result("cliff_years")["cost_cents"].to_list() == [100_000, 0, 100_000]


@pytest.mark.parametrize(("roles", "share"), [(["expenditure", "revenue"], Decimal("0.002")), ([None, None], None)])
def test_spending_of_the_district_is_what_its_forecast_calls_so(
    roles: list[str | None], share: Decimal | None, small: Any, plans: Any
) -> None:
    """A gap of 1,000.00 beside spending of 500,000.00; the revenue line beside it does not count."""
    from techplan.planning.cliffs.years import _expenditure, fraction_of

    forecast = pl.DataFrame(
        {"line": ["3.01", "1.01"], "fy": [2027, 2027], "role": roles, "amount_cents": [50_000_000, 9]},
        schema_overrides={"role": pl.String},
    )
    cents = _expenditure(forecast)["amount_cents"].to_list()
    assert fraction_of(100_000, sum(cents) if cents else None) == share
    assert _expenditure(small.book_of().forecast_lines).is_empty()
