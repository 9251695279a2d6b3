"""What one-time money bought falls due again; against hand calculations."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from techplan.planning.cliffs.results import ReplacementWaves

CLASSES = [
    {"code": "chromebook", "name": "Chromebook", "category": "client computers", "life_months": 36},
    {"code": "netbook", "name": "Netbook", "category": "client computers", "replacement_class": "chromebook"},
    {"code": "tablet", "name": "Tablet", "category": "client computers", "life_months": 24, "lease_payments": 3},
    {"code": "loan", "name": "Loan", "category": "client computers", "refresh_rule": "as directed", "life_months": 12},
]


def need_lines(small: Any, *rows: tuple[str, str, int, int, int]) -> pl.DataFrame:
    """Purchases from need, class, fiscal year, items and price."""
    return small.lines_of(
        *(
            {"line": f"need:{need}", "source_key": need, "asset_class": code, "fy": fy, "unit_cents": unit,
             "amount_cents": items * unit}
            for need, code, fy, items, unit in rows
        )
    )  # fmt: skip


def needs(small: Any, *rows: tuple[str, str, int, int, date]) -> pl.DataFrame:
    names = ("need", "asset_class", "paying_fy", "quantity", "deploy_by")
    return small.needs_of(*(dict(zip(names, row, strict=True)) for row in rows))


def test_things_of_the_inventory_by_what_bought_them(small: Any, plans: Any) -> None:
    gifts = {"fund": "007", "name": "Gifts", "kind": "local grant", "one_time": True}
    book = small.book_of(
        funds=[*plans.funds, gifts],
        awards=[plans.award_e],
        asset_classes=CLASSES,
        assets=[
            {"asset": "1", "award": "E3", "fund": "507"},
            {"asset": "2", "award": "E3"},
            {"asset": "3", "fund": "507"},
            {"asset": "4", "fund": "001"},
            {"asset": "5", "fund": "007"},
            {"asset": "6", "award": "E3"},
            {"asset": "7", "award": "E3"},
        ],
    )
    found = plans.cliffs(
        book,
        small.settings(book),
        asset_due=plans.due(
            ("1", "netbook", date(2027, 9, 1), 2028, False), ("2", "chromebook", date(2027, 10, 1), 2028, False),
            ("3", "chromebook", date(2025, 9, 1), 2026, True), ("4", "chromebook", date(2027, 9, 1), 2028, False),
            ("5", "tablet", date(2027, 9, 1), 2028, False), ("6", "chromebook", None, None, False),
            ("7", "chromebook", date(2040, 9, 1), 2041, False),
        ),
        cost_lines=need_lines(small, ("n", "chromebook", 2028, 5, 38_000), ("t", "tablet", 2028, 1, 12_000)),
    )  # fmt: skip
    waves = found.result("replacement_waves")
    assert ReplacementWaves.is_valid(waves)
    key = ["fund", "award", "asset_class", "fy"]
    assert waves.select(*key, "items", "backlog_items", "unit_cents", "cost_cents").rows() == [
        ("007", "-", "tablet", 2028, 1, 0, None, None),
        ("507", "-", "chromebook", 2027, 1, 1, None, None),
        ("507", "E3", "chromebook", 2028, 2, 0, 38_000, 76_000),
    ]
    why = waves["why"].to_list()
    assert "leased" in why[0]
    assert "no price" in why[1]
    assert [(note.assumption, note.rows) for note in found.assumptions if note.about == "replacement waves"] == [
        ("things without a due day are in no wave", 1)
    ]


def test_what_the_plan_buys_with_it_falls_due_again(small: Any, plans: Any) -> None:
    """Ten in use from August 2026 for 36 months fall due in August 2029, FY2030; four have two payers."""
    book = small.book_of(funds=plans.funds, awards=[plans.award_e], asset_classes=CLASSES)
    found = plans.cliffs(
        book,
        small.settings(book),
        needs=needs(
            small,
            ("n1", "chromebook", 2027, 10, date(2026, 8, 20)), ("n2", "chromebook", 2027, 4, date(2026, 9, 1)),
            ("n3", "loan", 2027, 2, date(2026, 9, 1)), ("n4", "chromebook", 2030, 3, date(2029, 8, 20)),
        ),
        cost_lines=need_lines(
            small,
            ("n1", "chromebook", 2027, 10, 36_000), ("n2", "chromebook", 2027, 4, 36_000),
            ("n3", "loan", 2027, 2, 50_000), ("n4", "chromebook", 2030, 3, 39_338),
        ),
        allocations=plans.paid(
            ("need:n1", "507", "E3", 2027, 360_000), ("need:n2", "507", "E3", 2027, 100_000),
            ("need:n2", "001", "-", 2027, 44_000), ("need:n3", "507", "E3", 2027, 100_000),
            ("need:n4", "001", "-", 2030, 118_014),
        ),
    )  # fmt: skip
    (wave,) = found.result("replacement_waves").iter_rows(named=True)
    assert (wave["fund"], wave["award"], wave["asset_class"], wave["fy"]) == ("507", "E3", "chromebook", 2030)
    assert (wave["origin"], wave["items"], wave["untraced_items"]) == ("planned", 10, 4)
    assert wave["cost_cents"] == 393_380
    assert "4 items of purchases with several payers are not counted" in wave["why"]
    assert {(note.assumption, note.rows) for note in found.assumptions if note.about == "replacement waves"} == {
        ("purchases that nothing dates again are in no wave", 1), ("purchases that several pay are in no wave", 1),
    }  # fmt: skip
