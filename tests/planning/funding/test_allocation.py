"""Who pays: the laws, and optimality against an independent solver that knows nothing of groups."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from math import ceil

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from support.funding_law import cases, limits_of, middle_sized, planned
from techplan.book.book import Book
from techplan.planning.funding import allocate
from techplan.planning.results import Allocations, FundYears, Unfunded


def least_unfunded(tables, lines):
    """The least unfunded by tier, one tier after the other, found line by line with scipy."""
    flows, limits = limits_of(tables, lines)
    if not flows:
        return {tier: sum(x["amount_cents"] for x in lines if x["tier"] == tier) for tier in (1, 2, 3)}
    rows = [[float(which(flow)) for flow in flows] for which, _ in limits]
    most = [float(limit) for _, limit in limits]
    for line in lines:
        rows.append([float(flow[0] is line) for flow in flows])
        most.append(float(line["amount_cents"]))
    found = {}
    for tier in (1, 2, 3):
        gain = [-float(flow[0]["tier"] == tier) for flow in flows]
        best = linprog(gain, A_ub=np.array(rows), b_ub=most)
        assert best.status == 0
        found[tier] = sum(x["amount_cents"] for x in lines if x["tier"] == tier) + best.fun
        rows.append(gain)
        most.append(best.fun + 1e-6)
    return found


@settings(max_examples=100, deadline=None)
@given(case=cases())
def test_the_least_is_left_unfunded_tier_by_tier_to_the_cent(small, case):
    tables, lines = case
    _, _, funding = planned(small, tables, lines)
    unfunded = dict(funding.unfunded.group_by("tier").agg(pl.col("amount_cents").sum()).iter_rows())
    for tier, least in least_unfunded(tables, lines).items():
        assert unfunded.get(tier, 0) == pytest.approx(least, abs=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_a_middle_sized_plan_leaves_the_least_unfunded_too(small, seed):
    tables, lines = middle_sized(random.Random(seed))
    _, _, funding = planned(small, tables, lines)
    unfunded = dict(funding.unfunded.group_by("tier").agg(pl.col("amount_cents").sum()).iter_rows())
    for tier, least in least_unfunded(tables, lines).items():
        # A linear program may split a cent between two pots; whole cents cannot.
        assert unfunded.get(tier, 0) == pytest.approx(ceil(least - 1e-3), abs=1e-3)
    assert funding.solver["gap cents"] == 0


@settings(max_examples=80, deadline=None)
@given(case=cases())
def test_every_law_holds(small, case):
    tables, lines = case
    _, _, funding = planned(small, tables, lines)
    Allocations.validate(funding.allocations)
    Unfunded.validate(funding.unfunded)
    FundYears.validate(funding.fund_years)
    paid = list(funding.allocations.iter_rows(named=True))
    short = {row["line"]: row["amount_cents"] for row in funding.unfunded.iter_rows(named=True)}
    for line in lines:
        covered = sum(row["amount_cents"] for row in paid if row["line"] == line["line"])
        assert covered + short.get(line["line"], 0) == line["amount_cents"]
    assert all(row["amount_cents"] > 0 for row in paid)
    flows, limits = limits_of(tables, lines)
    lawful = {(line["line"], fund["fund"], award["award"] if award else "-"): (line, fund, award)
              for line, fund, award in flows}  # fmt: skip
    amounts = [(lawful[row["line"], row["fund"], row["award"]], row["amount_cents"]) for row in paid]
    for which, most in limits:
        assert sum(amount for flow, amount in amounts if which(flow)) <= most


@settings(max_examples=60, deadline=None)
@given(case=cases())
def test_fund_years_add_up_and_tie_to_the_allocations(small, case):
    tables, lines = case
    _, _, funding = planned(small, tables, lines)
    years = funding.fund_years
    balance = pl.col("opening_cents") + pl.col("revenue_cents") - pl.col("spent_cents") - pl.col("lapsed_cents")
    assert years.filter(balance != pl.col("closing_cents")).is_empty()
    carried = pl.col("closing_cents").shift(1).over("fund", "award")
    assert years.filter(carried.is_not_null() & (carried != pl.col("opening_cents"))).is_empty()
    spent = funding.allocations.group_by("fund", "award", "fy").agg(pl.col("amount_cents").sum())
    listed = years.filter(pl.col("spent_cents") > 0).select("fund", "award", "fy", "spent_cents")
    assert sorted(spent.rows()) == sorted(listed.rows())
    below = (pl.col("spent_cents") > 0) & (pl.col("closing_cents") < pl.col("floor_cents"))
    assert years.filter(below).is_empty()
    assert years.filter((pl.col("award") != "-") & (pl.col("closing_cents") < 0)).is_empty()


@settings(max_examples=40, deadline=None)
@given(case=cases(), seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(small, case, seed):
    tables, lines = case
    book, frame, funding = planned(small, tables, lines)
    mixed = Book(**{name: table.sample(fraction=1, shuffle=True, seed=seed) for name, table in book.tables()})
    again = allocate(mixed, frame.sample(fraction=1, shuffle=True, seed=seed + 1), small.settings(book))
    for name in ("allocations", "unfunded", "fund_years"):
        assert getattr(again, name).write_csv() == getattr(funding, name).write_csv()
    assert again.solver == funding.solver


@settings(max_examples=60, deadline=None)
@given(case=cases(), more=st.integers(1, 500), which=st.integers(0, 20))
def test_more_money_never_worsens_the_first_tier_that_differs(small, case, more, which):
    tables, lines = case
    givers = [("fund_balances", "revenue_cents"), ("awards", "amount_cents"), ("appropriations", "amount_cents")]
    places = [(name, column, row) for name, column in givers for row in range(len(tables[name]))]
    if not places:
        return
    name, column, place = places[which % len(places)]
    rows = [{**row, column: row[column] + more} if number == place else row for number, row in enumerate(tables[name])]
    before = planned(small, tables, lines)[2].unfunded
    after = planned(small, {**tables, name: rows}, lines)[2].unfunded
    totals = [
        [int(frame.filter(pl.col("tier") == tier)["amount_cents"].sum()) for tier in (1, 2, 3)]
        for frame in (before, after)
    ]
    assert totals[1] <= totals[0]


# By hand.


def line(name, amount, **more):
    return {"line": name, "fy": 2027, "amount_cents": amount, **more}


def test_no_fund_is_said_and_is_no_error(small):
    _, _, funding = planned(small, {}, [line("L", 100, tier=2), line("free", 0)])
    assert funding.unfunded.rows() == [("L", 2027, 2, 100, "No fund is entered.")]
    assert funding.allocations.is_empty()
    assert funding.fund_years.is_empty()


def test_a_short_fund_is_short_by_the_cent(small):
    """Need 2,600 with 2,590: 10.00 short, not fully funded."""
    tables = {
        "funds": [{"fund": "001", "name": "General", "kind": "general"}],
        "fund_balances": [{"fund": "001", "fy": 2027, "opening_cents": 259_000, "revenue_cents": 0}],
    }
    _, _, funding = planned(small, tables, [line("L", 260_000)])
    assert funding.unfunded.select("amount_cents", "why").rows() == [(1_000, "Used up in FY2027: General (001).")]


def test_a_fund_carries_its_balance_whatever_the_order_of_years(small):
    """100,000 open FY2027-FY2029, 40,000 needed in FY2027, nothing in FY2028: carry-in 0, 60,000, 60,000."""
    award = {
        "award": "A", "fund": "G", "amount_cents": 10_000_000, "carryover": True,
        "first_obligation_on": date(2026, 7, 1), "last_obligation_on": date(2029, 6, 30),
    }  # fmt: skip
    tables = {"funds": [{"fund": "G", "name": "Grant", "kind": "state grant"}], "awards": [award]}
    book = small.book_of(district=[{"horizon_years": 4}], **tables)
    frame = small.lines_of(line("late", 500, fy=2030), line("first", 4_000_000))
    funding = allocate(book, frame, small.settings(book))
    years = funding.fund_years.filter(pl.col("award") == "A")
    assert years.select("fy", "opening_cents", "lapsed_cents").rows() == [
        (2027, 10_000_000, 0), (2028, 6_000_000, 0), (2029, 6_000_000, 6_000_000),
    ]  # fmt: skip
    assert funding.unfunded.select("line", "why").rows() == [
        ("late", "Outside its dates: Grant (G), award A, until 2029-06-30."),
    ]


def test_a_cap_on_a_category_of_an_award(small):
    """Title IV-A of 30,000 with 40 % on technology: infrastructure at most 15 % of it, 1,800.00."""
    award = {"award": "A", "fund": "584", "amount_cents": 1_200_000, "carryover": True}
    share = {"award": "A", "category": "network", "maximum_share": Decimal("0.15")}
    tables = {
        "funds": [{"fund": "584", "name": "Title IV-A", "kind": "federal grant"}],
        "awards": [award],
        "award_shares": [share],
    }
    _, _, funding = planned(small, tables, [line("N", 500_000, category="network"), line("S", 500_000)])
    assert dict(funding.allocations.select("line", "amount_cents").iter_rows()) == {"N": 180_000, "S": 500_000}
    assert funding.unfunded["why"].to_list() == [
        "Limit of the award reached: Title IV-A (584), award A, at most 15% for network."
    ]


def test_which_year_goes_short_costs_a_lower_tier_nothing(small):
    """Of two network lines of 10.00 one is paid. Paying the later one leaves FY2027's appropriation to tier 3."""
    tables = {
        "funds": [{"fund": "F", "name": "Grant", "kind": "state grant"}],
        "awards": [{"award": "A", "fund": "F", "amount_cents": 2_000, "carryover": True}],
        "award_shares": [{"award": "A", "category": "network", "maximum_share": Decimal("0.5")}],
        "appropriations": [{"appropriation": "1", "fund": "F", "fy": 2027, "stage": "annual", "amount_cents": 1_000}],
    }
    lines = [
        line("early", 1_000, tier=2, category="network"),
        line("late", 1_000, tier=2, category="network", fy=2028),
        line("wish", 1_000, tier=3, category="software"),
    ]
    _, _, funding = planned(small, tables, lines)
    assert funding.allocations["line"].to_list() == ["late", "wish"]
    _, _, without = planned(small, tables, lines[:2])
    assert without.allocations["line"].to_list() == ["early"]


