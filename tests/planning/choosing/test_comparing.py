"""Ways to meet one need, compared; against hand calculations."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.planning.annuities import present_value
from techplan.planning.choosing import compare_choices, in_words
from techplan.planning.choosing.cash_flows import Way
from techplan.planning.choosing.results import AlternativeCosts, AlternativeYears, BreakEvens, Sensitivities


def way(**more: Any) -> Way:
    given: dict[str, Any] = {"code": "w", "title": "W", "kind": "buy", "quantity": 1, "years": 4, "growth": Decimal(0)}
    return Way(**{**given, **more})


def test_buying_and_buying_again_when_the_life_is_over() -> None:
    assert way(unit_price=100, life=Fraction(2)).flow() == [100, 0, 100, 0]
    assert way(unit_price=100, life=Fraction(2), salvage=10).flow() == [100, 0, 90, -10]
    assert way(unit_price=100, life=Fraction(2), quantity=3, yearly=5).flow() == [315, 15, 315, 15]


def test_what_still_has_life_at_the_end_brings_its_share() -> None:
    assert way(unit_price=90, life=Fraction(3)).flow() == [90, 0, 0, 90 - 60]  # bought again in the fourth year


def test_a_lease_is_paid_and_returned() -> None:
    assert way(kind="lease", payment=30, payments=3).flow() == [30, 30, 30, 0]
    assert way(kind="lease", payment=30).flow() == [30, 30, 30, 30]


def test_a_life_extended_by_a_year_costs_more_to_run_first() -> None:
    extended = way(unit_price=100, life=Fraction(4), starts_after=1, extra_yearly=20, yearly=5)
    assert extended.flow() == [20, 105, 5, 5 - 25]  # a quarter of the new things' life is left


def test_prices_grow_and_labour_counts() -> None:
    flow = way(unit_price=1000, life=Fraction(2), growth=Decimal("0.10"), labour=Fraction(100)).flow()
    assert flow == [1100, 110, 1331, 133]  # 1,100 × 1.1² and 100 × 1.1³ to the cent


def choice(small: Any, *ways: dict[str, Any], **more: Any) -> Any:
    book = small.book_of(
        district=[{"escalation": Decimal(0)}],
        choices=[
            {"choice": "C", "title": "Devices", "quantity": 100, "years": 4, "discount_rate": Decimal("0.05"), **more}
        ],
        alternatives=[{"choice": "C", "alternative": way["way"], "title": way["way"].title(), **way} for way in ways],
    )
    found = compare_choices(book, small.settings(book))
    for table, frame in (
        (AlternativeCosts, found.costs), (AlternativeYears, found.years), (BreakEvens, found.break_evens),
        (Sensitivities, found.sensitivities),
    ):  # fmt: skip
        assert table.is_valid(frame)
    return found


BUY = {"way": "buy", "unit_price_cents": 40_000, "life_months": 48, "salvage_cents": 2_000}
LEASE = {"way": "lease", "payment_cents": 10_500, "payments": 4, "salvage_cents": 9_999}


def test_buy_against_lease_nominal_and_present(small: Any) -> None:
    found = choice(small, BUY, LEASE)
    rows = {row["alternative"]: row for row in found.costs.iter_rows(named=True)}
    assert rows["buy"]["nominal_cents"] == 100 * (40_000 - 2_000)
    assert rows["lease"]["nominal_cents"] == 100 * 4 * 10_500  # what is leased goes back and brings nothing
    by_hand = sum(1_050_000 / 1.05**year for year in range(4))
    assert abs(rows["lease"]["present_cents"] - by_hand) < 1
    assert rows["buy"]["present_cents"] == present_value([4_000_000, 0, 0, -200_000], Decimal("0.05"))
    assert (rows["buy"]["rank_nominal"], rows["lease"]["rank_nominal"]) == (1, 2)
    assert in_words(found.costs, "C").startswith("“Buy” is the least, ")


def test_break_even_is_the_year_from_which_it_stays_cheaper(small: Any) -> None:
    found = choice(small, {"way": "buy", "unit_price_cents": 30_000}, {"way": "outsource", "payment_cents": 12_000})
    row = found.break_evens.row(0, named=True)
    assert (row["alternative"], row["against"], row["fy"]) == (
        "buy",
        "outsource",
        2029,
    )  # 300 against 360 after 3 years
    never = choice(small, {"way": "buy", "unit_price_cents": 60_000}, {"way": "outsource", "payment_cents": 12_000})
    assert never.break_evens["fy"].to_list() == [None]
    assert "does not cost less" in never.break_evens["says"][0]


def test_sensitivity_says_where_the_ranking_turns(small: Any) -> None:
    found = choice(small, {"way": "buy", "unit_price_cents": 40_000, "life_months": 48},
                   {"way": "outsource", "yearly_cents": 11_000})  # fmt: skip
    turns = {(row["figure"], row["change"]): row["least"] for row in found.sensitivities.iter_rows(named=True)}
    assert found.costs.filter(found.costs["rank"] == 1)["alternative"].to_list() == ["buy"]
    assert turns["prices and payments", "+20%"] == "outsource"
    assert turns["running cost", "+20%"] == "buy"
    changed = found.sensitivities.filter(found.sensitivities["changes_rank"])
    assert set(changed["least"]) == {"outsource"}


def test_a_choice_without_ways_is_left_out(small: Any) -> None:
    assert choice(small).costs.is_empty()


@given(
    price=st.integers(0, 10**6), life=st.one_of(st.none(), st.fractions(1, 8, max_denominator=4)),
    yearly=st.integers(0, 10**5), years=st.integers(1, 12), start=st.integers(0, 3), quantity=st.integers(1, 50),
)  # fmt: skip
def test_twice_as_many_cost_twice_as_much(
    price: int, life: Fraction | None, yearly: int, years: int, start: int, quantity: int
) -> None:
    one = way(unit_price=price, life=life, yearly=yearly, years=years, starts_after=start, quantity=quantity)
    two = way(unit_price=price, life=life, yearly=yearly, years=years, starts_after=start, quantity=2 * quantity)
    assert all(abs(2 * a - b) <= 2 for a, b in zip(one.flow(), two.flow(), strict=True))


@pytest.mark.parametrize("life", [None, Fraction(1), Fraction(5, 2), Fraction(4)])
def test_nothing_is_bought_after_the_years_compared(life: Fraction | None) -> None:
    assert sum(way(unit_price=100, life=life, starts_after=4).flow()) == 0
