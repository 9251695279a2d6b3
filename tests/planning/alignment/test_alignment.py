"""What spending is worth: points by hand, and dollars that always add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import techplan
from techplan.planning.alignment import goal_gaps, goal_money, goal_weights, line_goals, ranking, scores
from techplan.planning.alignment.content import content_findings
from techplan.planning.alignment.results import (
    NO_GOAL,
    ContentFindings,
    GoalGaps,
    GoalMoney,
    LineGoals,
    LineWeights,
    Ranking,
    Scores,
)
from techplan.planning.plan import Plan
from techplan.planning.results import Allocations, CostLines, Unfunded

ON = date(2027, 1, 15)
GOALS = [
    {"code": "G1", "title": "Read", "weight": Decimal(30)},
    {"code": "G2", "title": "Count", "weight": Decimal(10)},
]


def judged(name: str, goal: str, **more: Any) -> dict[str, Any]:
    return {"contribution": name, "goal": goal, "likely": Decimal(4), "likelihood": Decimal(1), **more}


def test_one_judgement_by_hand(small: Any) -> None:
    """(2 + 4 × 4 + 5) ÷ 6 = 3.8333; × 0.75 weight × 0.8 likelihood × 100 = 230."""
    contribution = judged(
        "c", "G1", program="P", low=Decimal(2), high=Decimal(5), likelihood=Decimal("0.8"), evidence="strong"
    )
    book = small.book_of(goals=GOALS, programs=[{"code": "P", "title": "P"}], contributions=[contribution])
    frame = scores(book)
    assert Scores.is_valid(frame)
    row = frame.row(0, named=True)
    assert (row["contribution"], row["uncertainty"]) == (Decimal("3.833333"), Decimal("0.500000"))
    assert (row["points"], row["weight"], row["evidence"]) == (Decimal("230.000000"), Decimal("0.750000"), "strong")
    assert row["spread"] is None


def test_several_people_are_a_mean_with_their_spread_and_the_weakest_evidence(small: Any) -> None:
    votes = [
        judged("a", "G1", program="P", likely=Decimal(2), scorer="Principal", evidence="strong"),
        judged("b", "G1", program="P", likely=Decimal(4), scorer="Teacher", evidence="rationale"),
    ]
    row = scores(small.book_of(goals=GOALS, programs=[{"code": "P", "title": "P"}], contributions=votes)).row(
        0, named=True
    )
    assert (row["scorers"], row["contribution"], row["evidence"]) == (2, Decimal(3), "rationale")
    assert row["spread"] == Decimal("1.414214")  # √((1² + 1²) ÷ 1)


def test_weights_are_shares_of_goals_without_goals_below_them(small: Any) -> None:
    goals = [
        {"code": "A", "title": "A", "weight": Decimal(99)},
        {"code": "B", "title": "B", "parent": "A", "weight": Decimal(3)},
        {"code": "C", "title": "C", "parent": "A"},
    ]
    assert goal_weights(small.book_of(goals=goals)).rows() == [("B", 0.75), ("C", 0.25)]


def a_plan(small: Any) -> Plan:
    """A program with an agreement, a class that two programs ask for, an initiative, and staff that nobody judged."""
    return techplan.plan(
        small.book_of(
            goals=[*GOALS, {"code": "G3", "title": "Nobody serves it"}],
            schools=[{"code": "010", "name": "Oak"}],
            enrollment=[{"school": "010", "grade": "3", "fy": 2027, "students": 101}],
            asset_classes=[
                {
                    "code": "tablet",
                    "name": "Tablet",
                    "category": "client computers",
                    "unit_price_cents": 33_333,
                    "price_fy": 2027,
                    "life_months": 24,
                }
            ],
            programs=[{"code": "P", "title": "Reading", "grades": "3"}, {"code": "Q", "title": "Sums", "grades": "3"}],
            standards=[
                {"standard": "p", "program": "P", "kind": "device", "asset_class": "tablet", "driver": "student"},
                {"standard": "q", "program": "Q", "kind": "device", "asset_class": "tablet", "driver": "student"},
            ],
            agreements=[
                {
                    "agreement": "A",
                    "title": "Reader",
                    "category": "software",
                    "basis": "per student",
                    "amount_cents": 1_001,
                    "program": "P",
                    "start_on": date(2026, 7, 1),
                    "renews": True,
                }
            ],
            initiatives=[{"initiative": "I", "title": "Fibre", "rank": 1, "sentence": "Faster for all."}],
            initiative_costs=[
                {"cost": "i", "initiative": "I", "fy": 2028, "category": "network", "amount_cents": 77_777}
            ],
            initiative_benefits=[{"benefit": "b", "initiative": "I", "kind": "saving", "amount_cents": 5_000}],
            support_staff=[
                {"position": "T", "title": "T", "fte": Decimal(1), "salary_cents": 100_003, "benefits_cents": 0}
            ],
            funds=[
                {"fund": "001", "name": "General", "kind": "general"},
                {"fund": "003", "name": "PI", "kind": "levy"},
            ],
            fund_balances=[
                {"fund": fund, "fy": fy, "revenue_cents": cents, "opening_cents": 0 if fy == 2027 else None}
                for fund, cents in (("001", 90_001), ("003", 40_003))
                for fy in range(2027, 2032)
            ],
            contributions=[
                judged("1", "G1", program="P"),
                judged("2", "G2", program="Q", likely=Decimal(2)),
                judged("3", "G1", program="Q", likely=Decimal(1)),
                judged("4", "G2", initiative="I"),
            ],
        ),
        on=ON,
    )


def test_total_by_goal_is_total_by_fund_is_total_by_year_is_the_budget(small: Any) -> None:
    plan = a_plan(small)
    money, parts = plan.result("goal_money"), plan.result("line_goals")
    assert GoalMoney.is_valid(money)
    assert LineGoals.is_valid(parts)
    whole = plan.cost_lines["amount_cents"].sum()
    assert money["amount_cents"].sum() == parts["amount_cents"].sum() == whole
    by_fund = dict(money.group_by("fund").agg(pl.col("amount_cents").sum()).iter_rows())
    paid = dict(plan.allocations.group_by("fund").agg(pl.col("amount_cents").sum()).iter_rows())
    assert {fund: cents for fund, cents in by_fund.items() if fund != "-"} == paid
    assert by_fund.get("-", 0) == plan.unfunded["amount_cents"].sum()
    by_year = dict(money.group_by("fy").agg(pl.col("amount_cents").sum()).iter_rows())
    assert by_year == dict(plan.cost_lines.group_by("fy").agg(pl.col("amount_cents").sum()).iter_rows())
    by_line = parts.group_by("line").agg(pl.col("amount_cents").sum()).sort("line")
    assert by_line.equals(plan.cost_lines.select("line", "amount_cents").sort("line"))


def test_the_most_specific_judgement_shares_a_line_out(small: Any) -> None:
    parts = a_plan(small).result("line_goals")

    def goals(start: str) -> set[str]:
        return set(parts.filter(pl.col("line").str.starts_with(start))["goal"])

    assert goals("agreement:A") == {"G1"}  # its program's goals, since nobody judged the agreement itself
    assert goals("initiative:i") == {"G2"}
    assert goals("need:") == {"G1", "G2"}  # both programs that ask for the class
    assert goals("staff:") == {NO_GOAL}


def test_goals_nobody_funds_and_spending_that_serves_no_goal(small: Any) -> None:
    plan = a_plan(small)
    gaps = plan.result("goal_gaps")
    assert GoalGaps.is_valid(gaps)
    assert gaps.select("gap", "subject").rows() == [("goal without money", "G3"), ("spending without a goal", "staff")]
    staff = plan.cost_lines.filter(pl.col("category") == "staff")["amount_cents"].sum()
    assert gaps.filter(pl.col("subject") == "staff")["amount_cents"].to_list() == [staff]


def test_the_directors_rank_comes_first_with_the_sponsors_sentence(small: Any) -> None:
    frame = a_plan(small).result("ranking")
    assert Ranking.is_valid(frame)
    rows = {row["subject"]: row for row in frame.iter_rows(named=True)}
    assert (rows["I"]["place"], rows["I"]["sentence"], rows["I"]["benefits_cents"]) == (1, "Faster for all.", 5_000)
    assert (rows["P"]["place"], rows["P"]["weight"]) == (2, Decimal(1))
    assert rows["P"]["point_cents"] is not None


def test_each_line_has_its_tier_and_weight(small: Any) -> None:
    plan = a_plan(small)
    frame = plan.result("line_weights")
    assert LineWeights.is_valid(frame)
    assert frame["line"].to_list() == plan.cost_lines["line"].to_list()
    weights = dict(frame.select("line", "weight").iter_rows())
    assert max(weights.values()) == 1
    assert {weight for line, weight in weights.items() if line.startswith("staff:")} == {Decimal(0)}


def test_an_initiative_that_nobody_judged_is_in_the_list_without_points(small: Any) -> None:
    book = small.book_of(initiatives=[{"initiative": "I", "title": "t"}])
    plan = techplan.plan(book, on=ON)
    row = plan.result("ranking").row(0, named=True)
    assert (row["points"], row["point_cents"], row["risk"], row["weight"]) == (None, None, None, Decimal(0))


AMOUNTS = st.integers(0, 10**7)


@given(
    amounts=st.lists(AMOUNTS, min_size=1, max_size=6),
    points=st.lists(st.integers(0, 5), min_size=3, max_size=3),
    funded=st.lists(st.integers(0, 100), min_size=12, max_size=12),
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_parts_add_up_whatever_the_points_and_funds(
    small: Any, amounts: list[int], points: list[int], funded: list[int]
) -> None:
    goals = [{"code": f"G{n}", "title": "g"} for n in range(3)]
    votes = [judged(str(n), f"G{n}", program="P", likely=Decimal(value)) for n, value in enumerate(points)]
    book = small.book_of(goals=goals, programs=[{"code": "P", "title": "P"}], contributions=votes)
    lines = small.lines_of(
        *({"line": f"l{n}", "fy": 2027, "amount_cents": cents, "program": "P"} for n, cents in enumerate(amounts))
    )
    parts = line_goals(book, lines, scores(book))
    assert parts.group_by("line").agg(pl.col("amount_cents").sum()).sort("line")["amount_cents"].to_list() == amounts
    paid = [
        (f"l{n}", fund, "-", 2027, cents * funded[2 * n + k] // 300, "w")
        for n, cents in enumerate(amounts)
        for k, fund in enumerate(("001", "003"))
    ]
    allocations = pl.DataFrame(paid, schema=Allocations.polars_schema(), orient="row")
    left = lines.select("line", "fy", "tier", "amount_cents").join(
        allocations.group_by("line").agg(paid=pl.col("amount_cents").sum()), on="line"
    )
    unfunded = left.select("line", "fy", "tier", pl.col("amount_cents") - pl.col("paid"), why=pl.lit("w"))
    money = goal_money(parts, allocations, unfunded.cast(Unfunded.polars_schema()))
    assert money["amount_cents"].sum() == sum(amounts)
    by_goal = money.group_by("goal").agg(pl.col("amount_cents").sum()).sort("goal")
    want = parts.group_by("goal").agg(pl.col("amount_cents").sum()).filter(pl.col("amount_cents") > 0).sort("goal")
    assert by_goal.equals(want)


CONTENT = {
    "agreement": "A",
    "measured_on": date(2026, 12, 1),
    "privacy_agreement": True,
    "accessibility_statement": True,
}


def content(small: Any, *rows: dict[str, Any], **agreement: Any) -> pl.DataFrame:
    agreements = [
        {
            "agreement": code,
            "title": code,
            "category": "software",
            "basis": "flat",
            "amount_cents": 100_000,
            "program": "P",
            "start_on": date(2026, 7, 1),
            "renews": True,
            **agreement,
        }
        for code in ("A", "B")
    ]
    book = small.book_of(
        programs=[{"code": "P", "title": "P"}], agreements=agreements, content=[{**CONTENT, **row} for row in rows]
    )
    plan = techplan.plan(book, on=ON)
    frame = content_findings(book, plan.cost_lines, plan.settings)
    assert ContentFindings.is_valid(frame)
    return frame


def finding(frame: pl.DataFrame, name: str) -> dict[str, Any]:
    return frame.filter(pl.col("finding") == name).row(0, named=True)


def test_seats_that_nobody_uses_and_what_a_user_costs(small: Any) -> None:
    row = finding(content(small, {"seats": 400, "active_users": 100}), "fewer than half of the seats are used")
    assert (row["could_free_cents"], row["user_cents"], row["yearly_cents"]) == (75_000, 1_000, 100_000)
    idle = finding(content(small, {"seats": 400, "active_users": 0}), "nobody uses it")
    assert (idle["could_free_cents"], idle["user_cents"]) == (100_000, None)
    used = content(small, {"seats": 400, "active_users": 200})
    assert "fewer than half of the seats are used" not in used["finding"].to_list()


def test_products_of_one_purpose_overlap(small: Any) -> None:
    frame = content(
        small,
        {"purpose": "Math practice", "active_users": 10},
        {"agreement": "B", "purpose": "math practice", "active_users": 90},
    )
    row = finding(frame, "overlaps with another product")
    assert (row["agreement"], row["could_free_cents"]) == ("A", 100_000)


def test_privacy_accessibility_renewal_and_what_is_not_measured(small: Any) -> None:
    frame = content(small, {"privacy_agreement": False, "accessibility_statement": None}, end_on=date(2027, 3, 1))
    names = set(frame["finding"])
    assert {
        "privacy agreement is not signed",
        "no accessibility statement",
        "renews soon",
        "ends within a school year",
    } <= names
    assert finding(frame, "use is not measured")["agreement"] == "B"


@pytest.mark.parametrize(
    ("end", "found"), [(date(2027, 6, 30), False), (date(2027, 8, 10), False), (date(2026, 12, 31), True)]
)
def test_licences_end_in_the_summer(end: date, found: bool, small: Any) -> None:
    names = content(small, {"active_users": 1}, end_on=end)["finding"].to_list()
    assert ("ends within a school year" in names) is found


def test_the_plan_is_not_changed_by_what_it_is_worth(small: Any) -> None:
    plan = a_plan(small)
    before = plan.cost_lines.clone()
    assert plan.worth is plan.worth
    assert plan.cost_lines.equals(before)
    assert CostLines.is_valid(plan.cost_lines)
    assert goal_gaps(plan.book, plan.cost_lines, plan.result("line_goals")).equals(plan.result("goal_gaps"))
    assert ranking(plan.book, plan.cost_lines, plan.result("scores"), plan.settings).equals(plan.result("ranking"))
