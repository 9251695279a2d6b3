"""The program of who pays: goals in their order; small cases by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from techplan.planning.funding.limits import Appropriated, Cap, Terms
from techplan.planning.funding.model import NO_PURSE, Choice, Purse, Shift, Tie, Unit, optimal_flows
from techplan.planning.funding.pots import pots_of

GENERAL = {"fund": "001", "name": "General", "kind": "general", "order": 1}
LEVY = {"fund": "003", "name": "Levy", "kind": "levy", "order": 2}


def money(fund, *cents):
    return [
        {"fund": fund, "fy": 2027 + year, "opening_cents": 0 if year == 0 else None, "revenue_cents": amount}
        for year, amount in enumerate(cents)
    ]


def solved(small, units, purses, *, funds=(GENERAL, LEVY), terms=None, shifts=(), ties=(), order=(), **tables):
    book = small.book_of(district=[{"horizon_years": 3}], funds=funds, **tables)
    pots, _ = pots_of(book, small.settings(book))
    flows = optimal_flows(units, purses, Terms(pots, **(terms or {})), shifts=shifts, ties=ties, order=order)
    named = {(k, pots[p].award if pots[p].award != "-" else pots[p].fund): round(cents, 6)
             for (k, p), cents in zip(flows.pairs, flows.cents.tolist(), strict=True)}  # fmt: skip
    return {key: cents for key, cents in named.items() if cents}, flows


def simple(tier, year, cents, purse, **more):
    return Unit(tier, year, cents, (Choice(purse, cents),), **more)


def test_money_waits_for_a_mandate_of_a_later_year(small):
    purses = [Purse(0, (0,)), Purse(1, (0,))]
    units = [simple(1, 1, 80, 1), simple(2, 0, 80, 0)]
    paid, flows = solved(small, units, purses, fund_balances=money("001", 100, 0, 0))
    assert paid == {(1, "001"): 80, (0, "001"): 20}
    assert (flows.optimum("unfunded in tier 1"), flows.optimum("unfunded in tier 2")) == (0, 60)


def test_money_is_not_spent_before_it_comes(small):
    purses = [Purse(0, (0,)), Purse(2, (0,))]
    units = [simple(1, 0, 80, 0), simple(1, 2, 80, 1)]
    paid, _ = solved(small, units, purses, fund_balances=money("001", 30, 0, 100))
    assert paid == {(0, "001"): 30, (1, "001"): 80}


def test_within_a_tier_the_earlier_year_comes_first(small):
    purses = [Purse(year, (0,)) for year in range(3)]
    units = [simple(1, year, 60, year) for year in range(3)]
    paid, _ = solved(small, units, purses, fund_balances=money("001", 100, 0, 0))
    assert paid == {(0, "001"): 60, (1, "001"): 40}


def test_the_general_fund_pays_least_whatever_its_order(small):
    rows = money("001", 100) + money("003", 50)
    paid, _ = solved(small, [simple(1, 0, 70, 0)], [Purse(0, (0, 1))], fund_balances=rows)
    assert paid == {(0, "003"): 50, (0, "001"): 20}


def test_among_equals_the_fund_of_lower_order_pays(small):
    other = {**GENERAL, "kind": "levy"}
    rows = money("001", 100) + money("003", 50)
    paid, _ = solved(small, [simple(1, 0, 70, 0)], [Purse(0, (0, 1))], funds=[other, LEVY], fund_balances=rows)
    assert paid == {(0, "001"): 70}


def test_money_that_would_lapse_is_used_before_money_that_stays(small):
    awards = [
        {"award": "ends", "fund": "003", "amount_cents": 50, "last_obligation_on": date(2027, 6, 30)},
        {"award": "stays", "fund": "001", "amount_cents": 50, "last_obligation_on": date(2040, 6, 30)},
    ]
    book = small.book_of(funds=[GENERAL, LEVY], awards=awards)
    pots, _ = pots_of(book, small.settings(book))
    stays, ends = (next(i for i, pot in enumerate(pots) if pot.award == name) for name in ("stays", "ends"))
    purses = [Purse(0, tuple(sorted((stays, ends))))]
    paid, flows = solved(small, [simple(1, 0, 60, 0)], purses, awards=awards)
    assert paid == {(0, "ends"): 50, (0, "stays"): 10}
    assert flows.optimum("restricted and expiring money first") == -50


def test_appropriations_and_caps_bind(small):
    rows = money("001", 100) + money("003", 100)
    terms = {"appropriated": {("001", 0): Appropriated((), (40,))}, "caps": [Cap(1, frozenset(), 25, "")]}
    paid, _ = solved(small, [simple(1, 0, 90, 0)], [Purse(0, (0, 1), (0,))], fund_balances=rows, terms=terms)
    assert paid == {(0, "001"): 40, (0, "003"): 25}


def test_before_the_annual_appropriation_only_the_temporary_may_be_spent(small):
    terms = {"appropriated": {("001", 0): Appropriated((date(2026, 9, 21),), (30, 100))}}
    purses = [Purse(0, (0,)), Purse(0, (0,), stages=(("001", 0),))]
    units = [simple(1, 0, 80, 1), simple(2, 0, 80, 0)]
    paid, _ = solved(small, units, purses, fund_balances=money("001", 500), terms=terms)
    assert paid == {(1, "001"): 30, (0, "001"): 70}


def test_the_plan_spends_no_more_in_a_year_than_the_district_says(small):
    rows = money("001", 100) + money("003", 100)
    purses = [Purse(0, (0, 1)), Purse(1, (0, 1))]
    units = [simple(1, 0, 90, 0), simple(1, 1, 90, 1)]
    paid, flows = solved(small, units, purses, fund_balances=rows, terms={"yearly_cap": 60})
    assert sum(paid.values()) == 120
    assert flows.optimum("unfunded in tier 1") == 60


def test_without_any_money_all_is_unfunded(small):
    units = [simple(1, 0, 70, 0), simple(3, 1, 5, 1)]
    paid, flows = solved(small, units, [Purse(0, (0, 1)), Purse(1, ())])
    assert paid == {}
    assert (flows.pairs, flows.optimum("unfunded in tier 1"), flows.optimum("unfunded in tier 3")) == ((), 70, 5)


def test_a_dollar_goes_to_what_is_valued_more(small):
    units = [simple(2, 0, 60, 0, worth=100), simple(2, 0, 60, 0, worth=180)]
    _, flows = solved(small, units, [Purse(0, (0,))], fund_balances=money("001", 70))
    assert [round(flows.chosen[u, 0]) for u in range(2)] == [10, 60]
    assert flows.optimum("unfunded in tier 2") == 50


def test_what_is_whole_is_paid_whole_or_not_at_all(small):
    """Of 100, the whole 70 and a part of the other; with 60, only the divisible one."""
    units = [simple(2, 0, 70, 0, whole=True), simple(2, 0, 60, 0)]
    for cents, whole, part in ((100, 70, 30), (60, 0, 60)):
        _, flows = solved(small, units, [Purse(0, (0,))], fund_balances=money("001", cents))
        assert (round(flows.chosen[0, 0]), round(flows.chosen[1, 0])) == (whole, part)


def test_the_district_may_put_its_goals_in_another_order(small):
    """With the general fund first, nothing of it is spent, whatever stays unfunded."""
    units = [simple(2, 0, 70, 0)]
    paid, _ = solved(small, units, [Purse(0, (0,))], fund_balances=money("001", 100), order=("general fund",))
    assert paid == {}


def test_an_award_draws_only_what_the_district_matches(small):
    """A quarter of the whole is the district's: with 20 of its own, 60 of the award."""
    award = {"award": "A", "fund": "F", "amount_cents": 500, "match_share": Fraction(1, 4)}
    funds = [GENERAL, {"fund": "F", "name": "Grant", "kind": "federal grant", "order": 1}]
    paid, flows = solved(
        small, [simple(1, 0, 200, 0)], [Purse(0, (0, 1, 2))], funds=funds, awards=[award],
        fund_balances=money("001", 20),
    )  # fmt: skip
    assert sum(paid.values()) == 80
    assert flows.optimum("unfunded in tier 1") == 120


