"""Opening, new money, spent, lapsed, closing; hand-computed."""

from __future__ import annotations

from datetime import date

from techplan.planning.funding.fund_years import fund_years
from techplan.planning.funding.pots import pots_of
from techplan.planning.results import FundYears

COLUMNS = ("award", "fy", "opening_cents", "revenue_cents", "spent_cents", "lapsed_cents", "closing_cents")


def test_a_fund_and_its_award_through_the_years(small):
    book = small.book_of(
        district=[{"horizon_years": 3}],
        funds=[{"fund": "F", "name": "Fund", "kind": "levy"}],
        fund_balances=[
            {"fund": "F", "fy": 2027, "opening_cents": 1000, "revenue_cents": 100, "floor_cents": 50},
            {"fund": "F", "fy": 2028, "revenue_cents": 200},
        ],
        awards=[
            {
                "award": "A", "fund": "F", "amount_cents": 500,
                "first_obligation_on": date(2026, 10, 1), "last_obligation_on": date(2027, 9, 30),
            }
        ],
    )  # fmt: skip
    settings = small.settings(book)
    pots, _ = pots_of(book, settings)
    own = next(i for i, pot in enumerate(pots) if pot.award == "-")
    spent = {(own, 2028): (900, 0, 0), (1 - own, 2027): (120, 0, 0)}
    frame = fund_years(pots, spent, {("F", 2028): 1500}, settings)
    FundYears.validate(frame)
    assert frame.select(COLUMNS).rows() == [
        ("-", 2027, 1000, 100, 0, 0, 1100),
        ("-", 2028, 1100, 200, 900, 0, 400),
        ("-", 2029, 400, 0, 0, 0, 400),
        ("A", 2027, 0, 500, 120, 0, 380),
        ("A", 2028, 380, 0, 0, 380, 0),
    ]
    assert frame["floor_cents"].to_list() == [50, 50, 50, 0, 0]
    assert frame["appropriated_cents"].to_list() == [None, 1500, None, None, None]


def test_indirect_cost_leaves_and_what_e_rate_pays_back_returns(small):
    book = small.book_of(
        district=[{"horizon_years": 2}],
        funds=[{"fund": "F", "name": "Fund", "kind": "levy"}],
        fund_balances=[{"fund": "F", "fy": 2027, "opening_cents": 1000, "revenue_cents": 0}],
    )
    pots, _ = pots_of(book, small.settings(book))
    spent = {(0, 2027): (500, 40, 0), (0, 2028): (0, 0, 300)}
    frame = fund_years(pots, spent, {}, small.settings(book))
    assert frame.select("fy", "returned_cents", "spent_cents", "indirect_cents", "closing_cents").rows() == [
        (2027, 0, 500, 40, 460),
        (2028, 300, 0, 0, 760),
    ]


def test_no_fund_no_row(small):
    book = small.book_of()
    assert fund_years([], {}, {}, small.settings(book)).equals(FundYears.empty())
