"""Agreements as money: terms, locks, renewals and bases; expected values by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from techplan.planning.costs.agreement_lines import agreement_lines
from techplan.planning.drivers import driver_counts


def costs(small, agreement, **tables):
    common = {
        "agreement": "A1", "title": "Filter", "category": "software", "basis": "flat", "amount_cents": 100_000,
        "start_on": date(2024, 7, 1), "price_fy": 2027, "renews": True, "tier": 1,
    }  # fmt: skip
    book = small.book_of(agreements=[{**common, **agreement}], **tables)
    settings = small.settings(book)
    return agreement_lines(book, driver_counts(book, settings), settings)


def by_day(found):
    return dict(found.lines.select("pay_on", "amount_cents").iter_rows())


def test_a_yearly_agreement_is_paid_on_its_anniversaries_inside_the_plan(small):
    found = costs(small, {"school": "010", "object_code": "516", "program": "P", "may_slip_years": 1})
    assert by_day(found) == {
        date(2026, 7, 1): 100_000,
        date(2027, 7, 1): 103_000,
        date(2028, 7, 1): 106_090,
        date(2029, 7, 1): 109_273,  # 1,000 × 1.092727
        date(2030, 7, 1): 112_551,  # 1,000 × 1.12550881
    }
    row = found.lines.row(1, named=True)
    assert row["line"] == "agreement:A1/2027-07-01"
    assert (row["kind"], row["recurring"], row["tier"], row["may_slip_years"]) == ("operating", True, 1, 1)
    assert (row["school"], row["object"], row["program"]) == ("010", "516", "P")
    assert row["why"] == "1,030.00 (1,000.00 in FY2027, 3% a year for 1 year), term from 2027-07-01."
    assert found.assumptions == ()


def test_a_three_year_term_begun_before_the_plan_is_not_paid_again(small):
    found = costs(small, {"start_on": date(2025, 9, 15), "term_months": 36})
    assert by_day(found) == {date(2028, 9, 15): 106_090}


def test_a_price_lock_holds_and_growth_counts_from_its_year(small):
    found = costs(small, {"price_lock_end": date(2028, 6, 30), "escalation": Decimal("0.10"), "price_fy": 2025})
    assert by_day(found) == {
        date(2026, 7, 1): 100_000,
        date(2027, 7, 1): 100_000,
        date(2028, 7, 1): 110_000,
        date(2029, 7, 1): 121_000,
        date(2030, 7, 1): 133_100,
    }
    assert "price held until 2028-06-30" in found.lines["why"][0]


def test_a_lock_that_ended_before_the_price_year_adds_nothing(small):
    found = costs(small, {"price_lock_end": date(2025, 6, 30)})
    assert by_day(found)[date(2027, 7, 1)] == 103_000


def test_it_stops_at_its_end_unless_it_renews(small):
    ends = {"end_on": date(2028, 6, 30)}
    assert list(by_day(costs(small, {**ends, "renews": False}))) == [date(2026, 7, 1), date(2027, 7, 1)]
    assert len(by_day(costs(small, ends))) == 5
    unknown = costs(small, {**ends, "renews": None})
    assert len(by_day(unknown)) == 2
    assert [(item.assumption, item.about) for item in unknown.assumptions] == [
        ("agreement taken to end", "agreement A1")
    ]


def test_without_an_end_it_runs_on_or_is_one_term(small):
    assert len(by_day(costs(small, {"renews": None}))) == 5
    assert by_day(costs(small, {"renews": False, "start_on": date(2028, 1, 1)})) == {date(2028, 1, 1): 103_000}
    assert by_day(costs(small, {"renews": False})) == {}


def test_without_a_start_it_is_paid_on_the_first_day_of_each_fiscal_year(small):
    found = costs(small, {"start_on": None, "price_fy": None})
    assert by_day(found)[date(2026, 7, 1)] == 100_000
    assert len(by_day(found)) == 5
    assert {item.assumption for item in found.assumptions} == {"start date not entered", "price year not entered"}


def test_a_notice_date_changes_no_cost(small):
    assert by_day(costs(small, {"notice_on": date(2027, 3, 1)})) == by_day(costs(small, {}))


ENROLLMENT = [
    {"school": "010", "grade": "9", "fy": 2027, "students": 100},
    {"school": "010", "grade": "9", "fy": 2028, "students": 110},
    {"school": "010", "grade": "10", "fy": 2027, "students": 90},
    {"school": "020", "grade": "3", "fy": 2027, "students": 50},
]
STAFF = [
    {"school": "010", "role": "teacher", "fy": 2027, "fte": Decimal("7.5")},
    {"school": "020", "role": "aide", "fy": 2027, "fte": Decimal("2")},
]
ASSETS = [
    {"asset": "1", "school": "010", "asset_class": "camera", "status": "active"},
    {"asset": "2", "school": "010", "model": "C200", "status": "spare"},
    {"asset": "3", "school": "020", "asset_class": "camera"},
    {"asset": "4", "school": "010", "asset_class": "camera", "status": "retired"},
    {"asset": "5", "school": "010", "asset_class": "phone", "status": "active"},
]
SCHOOLS = [
    {"code": "010", "name": "High"},
    {"code": "020", "name": "Primary", "closes_fy": 2027},
    {"code": "090", "name": "Garage", "instructional": False},
]
THERE = {
    "enrollment": ENROLLMENT, "staff": STAFF, "assets": ASSETS, "schools": SCHOOLS,
    "product_models": [{"model": "C200", "asset_class": "camera"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("agreement", "quantities"),
    [
        ({"basis": "per student"}, [240, 110, 110, 110, 110]),
        ({"basis": "per student", "school": "010"}, [190, 110, 110, 110, 110]),
        ({"basis": "per student", "grades": "9;3"}, [150, 110, 110, 110, 110]),
        ({"basis": "per staff"}, [10, 8, 8, 8, 8]),
        ({"basis": "per device", "asset_class": "camera"}, [3, 3, 3, 3, 3]),
        ({"basis": "per device", "asset_class": "camera", "school": "010"}, [2, 2, 2, 2, 2]),
        ({"basis": "per school"}, [2, 1, 1, 1, 1]),
        ({"basis": "per school", "school": "020"}, [1]),
    ],
)
def test_the_basis_multiplies_a_rounded_unit_price(small, agreement, quantities):
    found = costs(small, {**agreement, "amount_cents": 333}, **THERE)
    units = [333, 343, 353, 364, 375]  # 3.33 × 1.03 = 3.4299; × 1.0609 = 3.5328; 3.6388; 3.7479
    assert [int(q) for q in found.lines["quantity"]] == quantities
    assert found.lines["amount_cents"].to_list() == [q * u for q, u in zip(quantities, units, strict=False)]
    assert found.gaps == ()


def test_devices_may_be_named_by_coverage(small):
    covered = [
        {"coverage": "1", "agreement": "A1", "asset": "5"},
        {"coverage": "2", "agreement": "A1", "asset_class": "camera"},
    ]
    found = costs(small, {"basis": "per device"}, coverage=covered, **THERE)
    assert int(found.lines["quantity"][0]) == 4


@pytest.mark.parametrize(
    ("agreement", "column"),
    [
        ({"basis": "per device"}, "asset_class"),
        ({"basis": "per device", "asset_class": "server"}, "basis"),
        ({"basis": "per student", "grades": "12"}, "basis"),
    ],
)
def test_what_cannot_be_counted_is_a_gap_and_no_line(small, agreement, column):
    found = costs(small, agreement, **THERE)
    assert found.lines.is_empty()
    assert [(gap["table"], gap["key"], gap["column"]) for gap in found.gaps] == [("agreements", "A1", column)]


def test_no_tier_is_a_listed_default(small):
    found = costs(small, {"tier": None})
    assert set(found.lines["tier"]) == {3}
    assert [(item.about, item.rows) for item in found.assumptions] == [("agreements", 1)]
