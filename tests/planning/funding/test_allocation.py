"""Who pays: the laws, and optimality against an independent solver that knows nothing of groups."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from techplan.book.book import Book
from techplan.planning.funding import allocate
from techplan.planning.results import Allocations, FundYears, Unfunded

YEARS = (2027, 2028, 2029)
CATEGORIES = ("network", "software", "training")

cents = st.integers(0, 2000)
maybe_fy = st.none() | st.sampled_from(YEARS)
days = st.integers(0, 3 * 365).map(lambda n: date(2026, 7, 1) + timedelta(days=n))


@st.composite
def cases(draw):
    """Tables of a small Book and cost lines: at most 4 funds, 2 awards each, 6 lines, 3 years."""
    funds, balances, awards, shares, appropriated = [], [], [], [], []
    for number in range(draw(st.integers(0, 4))):
        code = f"{number:03d}"
        funds.append(
            {
                "fund": code,
                "name": f"Fund {code}",
                "kind": draw(st.sampled_from(["general", "levy", "local grant"])),
                "pays": draw(st.sampled_from([None, None, "both", "capital", "operating"])),
                "pays_categories": draw(st.sampled_from([None, None, "network;software", "training"])),
                "minimum_life_months": draw(st.sampled_from([None, None, 60])),
                "first_fy": draw(maybe_fy),
                "last_fy": draw(maybe_fy),
                "one_time": draw(st.booleans()),
                "order": draw(st.none() | st.integers(1, 3)),
            }
        )
        for fy in YEARS:
            if draw(st.booleans()):
                opening = draw(cents) if fy == 2027 else None
                row = {"fund": code, "fy": fy, "opening_cents": opening, "revenue_cents": draw(cents)}
                balances.append({**row, "floor_cents": draw(st.sampled_from([None, 0, 150]))})
            if draw(st.integers(0, 3)) == 0:
                stage = draw(st.sampled_from(["temporary", "annual", "supplemental"]))
                row = {"appropriation": f"{code}/{fy}", "fund": code, "fy": fy, "stage": stage}
                appropriated.append({**row, "amount_cents": draw(cents)})
        for which in range(draw(st.integers(0, 2))):
            award = f"{code}-{which}"
            opens, closes = sorted([draw(days), draw(days)])
            awards.append(
                {
                    "award": award,
                    "fund": code,
                    "amount_cents": draw(cents),
                    "first_obligation_on": draw(st.sampled_from([None, opens])),
                    "last_obligation_on": draw(st.sampled_from([None, closes])),
                    "carryover": draw(st.sampled_from([True, None, False])),
                    "spent_cents": draw(st.sampled_from([None, 0, 100])),
                }
            )
            for category in CATEGORIES:
                kind = draw(st.integers(0, 7))
                share = Decimal(draw(st.integers(0, 45))) / 100
                if kind == 0:
                    shares.append({"award": award, "category": category, "maximum_share": share})
                elif kind == 1:
                    shares.append({"award": award, "category": category, "minimum_share": share})
    lines = []
    for number in range(draw(st.integers(1, 6))):
        fy = draw(st.sampled_from(YEARS))
        lines.append(
            {
                "line": f"L{number}",
                "fy": fy,
                "amount_cents": draw(cents),
                "tier": draw(st.integers(1, 3)),
                "category": draw(st.sampled_from(CATEGORIES)),
                "kind": draw(st.sampled_from(["capital", "operating"])),
                "pay_on": date(fy - 1, 7, 1) + timedelta(days=draw(st.integers(0, 364))),
                "recurring": draw(st.booleans()),
                "backlog": draw(st.booleans()),
                "estimated_life_months": draw(st.sampled_from([None, 48, 60])),
            }
        )
    tables = {
        "funds": funds,
        "fund_balances": balances,
        "awards": awards,
        "award_shares": shares,
        "appropriations": appropriated,
    }
    return tables, lines


def planned(small, tables, lines):
    book = small.book_of(district=[{"horizon_years": 3}], **tables)
    frame = small.lines_of(*lines)
    return book, frame, allocate(book, frame, small.settings(book))


# An independent statement of the law, line by line and straight from the tables.


def fund_may_pay(fund, line):
    life = line["estimated_life_months"]
    return (
        fund["pays"] in (None, "both", line["kind"])
        and (fund["pays_categories"] is None or line["category"] in fund["pays_categories"].split(";"))
        and (fund["minimum_life_months"] is None or (life is not None and life >= fund["minimum_life_months"]))
        and (fund["first_fy"] or 0) <= line["fy"] <= (fund["last_fy"] or 9999)
    )


def fiscal(day):
    return day.year + (day.month >= 7)


def award_may_pay(award, line):
    opens, closes = award["first_obligation_on"], award["last_obligation_on"]
    inside = (opens or date.min) <= line["pay_on"] <= (closes or date.max)
    if award["carryover"] is False:
        return inside and line["fy"] == (2027 if opens is None else fiscal(opens))
    return inside


def own_limit(tables, fund, fy):
    """What the fund's own money may have paid by the end of a year, never below a floor now or later."""
    rows = {row["fy"]: row for row in tables["fund_balances"] if row["fund"] == fund["fund"]}
    least = []
    balance, floor = 0, 0
    for year in YEARS:
        row = rows.get(year, {})
        balance += (row.get("opening_cents") or 0) + (row.get("revenue_cents") or 0)
        floor = row["floor_cents"] if row.get("floor_cents") is not None else floor
        least.append(max(0, balance - floor))
    return min(least[YEARS.index(fy):])  # fmt: skip


