"""What another dollar buys: by hand, and by really adding it and deciding again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.planning.explaining import fund_values
from techplan.planning.explaining.results import FundValues
from techplan.planning.explaining.values import NOTHING
from techplan.planning.funding import allocate

YEARS = (2027, 2028, 2029)
CATEGORIES = ("network", "software", "training")
DOLLAR = 100

GENERAL = {"fund": "001", "name": "General", "kind": "general"}
LEVY = {"fund": "002", "name": "Levy", "kind": "levy"}


def balance(fund, opening, *, fy=2027, revenue=0, floor=None):
    stated = opening if fy == 2027 else None
    return {"fund": fund, "fy": fy, "opening_cents": stated, "revenue_cents": revenue, "floor_cents": floor}


def line(name, amount, **more):
    return {"line": name, "fy": 2027, "amount_cents": amount, "category": "software", **more}


def decided(small, tables, lines):
    book = small.book_of(district=[{"horizon_years": 3}], **tables)
    return allocate(book, small.lines_of(*lines), small.settings(book))


def values(small, tables, lines):
    found = fund_values(decided(small, tables, lines).settled, 2027)
    FundValues.validate(found)
    return {(row["fund"], row["award"], row["fy"]): row for row in found.iter_rows(named=True)}


def by_tier(funding):
    unfunded = dict(funding.unfunded.group_by("tier").agg(pl.col("amount_cents").sum()).iter_rows())
    return [unfunded.get(tier, 0) for tier in (1, 2, 3)]


# By hand.


def test_a_dollar_goes_to_the_lowest_tier_that_is_short(small):
    tables = {"funds": [GENERAL], "fund_balances": [balance("001", 10_000)]}
    found = values(small, tables, [line("must", 12_000, tier=1), line("nice", 5_000, tier=3)])
    row = found["001", "-", 2027]
    assert (row["line"], row["tier"], row["left_cents"]) == ("must", 1, 0)
    assert row["buys"] == "must (FY2027, tier 1)."
    assert found["001", "-", 2028]["line"] is None, "money of FY2028 comes too late for FY2027"
    assert found["001", "-", 2028]["buys"] == NOTHING


def test_a_dollar_frees_that_of_a_fund_that_may_pay_what_it_may_not(small):
    """The levy pays the network only. The general fund pays 50.00 of it now, and could pay software instead."""
    tables = {
        "funds": [GENERAL, {**LEVY, "pays_categories": "network"}],
        "fund_balances": [balance("001", 10_000), balance("002", 5_000)],
    }
    found = values(small, tables, [line("wifi", 10_000, tier=1, category="network"), line("apps", 9_000, tier=2)])
    row = found["002", "-", 2027]
    assert (row["line"], row["tier"]) == ("apps", 2)
    assert row["buys"] == "apps (FY2027, tier 2), by paying what General (001) pays now."
    assert found["001", "-", 2027]["buys"] == "apps (FY2027, tier 2)."


def test_a_dollar_frees_the_appropriation_of_another_fund_too(small):
    """The general fund has money, but its 100.00 are appropriated away; the levy's dollar gives room to it."""
    tables = {
        "funds": [GENERAL, {**LEVY, "pays_categories": "network"}],
        "fund_balances": [balance("001", 50_000), balance("002", 0)],
        "appropriations": [
            {"appropriation": "1", "fund": "001", "fy": 2027, "stage": "annual", "amount_cents": 10_000}
        ],
    }  # fmt: skip
    lines = [line("wifi", 10_000, tier=1, category="network"), line("apps", 9_000, tier=2)]
    found = values(small, tables, lines)
    assert found["002", "-", 2027]["line"] == "apps"
    assert found["001", "-", 2027]["buys"] == "Nothing while a limit holds: appropriation of fund 001 for FY2027."
    more = {**tables, "fund_balances": [balance("001", 50_000), balance("002", DOLLAR)]}
    assert by_tier(decided(small, tables, lines)) == [0, 9_000, 0]
    assert by_tier(decided(small, more, lines)) == [0, 8_900, 0]


