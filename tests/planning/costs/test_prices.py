"""Unit prices in the year that pays; expected values by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from techplan.planning.costs.prices import percent, price_list


def prices(small, **columns):
    row = {"code": "chromebook", "name": "Chromebook", "category": "client computers", **columns}
    book = small.book_of(asset_classes=[row])
    return price_list(book, small.settings(book))


@pytest.mark.parametrize(
    ("cents", "fy", "expected"),
    [
        (33_000, 2027, 33_000),
        (33_000, 2029, 35_010),  # 330 × 1.0609 = 350.097
        (33_000, 2031, 37_142),  # 330 × 1.12550881 = 371.4179…
        (95_000, 2028, 97_850),
        (120_000, 2026, 116_505),  # 1,200 ÷ 1.03 = 1,165.0485…
    ],
)
def test_a_price_grows_by_an_exact_factor_and_is_rounded_to_the_cent(small, cents, fy, expected):
    assert prices(small, unit_price_cents=cents, price_fy=2027).unit_price("chromebook", fy) == expected


def test_the_classes_own_growth_comes_before_the_districts(small):
    own = prices(small, unit_price_cents=10_000, price_fy=2027, escalation=Decimal("-0.05"))
    assert own.unit_price("chromebook", 2029) == 9_025


def test_a_price_without_a_year_holds_in_the_first_plan_year_and_is_listed_when_used(small):
    found = prices(small, unit_price_cents=10_000)
    assert found.unit_price("chromebook", 2028) == 10_300
    assert [(item.about, item.value) for item in found.assumptions(["chromebook", "other"])] == [
        ("class chromebook", "FY2027")
    ]
    assert found.assumptions([]) == []


def test_what_is_not_known_has_no_price(small):
    assert prices(small).unit_price("chromebook", 2027) is None
    assert prices(small, unit_price_cents=1).unit_price("tablet", 2027) is None


@pytest.mark.parametrize(
    ("rate", "text"),
    [("0.03", "3%"), ("0.025", "2.5%"), ("0.100000", "10%"), ("-0.05", "-5%"), ("0", "0%"), ("1", "100%")],
)
def test_percent(rate, text):
    assert percent(Decimal(rate)) == text
