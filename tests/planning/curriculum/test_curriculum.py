"""Curriculum drives lifecycle: needs, licences, training and support follow programs and their years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

import techplan
from techplan.planning.curriculum.results import Deployments, ProgramRisks
from techplan.planning.plan import Plan

ON = date(2027, 1, 15)
TABLET = {
    "code": "tablet",
    "name": "Tablet",
    "category": "client computers",
    "unit_price_cents": 10_000,
    "price_fy": 2027,
    "escalation": Decimal(0),
    "life_months": 36,
    "refresh_rule": "age",
    "deployment_hours": Decimal("0.5"),
    "collection_hours": Decimal("0.25"),
}
PUPILS = [{"school": "010", "grade": grade, "fy": 2027, "students": 100} for grade in ("KG", "1", "2", "3")]


def plan_of(small: Any, **tables: Any) -> Plan:
    given = {
        "district": [{"escalation": Decimal(0)}],
        "schools": [{"code": "010", "name": "Oak"}],
        "enrollment": PUPILS,
        "asset_classes": [TABLET],
        "programs": [{"code": "P", "title": "Reading", "grades": "KG;1;2", "first_fy": 2029}],
    }
    return techplan.plan(small.book_of(**{**given, **tables}), on=ON)


def dollars(plan: Plan, table: str) -> dict[int, int]:
    rows = plan.cost_lines.filter(pl.col("source_table") == table)
    return {
        fy: cents // 100 for fy, cents in rows.group_by("fy").agg(pl.col("amount_cents").sum()).sort("fy").iter_rows()
    }


STANDARDS = [
    {"standard": "d", "program": "P", "kind": "device", "asset_class": "tablet", "driver": "student"},
    {"standard": "s", "program": "P", "kind": "software", "driver": "student", "unit_price_cents": 500},
    {
        "standard": "t",
        "program": "P",
        "kind": "training hours",
        "driver": "teacher",
        "ratio": Decimal(6),
        "unit_price_cents": 4_000,
    },
]
TEACHERS = [{"school": "010", "role": "teacher", "fy": 2027, "fte": Decimal(10), "heads": 10}]
AGREEMENT = {
    "agreement": "A",
    "title": "Reader",
    "category": "software",
    "basis": "per student",
    "amount_cents": 1_000,
    "program": "P",
    "start_on": date(2026, 7, 1),
    "renews": True,
}


def test_a_programs_year_starts_devices_licences_training_and_agreements(small: Any) -> None:
    plan = plan_of(small, standards=STANDARDS, staff=TEACHERS, agreements=[AGREEMENT])
    assert dollars(plan, "needs") == {2029: 30_000}  # 300 pupils of its grades at 100
    assert dollars(plan, "standards") == dict.fromkeys((2029, 2030, 2031), 300 * 5 + 60 * 40)
    assert dollars(plan, "agreements") == dict.fromkeys((2029, 2030, 2031), 3000)


def test_a_later_adoption_moves_all_of_it(small: Any) -> None:
    later = [{"code": "P", "title": "Reading", "grades": "KG;1;2", "first_fy": 2030, "last_fy": 2030}]
    plan = plan_of(small, programs=later, standards=STANDARDS, staff=TEACHERS, agreements=[AGREEMENT])
    assert (dollars(plan, "needs"), dollars(plan, "agreements")) == ({2030: 30_000}, {2030: 3_000})
    assert dollars(plan, "standards") == {2030: 300 * 5 + 60 * 40}


def test_a_k_2_licence_multiplies_k_2_pupils_only(small: Any) -> None:
    plan = plan_of(small, programs=[], agreements=[{**AGREEMENT, "program": None, "grades": "KG;1;2"}])
    assert set(dollars(plan, "agreements").values()) == {3_000}
    whole = plan_of(small, programs=[], agreements=[{**AGREEMENT, "program": None}])
    assert set(dollars(whole, "agreements").values()) == {4_000}


def test_a_pilot_asks_for_a_share_first(small: Any) -> None:
    pilots = [{**row, "pilot_share": Decimal("0.2")} for row in STANDARDS[:2]]
    plan = plan_of(small, standards=pilots)
    assert dollars(plan, "standards") == {2029: 300, 2030: 1_500, 2031: 1_500}
    assert dollars(plan, "needs") == {2029: 6_000, 2030: 24_000}


def test_what_an_agreement_supplies_costs_once(small: Any) -> None:
    supplied = [{**STANDARDS[1], "agreement": "A", "unit_price_cents": None}]
    plan = plan_of(small, standards=supplied, agreements=[AGREEMENT])
    assert dollars(plan, "standards") == {}
    assert dollars(plan, "agreements") == {2029: 3_000, 2030: 3_000, 2031: 3_000}


def test_a_standard_without_a_price_is_a_gap_and_not_free(small: Any) -> None:
    plan = plan_of(small, standards=[{**STANDARDS[1], "unit_price_cents": None}])
    gap = plan.data_gaps.filter(pl.col("table") == "standards").row(0, named=True)
    assert (gap["key"], gap["column"]) == ("s", "unit_price")


def spares(small: Any, *pupils: int) -> list[int]:
    """Stock at the end of each year for pupils of one school, with five spares for each hundred."""
    enrollment = [{"school": "010", "grade": "3", "fy": 2027 + n, "students": count} for n, count in enumerate(pupils)]
    standard = {**STANDARDS[0], "program": None, "spare_share": Decimal("0.05")}
    stock = plan_of(small, enrollment=enrollment, standards=[standard], programs=[]).stock.sort("fy")
    return stock["required"].to_list()[: len(pupils)]


def test_one_to_one_with_spares_rounded_up(small: Any) -> None:
    """200 → 230 pupils adds 32 devices (210 → 242), 210 → 240 adds 31 (221 → 252)."""
    assert spares(small, 200, 230) == [210, 242]
    assert spares(small, 210, 240) == [221, 252]


def test_growth_is_bought_once_and_replaced_at_the_end_of_its_life(small: Any) -> None:
    enrollment = [
        {"school": "010", "grade": "3", "fy": fy, "students": 200 if fy == 2027 else 230} for fy in range(2027, 2032)
    ]
    standard = {**STANDARDS[0], "program": None, "spare_share": Decimal("0.05")}
    plan = plan_of(small, enrollment=enrollment, standards=[standard], programs=[])
    bought = dict(plan.needs.group_by("paying_fy").agg(pl.col("quantity").sum()).sort("paying_fy").iter_rows())
    assert (bought[2027], bought[2028]) == (210, 32)
    assert bought[2030] == 210  # three years later
    assert bought[2031] == 32


def test_assistive_technology_is_a_mandate_whatever_the_rank_of_its_class(small: Any) -> None:
    iep = [
        {
            "standard": "a",
            "kind": "device",
            "asset_class": "tablet",
            "driver": "stated count",
            "stated_count": 3,
            "mandate": "IEP",
        }
    ]
    wish = {**TABLET, "tier": 4}
    panel = {**TABLET, "code": "panel", "name": "Panel", "tier": 2}
    rooms = [{"standard": "b", "kind": "device", "asset_class": "panel", "driver": "stated count", "stated_count": 5}]
    funds = [{"fund": "001", "name": "General", "kind": "general"}]
    balances = [{"fund": "001", "fy": 2027, "opening_cents": 0, "revenue_cents": 30_000}]
    plan = plan_of(
        small, asset_classes=[wish, panel], standards=[*iep, *rooms], funds=funds, fund_balances=balances, programs=[]
    )
    assert set(plan.cost_lines.filter(pl.col("asset_class") == "tablet")["tier"]) == {1}
    first = plan.cost_lines.filter((pl.col("asset_class") == "tablet") & (pl.col("fy") == 2027))["line"].to_list()
    assert not plan.unfunded.filter(pl.col("line").is_in(first)).height
    assert plan.unfunded.height


def test_deployment_hours_are_set_against_the_staff_there_is(small: Any) -> None:
    staff = [
        {
            "position": "T",
            "title": "T",
            "fte": Decimal(2),
            "salary_cents": 0,
            "benefits_cents": 0,
            "deployment_hours": Decimal(60),
        }
    ]
    plan = plan_of(small, standards=STANDARDS[:1], support_staff=staff)
    frame = plan.result("deployments")
    assert Deployments.is_valid(frame)
    rows = {row["fy"]: row for row in frame.iter_rows(named=True)}
    assert (rows[2029]["bought"], rows[2029]["hours"], rows[2029]["available"], rows[2029]["short"]) == (
        300,
        150,
        120,
        30,
    )
    assert (rows[2027]["hours"], rows[2027]["short"]) == (0, 0)
    assert plan_of(small, standards=STANDARDS[:1]).result("deployments")["available"].null_count() == 5


def test_what_pupils_take_home_is_collected_every_summer(small: Any) -> None:
    at_home = [{**STANDARDS[0], "program": None, "grades": "3", "take_home": True}]
    rows = {row["fy"]: row for row in plan_of(small, standards=at_home).result("deployments").iter_rows(named=True)}
    assert [rows[fy]["collected"] for fy in (2027, 2028, 2029)] == [0, 100, 100]
    assert rows[2028]["hours"] == 25  # 100 at a quarter of an hour
    stays = plan_of(small, standards=[{**at_home[0], "take_home": None}]).result("deployments")
    assert stays["collected"].to_list()[:3] == [0, 0, 0]


def test_which_programs_fail_if_a_class_is_not_replaced(small: Any) -> None:
    assets = [
        {
            "asset": f"a{n}",
            "asset_class": "tablet",
            "school": "010",
            "in_service_on": date(2026 if n < 250 else 2025, 8, 1),
        }
        for n in range(320)
    ]
    program = [{"code": "P", "title": "Reading", "grades": "KG;1;2"}]
    plan = plan_of(small, programs=program, standards=STANDARDS[:1], assets=assets)
    frame = plan.result("program_risks")
    assert ProgramRisks.is_valid(frame)
    rows = {row["fy"]: row for row in frame.iter_rows(named=True)}
    assert (rows[2028]["serviceable"], rows[2028]["fails"]) == (
        320,
        False,
    )  # the older ones are due in August 2028, FY2029
    assert (rows[2029]["serviceable"], rows[2029]["short"], rows[2029]["first_failure"]) == (250, 50, True)
    assert (rows[2030]["serviceable"], rows[2030]["first_failure"]) == (0, False)
