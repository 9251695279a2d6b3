"""From flows to whole cents on lines: no limit passed, nothing paid twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from techplan.planning.funding.cents import Paid, grouped, pay_groups, pay_lines
from techplan.planning.funding.eligibility import Eligibility
from techplan.planning.funding.limits import Cap, Limits
from techplan.planning.funding.model import Flows, Group
from techplan.planning.funding.pots import pots_of


def two_pots(small, first, second):
    funds = [{"fund": code, "name": code, "kind": "levy"} for code in ("A", "B")]
    rows = [
        {"fund": "A", "fy": 2027, "opening_cents": first, "revenue_cents": 0},
        {"fund": "B", "fy": 2027, "opening_cents": second, "revenue_cents": 0},
    ]
    book = small.book_of(district=[{"horizon_years": 2}], funds=funds, fund_balances=rows)
    return pots_of(book, small.settings(book))[0]


def flows(groups, *wishes):
    pairs = tuple((g, p) for g, group in enumerate(groups) for p in group.pots)
    return Flows(pairs, np.array(wishes), (), 0, 0)


def test_wishes_are_rounded_and_never_pass_a_limit(small):
    pots = two_pots(small, 100, 100)
    groups = [Group(1, 0, (0, 1), (), 150), Group(2, 1, (0, 1), (), 80)]
    limits = Limits(pots, {}, [], 2027)
    paid = pay_groups(groups, flows(groups, 100.4999, 49.5001, 0.6, 49.5), limits, [])
    assert paid == [{0: 100, 1: 50}, {1: 50}]
    assert limits.money == [[0, 0], [0, 0]] or limits.money[0][1] == 0


def test_room_left_by_rounding_is_topped_up_the_first_tier_first(small):
    pots = two_pots(small, 100, 0)
    groups = [Group(1, 0, (0,), (), 70), Group(2, 0, (0,), (), 70)]
    paid = pay_groups(groups, flows(groups, 0.0, 29.7), Limits(pots, {}, [], 2027), [])
    assert paid == [{0: 70}, {0: 30}]


def test_caps_bind_the_pot_they_belong_to_alone(small):
    pots = two_pots(small, 100, 100)
    caps = [Cap(0, frozenset(), 30, "")]
    groups = [Group(1, 0, (0, 1), (0,), 90)]
    paid = pay_groups(groups, flows(groups, 90.0, 0.0), Limits(pots, {}, caps, 2027), caps)
    assert paid == [{0: 30, 1: 60}]


def line(name, cents, **more):
    return {"line": name, "fy": 2027, "amount_cents": cents, **more}


def test_lines_of_one_tier_year_and_set_of_pots_are_one_group(small):
    lines = small.lines_of(line("1", 10), line("2", 20), line("3", 40), line("4", 80, tier=1))
    eligibility = Eligibility((), ((0,), (0,), (0, 1)), ((), (), ()), ({}, {}, {}))
    placed = lines.with_columns(case=np.array([0, 1, 2, 0]), year=np.zeros(4, dtype=np.int64))
    keyed, groups = grouped(placed, eligibility)
    assert groups == [Group(1, 0, (0,), (), 80), Group(3, 0, (0,), (), 30), Group(3, 0, (0, 1), (), 40)]
    assert dict(keyed.select("line", "group").iter_rows()) == {"1": 1, "2": 1, "3": 2, "4": 0}


def test_within_a_group_the_backlog_is_paid_first_then_the_earlier_day_then_the_lower_line(small):
    lines = small.lines_of(
        line("a", 50, pay_on=date(2026, 9, 1)),
        line("b", 50, pay_on=date(2026, 8, 1)),
        line("c", 50, pay_on=date(2026, 8, 1)),
        line("d", 50, pay_on=date(2027, 5, 1), backlog=True),
    ).with_columns(group=np.zeros(4, dtype=np.int64))
    assert list(pay_lines(lines, [{1: 30, 0: 100}])) == [
        Paid("d", 0, 50), Paid("b", 0, 50), Paid("c", 1, 30),
    ]  # fmt: skip


def test_the_purse_is_not_spent_by_reading_it(small):
    lines = small.lines_of(line("a", 50)).with_columns(group=np.zeros(1, dtype=np.int64))
    paid = [{0: 20}]
    assert list(pay_lines(lines, paid)) == list(pay_lines(lines, paid)) == [Paid("a", 0, 20)]
    assert replace(Paid("a", 0, 20), cents=1) == Paid("a", 0, 1)
