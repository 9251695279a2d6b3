"""Staff, initiatives and financings as money; expected values by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from techplan.planning.costs.stated_lines import financing_lines, initiative_lines, staff_lines


def staff(small, **columns):
    row = {
        "position": "T1", "title": "Technician", "fte": Decimal("1.5"), "salary_cents": 5_000_033,
        "benefits_cents": 1_500_000, "price_fy": 2027, **columns,
    }  # fmt: skip
    book = small.book_of(support_staff=[row])
    return staff_lines(book, small.settings(book))


def test_a_position_costs_salary_and_benefits_every_year_it_exists(small):
    found = staff(small, first_fy=2028, last_fy=2029, school="010", object_code="141")
    # 65,000.33 × 1.03 = 66,950.3399 → 66,950.34, × 1.5 = 100,425.51; × 1.0609 = 68,958.85…, × 1.5 = 103,438.275 → .28
    assert found.lines.select("line", "fy", "unit_cents", "amount_cents").rows() == [
        ("staff:T1/FY2028", 2028, 6_695_034, 10_042_551),
        ("staff:T1/FY2029", 2029, 6_895_885, 10_343_828),
    ]
    row = found.lines.row(0, named=True)
    assert (row["category"], row["kind"], row["recurring"], row["tier"]) == ("staff", "operating", True, 2)
    assert (row["pay_on"], row["school"], row["object"]) == (date(2027, 7, 1), "010", "141")
    assert [item.about for item in found.assumptions] == ["support_staff"]


def test_a_position_without_dates_runs_through_the_plan_at_its_own_growth(small):
    found = staff(small, escalation=Decimal("0"), price_fy=None)
    assert found.lines["amount_cents"].to_list() == [9_750_050] * 5  # 97,500.495 → 97,500.50
    assert ("price year not entered", "position T1") in {(item.assumption, item.about) for item in found.assumptions}


def test_pay_that_is_not_known_is_a_gap(small):
    nothing = staff(small, salary_cents=None, benefits_cents=None)
    assert nothing.lines.is_empty()
    assert [(gap["key"], gap["column"]) for gap in nothing.gaps] == [("T1", "salary")]
    half = staff(small, benefits_cents=None, fte=Decimal(1))
    assert half.lines["amount_cents"][0] == 5_000_033
    assert [(gap["key"], gap["column"]) for gap in half.gaps] == [("T1", "benefits")]


def initiative(small, *costs, **initiative_columns):
    common = {"cost": "C1", "initiative": "I1", "category": "training", "kind": "operating", "recurring": False}
    book = small.book_of(
        initiatives=[{"initiative": "I1", "title": "Coaching", "tier": 4, "may_slip_years": 2, **initiative_columns}],
        initiative_costs=[{**common, **cost} for cost in costs],
    )
    return initiative_lines(book, small.settings(book))


def test_an_initiatives_cost_is_as_stated_and_a_recurring_one_returns(small):
    found = initiative(
        small,
        {"fy": 2028, "amount_cents": 100_000, "kind": "capital", "estimated_life_months": 60},
        {"cost": "C2", "fy": 2029, "amount_cents": 50_000, "recurring": True, "title": "Licences"},
        {"cost": "C3", "fy": 2025, "amount_cents": 10_000, "recurring": True},
        {"cost": "C4", "fy": 2026, "amount_cents": 999},
    )
    amounts = dict(found.lines.select("line", "amount_cents").iter_rows())
    assert amounts == {
        "initiative:C1/FY2028": 100_000,
        "initiative:C2/FY2029": 50_000,
        "initiative:C2/FY2030": 51_500,
        "initiative:C2/FY2031": 53_045,
        "initiative:C3/FY2027": 10_609,
        "initiative:C3/FY2028": 10_927,  # 109.2727
        "initiative:C3/FY2029": 11_255,  # 112.550881
        "initiative:C3/FY2030": 11_593,  # 115.92740743
        "initiative:C3/FY2031": 11_941,  # 119.4052296529
    }
    first = found.lines.row(0, named=True)
    assert (first["tier"], first["may_slip_years"], first["kind"]) == (4, 2, "capital")
    assert (first["title"], first["estimated_life_months"], first["recurring"]) == ("Coaching", 60, False)
    assert [(item.assumption, item.rows) for item in found.assumptions] == [("costs before the plan left out", 1)]


def test_what_an_initiative_leaves_open_is_listed(small):
    found = initiative(small, {"fy": 2027, "amount_cents": 1, "kind": None, "recurring": None}, tier=None)
    assert found.lines.select("kind", "tier", "recurring").rows() == [("operating", 3, False)]
    assert {item.assumption for item in found.assumptions} == {
        "default tier", "kind not entered", "recurrence not entered",
    }  # fmt: skip


def financing(small, **columns):
    row = {
        "financing": "L1", "start_on": date(2026, 1, 31), "payments": 6, "payment_cents": 12_345,
        "payment_months": 6, **columns,
    }  # fmt: skip
    book = small.book_of(financings=[row])
    return financing_lines(book, small.settings(book))


def test_a_financing_pays_on_its_dates(small):
    found = financing(small)
    assert found.lines.select("pay_on", "fy", "amount_cents").rows() == [
        (date(2026, 7, 31), 2027, 12_345),
        (date(2027, 1, 31), 2027, 12_345),
        (date(2027, 7, 31), 2028, 12_345),
        (date(2028, 1, 31), 2028, 12_345),
        (date(2028, 7, 31), 2029, 12_345),
    ]
    row = found.lines.row(0, named=True)
    assert (row["line"], row["tier"], row["kind"]) == ("financing:L1/2026-07-31", 1, "operating")
    assert row["why"].startswith("Payment 2 of 6, every 6 months")


def test_an_incomplete_financing_is_a_gap(small):
    found = financing(small, payments=None, payment_cents=None)
    assert found.lines.is_empty()
    assert found.gaps[0]["gap"].startswith("Not entered: number of payments, payment.")


@pytest.mark.parametrize(("payments", "apart", "listed"), [(3, None, True), (1, None, False), (3, 12, False)])
def test_months_between_payments_that_are_not_entered_are_listed(
    payments: int, apart: int | None, listed: bool, small: SimpleNamespace
) -> None:
    row = {"financing": "L", "start_on": date(2026, 9, 1), "payments": payments, "payment_cents": 100}
    book = small.book_of(financings=[{**row, "payment_months": apart}])
    costs = financing_lines(book, small.settings(book))
    assert costs.lines["fy"].to_list() == [2027, 2028, 2029][:payments]
    assert ("months between payments not entered" in {item.assumption for item in costs.assumptions}) is listed


def test_payments_beyond_the_calendar_are_not_asked_for(small: SimpleNamespace) -> None:
    row = {"financing": "L", "start_on": date(2020, 1, 31), "payments": 1_000_000, "payment_cents": 1}
    book = small.book_of(financings=[{**row, "payment_months": 1}])
    assert financing_lines(book, small.settings(book)).lines.height == 60
