"""Appropriations, caps and set-asides; hand-computed."""

from __future__ import annotations

from decimal import Decimal

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.planning.funding.limits import Cap, Limits, appropriations, caps_of
from techplan.planning.funding.pots import pots_of

FUND = {"fund": "584", "name": "Title IV-A", "kind": "federal grant"}


def appropriated(small, *rows):
    common = {"fund": "584", "fy": 2027}
    table = [{"appropriation": str(number), **common, **row} for number, row in enumerate(rows)]
    book = small.book_of(funds=[FUND], appropriations=table)
    return appropriations(book, small.settings(book))


def test_the_annual_stage_replaces_the_temporary_and_the_supplemental_adds(small):
    temporary = {"stage": "temporary", "amount_cents": 100}
    annual = {"stage": "annual", "amount_cents": 1000}
    more = {"stage": "supplemental", "amount_cents": 50}
    assert appropriated(small, temporary)[0] == {("584", 2027): 100}
    assert appropriated(small, temporary, annual)[0] == {("584", 2027): 1000}
    assert appropriated(small, temporary, annual, annual, more)[0] == {("584", 2027): 2050}
    assert appropriated(small, temporary, {**more, "amount_cents": -150})[0] == {("584", 2027): -50}


def test_an_appropriation_without_a_stage_is_annual_and_listed(small):
    totals, assumptions = appropriated(
        small, {"amount_cents": 7}, {"stage": "temporary", "amount_cents": 5}, {"amount_cents": 9, "fy": 2050}
    )
    assert totals == {("584", 2027): 7}
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


def test_room_is_the_least_of_money_appropriation_and_caps_and_paying_draws_them_down(small):
    award = {"award": "A", "fund": "584", "amount_cents": 1_000}
    book = small.book_of(funds=[FUND], awards=[award])
    pots, _ = pots_of(book, small.settings(book))
    limits = Limits(pots, {("584", 2028): 600, ("584", 2029): -5}, [Cap(0, frozenset(), 250, "")], 2027)
    assert limits.room(0, 0, []) == 1_000
    assert limits.room(0, 1, []) == 600
    assert limits.room(0, 1, [0]) == 250
    assert limits.room(0, 2, []) == 0
    limits.pay(0, 1, [0], 200)
    assert (limits.room(0, 1, [0]), limits.room(0, 1, []), limits.room(0, 0, [])) == (50, 400, 800)
