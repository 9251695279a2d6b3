"""Money with a last day, and what may still be done with it; against hand calculations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from techplan.planning.cliffs.expiring import months_between
from techplan.planning.cliffs.results import Expiring

LINES = (
    {"line": "x", "fy": 2027, "amount_cents": 600_000, "pay_on": date(2027, 1, 10), "title": "Tutor", "tier": 3},
    {"line": "y", "fy": 2027, "amount_cents": 300_000, "pay_on": date(2027, 3, 1), "title": "Reader", "tier": 2},
    {"line": "z", "fy": 2028, "amount_cents": 500_000, "pay_on": date(2027, 10, 1), "title": "Late", "tier": 1},
    {"line": "w", "fy": 2027, "amount_cents": 500_000, "pay_on": date(2026, 7, 1), "title": "Past", "tier": 1},
    {"line": "v", "fy": 2027, "amount_cents": 200_000, "pay_on": date(2027, 4, 1), "title": "Asked", "tier": 1},
)  # fmt: skip
YES = [{"fund": "572", "award": "T1-27", "answer": "yes", "line": line} for line in "xyzw"]
ASK = {"fund": "572", "award": "T1-27", "answer": "ask", "line": "v"}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 11, 25), date(2027, 9, 30), 10),
        (date(2026, 11, 25), date(2026, 12, 24), 0),
        (date(2026, 11, 25), date(2026, 12, 25), 1),
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (date(2027, 1, 31), date(2027, 1, 1), 0),
    ],
)
def test_whole_months(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


def table(small: Any, plans: Any, lapsed: int, eligibility: list[dict[str, str]], **more: Any) -> Any:
    """Title I: 40,000 awarded and 24,000 spent before; of 16,000 the plan spends the rest of what lapses."""
    award = {**plans.award_t, "spent_cents": 2_400_000}
    book = small.book_of(funds=plans.funds, awards=[award])
    spent = 1_600_000 - lapsed
    frames = {
        "cost_lines": small.lines_of(*LINES),
        "allocations": plans.paid(("x", "572", "T1-27", 2027, 400_000), ("y", "001", "-", 2027, 100_000)),
        "unfunded": plans.short(("x", 2027, 200_000), ("y", 2027, 200_000)),
        "fund_years": plans.years(
            ("572", "T1-27", 2027, 1_600_000, 0, spent, 0), ("572", "T1-27", 2028, lapsed, 0, 0, lapsed)
        ),
        "eligibility": plans.eligibility(*eligibility),
    }  # fmt: skip
    found = plans.cliffs(book, small.settings(book), **{**frames, **more}).result("expiring")
    assert Expiring.is_valid(found)
    return found


def test_what_lapses_and_what_may_use_it(small: Any, plans: Any) -> None:
    """Of line x 2,000 and of line y 3,000 is left; others lie before today, after the last day, or must be asked."""
    (row,) = table(small, plans, 600_000, [*YES, ASK]).iter_rows(named=True)
    assert (row["fund"], row["award"], row["title"]) == ("572", "T1-27", "Title I FY2027")
    assert (row["last_on"], row["months_left"]) == (date(2027, 9, 30), 10)
    assert (row["left_cents"], row["planned_cents"], row["lapsed_cents"], row["kept_cents"]) == (
        1_600_000, 1_000_000, 600_000, 0,
    )  # fmt: skip
    assert (row["could_lines"], row["could_cents"], row["could_unfunded_cents"], row["ask_lines"]) == (
        2, 500_000, 400_000, 1,
    )  # fmt: skip
    assert row["first_lines"] == "Reader 3,000.00; Tutor 2,000.00"
    todo = row["what_to_do"]
    assert "Use 5,000.00 for 2 lines" in todo
    assert "2027-09-30" in todo
    assert "not take its place" in todo  # 1,000 of line y is paid by the general fund today
    assert "other 1,000.00" in todo
    assert "1 line may use it if your treasurer agrees" in todo


def test_only_yes_allows(small: Any, plans: Any) -> None:
    answers = [{**one, "answer": "needs certificate"} for one in YES]
    (row,) = table(small, plans, 600_000, answers).iter_rows(named=True)
    assert (row["could_lines"], row["ask_lines"], row["first_lines"]) == (0, 2, None)
    assert row["what_to_do"].startswith("No line of the plan may use it by 2027-09-30. 2 lines may use it")


def test_unpaid_lines_need_no_caution(small: Any, plans: Any) -> None:
    (row,) = table(small, plans, 300_000, YES).iter_rows(named=True)
    assert row["what_to_do"] == (
        "Use 3,000.00 for 2 lines that may be paid from it, and order by 2027-09-30."
    )  # fmt: skip


def test_nothing_lapses(small: Any, plans: Any) -> None:
    (row,) = table(small, plans, 0, YES).iter_rows(named=True)
    assert row["what_to_do"].startswith("Nothing is about to lapse.")


def test_indirect_cost_is_spent_and_repayments_come_to_it(small: Any, plans: Any) -> None:
    import polars as pl

    years = plans.years(("572", "T1-27", 2027, 1_600_000, 0, 1_000_000, 0)).with_columns(
        indirect_cents=pl.lit(50_000, dtype=pl.Int64), returned_cents=pl.lit(20_000, dtype=pl.Int64),
        closing_cents=pl.lit(0, dtype=pl.Int64), lapsed_cents=pl.lit(570_000, dtype=pl.Int64),
    )  # fmt: skip
    (row,) = table(small, plans, 0, YES, fund_years=years).iter_rows(named=True)
    assert (row["left_cents"], row["planned_cents"], row["lapsed_cents"], row["kept_cents"]) == (
        1_620_000, 1_050_000, 570_000, 0,
    )  # fmt: skip


def test_what_is_past_or_empty_is_left_out_and_what_closes_before_the_plan_is_said(small: Any, plans: Any) -> None:
    awards = [
        {**plans.award_t, "award": "past", "last_obligation_on": date(2026, 9, 30)},
        {**plans.award_t, "award": "spent", "spent_cents": 4_000_000},
        {**plans.award_t, "award": "soon", "last_obligation_on": date(2027, 6, 30), "spent_cents": 3_900_000},
    ]
    book = small.book_of(district=[{"first_plan_year": 2028}], funds=plans.funds, awards=awards)
    found = plans.cliffs(book, small.settings(book), cost_lines=small.lines_of()).result("expiring")
    assert found["award"].to_list() == ["soon"]
    row = found.row(0, named=True)
    assert (row["left_cents"], row["lapsed_cents"], row["months_left"]) == (100_000, 100_000, 7)
    assert "before the plan begins" in row["what_to_do"]
