from datetime import date
from typing import Any

import pytest

from techplan.planning.funding import allocate
from techplan.planning.funding.expected import with_expected_grants
from techplan.planning.funding.pots import pots_of

GRANT = {"fund": "572", "name": "Title I-A", "kind": "federal grant"}


def balances(**revenue: int) -> list[dict[str, Any]]:
    return [{"fund": "572", "fy": int(fy[2:]), "revenue_cents": cents} for fy, cents in revenue.items()]


def test_expected_grants_cannot_be_saved_up_for_a_large_year(small: Any) -> None:
    """100 a year and a need of 400 in FY2030: only the money of FY2029 and FY2030 is still there."""
    book = small.book_of(funds=[GRANT], fund_balances=balances(fy2027=100, fy2028=100, fy2029=100, fy2030=100))
    found = allocate(book, small.lines_of({"line": "a", "fy": 2030, "amount_cents": 400}), small.settings(book))
    assert found.allocations.select("award", "amount_cents").rows() == [
        ("expected FY2029", 100),
        ("expected FY2030", 100),
    ]
    assert found.unfunded["amount_cents"].to_list() == [200]
    lapsed = found.fund_years.filter(found.fund_years["lapsed_cents"] > 0).select("award", "fy", "lapsed_cents")
    assert lapsed.rows() == [("expected FY2027", 2028, 100), ("expected FY2028", 2029, 100)]
    assert ("expected grants are spent in their year or the next", "fund 572") in {
        (item.assumption, item.about) for item in found.assumptions
    }


def test_an_award_keeps_its_own_dates_and_a_general_fund_saves(small: Any) -> None:
    award = {"award": "T1", "fund": "572", "amount_cents": 50, "last_obligation_on": date(2031, 6, 30)}
    general = {"fund": "001", "name": "General", "kind": "general"}
    saved = [
        {"fund": "001", "fy": fy, "opening_cents": 0 if fy == 2027 else None, "revenue_cents": 10}
        for fy in range(2027, 2031)
    ]
    book = small.book_of(funds=[GRANT, general], awards=[award], fund_balances=saved)
    found = allocate(book, small.lines_of({"line": "a", "fy": 2030, "amount_cents": 90}), small.settings(book))
    assert found.allocations.select("fund", "award", "amount_cents").rows() == [("001", "-", 40), ("572", "T1", 50)]


@pytest.mark.parametrize("kind", ["general", "permanent improvement", "levy", "local grant"])
def test_only_grants_of_government_are_split(small: Any, kind: str) -> None:
    book = small.book_of(funds=[{**GRANT, "kind": kind}], fund_balances=balances(fy2027=100))
    pots, _ = pots_of(book, small.settings(book))
    assert with_expected_grants(pots, small.settings(book)) == (pots, [])


def test_what_the_fund_holds_at_the_start_stays_its_own(small: Any) -> None:
    row = {"fund": "572", "fy": 2027, "opening_cents": 30, "revenue_cents": 100}
    book = small.book_of(funds=[GRANT], fund_balances=[row])
    found = allocate(book, small.lines_of({"line": "a", "fy": 2027, "amount_cents": 130}), small.settings(book))
    assert dict(found.allocations.select("award", "amount_cents").iter_rows()) == {"-": 30, "expected FY2027": 100}