def appropriation(tables, fund, fy):
    rows = [row for row in tables["appropriations"] if (row["fund"], row["fy"]) == (fund["fund"], fy)]
    return sum(row["amount_cents"] for row in rows) if rows else None


def limits_of(tables, lines):
    """Flows (line, fund, award or None), and limits as (which flows, most)."""
    flows = [
        (line, fund, award)
        for line in lines
        for fund in tables["funds"]
        if fund_may_pay(fund, line)
        for award in [None, *(award for award in tables["awards"] if award["fund"] == fund["fund"])]
        if award is None or award_may_pay(award, line)
    ]
    limits = []
    for fund in tables["funds"]:
        for fy in YEARS:
            limits.append((lambda f, fund=fund, fy=fy: f[1] is fund and f[2] is None and f[0]["fy"] <= fy,
                           own_limit(tables, fund, fy)))  # fmt: skip
            most = appropriation(tables, fund, fy)
            if most is not None:
                limits.append((lambda f, fund=fund, fy=fy: f[1] is fund and f[0]["fy"] == fy, most))
    for award in tables["awards"]:
        left = max(0, award["amount_cents"] - (award["spent_cents"] or 0))
        limits.append((lambda f, award=award: f[2] is award, left))
        shares = [share for share in tables["award_shares"] if share["award"] == award["award"]]
        for share in shares:
            if share.get("maximum_share") is not None:
                most = int(award["amount_cents"] * share["maximum_share"])
                limits.append((lambda f, award=award, share=share: f[2] is award
                               and f[0]["category"] == share["category"], most))  # fmt: skip
        aside = {
            s["category"]: ceil(award["amount_cents"] * s["minimum_share"]) for s in shares if "minimum_share" in s
        }
        for chosen in range(1, 2 ** len(aside)):
            inside = [category for bit, category in enumerate(aside) if chosen >> bit & 1]
            most = max(0, left - sum(aside[category] for category in inside))
            limits.append((lambda f, award=award, inside=inside: f[2] is award
                           and f[0]["category"] not in inside, most))  # fmt: skip
    return flows, limits


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


def middle_sized(chance):
    """120 lines on 8 funds and their awards."""
    tables = {"funds": [], "fund_balances": [], "awards": [], "award_shares": [], "appropriations": []}
    for number in range(8):
        code = f"{number:03d}"
        kind, pays = chance.choice(["general", "levy", "local grant"]), chance.choice([None, "capital", "operating"])
        listed = chance.choice([None, None, "network;software", "training"])
        fund = {"fund": code, "name": code, "kind": kind, "pays": pays, "pays_categories": listed, "first_fy": None}
        tables["funds"].append({**fund, "last_fy": None, "minimum_life_months": chance.choice([None, None, 60])})
        for fy in YEARS:
            row = {"fund": code, "fy": fy, "revenue_cents": chance.randint(0, 3_000_000), "floor_cents": 1_000}
            tables["fund_balances"].append({**row, "opening_cents": 2_000_000 if fy == 2027 else None})
            if chance.random() < 0.3:
                row = {"appropriation": f"{code}/{fy}", "fund": code, "fy": fy, "stage": "annual"}
                tables["appropriations"].append({**row, "amount_cents": chance.randint(0, 3_000_000)})
        opens = date(2026, 7, 1) + timedelta(days=chance.randint(0, 700))
        award = {"award": code, "fund": code, "amount_cents": chance.randint(0, 4_000_000), "spent_cents": 0}
        window = {"first_obligation_on": opens, "last_obligation_on": opens + timedelta(days=400)}
        tables["awards"].append({**award, **window, "carryover": chance.choice([True, False])})
        share = {"award": code, "category": "network", "maximum_share": Decimal(chance.randint(0, 60)) / 100}
        tables["award_shares"].append(share)
    lines = []
    for number in range(120):
        fy = chance.choice(YEARS)
        row = {"line": f"L{number:03d}", "fy": fy, "amount_cents": chance.randint(1, 1_500_000)}
        row |= {"tier": chance.choice([1, 2, 3]), "category": chance.choice(CATEGORIES)}
        row |= {"kind": chance.choice(["capital", "operating"]), "pay_on": date(fy - 1, 7, 1) + timedelta(days=number)}
        lines.append({**row, "estimated_life_months": chance.choice([None, 48, 60])})
    return tables, lines


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
