"""The cheapest ways to fund what is not funded, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from techplan.planning.explaining import ways_to_fund
from techplan.planning.explaining.results import WaysToFund
from techplan.planning.funding import allocate
from techplan.rules.load import load_rules

GENERAL = {"fund": "001", "name": "General", "kind": "general"}
IMPROVEMENT = {
    "fund": "003", "name": "Improvement", "kind": "permanent improvement", "rule_set": "oh.permanent_improvement",
}  # fmt: skip
GRANT = {"fund": "572", "name": "Title I", "kind": "federal grant"}
PAPER = "Have the treasurer certify its estimated life (at least 60 months)"
RULES = load_rules()


def balance(fund, opening, *, fy=2027):
    return {"fund": fund, "fy": fy, "opening_cents": opening if fy == 2027 else None, "revenue_cents": 0}


def appropriation(fund, cents, *, fy=2027):
    return {"appropriation": f"{fund}/{fy}", "fund": fund, "fy": fy, "stage": "annual", "amount_cents": cents}


def award(**more):
    window = {"first_obligation_on": date(2026, 7, 1), "last_obligation_on": date(2027, 9, 30)}
    return {"award": "T1", "fund": "572", "amount_cents": 0, "carryover": True, **window, **more}


def line(name, amount, **more):
    return {"line": name, "fy": 2027, "amount_cents": amount, "category": "software", **more}


def ways(small, tables, lines):
    """Fund, new money and words of each way, by line in the order of rank."""
    book = small.book_of(**{"district": [{"horizon_years": 3}], **tables})
    funding = allocate(book, small.lines_of(*lines), small.settings(book), rules=RULES)
    found = ways_to_fund(funding.settled, funding.unfunded, 2027)
    WaysToFund.validate(found)
    of_line: dict[str, list[tuple[str, int, str]]] = {}
    for row in found.iter_rows(named=True):
        assert row["rank"] == len(of_line.setdefault(row["line"], [])) + 1
        of_line[row["line"]].append((row["fund"], row["new_money_cents"], row["way"]))
    return of_line


def test_a_short_fund_needs_what_is_short_to_the_cent(small):
    """2,600.00 with 2,590.00 in the fund: 10.00."""
    tables = {"funds": [GENERAL], "fund_balances": [balance("001", 259_000)]}
    assert ways(small, tables, [line("L", 260_000)]) == {
        "L": [("001", 1_000, "Add 10.00 to General (001) by FY2027.")]
    }  # fmt: skip


def test_a_whole_thing_needs_its_whole_amount(small):
    """No part of it is paid, so all 2,600.00 are short; with what the fund has, 10.00 more pay it."""
    tables = {"funds": [GENERAL], "fund_balances": [balance("001", 259_000)]}
    book = small.book_of(**tables)
    lines = small.lines_of(line("L", 260_000, whole=True))
    funding = allocate(book, lines, small.settings(book))
    (row,) = ways_to_fund(funding.settled, funding.unfunded, 2027).to_dicts()
    assert (row["short_cents"], row["new_money_cents"]) == (260_000, 1_000)


def test_an_appropriation_that_is_short_is_no_new_money(small):
    """The fund has 2,600.00 and 1,000.00 are appropriated."""
    tables = {
        "funds": [GENERAL],
        "fund_balances": [balance("001", 260_000)],
        "appropriations": [appropriation("001", 100_000)],
    }
    said = "A supplemental appropriation of 1,600.00 in General (001) for FY2027; it has the money."
    assert ways(small, tables, [line("L", 260_000)]) == {"L": [("001", 0, said)]}
    assert ways(small, tables, [line("L", 260_000, whole=True)]) == {"L": [("001", 0, said)]}


def test_new_money_of_a_fund_whose_appropriation_is_used_up_needs_both(small):
    tables = {
        "funds": [GENERAL],
        "fund_balances": [balance("001", 100_000)],
        "appropriations": [appropriation("001", 130_000)],
    }
    said = "Add 1,600.00 to General (001) by FY2027. It also takes a supplemental appropriation of 1,300.00."
    assert ways(small, tables, [line("L", 260_000)]) == {"L": [("001", 160_000, said)]}


def test_a_certificate_costs_no_new_money_and_comes_first(small):
    tables = {
        "funds": [GENERAL, IMPROVEMENT],
        "fund_balances": [balance("001", 0), balance("003", 500_000)],
    }
    lines = [line("Chromebooks", 260_000, category="client computers", kind="capital", estimated_life_months=60)]
    found = ways(small, tables, lines)["Chromebooks"]
    assert found == [
        ("003", 0, f"{PAPER}; Improvement (003) may then pay."),
        ("001", 260_000, "Add 2,600.00 to General (001) by FY2027."),
    ]  # fmt: skip


def test_a_certificate_for_a_fund_that_is_short_says_what_else_it_takes(small):
    """1,000.00 in the fund and 400.00 appropriated, for 2,600.00."""
    tables = {
        "funds": [IMPROVEMENT],
        "fund_balances": [balance("003", 100_000)],
        "appropriations": [appropriation("003", 40_000)],
    }
    lines = [line("Chromebooks", 260_000, category="client computers", kind="capital")]
    assert ways(small, tables, lines)["Chromebooks"] == [
        (
            "003",
            160_000,
            f"{PAPER}; Improvement (003) may then pay. "
            "It also takes 1,600.00 more there. It also takes a supplemental appropriation of 2,200.00.",
        )
    ]


def test_a_plain_no_is_no_way(small):
    """Certified for 48 months the fund may not pay, whatever it has; nor may an award that opens too late."""
    tables = {
        "funds": [IMPROVEMENT, GRANT],
        "fund_balances": [balance("003", 500_000)],
        "awards": [award(amount_cents=500_000, first_obligation_on=date(2026, 9, 1))],
    }
    lines = [line("L", 1_000, category="client computers", kind="capital", estimated_life_months=48,
                  life_certified=True)]  # fmt: skip
    assert ways(small, tables, lines) == {}


def test_the_districts_own_money_comes_before_a_larger_grant(small):
    """The grant is 10.00 short and the general fund 50.00: still the district can do that itself."""
    tables = {
        "funds": [GENERAL, GRANT],
        "fund_balances": [balance("001", 0)],
        "awards": [award(amount_cents=4_000)],
    }
    lines = [line("L", 5_000, whole=True)]
    assert ways(small, tables, lines)["L"] == [
        ("001", 5_000, "Add 50.00 to General (001) by FY2027."),
        ("572", 1_000, "Ask its grantor for 10.00 more in Title I (572), award T1 by FY2027."),
    ]


def test_the_least_new_money_comes_first_and_at_most_three_ways_are_told(small):
    levies = [{"fund": f"10{n}", "name": f"Levy {n}", "kind": "levy"} for n in range(4)]
    tables = {
        "funds": levies,
        "fund_balances": [balance(f"10{n}", cents) for n, cents in enumerate([100, 400, 200, 300])],
    }
    found = ways(small, tables, [line("L", 1_000, whole=True, tier=3)])
    # None of them has the 10.00 alone; the solver pays it together, as far as 10.00 go.
    assert found == {}
    found = ways(small, tables, [line("L", 1_001, whole=True)])
    assert [(fund, cents) for fund, cents, _ in found["L"]] == [("101", 601), ("103", 701), ("102", 801)]


def test_of_equal_ways_the_general_fund_comes_first(small):
    tables = {
        "funds": [{"fund": "000", "name": "Fees", "kind": "fees"}, {**GENERAL, "fund": "999"}],
        "fund_balances": [balance("000", 0), balance("999", 0)],
    }
    assert [fund for fund, _, _ in ways(small, tables, [line("L", 100)])["L"]] == ["999", "000"]


def test_an_award_that_ends_with_its_year_may_be_larger_too(small):
    tables = {"funds": [GRANT], "awards": [award(amount_cents=400, carryover=False)]}
    said = "Ask its grantor for 6.00 more in Title I (572), award T1 by FY2027."
    assert ways(small, tables, [line("L", 1_000)]) == {"L": [("572", 600, said)]}


def test_direct_cost_of_an_award_takes_its_indirect_cost_too(small):
    """At 5 % a dollar of cost takes 1.05 of the award: 10.50 for 10.00."""
    tables = {"funds": [GRANT], "awards": [award(indirect_rate=Decimal("0.05"))]}
    assert [cents for _, cents, _ in ways(small, tables, [line("L", 1_000)])["L"]] == [1_050]
    assert [cents for _, cents, _ in ways(small, tables, [line("L", 1_000, kind="capital")])["L"]] == [1_000]


def test_a_match_is_what_the_district_adds(small):
    """The award pays 75 %; of 100.00 the district must add 25.00, and has nothing."""
    tables = {"funds": [GRANT], "awards": [award(amount_cents=20_000, match_share=Decimal("0.25"))]}
    said = "Title I (572), award T1 pays once the district’s own money adds a match of 25.00."
    assert ways(small, tables, [line("L", 10_000)]) == {"L": [("572", 2_500, said)]}


def test_a_cap_of_the_award_asks_for_another_award(small):
    """At most 15 % of 100.00 for software: 15.00 are paid, and 35.00 go over it. Own money comes first."""
    tables = {
        "funds": [GENERAL, GRANT],
        "fund_balances": [balance("001", 0)],
        "awards": [award(amount_cents=10_000)],
        "award_shares": [{"award": "T1", "category": "software", "maximum_share": Decimal("0.15")}],
    }
    limit = "has reached its limit (at most 15% for software): another award of 35.00, or a higher limit."
    assert ways(small, tables, [line("L", 5_000)])["L"] == [
        ("001", 3_500, "Add 35.00 to General (001) by FY2027."),
        ("572", 3_500, f"Title I (572), award T1 {limit}"),
    ]


def test_the_plans_limit_for_a_year_is_no_new_money(small):
    """100.00 in the fund, and the plan may spend 40.00 a year."""
    tables = {
        "district": [{"horizon_years": 3, "yearly_cap_cents": 4_000}],
        "funds": [GENERAL],
        "fund_balances": [balance("001", 10_000)],
    }
    said = "The plan’s limit for FY2027 must rise by 60.00."
    assert ways(small, tables, [line("L", 10_000)]) == {"L": [("001", 0, said)]}


def test_money_below_the_floor_must_be_filled_up_first(small):
    """10.00 with a floor of 50.00: 40.00 to fill it up, and 20.00 for the line."""
    tables = {"funds": [GENERAL], "fund_balances": [{**balance("001", 1_000), "floor_cents": 5_000}]}
    assert [cents for _, cents, _ in ways(small, tables, [line("L", 2_000)])["L"]] == [6_000]


def test_nothing_short_has_no_ways(small):
    assert ways(small, {"funds": [GENERAL], "fund_balances": [balance("001", 100)]}, [line("L", 100)]) == {}
    assert ways(small, {}, [line("L", 100)]) == {}
