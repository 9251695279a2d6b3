"""The program of who pays: goals in their order; small cases by hand."""

from __future__ import annotations

from datetime import date

from techplan.planning.funding.limits import Cap
from techplan.planning.funding.model import Group, optimal_flows
from techplan.planning.funding.pots import pots_of

GENERAL = {"fund": "001", "name": "General", "kind": "general", "order": 1}
LEVY = {"fund": "003", "name": "Levy", "kind": "levy", "order": 2}


def money(fund, *cents):
    return [
        {"fund": fund, "fy": 2027 + year, "opening_cents": 0 if year == 0 else None, "revenue_cents": amount}
        for year, amount in enumerate(cents)
    ]


def solved(small, groups, *, funds=(GENERAL, LEVY), appropriated=None, caps=(), **tables):
    book = small.book_of(district=[{"horizon_years": 3}], funds=funds, **tables)
    pots, _ = pots_of(book, small.settings(book))
    flows = optimal_flows(groups, pots, appropriated or {}, caps)
    named = {(g, pots[p].award if pots[p].award != "-" else pots[p].fund): round(cents, 6)
             for (g, p), cents in zip(flows.pairs, flows.cents.tolist(), strict=True)}  # fmt: skip
    return {key: cents for key, cents in named.items() if cents}, flows


def test_money_waits_for_a_mandate_of_a_later_year(small):
    groups = [Group(1, 1, (0,), (), 80), Group(2, 0, (0,), (), 80)]
    paid, flows = solved(small, groups, fund_balances=money("001", 100, 0, 0))
    assert paid == {(0, "001"): 80, (1, "001"): 20}
    assert (flows.optimum("unfunded in tier 1"), flows.optimum("unfunded in tier 2")) == (0, 60)


def test_money_is_not_spent_before_it_comes(small):
    groups = [Group(1, 0, (0,), (), 80), Group(1, 2, (0,), (), 80)]
    paid, _ = solved(small, groups, fund_balances=money("001", 30, 0, 100))
    assert paid == {(0, "001"): 30, (1, "001"): 80}


def test_within_a_tier_the_earlier_year_comes_first(small):
    groups = [Group(1, year, (0,), (), 60) for year in range(3)]
    paid, _ = solved(small, groups, fund_balances=money("001", 100, 0, 0))
    assert paid == {(0, "001"): 60, (1, "001"): 40}


def test_the_general_fund_pays_least_whatever_its_order(small):
    groups = [Group(1, 0, (0, 1), (), 70)]
    paid, _ = solved(small, groups, fund_balances=money("001", 100) + money("003", 50))
    assert paid == {(0, "003"): 50, (0, "001"): 20}


def test_among_equals_the_fund_of_lower_order_pays(small):
    groups = [Group(1, 0, (0, 1), (), 70)]
    other = {**GENERAL, "kind": "levy"}
    paid, _ = solved(small, groups, funds=[other, LEVY], fund_balances=money("001", 100) + money("003", 50))
    assert paid == {(0, "001"): 70}


def test_money_that_would_lapse_is_used_before_money_that_stays(small):
    awards = [
        {"award": "ends", "fund": "003", "amount_cents": 50, "last_obligation_on": date(2027, 6, 30)},
        {"award": "stays", "fund": "001", "amount_cents": 50, "last_obligation_on": date(2040, 6, 30)},
    ]
    book = small.book_of(funds=[GENERAL, LEVY], awards=awards)
    pots, _ = pots_of(book, small.settings(book))
    stays, ends = (next(i for i, pot in enumerate(pots) if pot.award == name) for name in ("stays", "ends"))
    groups = [Group(1, 0, tuple(sorted((stays, ends))), (), 60)]
    paid, flows = solved(small, groups, awards=awards)
    assert paid == {(0, "ends"): 50, (0, "stays"): 10}
    assert flows.optimum("restricted and expiring money first") == -50


def test_appropriations_and_caps_bind(small):
    groups = [Group(1, 0, (0, 1), (0,), 90)]
    rows = money("001", 100) + money("003", 100)
    caps = [Cap(1, frozenset(), 25, "")]
    paid, _ = solved(small, groups, fund_balances=rows, caps=caps, appropriated={("001", 0): 40})
    assert paid == {(0, "001"): 40, (0, "003"): 25}


def test_without_any_money_all_is_unfunded(small):
    paid, flows = solved(small, [Group(1, 0, (0, 1), (), 70), Group(3, 1, (), (), 5)])
    assert paid == {}
    assert (flows.pairs, flows.optimum("unfunded in tier 1"), flows.optimum("unfunded in tier 3")) == ((), 70, 5)
