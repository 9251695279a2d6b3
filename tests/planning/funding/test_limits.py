"""Appropriations, caps and set-asides; hand-computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.planning.funding import allocate
from techplan.planning.funding.limits import Appropriated, Cap, Limits, Terms, appropriations, caps_of
from techplan.planning.funding.pots import pots_of
from techplan.planning.funding.rule_sets import RuleSets
from techplan.rules.load import load_rules

FUND = {"fund": "584", "name": "Title IV-A", "kind": "federal grant"}


def appropriated(small, *rows):
    common = {"fund": "584", "fy": 2027}
    table = [{"appropriation": str(number), **common, **row} for number, row in enumerate(rows)]
    book = small.book_of(funds=[FUND], appropriations=table)
    found, assumptions = appropriations(book, small.settings(book))
    return found, assumptions


def in_all(small, *rows):
    return {key: bound.cents[-1] for key, bound in appropriated(small, *rows)[0].items()}


def test_the_annual_stage_replaces_the_temporary_and_the_supplemental_adds(small):
    temporary = {"stage": "temporary", "amount_cents": 100}
    annual = {"stage": "annual", "amount_cents": 1000}
    more = {"stage": "supplemental", "amount_cents": 50}
    assert in_all(small, temporary) == {("584", 2027): 100}
    assert in_all(small, temporary, annual) == {("584", 2027): 1000}
    assert in_all(small, temporary, annual, annual, more) == {("584", 2027): 2050}
    assert in_all(small, temporary, {**more, "amount_cents": -150}) == {("584", 2027): 0}


def test_nothing_is_appropriated_before_its_day(small):
    """Temporary before the year begins, annual on 21 September, more on 14 December."""
    found, _ = appropriated(
        small,
        {"stage": "temporary", "amount_cents": 410, "adopted_on": date(2026, 6, 15)},
        {"stage": "annual", "amount_cents": 1525, "adopted_on": date(2026, 9, 21)},
        {"stage": "supplemental", "amount_cents": 60, "adopted_on": date(2026, 12, 14)},
    )
    bound = found["584", 2027]
    assert bound == Appropriated((date(2026, 9, 21), date(2026, 12, 14)), (410, 1525, 1585))
    days = (date(2026, 7, 1), date(2026, 9, 20), date(2026, 9, 21), date(2026, 12, 14), date(2027, 6, 30))
    assert [bound.stage_on(day) for day in days] == [0, 0, 1, 2, 2]


def test_an_annual_appropriation_alone_leaves_nothing_before_it(small):
    found, _ = appropriated(small, {"stage": "annual", "amount_cents": 9, "adopted_on": date(2026, 9, 21)})
    assert found["584", 2027] == Appropriated((date(2026, 9, 21),), (0, 9))


def test_an_appropriation_without_a_stage_is_annual_and_listed(small):
    found, assumptions = appropriated(
        small, {"amount_cents": 7}, {"stage": "temporary", "amount_cents": 5}, {"amount_cents": 9, "fy": 2050}
    )
    assert found == {("584", 2027): Appropriated((), (7,))}
    assert [(item.about, item.value, item.rows) for item in assumptions] == [("appropriations", "annual", 2)]


def caps(small, *shares, amount=30_000, spent=0):
    award = {"award": "A", "fund": "584", "amount_cents": amount, "spent_cents": spent}
    table = [{"award": "A", **share} for share in shares]
    book = small.book_of(funds=[FUND], awards=[award], award_shares=table)
    pots, _ = pots_of(book, small.settings(book))
    assert pots[0].award == "A"
    return caps_of(book, pots)


def test_a_cap_is_a_share_of_the_whole_award_rounded_down(small):
    (cap,) = caps(small, {"category": "network", "maximum_share": Decimal("0.15")}, amount=30_005)
    assert (cap.pot, cap.categories, cap.cents) == (0, frozenset({"network"}), 4_500)
    assert cap.words == "at most 15% for network"


def test_a_set_aside_leaves_the_rest_for_other_categories(small):
    (cap,) = caps(small, {"category": "training", "minimum_share": Decimal("0.2")}, amount=30_001, spent=10_000)
    assert cap.cents == 20_001 - 6_001
    assert cap.categories == frozenset(TCO_CATEGORIES) - {"training"}


def test_set_asides_bind_together(small):
    found = caps(
        small,
        {"category": "training", "minimum_share": Decimal("0.4")},
        {"category": "software", "minimum_share": Decimal("0.4")},
    )
    assert sorted((len(cap.categories), cap.cents) for cap in found) == [(8, 6_000), (9, 18_000), (9, 18_000)]


def test_title_iv_a_leaves_at_most_fifteen_percent_of_its_technology_part_for_infrastructure(small):
    """An award of 30,000 with 40 percent on technology: infrastructure at most 1,800.00."""
    award = {"award": "A", "fund": "584", "amount_cents": 1_200_000, "first_obligation_on": date(2026, 7, 1)}
    book = small.book_of(funds=[{**FUND, "rule_set": "title_iv_a"}], awards=[award])
    settings = small.settings(book)
    pots, _ = pots_of(book, settings)
    (cap,) = caps_of(book, pots, RuleSets.of(book, load_rules(), settings.on, settings.on))
    assert cap.cents == 180_000
    assert {"client computers", "software", "network"} < cap.categories
    assert not {"training", "external services", "staff"} & cap.categories
    assert "ESEA 4109(b)" in cap.words


def limits_of(small, award, **terms):
    book = small.book_of(funds=[FUND], awards=[{"award": "A", "fund": "584", "amount_cents": 1_000, **award}])
    pots, _ = pots_of(book, small.settings(book))
    return Limits(Terms(pots, **terms))


def test_room_is_the_least_of_money_appropriation_and_caps_and_paying_draws_them_down(small):
    appropriated = {("584", 1): Appropriated((), (600,)), ("584", 2): Appropriated((), (0,))}
    limits = limits_of(small, {}, appropriated=appropriated, caps=[Cap(0, frozenset(), 250, "")])
    assert limits.room(0, 0, [], {}) == 1_000
    assert limits.room(0, 1, [], {}) == 600
    assert limits.room(0, 1, [0], {}) == 250
    assert limits.room(0, 2, [], {}) == 0
    limits.pay(0, 1, [0], {}, 200)
    assert (limits.room(0, 1, [0], {}), limits.room(0, 1, [], {}), limits.room(0, 0, [], {})) == (50, 400, 800)


def test_what_is_paid_early_counts_at_every_later_stage(small):
    bound = Appropriated((date(2026, 9, 21),), (100, 300))
    limits = limits_of(small, {}, appropriated={("584", 0): bound})
    early, late = {"584": 0}, {}
    limits.pay(0, 0, [], early, 80)
    assert (limits.room(0, 0, [], early), limits.room(0, 0, [], late)) == (20, 220)
    limits.pay(0, 0, [], late, 215)
    assert (limits.room(0, 0, [], early), limits.room(0, 0, [], late)) == (5, 5)


def test_direct_cost_leaves_room_for_its_indirect_cost_and_capital_bears_none(small):
    limits = limits_of(small, {"indirect_rate": Decimal("0.25")})
    assert limits.terms.pots[0].indirect == Fraction(1, 4)
    assert (limits.room(0, 0, [], {}, direct=True), limits.room(0, 0, [], {})) == (800, 1_000)
    limits.pay(0, 0, [], {}, 400, direct=True)
    assert limits.room(0, 0, [], {}) == 500


def test_the_plan_spends_no_more_in_a_year_than_the_district_says(small):
    limits = limits_of(small, {}, yearly_cap=300)
    limits.pay(0, 1, [], {}, 120)
    assert [limits.room(0, year, [], {}) for year in (0, 1)] == [300, 180]


def test_what_comes_back_may_be_spent_from_its_year_on(small):
    limits = limits_of(small, {})
    limits.pay(0, 0, [], {}, 1_000)
    limits.give_back(0, 2, 300)
    assert [limits.room(0, year, [], {}) for year in range(4)] == [0, 0, 300, 300]


def test_nothing_is_paid_beyond_certified_resources(small):
    """A fund holds 600.00; 300.00 of it are certified for FY2027, and nothing is said of FY2028."""
    money = [
        {"fund": "001", "fy": 2027, "opening_cents": 60_000, "revenue_cents": 0, "certified_cents": 30_000},
        {"fund": "001", "fy": 2028, "revenue_cents": 0},
    ]
    book = small.book_of(funds=[{"fund": "001", "name": "General", "kind": "general"}], fund_balances=money)
    lines = small.lines_of(
        {"line": "now", "fy": 2027, "amount_cents": 40_000}, {"line": "later", "fy": 2028, "amount_cents": 20_000}
    )
    found = allocate(book, lines, small.settings(book))
    assert dict(found.allocations.select("line", "amount_cents").iter_rows()) == {"now": 30_000, "later": 20_000}
    assert found.unfunded.select("amount_cents", "why").rows() == [
        (10_000, "Certified resources used up: General (001), FY2027.")
    ]