def test_a_later_dollar_frees_what_is_kept_for_its_year(small):
    """100.00 are kept for a mandate of FY2029. A dollar of that year pays it, and one of FY2027 buys the wish."""
    tables = {
        "funds": [GENERAL],
        "fund_balances": [balance("001", 10_000), *(balance("001", 0, fy=fy) for fy in (2028, 2029))],
    }
    lines = [line("wish", 4_000, tier=3), line("mandate", 10_000, tier=1, fy=2029)]
    row = values(small, tables, lines)["001", "-", 2029]
    assert (row["line"], row["tier"]) == ("wish", 3)
    more = {**tables, "fund_balances": [*tables["fund_balances"][:2], balance("001", 0, fy=2029, revenue=DOLLAR)]}
    assert by_tier(decided(small, more, lines)) == [0, 0, 3_900]


def test_a_dollar_below_the_floor_buys_nothing(small):
    """With 10.00 and a floor of 50.00 the next 40.00 only fill it up."""
    tables = {"funds": [GENERAL], "fund_balances": [balance("001", 1_000, floor=5_000)]}
    assert values(small, tables, [line("L", 9_000)])["001", "-", 2027]["line"] is None
    full = {"funds": [GENERAL], "fund_balances": [balance("001", 5_000, floor=5_000)]}
    assert values(small, full, [line("L", 9_000)])["001", "-", 2027]["line"] == "L"


def test_a_dollar_buys_no_part_of_a_whole_thing(small):
    tables = {"funds": [GENERAL], "fund_balances": [balance("001", 5_000)]}
    row = values(small, tables, [line("server", 9_000, whole=True)])["001", "-", 2027]
    assert (row["line"], row["tier"], row["left_cents"]) == (None, None, 5_000)
    assert row["buys"] == NOTHING


def test_an_award_has_a_row_for_each_year_of_its_window(small):
    award = {
        "award": "A", "fund": "G", "amount_cents": 1_000, "carryover": True,
        "first_obligation_on": date(2026, 7, 1), "last_obligation_on": date(2027, 9, 30),
    }  # fmt: skip
    tables = {"funds": [{"fund": "G", "name": "Grant", "kind": "federal grant"}], "awards": [award]}
    found = values(small, tables, [line("in time", 1_500), line("too late", 100, fy=2029)])
    assert [(key[1:], row["line"]) for key, row in found.items()] == [(("A", 2027), "in time"), (("A", 2028), None)]


def test_a_cap_of_the_award_is_named(small):
    """At most 15 % of 100.00 for the network: another dollar for it does not help."""
    tables = {
        "funds": [{"fund": "G", "name": "Grant", "kind": "federal grant"}],
        "awards": [{"award": "A", "fund": "G", "amount_cents": 10_000, "carryover": True}],
        "award_shares": [{"award": "A", "category": "network", "maximum_share": Decimal("0.15")}],
    }
    found = values(small, tables, [line("wifi", 5_000, category="network")])
    assert found["G", "A", 2027]["buys"] == "Nothing while a limit holds: Grant (G), award A, at most 15% for network."


def test_nothing_to_settle_has_no_rows(small):
    assert fund_values(decided(small, {}, [line("L", 100)]).settled, 2027).is_empty()
    assert fund_values(None, 2027).is_empty()


# By deciding again.

dollars = st.integers(0, 12).map(lambda n: n * DOLLAR)