def test_what_e_rate_pays_back_pays_for_a_later_year(small):
    """BEAR: the fund carries 347,305.11 and 277,844.09 comes back for the next year."""
    share = Fraction(27_784_409, 34_730_511)
    purses = [Purse(0, (0,), returned=(share, 1)), Purse(1, (0,))]
    units = [simple(1, 0, 34_730_511, 0), simple(1, 1, 30_000_000, 1)]
    terms = {"returning": True}
    _, flows = solved(small, units, purses, funds=[GENERAL], fund_balances=money("001", 34_730_511), terms=terms)
    assert round(flows.optimum("unfunded in tier 1")) == 30_000_000 - 27_784_409


def test_a_line_waits_for_the_money_of_a_later_year(small):
    purses = [Purse(0, (0,)), Purse(1, (0,))]
    unit = Unit(2, 0, 1000, (Choice(0, 1000), Choice(1, 1030, Fraction(1))))  # 3 percent dearer a year later
    _, flows = solved(small, [unit], purses, fund_balances=money("001", 400, 618))
    assert [round(flows.chosen[0, c], 3) for c in range(2)] == [400, 600]
    assert round(flows.optimum("put off"), 3) == 600


def test_what_follows_waits_with_what_it_follows(small):
    """The second is bought early only as far as the first was: the tie of a chain."""
    purses = [Purse(0, (0,)), Purse(1, (0,)), Purse(2, (0,))]
    first = Unit(2, 0, 100, (Choice(0, 100), Choice(1, 100, Fraction(1))))
    second = Unit(2, 1, 100, (Choice(1, 100), Choice(2, 100, Fraction(1))))
    tie = Tie(((1, 0, Fraction(1)), (0, 1, Fraction(1))), Fraction(100))
    _, flows = solved(small, [first, second], purses, ties=[tie], fund_balances=money("001", 0, 200, 0))
    assert round(flows.optimum("unfunded in tier 2")) == 0
    assert [round(flows.chosen[u, c]) for u in range(2) for c in range(2)] == [0, 100, 0, 100]


