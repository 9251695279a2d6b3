"""Reasons in words."""

from __future__ import annotations

from datetime import date

from techplan.planning.funding.eligibility import Case, Reason
from techplan.planning.funding.limits import Appropriated, Cap, Limits, Terms
from techplan.planning.funding.model import Purse
from techplan.planning.funding.pots import pots_of
from techplan.planning.funding.words import Money, why_paid

CASE = Case(
    2028, "operating", "software", 60, certified=False, bought=True, recurring=False, paid_by=None, before=None,
    serves=frozenset(), pay_on=date(2027, 7, 1), billed_on=date(2027, 7, 1),
)  # fmt: skip


def a_book(small):
    balances = [
        {"fund": "001", "fy": 2027, "opening_cents": 1000, "revenue_cents": 0, "floor_cents": 200},
        {"fund": "002", "fy": 2027, "opening_cents": 1000, "revenue_cents": 0},
        {"fund": "003", "fy": 2027, "opening_cents": 0, "revenue_cents": 0},
    ]
    return small.book_of(
        district=[{"horizon_years": 3}],
        funds=[
            {"fund": "001", "name": "General", "kind": "general"},
            {"fund": "002", "name": "Levy", "kind": "levy", "minimum_life_months": 60, "one_time": True},
            {"fund": "003", "name": "Empty", "kind": "levy"},
            {"fund": "004", "name": "Grant", "kind": "federal grant"},
        ],
        fund_balances=balances,
        awards=[{"award": "A", "fund": "004", "amount_cents": 100, "last_obligation_on": date(2028, 9, 30)}],
    )


def money(small):
    book = a_book(small)
    settings = small.settings(book)
    pots, _ = pots_of(book, settings)
    caps = [Cap(3, frozenset({"software"}), 0, "at most 0% for software")]
    terms = Terms(pots, {("002", 1): Appropriated((), (300,))}, caps)
    limits = Limits(terms)
    return pots, limits, Money(terms, limits, 2027)


def purse(caps=(0,), **more):
    return Purse(1, (0, 1, 2, 3, 4), caps, **more)


def test_each_funds_binding_limit_in_words(small):
    pots, limits, left = money(small)
    assert [pot.name for pot in pots] == [
        "General (001)", "Levy (002)", "Empty (003)", "Grant (004), award A", "Grant (004)",
    ]  # fmt: skip
    limits.pay(0, 0, [], {}, 800)
    limits.pay(1, 1, [], {}, 300)
    assert left.why_unfunded(purse(), {}) == (
        "Used up in FY2028: General (001), keeps its floor of 2.00. "
        "Appropriation used up: Levy (002), FY2028. "
        "No money to spend: Empty (003). "
        "Limit of the award reached: Grant (004), award A, at most 0% for software."
    )


def test_funds_with_one_reason_stand_together_and_those_that_might_have_paid_come_first(small):
    _, limits, left = money(small)
    limits.pay(3, 2, [0], {}, 100)
    never = Reason("pays only capital spending")
    assert left.why_unfunded(purse(), {0: never, 1: never, 2: Reason("outside its dates", "from FY2030")}) == (
        "What is left is spent in a later year: Grant (004), award A, FY2029. "
        "Pays only capital spending: General (001); Levy (002). "
        "Outside its dates: Empty (003), from FY2030."
    )


def test_many_grants_of_one_fund_are_counted_and_not_listed(small):
    book = small.book_of(
        funds=[{"fund": "004", "name": "Grant", "kind": "federal grant"}],
        awards=[{"award": award, "fund": "004", "amount_cents": 100} for award in ("A", "B")],
    )
    pots, _ = pots_of(book, small.settings(book))
    terms = Terms(pots)
    left = Money(terms, Limits(terms), 2027)
    one_day = {at: Reason("closed to new cost", "since 2024-09-30") for at in range(3)}
    assert left.why_unfunded(purse(()), one_day) == "Closed to new cost: Grant (004), 2 grants, since 2024-09-30."
    other_days = {at: Reason("outside its dates", f"from FY203{at}") for at in range(3)}
    assert left.why_unfunded(purse(()), other_days) == "Outside its dates: Grant (004), 2 grants."


def test_why_a_fund_pays(small):
    pots, _, _ = money(small)
    assert why_paid(CASE, pots[0], None, recurring=True) == (
        "May pay operating spending on software; the general fund pays what other funds cannot."
    )
    assert why_paid(CASE, pots[1], None, recurring=True) == (
        "May pay operating spending on software; estimated life of 60 months meets its 60; "
        "caution: one-time money for a cost that returns every year."
    )
    assert why_paid(CASE, pots[3], None, recurring=False) == (
        "May pay operating spending on software; award open until 2028-09-30."
    )


def test_a_stage_of_an_appropriation_and_the_years_limit_in_words(small):
    pots, _, _ = money(small)
    bound = Appropriated((date(2027, 9, 21),), (0, 300))
    terms = Terms(pots, {("002", 1): bound}, yearly_cap=0)
    left = Money(terms, Limits(terms), 2027)
    early = left.spent(1, purse((), stages=(("002", 0),)))
    assert (early.words, early.detail) == ("not appropriated", "until 2027-09-21")
    assert left.spent(0, purse(())).words == "the plan’s limit for the year is reached"


def test_money_that_does_not_pay_a_whole_thing_is_said(small):
    pots, _, _ = money(small)
    terms = Terms(pots)
    reason = Money(terms, Limits(terms), 2027).spent(0, purse(()))
    assert (reason.words, reason.detail) == ("what is left does not pay it whole", "8.00")
