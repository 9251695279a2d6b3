"""All cost lines together: accounts, order, identity, notes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from techplan.book.book import Book
from techplan.planning.costs import cost_lines
from techplan.planning.results import CostLines

CLASSES = [
    {
        "code": "switch", "name": "Switch", "category": "network", "unit_price_cents": 600_000, "price_fy": 2027,
        "e_rate": "category two", "tier": 2,
    },
    {
        "code": "tablet", "name": "Tablet", "category": "client computers", "unit_price_cents": 40_000,
        "price_fy": 2027, "object_code": "644", "tier": 2,
    },
]  # fmt: skip
RULES = [
    {"rule": "R2", "category": "network", "kind": "capital", "function": "2960", "object": "640"},
    {"rule": "R1", "category": "network", "kind": "capital", "function": "2961", "object": "641"},
    {"rule": "R3", "category": "client computers", "kind": "operating", "function": "1100", "object": "511"},
]


def a_book(small, **more) -> Book:
    return small.book_of(
        asset_classes=CLASSES,
        account_rules=RULES,
        agreements=[
            {
                "agreement": "A", "title": "Wide-area link", "category": "network", "basis": "flat",
                "amount_cents": 1_000, "start_on": date(2026, 7, 1), "renews": True, "tier": 1,
            }
        ],
        support_staff=[
            {"position": "P", "title": "Director", "fte": Decimal(1), "salary_cents": 100, "benefits_cents": 0}
        ],
        **more,
    )  # fmt: skip


def all_lines(small, book):
    needs = small.needs_of(
        {"asset_class": "switch", "paying_fy": 2027, "quantity": 2},
        {"asset_class": "tablet", "paying_fy": 2027, "quantity": 3},
    )
    return cost_lines(book, needs, small.settings(book))


def test_every_line_obeys_the_table_and_is_there_once(small):
    lines, _, gaps = all_lines(small, a_book(small))
    CostLines.validate(lines)
    assert lines["line"].is_sorted()
    assert lines.group_by("source_table").len().sort("source_table").rows() == [
        ("agreements", 5), ("needs", 2), ("support_staff", 5),
    ]  # fmt: skip
    assert gaps == []


def test_the_classes_object_comes_before_the_account_rule_and_the_lowest_rule_decides(small):
    lines, assumptions, _ = all_lines(small, a_book(small))
    found = {row["title"]: (row["function"], row["object"]) for row in lines.iter_rows(named=True)}
    assert found["Switch"] == ("2961", "641")
    assert found["Tablet"] == ("1100", "644")
    assert found["Wide-area link"] == (None, None)
    assert ("account_rules", 1) in {(item.about, item.rows) for item in assumptions}


def test_lines_are_made_at_the_full_price(small):
    lines, _, _ = all_lines(small, a_book(small))
    assert lines["discount_cents"].to_list() == [0] * lines.height


def test_an_empty_book_costs_nothing(small):
    book = small.book_of()
    lines, _, gaps = cost_lines(book, small.needs_of(), small.settings(book))
    assert lines.is_empty()
    assert lines.schema == CostLines.polars_schema()
    assert gaps == []


def test_shuffled_rows_give_the_same_lines(small):
    book = a_book(small)
    needs = small.needs_of(
        *({"asset_class": "tablet", "paying_fy": fy, "quantity": fy - 2020} for fy in range(2027, 2032))
    )
    shuffled = Book(**{name: frame.sample(fraction=1, shuffle=True, seed=4) for name, frame in book.tables()})
    lines, _, _ = cost_lines(book, needs, small.settings(book))
    again, _, _ = cost_lines(shuffled, needs.sample(fraction=1, shuffle=True, seed=7), small.settings(book))
    assert lines.equals(again)
    assert lines.filter(pl.col("source_table") == "needs")["amount_cents"].sum() == sum(
        (fy - 2020) * unit for fy, unit in zip(range(2027, 2032), (40_000, 41_200, 42_436, 43_709, 45_020), strict=True)
    )
