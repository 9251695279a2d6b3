"""Which pot may pay which line, and why not."""

from __future__ import annotations

from datetime import date

import pytest

from techplan.planning.funding.eligibility import Reason, with_cases
from techplan.planning.funding.limits import Cap
from techplan.planning.funding.pots import pots_of

LINE = {"line": "L", "fy": 2028, "amount_cents": 100, "category": "network", "kind": "capital"}


def judged(small, fund, *lines, caps=(), **tables):
    book = small.book_of(funds=[{"fund": "F", "name": "Fund", "kind": "levy", **fund}], **tables)
    pots, _ = pots_of(book, small.settings(book))
    return with_cases(small.lines_of(*lines), book, pots, caps)


def reason(small, fund, line=None, **tables):
    _, found = judged(small, fund, {**LINE, **(line or {})}, **tables)
    return found.reasons[0].get(0)


@pytest.mark.parametrize(
    ("fund", "line", "expected"),
    [
        ({}, {}, None),
        ({"pays": "both"}, {}, None),
        ({"pays": "capital"}, {}, None),
        ({"pays": "operating"}, {}, Reason("pays only operating spending")),
        ({"pays_categories": "network;software"}, {}, None),
        ({"pays_categories": "staff;software"}, {}, Reason("does not pay for network")),
        ({"minimum_life_months": 60}, {"estimated_life_months": 60}, None),
        (
            {"minimum_life_months": 60},
            {"estimated_life_months": 48},
            Reason("needs an estimated life of at least 60 months, not 48"),
        ),
        (
            {"minimum_life_months": 60},
            {},
            Reason("needs an estimated life of at least 60 months, and none is known"),
        ),
        ({"serves": "camera;A-1"}, {"asset_class": "camera"}, None),
        ({"serves": "camera;A-1"}, {"source_table": "agreements", "source_key": "A-1"}, None),
        ({"serves": "camera;A-1"}, {"asset_class": "panel"}, Reason("pays only for what it serves", "A-1; camera")),
        ({"first_fy": 2029}, {}, Reason("outside its dates", "from FY2029")),
        ({"last_fy": 2027}, {}, Reason("outside its dates", "until FY2027")),
        ({"first_fy": 2028, "last_fy": 2028}, {}, None),
    ],
)
def test_a_funds_own_rules(small, fund, line, expected):
    assert reason(small, fund, line) == expected


@pytest.mark.parametrize(
    ("pay_on", "carryover", "expected"),
    [
        (date(2027, 9, 30), True, Reason("outside its dates", "from 2027-10-01")),
        (date(2027, 10, 1), True, None),
        (date(2028, 3, 31), True, None),
        (date(2028, 4, 1), True, Reason("outside its dates", "until 2028-03-31")),
        (date(2028, 4, 1), False, Reason("outside its dates", "not carried over after 2028-03-31")),
    ],
)
def test_an_awards_window_bounds_the_day_of_payment(small, pay_on, carryover, expected):
    award = {
        "award": "A", "fund": "F", "amount_cents": 100, "carryover": carryover,
        "first_obligation_on": date(2027, 10, 1), "last_obligation_on": date(2028, 3, 31),
    }  # fmt: skip
    assert reason(small, {}, {"pay_on": pay_on}, awards=[award]) == expected


def test_a_financing_is_paid_by_the_fund_it_names(small):
    line = {"source_table": "financings", "source_key": "L1"}
    assert reason(small, {}, line, financings=[{"financing": "L1", "fund": "F"}]) is None
    assert reason(small, {}, line, financings=[{"financing": "L1"}]) is None
    other = [{"fund": "G", "name": "G", "kind": "levy"}]
    book = small.book_of(
        funds=[{"fund": "F", "name": "F", "kind": "levy"}, *other], financings=[{"financing": "L1", "fund": "G"}]
    )
    pots, _ = pots_of(book, small.settings(book))
    _, found = with_cases(small.lines_of({**LINE, **line}), book, pots, [])
    assert found.allowed == ((1,),)
    assert found.reasons[0][0] == Reason("the financing names fund G")


def test_lines_that_no_rule_tells_apart_are_one_case_with_its_caps(small):
    cap = Cap(0, frozenset({"network"}), 5, "at most")
    lines, found = judged(
        small,
        {},
        {**LINE, "line": "1"},
        {**LINE, "line": "2", "tier": 1, "pay_on": date(2028, 5, 5)},
        {**LINE, "line": "3", "category": "staff"},
        caps=[cap],
    )
    case_of = dict(lines.select("line", "case").iter_rows())
    assert case_of["1"] == case_of["2"] != case_of["3"]
    assert [found.caps[case_of[line]] for line in ("1", "3")] == [(0,), ()]


@pytest.mark.parametrize(
    ("billed_on", "expected"),
    [
        (date(2027, 12, 29), None),
        (date(2027, 12, 30), Reason("billed after its money must be paid out", "by 2027-12-29")),
        (None, None),
    ],
)
def test_what_is_billed_after_an_award_is_liquidated_is_not_paid_by_it(small, billed_on, expected):
    """Ordered in time, on the last day of obligation, is not enough: delivery must be paid within ninety days."""
    award = {
        "award": "A",
        "fund": "F",
        "amount_cents": 500,
        "last_obligation_on": date(2027, 9, 30),
        "liquidation_on": date(2027, 12, 29),
    }
    _, found = judged(small, {}, {**LINE, "pay_on": date(2027, 9, 30), "billed_on": billed_on}, awards=[award])
    pots = [0, 1]
    assert [found.reasons[0].get(p) for p in pots] in ([expected, None], [None, expected])
    assert (len(found.reasons[0]) == 0) == (expected is None)