def test_a_permanent_improvement_fund_asks_for_the_certified_life(small):
    tables = {
        "funds": [
            {"fund": "003", "name": "Permanent improvement", "kind": "permanent improvement", "minimum_life_months": 60}
        ],
        "fund_balances": [{"fund": "003", "fy": 2027, "opening_cents": 1_000, "revenue_cents": 0}],
    }
    lines = [
        line("certified", 10, estimated_life_months=60),
        line("short", 20, estimated_life_months=48),
        line("unknown", 30),
    ]
    _, _, funding = planned(small, tables, lines)
    assert funding.allocations["line"].to_list() == ["certified"]
    assert dict(funding.unfunded.select("line", "why").iter_rows()) == {
        "short": "Needs an estimated life of at least 60 months, not 48: Permanent improvement (003).",
        "unknown": "Needs an estimated life of at least 60 months, and none is known: Permanent improvement (003).",
    }


def test_the_solver_says_how_good_the_answer_is_and_progress_is_told(small):
    tables = {
        "funds": [{"fund": "001", "name": "General", "kind": "general"}],
        "fund_balances": [{"fund": "001", "fy": 2027, "opening_cents": 150, "revenue_cents": 0}],
    }
    book = small.book_of(district=[{"horizon_years": 3}], **tables)
    told = []
    frame = small.lines_of(line("a", 100, tier=1), line("b", 100, tier=2))
    funding = allocate(book, frame, small.settings(book), lambda what, share: told.append((what, share)))
    assert funding.solver["status"] == "optimal"
    assert funding.solver["tier 2 unfunded cents"] == funding.solver["tier 2 bound cents"] == 50
    assert funding.solver["gap cents"] == 0
    assert funding.solver["goal 02 unfunded in tier 2"] == 50
    assert told[0] == ("funding: unfunded in tier 1", 0.0)
    assert [share for _, share in told] == sorted(share for _, share in told)