def test_what_its_chain_moves_beyond_the_plan_is_neither_paid_nor_unfunded(small):
    unit = Unit(2, 0, 100, (Choice(0, 100), Choice(NO_PURSE, 0, Fraction(1))))
    _, flows = solved(small, [unit], [Purse(0, (0,))], fund_balances=money("001", 40))
    assert flows.optimum("unfunded in tier 2") == 0


def test_an_agreement_begins_later_and_its_terms_until_then_are_not_due(small):
    """Two terms of 50, the second the same whether it is the first or not; money comes in FY2028."""
    units = [simple(2, 0, 50, 0), simple(2, 1, 50, 1)]
    shift = Shift((((0, 0), (1, 0)), ((1, 0),)))
    paid, flows = solved(
        small, units, [Purse(0, (0,)), Purse(1, (0,))], shifts=[shift], fund_balances=money("001", 0, 50)
    )
    assert flows.steps == (1,)
    assert paid == {(1, "001"): 50}
    assert flows.optimum("unfunded in tier 2") == 0
    _, at_once = solved(
        small, units, [Purse(0, (0,)), Purse(1, (0,))], shifts=[shift], fund_balances=money("001", 50, 50)
    )
    assert at_once.steps == (0,)


def test_an_initiative_begins_later_with_all_its_costs(small):
    """Two costs of 50 in FY2027 and FY2028; the money comes in FY2028 and FY2029."""
    purses = [Purse(year, (0,)) for year in range(3)]
    first = Unit(2, 0, 50, (Choice(0, 50), Choice(1, 50, Fraction(1))))
    second = Unit(2, 1, 50, (Choice(1, 50), Choice(2, 50, Fraction(1))))
    shift = Shift((((0, 0), (1, 0)), ((0, 1), (1, 1))))
    _, flows = solved(small, [first, second], purses, shifts=[shift], fund_balances=money("001", 0, 50, 50))
    assert flows.steps == (1,)
    assert flows.optimum("unfunded in tier 2") == 0