@st.composite
def funds_and_lines(draw, *, limits, wholes=False):
    """Whole dollars throughout: up to 4 funds with money in every year, an award or two, up to 6 lines."""
    tables = {"funds": [], "fund_balances": [], "awards": [], "appropriations": []}
    for number in range(draw(st.integers(1, 4))):
        code = f"{number:03d}"
        kind = draw(st.sampled_from(["general", "levy", "local grant"]))
        categories = draw(st.sampled_from([None, "network;software", "training;software", "training", "network"]))
        last = draw(st.sampled_from([None, None, 2028]))
        tables["funds"].append(
            {"fund": code, "name": code, "kind": kind, "pays_categories": categories, "last_fy": last}
        )
        for fy in YEARS:
            floor = draw(st.sampled_from([None, None, 0, 300]))
            tables["fund_balances"].append(balance(code, draw(dollars), fy=fy, revenue=draw(dollars), floor=floor))
            if limits and draw(st.booleans()):
                row = {"appropriation": f"{code}/{fy}", "fund": code, "fy": fy, "stage": "annual"}
                tables["appropriations"].append({**row, "amount_cents": draw(dollars)})
        if draw(st.booleans()):
            opens = date(2026, 7, 1) + timedelta(days=draw(st.integers(0, 500)))
            window = {"first_obligation_on": opens, "last_obligation_on": opens + timedelta(days=400)}
            tables["awards"].append({"award": code, "fund": code, "amount_cents": draw(dollars), **window})
    lines = []
    for number in range(draw(st.integers(1, 6))):
        fy = draw(st.sampled_from(YEARS))
        lines.append(
            line(f"L{number}", draw(dollars) + DOLLAR, fy=fy, tier=draw(st.integers(1, 3)),
                 category=draw(st.sampled_from(CATEGORIES)), whole=wholes and draw(st.booleans()),
                 pay_on=date(fy - 1, 7, 1) + timedelta(days=30 * number))
        )  # fmt: skip
    return tables, lines


def with_a_dollar(tables, row):
    """The tables with one more dollar in the fund's year, or in the award."""
    if row["award"] == "-":
        name, column = "fund_balances", "revenue_cents"
        same = [(one["fund"], one["fy"]) == (row["fund"], row["fy"]) for one in tables[name]]
    else:
        name, column = "awards", "amount_cents"
        same = [one["award"] == row["award"] for one in tables[name]]
    rows = [{**one, column: one[column] + DOLLAR} if hit else one for one, hit in zip(tables[name], same, strict=True)]
    return {**tables, name: rows}


def comparable(found):
    """Rows of every fund and year, and of each award in its first year, in which its whole dollar may be spent."""
    first = {}
    for (_, award, fy), row in sorted(found.items()):
        if award == "-" or award not in first:
            first[award] = fy
            yield row


@settings(max_examples=40, deadline=None)
@given(case=funds_and_lines(limits=False))
def test_a_dollar_really_buys_what_is_said_and_else_nothing(small, case):
    tables, lines = case
    before = by_tier(decided(small, tables, lines))
    for row in comparable(values(small, tables, lines)):
        after = by_tier(decided(small, with_a_dollar(tables, row), lines))
        bought = [old - new for old, new in zip(before, after, strict=True)]
        assert bought == [DOLLAR * (row["tier"] == tier) for tier in (1, 2, 3)], row


@settings(max_examples=40, deadline=None)
@given(case=funds_and_lines(limits=True))
def test_under_limits_a_dollar_buys_at_least_what_is_said(small, case):
    tables, lines = case
    before = by_tier(decided(small, tables, lines))
    for row in comparable(values(small, tables, lines)):
        after = by_tier(decided(small, with_a_dollar(tables, row), lines))
        changed = next((tier for tier in (1, 2, 3) if before[tier - 1] != after[tier - 1]), None)
        if row["tier"] is not None:
            assert changed is not None and changed <= row["tier"], row
            assert after[changed - 1] < before[changed - 1], row
        elif row["buys"] == NOTHING:
            assert changed is None, row


@settings(max_examples=30, deadline=None)
@given(case=funds_and_lines(limits=False, wholes=True))
def test_beside_whole_things_a_dollar_buys_at_least_what_is_said(small, case):
    """It may complete a whole thing of a lower-numbered tier instead; where none is short it buys what is said."""
    tables, lines = case
    funding = decided(small, tables, lines)
    before, short = by_tier(funding), set(funding.unfunded["line"])
    for row in comparable(values(small, tables, lines)):
        after = by_tier(decided(small, with_a_dollar(tables, row), lines))
        bought = [old - new for old, new in zip(before, after, strict=True)]
        changed = next((tier for tier in (1, 2, 3) if bought[tier - 1]), None)
        if row["tier"] is not None:
            assert changed is not None and changed <= row["tier"] and bought[changed - 1] > 0, row
        if not any(one["whole"] for one in lines if one["line"] in short):
            assert bought == [DOLLAR * (row["tier"] == tier) for tier in (1, 2, 3)], row
