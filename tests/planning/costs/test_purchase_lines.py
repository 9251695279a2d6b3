"""Needs as money: price of the paying year, capital or operating, gaps; expected values by hand."""

from __future__ import annotations

from datetime import date

from techplan.planning.costs.purchase_lines import purchase_lines


def a_class(code, cents, **more):
    return {
        "code": code, "name": code.title(), "category": "client computers", "unit_price_cents": cents,
        "price_fy": 2027, "tier": 2, "life_months": 48, **more,
    }  # fmt: skip


def lines(small, book, *needs):
    return purchase_lines(book, small.needs_of(*needs), small.settings(book))


def test_one_line_for_each_need_at_the_price_of_the_paying_year(small):
    book = small.book_of(asset_classes=[a_class("chromebook", 33_000, object_code="644", certified_life_months=60)])
    costs = lines(small, book, {"asset_class": "chromebook", "paying_fy": 2029, "quantity": 80, "backlog": True})
    (row,) = costs.lines.iter_rows(named=True)
    assert row["line"] == "need:chromebook/010/FY2029"
    assert (row["unit_cents"], row["amount_cents"], row["quantity"]) == (35_010, 2_800_800, 80)
    assert (row["fy"], row["tier"], row["may_slip_years"], row["recurring"]) == (2029, 2, 0, False)
    assert (row["object"], row["estimated_life_months"], row["backlog"]) == ("644", 60, True)
    assert row["why"] == "80 at 350.10 each in FY2029 (330.00 in FY2027, 3% a year for 2 years). Age."
    assert costs.assumptions == ()


def test_the_life_is_the_refresh_life_where_none_is_certified(small):
    book = small.book_of(asset_classes=[a_class("chromebook", 33_000)])
    costs = lines(small, book, {"asset_class": "chromebook", "paying_fy": 2027, "quantity": 1})
    assert costs.lines["estimated_life_months"].to_list() == [48]


def test_capital_from_the_unit_threshold_on(small):
    book = small.book_of(asset_classes=[a_class("server", 500_000), a_class("switch", 499_999)])
    costs = lines(
        small,
        book,
        {"asset_class": "server", "paying_fy": 2027, "quantity": 1},
        {"asset_class": "switch", "paying_fy": 2027, "quantity": 100},
    )
    assert dict(costs.lines.select("asset_class", "kind").iter_rows()) == {"server": "capital", "switch": "operating"}


def test_a_class_bought_in_bulk_is_capital_by_the_aggregate_of_the_whole_district(small):
    book = small.book_of(
        district=[{"capital_aggregate_threshold_cents": 9_900_000}], asset_classes=[a_class("chromebook", 33_000)]
    )
    costs = lines(
        small,
        book,
        {"asset_class": "chromebook", "paying_fy": 2027, "quantity": 200, "school": "010"},
        {"asset_class": "chromebook", "paying_fy": 2027, "quantity": 100, "school": "020"},  # 300 × 330.00 = 99,000.00
        {"asset_class": "chromebook", "paying_fy": 2028, "quantity": 291, "school": "010"},  # 291 × 339.90 = 98,910.90
    )
    assert costs.lines.select("fy", "kind").sort("fy").rows() == [
        (2027, "capital"), (2027, "capital"), (2028, "operating"),
    ]  # fmt: skip


def test_a_class_without_a_price_is_one_gap_that_counts_its_items(small):
    book = small.book_of(asset_classes=[a_class("camera", None)])
    costs = lines(
        small,
        book,
        {"asset_class": "camera", "paying_fy": 2027, "quantity": 7},
        {"asset_class": "camera", "paying_fy": 2028, "quantity": 5},
    )
    assert costs.lines.is_empty()
    assert [(gap["table"], gap["key"], gap["column"]) for gap in costs.gaps] == [
        ("asset_classes", "camera", "unit_price")
    ]
    assert "12 items" in costs.gaps[0]["gap"]


def test_defaults_for_tier_and_slip_are_listed(small):
    book = small.book_of(asset_classes=[a_class("camera", 100, tier=None), a_class("phone", 100, tier=None)])
    costs = lines(small, book, {"asset_class": "camera", "paying_fy": 2027, "quantity": 1})
    assert costs.lines.select("tier", "may_slip_years").rows() == [(3, 0)]
    assert [(item.assumption, item.about, item.rows) for item in costs.assumptions] == [
        ("default tier", "asset_classes", 1)
    ]


def test_nothing_is_paid_before_today_or_outside_the_year_that_pays(small):
    book = small.book_of(asset_classes=[a_class("camera", 100)])
    costs = lines(
        small,
        book,
        {"need": "past", "asset_class": "camera", "paying_fy": 2027, "quantity": 1, "order_on": date(2026, 8, 1)},
        {"need": "late", "asset_class": "camera", "paying_fy": 2027, "quantity": 1, "order_on": date(2024, 3, 1)},
        {"need": "next", "asset_class": "camera", "paying_fy": 2028, "quantity": 1, "order_on": date(2027, 8, 1)},
    )
    assert dict(costs.lines.select("source_key", "pay_on").iter_rows()) == {
        "past": date(2026, 11, 25), "late": date(2026, 11, 25), "next": date(2027, 8, 1),
    }  # fmt: skip


def test_open_orders_are_said_to_be_outside_the_plan(small):
    order = {"order": "P1", "line": "1", "asset_class": "camera", "quantity": 5}
    book = small.book_of(
        asset_classes=[a_class("camera", 100)],
        purchase_orders=[{**order, "received": 2}, {**order, "line": "2", "received": 3, "cancelled": 2}],
    )
    costs = lines(small, book)
    assert costs.lines.is_empty()
    assert [(item.about, item.rows) for item in costs.assumptions] == [("purchase_orders", 1)]
