"""Cash by quarter; against hand calculations."""

from __future__ import annotations

from datetime import date
from typing import Any

from techplan.planning.cliffs.results import CashQuarters

BEAR = {"request": "R", "invoicing": "BEAR", "counted": True, "status": "funded"}


def quarters(small: Any, plans: Any, lines: Any, allocations: Any, erate: Any, horizon: int = 2) -> Any:
    book = small.book_of(funds=plans.funds, awards=[plans.award_t])
    found = plans.cliffs(
        book,
        small.settings(book, horizon),
        cost_lines=lines,
        allocations=allocations,
        erate_lines=erate,
    )
    frame = found.result("cash_quarters")
    assert CashQuarters.is_valid(frame)
    return frame, {note.assumption: note for note in found.assumptions}


def test_paid_out_and_given_back(small: Any, plans: Any) -> None:
    """10,000 in August, 8,000 of it back from E-rate on 30 November 2027; 5,000 of Title I back after two months."""
    frame, notes = quarters(
        small, plans,
        small.lines_of(
            {"line": "net", "fy": 2027, "amount_cents": 1_000_000, "pay_on": date(2026, 8, 15)},
            {"line": "app", "fy": 2027, "amount_cents": 500_000, "pay_on": date(2026, 9, 15)},
        ),
        plans.paid(("net", "001", "-", 2027, 1_000_000), ("app", "572", "T1-27", 2027, 500_000)),
        plans.erate_lines({**BEAR, "line": "net", "discount_cents": 800_000, "returns_on": date(2027, 11, 30)}),
    )  # fmt: skip
    columns = ("fy", "quarter", "paid_cents", "erate_cents", "grant_cents", "net_cents", "outstanding_cents", "peak")
    assert frame.select(columns).rows() == [
        (2027, 1, 1_500_000, 0, 0, -1_500_000, 1_300_000, True),
        (2027, 2, 0, 0, 500_000, 500_000, 800_000, False),
        (2027, 3, 0, 0, 0, 0, 800_000, False),
        (2027, 4, 0, 0, 0, 0, 800_000, False),
        (2028, 1, 0, 0, 0, 0, 800_000, False),
        (2028, 2, 0, 800_000, 0, 800_000, 0, False),
        (2028, 3, 0, 0, 0, 0, 0, False),
        (2028, 4, 0, 0, 0, 0, 0, False),
    ]
    assert frame.select("from_on", "to_on").row(5) == (date(2027, 10, 1), date(2027, 12, 31))
    assert frame["claimed_cents"][0] == 1_300_000
    assert not frame["confirmed"].any()
    assert notes["federal grants reimburse after spending"].value == "2 months later"
    assert not notes["federal grants reimburse after spending"].confirmed


def test_no_dollar_comes_back_twice(small: Any, plans: Any) -> None:
    """Half of 1,000 comes from E-rate; of the rest Title I reimburses its six tenths, 300."""
    frame, _ = quarters(
        small, plans,
        small.lines_of({"line": "net", "fy": 2027, "amount_cents": 100_000, "pay_on": date(2026, 7, 1)}),
        plans.paid(("net", "572", "T1-27", 2027, 60_000), ("net", "001", "-", 2027, 40_000)),
        plans.erate_lines({**BEAR, "line": "net", "discount_cents": 50_000, "returns_on": date(2027, 3, 1)}),
        horizon=1,
    )  # fmt: skip
    assert (frame["grant_cents"].sum(), frame["erate_cents"].sum()) == (30_000, 50_000)


def test_only_what_is_paid_counted_and_not_the_vendors_comes_back(small: Any, plans: Any) -> None:
    """Of the line half is paid, so half of the discount comes back; a day before payment is moved to it."""
    lines = small.lines_of({"line": "net", "fy": 2027, "amount_cents": 100_000, "pay_on": date(2026, 10, 1)})
    allocations = plans.paid(("net", "001", "-", 2027, 50_000))
    claims = (
        {**BEAR, "line": "net", "discount_cents": 40_000, "returns_on": date(2026, 8, 1), "invoicing": None},
        {**BEAR, "line": "net", "request": "S", "discount_cents": 9_000, "invoicing": "SPI"},
        {**BEAR, "line": "net", "request": "T", "discount_cents": 9_000, "counted": False},
        {**BEAR, "line": "gone", "request": "R", "discount_cents": 9_000},
    )
    frame, _ = quarters(small, plans, lines, allocations, plans.erate_lines(*claims), horizon=1)
    assert frame["erate_cents"].to_list() == [0, 20_000, 0, 0]
    assert frame["outstanding_cents"].to_list() == [0, 0, 0, 0]
    assert not frame["peak"].any()


def test_what_comes_after_the_plan_or_on_no_known_day_is_still_to_come(small: Any, plans: Any) -> None:
    lines = small.lines_of(
        {"line": "a", "fy": 2027, "amount_cents": 100_000, "pay_on": date(2026, 10, 1)},
        {"line": "b", "fy": 2027, "amount_cents": 100_000, "pay_on": date(2026, 10, 1)},
    )
    frame, notes = quarters(
        small, plans, lines,
        plans.paid(("a", "001", "-", 2027, 100_000), ("b", "001", "-", 2027, 100_000)),
        plans.erate_lines(
            {**BEAR, "line": "a", "discount_cents": 70_000, "returns_on": date(2027, 11, 1)},
            {**BEAR, "line": "b", "discount_cents": 60_000},
        ),
        horizon=1,
    )  # fmt: skip
    assert frame["outstanding_cents"].to_list() == [0, 130_000, 130_000, 130_000]
    assert frame["peak"].to_list() == [False, True, False, False]
    assert notes["E-rate money without a day of return"].rows == 1
    assert notes["money that comes back after the plan"].rows == 1


def test_a_fiscal_year_that_is_the_calendar_year(small: Any, plans: Any) -> None:
    book = small.book_of(district=[{"fiscal_year_start_month": 1}], funds=plans.funds)
    found = plans.cliffs(
        book, small.settings(book, 1),
        cost_lines=small.lines_of({"line": "a", "fy": 2027, "amount_cents": 700, "pay_on": date(2027, 5, 1)}),
        allocations=plans.paid(("a", "001", "-", 2027, 700)),
    )  # fmt: skip
    frame = found.result("cash_quarters")
    assert frame["paid_cents"].to_list() == [0, 700, 0, 0]
    assert frame["from_on"][1] == date(2027, 4, 1)
