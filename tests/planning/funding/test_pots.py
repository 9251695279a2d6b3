"""Where money comes from: balances, floors, windows; hand-computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from techplan.planning.funding.pots import pots_of

GENERAL = {"fund": "001", "name": "General", "kind": "general"}
GRANT = {"fund": "584", "name": "Title IV-A", "kind": "federal grant"}


def pots(small, **tables):
    book = small.book_of(**tables)
    found, assumptions = pots_of(book, small.settings(book))
    return found, {(item.assumption, item.about): item.value for item in assumptions}


def balance(fy, opening=None, revenue=None, floor=None):
    return {"fund": "001", "fy": fy, "opening_cents": opening, "revenue_cents": revenue, "floor_cents": floor}


def test_a_funds_own_money_is_its_balance_above_the_floor_of_this_and_every_later_year(small):
    rows = [
        balance(2027, 1000, 100, 50),
        balance(2028, None, 100),
        balance(2029, None, 0, 900),
        balance(2030, None, 500),
    ]
    (pot,), said = pots(small, funds=[GENERAL], fund_balances=rows)
    assert pot.opening == 1000
    assert pot.inflow == (100, 100, 0, 500, 0)
    assert pot.floor == (50, 50, 900, 900, 900)
    # Balances 1,100 · 1,200 · 1,200 · 1,700 · 1,700; above the floor 1,050 · 1,150 · 300 · 800 · 800.
    assert pot.spendable == (300, 300, 300, 800, 800)
    assert said == {("revenue not entered", "fund 001"): "0.00 in FY2031; floor 9.00 kept"}


def test_a_floor_above_the_balance_leaves_nothing_to_spend(small):
    (pot,), _ = pots(small, funds=[GENERAL], fund_balances=[balance(2027, 100, 0, 500)])
    assert pot.spendable == (0, 0, 0, 0, 0)


def test_transfers_move_money_between_funds(small):
    funds = [GENERAL, {"fund": "003", "name": "Building", "kind": "permanent improvement", "order": 1}]
    rows = [balance(2027, 1000, 0)]
    move = {"transfer": "T1", "from_fund": "001", "to_fund": "003", "fy": 2028, "amount_cents": 400}
    move |= {"approved_on": date(2026, 12, 1)}
    found, said = pots(small, funds=funds, fund_balances=rows, transfers=[move])
    building, general = found
    assert building.spendable == (0, 400, 400, 400, 400)
    assert general.spendable == (600, 600, 600, 600, 600)
    assert ("transfers that the board has not approved", "transfers") not in said


def test_a_transfer_that_the_board_has_not_approved_moves_nothing(small):
    funds = [GENERAL, {"fund": "003", "name": "Building", "kind": "permanent improvement", "order": 1}]
    move = {"transfer": "T1", "from_fund": "001", "to_fund": "003", "fy": 2028, "amount_cents": 400}
    (building, general), said = pots(small, funds=funds, fund_balances=[balance(2027, 1000, 0)], transfers=[move])
    assert (building.spendable, general.spendable) == ((0,) * 5, (1000,) * 5)
    assert said["transfers that the board has not approved", "transfers"] == "not counted"


def test_an_advance_goes_back_in_its_year(small):
    funds = [GENERAL, {"fund": "003", "name": "Building", "kind": "permanent improvement", "order": 1}]
    move = {"transfer": "T1", "from_fund": "001", "to_fund": "003", "fy": 2028, "amount_cents": 400}
    move |= {"approved_on": date(2026, 12, 1), "returns_fy": 2030}
    (building, general), _ = pots(small, funds=funds, fund_balances=[balance(2027, 1000, 0)], transfers=[move])
    assert building.inflow == (0, 400, 0, -400, 0)
    assert general.inflow == (0, -400, 0, 400, 0)
    # What must go back cannot be spent, and what is lent cannot be spent before it is back.
    assert building.spendable == (0, 0, 0, 0, 0)
    assert general.spendable == (600, 600, 600, 1000, 1000)


def test_an_award_opens_with_its_approval_and_leaves_the_share_of_non_public_schools(small):
    award = {
        "award": "A", "fund": "584", "amount_cents": 10_001, "first_obligation_on": date(2026, 7, 1),
        "approved_on": date(2026, 10, 15), "equitable_share": Decimal("0.1"), "match_share": Decimal("0.25"),
        "indirect_rate": Decimal("0.03"),
    }  # fmt: skip
    found, _ = pots(small, funds=[GRANT], awards=[award])
    pot = next(pot for pot in found if pot.award == "A")
    assert pot.opens == date(2026, 10, 15)
    assert pot.spendable[-1] == 10_001 - 1_001  # a tenth, rounded up
    assert (pot.match, pot.indirect) == (Fraction(1, 4), Fraction(3, 100))


def test_an_opening_balance_that_is_not_entered_is_nothing_and_is_listed(small):
    (pot,), said = pots(small, funds=[GENERAL], fund_balances=[balance(2025, 900, 10), balance(2027, None, 10)])
    assert pot.spendable[0] == 10
    assert said["opening balance not entered", "fund 001"] == "0.00"


def test_a_fund_that_begins_inside_the_plan_brings_its_opening_balance_then(small):
    (pot,), said = pots(small, funds=[{**GENERAL, "one_time": True}], fund_balances=[balance(2029, 700, 0)])
    assert (pot.opening, pot.inflow) == (0, (0, 0, 700, 0, 0))
    assert said == {}


def test_a_later_opening_balance_is_not_counted_twice(small):
    rows = [balance(fy, 700, 0) for fy in range(2027, 2032)]
    (pot,), said = pots(small, funds=[GENERAL], fund_balances=rows)
    assert pot.spendable == (700,) * 5
    assert said == {("later opening balances not used", "fund 001"): "not used: FY2028–FY2031"}


def test_a_fund_without_any_money_says_so_unless_it_holds_awards(small):
    (pot,), said = pots(small, funds=[GENERAL])
    assert pot.spendable == (0,) * 5
    assert said == {("revenue not entered", "fund 001"): "0.00 in FY2027–FY2031"}
    award = {"award": "A", "fund": "584", "amount_cents": 5, "carryover": True}
    found, said = pots(small, funds=[GRANT], awards=[award])
    assert [(pot.award, pot.entered) for pot in found] == [("A", True), ("-", False)]
    assert set(said) == {
        ("first obligation day not entered", "award A"),
        ("last obligation day not entered", "award A"),
    }


def an_award(small, **columns):
    award = {"award": "A", "fund": "584", "amount_cents": 1000, "carryover": True, **columns}
    found, said = pots(small, funds=[GRANT], awards=[award])
    return found[0], said


@pytest.mark.parametrize(
    ("opens", "closes", "opening", "inflow", "spendable", "shown"),
    [
        (date(2025, 10, 1), date(2027, 9, 30), 1000, (0, 0, 0, 0, 0), (1000,) * 5, range(2)),
        (date(2027, 10, 1), date(2029, 9, 30), 0, (0, 1000, 0, 0, 0), (0, 1000, 1000, 1000, 1000), range(1, 4)),
        (date(2026, 7, 1), date(2040, 6, 30), 1000, (0, 0, 0, 0, 0), (1000,) * 5, range(5)),
        (date(2020, 7, 1), date(2022, 6, 30), 1000, (0, 0, 0, 0, 0), (0,) * 5, range(0)),
        (date(2040, 7, 1), date(2041, 6, 30), 0, (0, 0, 0, 0, 0), (0,) * 5, range(13, 5)),
    ],
)
def test_an_award_has_its_amount_inside_its_window(small, opens, closes, opening, inflow, spendable, shown):
    pot, said = an_award(small, first_obligation_on=opens, last_obligation_on=closes)
    assert (pot.opening, pot.inflow, pot.spendable) == (opening, inflow, spendable)
    assert list(pot.shown) == list(shown)
    assert said == {}


def test_an_award_that_is_not_carried_over_closes_with_the_year_in_which_it_opens(small):
    window = {"first_obligation_on": date(2027, 10, 1), "last_obligation_on": date(2029, 9, 30)}
    pot, _ = an_award(small, **window, carryover=False)
    assert pot.closes == date(2028, 6, 30)
    assert list(pot.shown) == [1]


def test_what_was_spent_before_is_gone(small):
    window = {"first_obligation_on": date(2026, 7, 1), "last_obligation_on": date(2029, 9, 30)}
    pot, _ = an_award(small, **window, spent_cents=400)
    assert pot.opening == 600
    pot, said = an_award(small, **window, spent_cents=1400)
    assert pot.opening == 0
    assert ("more spent than awarded", "award A") in said


def test_pots_are_used_by_fund_order_then_code_then_the_award_that_ends_first(small):
    funds = [GENERAL, GRANT, {"fund": "003", "name": "Building", "kind": "capital", "order": 1}]
    awards = [
        {"award": "B", "fund": "584", "amount_cents": 1, "last_obligation_on": date(2028, 9, 30)},
        {"award": "C", "fund": "584", "amount_cents": 1, "last_obligation_on": date(2027, 9, 30)},
    ]
    found, _ = pots(small, funds=funds, awards=awards)
    assert [(pot.fund, pot.award) for pot in found] == [
        ("003", "-"), ("001", "-"), ("584", "C"), ("584", "B"), ("584", "-"),
    ]  # fmt: skip
