"""From flows to whole cents on lines: no limit passed, nothing paid twice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np

from techplan.planning.funding.cents import Paid, Payments, pay_lines, pay_units
from techplan.planning.funding.eligibility import Eligibility
from techplan.planning.funding.limits import Cap, Limits, Terms
from techplan.planning.funding.model import Choice, Flows, Purse, Unit
from techplan.planning.funding.pots import pots_of
from techplan.planning.funding.units import decided_alike


def two_pots(small, first, second):
    funds = [{"fund": code, "name": code, "kind": "levy"} for code in ("A", "B")]
    rows = [
        {"fund": "A", "fy": 2027, "opening_cents": first, "revenue_cents": 0},
        {"fund": "B", "fy": 2027, "opening_cents": second, "revenue_cents": 0},
    ]
    book = small.book_of(district=[{"horizon_years": 2}], funds=funds, fund_balances=rows)
    return pots_of(book, small.settings(book))[0]


def simple(tier, year, cents, purse, **more):
    return Unit(tier, year, cents, (Choice(purse, cents),), **more)


def flows(purses, chosen, *wishes):
    pairs = tuple((k, p) for k, purse in enumerate(purses) for p in purse.pots)
    return Flows(pairs, np.array(wishes), {(u, 0): cents for u, cents in enumerate(chosen)}, (), 0, 0)


def test_wishes_are_rounded_and_never_pass_a_limit(small):
    purses = [Purse(0, (0, 1)), Purse(1, (0, 1))]
    units = [simple(1, 0, 150, 0), simple(2, 1, 80, 1)]
    limits = Limits(Terms(two_pots(small, 100, 100)))
    paid = pay_units(units, purses, flows(purses, (149.9, 50.1), 100.4999, 49.5001, 0.6, 49.5), limits)
    assert paid.of_purse == [{0: 100, 1: 50}, {1: 50}]
    assert paid.of_unit == [150, 50]
    assert limits.money == [[0, 0], [50, 0]]


def test_room_left_by_rounding_is_topped_up_the_first_tier_first(small):
    purses = [Purse(0, (0,))]
    units = [simple(1, 0, 70, 0), simple(2, 0, 70, 0)]
    paid = pay_units(units, purses, flows(purses, (0.0, 29.7), 29.7), Limits(Terms(two_pots(small, 100, 0))))
    assert paid.of_purse == [{0: 100}]
    assert paid.of_unit == [70, 30]


def test_caps_bind_the_pot_they_belong_to_alone(small):
    purses = [Purse(0, (0, 1), (0,))]
    limits = Limits(Terms(two_pots(small, 100, 100), caps=[Cap(0, frozenset(), 30, "")]))
    paid = pay_units([simple(1, 0, 90, 0)], purses, flows(purses, (90.0,), 90.0, 0.0), limits)
    assert paid.of_purse == [{0: 30, 1: 60}]


def test_a_whole_unit_is_paid_to_the_cent_or_its_money_goes_back(small):
    purses = [Purse(0, (0,))]
    units = [simple(2, 0, 60, 0, whole=True)]
    enough, short = Limits(Terms(two_pots(small, 60, 0))), Limits(Terms(two_pots(small, 59, 0)))
    assert pay_units(units, purses, flows(purses, (60.0,), 59.4), enough).of_unit == [60]
    paid = pay_units(units, purses, flows(purses, (60.0,), 59.4), short)
    assert (paid.of_unit, paid.of_purse, short.money[0]) == ([0], [{0: 0}], [59, 59])


def test_taking_back_restores_every_limit(small):
    purses = [Purse(0, (0,), (0,), returned=(Fraction(1, 2), 1))]
    limits = Limits(Terms(two_pots(small, 100, 0), caps=[Cap(0, frozenset(), 80, "")], returning=True))
    paid = Payments([], purses, limits)
    assert paid.pay(0, 0, 99) == 80
    assert limits.money[0] == [20, 60]  # half of the 80 comes back in the next year
    assert paid.take_back(0, 30) == 30
    assert (limits.money[0], limits.room(0, 0, (0,), {})) == ([50, 75], 30)


def line(name, cents, **more):
    return {"line": name, "fy": 2027, "amount_cents": cents, **more}


def test_lines_of_one_tier_worth_and_purse_are_one_unit_and_whole_lines_stand_alone(small):
    lines = small.lines_of(line("1", 10), line("2", 20), line("3", 40), line("4", 80, tier=1), line("5", 5, whole=True))
    eligibility = Eligibility((), ((0,), (0,), (0, 1)), ((), (), ()), ({}, {}, {}))
    placed = lines.with_columns(
        case=np.array([0, 1, 2, 0, 0]), year=np.zeros(5, dtype=np.int64), worth=np.array([100, 100, 100, 100, 100])
    )
    decided = decided_alike(placed, eligibility, Terms(two_pots(small, 0, 0)))
    assert [(purse.pots, purse.direct) for purse in decided.purses] == [((0,), True), ((0, 1), True)]
    assert [(unit.tier, unit.cents, unit.whole) for unit in decided.units] == [
        (1, 80, False), (3, 30, False), (3, 5, True), (3, 40, False),
    ]  # fmt: skip
    assert dict(decided.lines.select("line", "unit").iter_rows()) == {"1": 1, "2": 1, "3": 3, "4": 0, "5": 2}


def placed(small, *lines):
    zeros = np.zeros(len(lines), dtype=np.int64)
    return small.lines_of(*lines).with_columns(unit=zeros, purse=zeros)


def laid(small, lines, of_purse):
    paid = Payments([], [Purse(0, (0, 1))], Limits(Terms(two_pots(small, 0, 0))))
    paid.of_purse, paid.of_unit = [of_purse], [sum(of_purse.values())]
    return list(pay_lines(lines, paid)), list(pay_lines(lines, paid))


def test_within_a_unit_the_backlog_is_paid_first_then_the_earlier_day_then_the_lower_line(small):
    lines = placed(
        small,
        line("a", 50, pay_on=date(2026, 9, 1)),
        line("b", 50, pay_on=date(2026, 8, 1)),
        line("c", 50, pay_on=date(2026, 8, 1)),
        line("d", 50, pay_on=date(2027, 5, 1), backlog=True),
    )
    once, again = laid(small, lines, {1: 30, 0: 100})
    assert once == [Paid("d", 0, 50), Paid("b", 0, 50), Paid("c", 1, 30)]
    assert again == once
