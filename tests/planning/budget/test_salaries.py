"""Who pays a position: the parts are the whole, and a grant's part needs records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from techplan.planning.budget import salary_splits
from techplan.planning.budget.law import law_of
from techplan.planning.funding import allocate
from techplan.rules.load import load_rules

ON = date(2026, 11, 25)
FUNDS = [
    {"fund": "001", "name": "General", "kind": "general", "order": 2},
    {"fund": "590", "name": "Title II-A", "kind": "federal grant", "order": 1},
]


def split(small: Any, general: int, grant: int) -> list[tuple[Any, ...]]:
    """One coach of 80,000.00 a year, and so much money of each fund."""
    money = [{"fund": "001", "fy": 2027, "opening_cents": general, "revenue_cents": 0}]
    awards = [{"award": "T2", "fund": "590", "amount_cents": grant, "last_obligation_on": date(2027, 9, 30)}]
    book = small.book_of(funds=FUNDS, fund_balances=money, awards=awards)
    coach = {"line": "c", "fy": 2027, "amount_cents": 8_000_000, "category": "staff", "source_table": "support_staff",
             "source_key": "T-6", "title": "Coach", "recurring": True}  # fmt: skip
    lines = small.lines_of(coach, {"line": "other", "fy": 2027, "amount_cents": 100})
    found = allocate(book, lines, small.settings(book))
    table = salary_splits(book, lines, found.allocations, law_of(book, load_rules(), ON))
    return table.select("position", "fund", "award", "amount_cents", "share", "records").rows()


def test_a_position_of_two_funds_and_a_part_that_nobody_pays(small: Any) -> None:
    assert split(small, 5_000_000, 2_000_000) == [
        ("T-6", "-", "-", 1_000_000, Decimal("0.125"), False),
        ("T-6", "001", "-", 5_000_000, Decimal("0.625"), False),
        ("T-6", "590", "T2", 2_000_000, Decimal("0.25"), True),
    ]


def test_a_position_of_one_fund(small: Any) -> None:
    assert split(small, 9_000_000, 0) == [("T-6", "001", "-", 8_000_000, Decimal(1), False)]
