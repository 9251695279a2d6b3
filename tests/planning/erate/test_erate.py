"""E-rate by the worked vectors that coordinators and USAC publish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import techplan
from techplan.planning.drivers import driver_counts
from techplan.planning.erate import (
    SchoolCount,
    band_of,
    category_two,
    discount_rule,
    discounts,
    eligible_students,
    entitlements,
    federal_part,
    is_rural,
)
from techplan.planning.erate.results import ErateDiscounts, ErateEntitlements
from techplan.rules.load import load_rules

RULES = load_rules()


@pytest.mark.parametrize(
    ("schools", "old", "new"),
    [
        ([529, 576, 247, 371], "287741.00", "347305.11"),
        ([100, 120, 90, 60], "100000.00", "120700.00"),
        ([700, 450, 90, 60], "242050.00", "292155.50"),
        ([80], "25000.00", "30175.00"),
        ([149], "25000.00", "30175.00"),
        ([150], "25050.00", "30235.50"),
        ([500], "83500.00", "100785.00"),
        ([400] * 10 + [50] * 2, "684700.00", "826437.00"),
        ([100] * 12, "300000.00", "362100.00"),
    ],
)
def test_published_budgets_of_both_cycles(schools: list[int], old: str, new: str) -> None:
    for funding_year, dollars in ((2021, old), (2025, old), (2026, new), (2030, new)):
        assert category_two(schools, RULES, funding_year).budget == int(Decimal(dollars) * 100)


def test_the_ways_of_computing_it_and_the_boundary_of_ten_schools() -> None:
    found = category_two([700, 450, 90, 60], RULES, 2026)
    assert (found.by_students, found.by_floors, found.by_schools) == (26_204_100, 12_070_000, 29_215_550)
    assert not found.at_boundary
    ten = category_two([100] * 10, RULES, 2026)
    assert (ten.at_boundary, ten.by_schools) == (True, 30_175_00 * 10)
    assert category_two([100] * 11, RULES, 2026).by_schools is None
    assert category_two([80, 0, 0], RULES, 2026).by_floors == 30_175_00  # schools without students do not count


@pytest.mark.parametrize(
    ("percent", "cells"),
    [
        (0, (20, 25, 20, 25)), (1, (40, 50, 40, 50)), (19, (40, 50, 40, 50)), (20, (50, 60, 50, 60)),
        (34, (50, 60, 50, 60)), (35, (60, 70, 60, 70)), (49, (60, 70, 60, 70)), (50, (80, 80, 80, 80)),
        (74, (80, 80, 80, 80)), (75, (90, 90, 85, 85)), (100, (90, 90, 85, 85)),
    ],
)  # fmt: skip
def test_the_matrix(percent: int, cells: tuple[int, ...]) -> None:
    found = [
        discount_rule(RULES, category, rural=rural, band=band_of(percent, 100), funding_year=2027).value
        for category in ("category one", "category two")
        for rural in (False, True)
    ]
    assert found == [Decimal(cell) / 100 for cell in cells]


@given(st.integers(1, 100_000), st.data())
def test_every_share_falls_in_a_band(students: int, data: Any) -> None:
    eligible = data.draw(st.integers(0, students))
    assert band_of(eligible, students) in {0, 1, 20, 35, 50, 75}


@pytest.mark.parametrize(("eligible", "band"), [(196, 20), (194, 1), (495, 50), (494, 35), (4, 0), (5, 1)])
def test_shares_between_whole_percents(eligible: int, band: int) -> None:
    assert band_of(eligible, 1000) == band


def test_a_school_under_cep_beside_one_that_is_not() -> None:
    """500 pupils of whom 45 % are identified count as 360; with 150 of 500 elsewhere 51 %, so 80 % in both."""
    first, second = SchoolCount(500, identified=225), SchoolCount(500, eligible=150)
    counted = [eligible_students(school, Decimal("1.6")) for school in (first, second)]
    assert counted == [360, 150]
    band = band_of(510, 1000)
    for category in ("category one", "category two"):
        assert discount_rule(RULES, category, rural=False, band=band, funding_year=2026).value == Decimal("0.8")
    assert eligible_students(SchoolCount(500, identified=350), Decimal("1.6")) == 500  # 560, and no more than there are


def test_exactly_half_is_urban() -> None:
    rural, urban = SchoolCount(1, rural=True), SchoolCount(1, rural=False)
    assert is_rural([rural, urban], Decimal("0.5")) is False
    assert is_rural([rural, rural, urban], Decimal("0.5")) is True
    assert is_rural([SchoolCount(1)], Decimal("0.5")) is None


def test_what_e_rate_pays_and_what_is_left() -> None:
    assert federal_part(34_730_511, Decimal("0.8")) == (27_784_409, 6_946_102)
    assert federal_part(3_017_500, Decimal("0.85")) == (2_564_875, 452_625)


@given(st.integers(0, 10**10), st.decimals("0", "0.9", places=2))
def test_parts_add_up(cents: int, discount: Decimal) -> None:
    assert sum(federal_part(cents, discount)) == cents


def a_book(small: Any, **school: Any) -> Any:
    return small.book_of(
        schools=[{"code": "010", "name": "Oak", "urban_rural": "rural", **school}],
        enrollment=[{"school": "010", "grade": "3", "fy": 2027, "students": 400, "free_reduced": 220}],
    )


def test_the_districts_own_discount_and_budget(small: Any) -> None:
    book = a_book(small)
    drivers = driver_counts(book, small.settings(book))
    frame = discounts(book, drivers, RULES, 2028)
    assert ErateDiscounts.is_valid(frame)
    assert frame.select("funding_year", "category", "eligible", "share", "discount").rows() == [
        (2027, "category one", 220, Decimal("0.55"), Decimal("0.8")),
        (2027, "category two", 220, Decimal("0.55"), Decimal("0.8")),
    ]
    assert frame["confirmed"].all()  # 55 % is a whole percent, however USAC rounds
    budget = entitlements(book, drivers, RULES, 2028)
    assert ErateEntitlements.is_valid(budget)
    assert budget.select("first_funding_year", "budget_cents").rows() == [(2026, 400 * 20_157)]


@pytest.mark.parametrize(("change", "said"), [({"urban_rural": None}, "urban or rural"), ({"cep": True}, None)])
def test_what_is_not_known_is_not_guessed(change: dict[str, Any], said: str | None, small: Any) -> None:
    book = a_book(small, **change)
    frame = discounts(book, driver_counts(book, small.settings(book)), RULES, 2028)
    if said is None:  # CEP without identified students goes by applications
        assert frame["discount"].null_count() == 0
    else:
        assert frame["discount"].null_count() == 2
        assert said in frame["why"][0]


def test_the_plan_has_both_tables(small: Any) -> None:
    plan = techplan.plan(a_book(small), on=date(2027, 1, 15))
    assert plan.result("erate_discounts").height == 2
    assert plan.result("erate_entitlements").height == 1
    assert techplan.plan(techplan.Book(), on=date(2027, 1, 15)).result("erate_entitlements").is_empty()
