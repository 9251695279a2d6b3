"""Small money counted out in every way there is: at most 6 lines, 4 funds and 3 years, a few cents each."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from support.funding_law import CATEGORIES, YEARS
from techplan.planning.funding import allocate

TIERS = (1, 2, 3)
maybe_fy = st.none() | st.sampled_from(YEARS)


@st.composite
def few_cents(draw):
    funds = [
        {
            "fund": f"{number:03d}",
            "name": f"Fund {number}",
            "kind": draw(st.sampled_from(["general", "levy", "bond"])),
            "pays_categories": draw(st.sampled_from([None, None, "network", "software;training"])),
            "first_fy": draw(maybe_fy),
            "last_fy": draw(maybe_fy),
        }
        for number in range(draw(st.integers(1, 4)))
    ]
    comes = {fund["fund"]: [draw(st.integers(0, 4)) for _ in YEARS] for fund in funds}
    lines = [
        {
            "line": f"L{number}",
            "fy": draw(st.sampled_from(YEARS)),
            "amount_cents": draw(st.integers(1, 6)),
            "tier": draw(st.sampled_from(TIERS)),
            "category": draw(st.sampled_from(CATEGORIES)),
            "whole": draw(st.booleans()),
        }
        for number in range(draw(st.integers(1, 6)))
    ]
    return funds, comes, lines


def may_pay(fund: Any, line: Any) -> bool:
    listed = fund["pays_categories"]
    inside = (fund["first_fy"] or 0) <= line["fy"] <= (fund["last_fy"] or 9999)
    return inside and (listed is None or line["category"] in listed.split(";"))


def counted_out(funds: Any, comes: Any, lines: Any) -> tuple[int, ...]:
    """The least unfunded by tier over every way to pay every line."""
    order = sorted(lines, key=lambda line: line["fy"])

    @cache
    def best(place: int, fy: int, purse: tuple[int, ...]) -> tuple[int, ...]:
        if place == len(order):
            return (0,) * len(TIERS)
        line = order[place]
        if fy < line["fy"]:
            come = [comes[fund["fund"]][YEARS.index(fy + 1)] for fund in funds]
            return best(place, fy + 1, tuple(map(sum, zip(purse, come, strict=True))))
        rooms = [money if may_pay(fund, line) else 0 for fund, money in zip(funds, purse, strict=True)]
        found = []
        for paid in product(*(range(min(room, line["amount_cents"]) + 1) for room in rooms)):
            missing = line["amount_cents"] - sum(paid)
            if missing < 0 or (line["whole"] and missing not in (0, line["amount_cents"])):
                continue
            rest = best(place + 1, fy, tuple(money - part for money, part in zip(purse, paid, strict=True)))
            found.append(tuple(rest[n] + missing * (line["tier"] == tier) for n, tier in enumerate(TIERS)))
        return min(found)

    return best(0, YEARS[0], tuple(comes[fund["fund"]][0] for fund in funds))


@settings(max_examples=150, deadline=None)
@given(case=few_cents())
def test_no_way_of_counting_it_out_leaves_less(small: Any, case: Any) -> None:
    funds, comes, lines = case
    balances = [
        {"fund": fund, "fy": fy, "opening_cents": 0 if fy == YEARS[0] else None, "revenue_cents": cents}
        for fund, of_years in comes.items()
        for fy, cents in zip(YEARS, of_years, strict=True)
    ]
    book = small.book_of(district=[{"horizon_years": 3}], funds=funds, fund_balances=balances)
    funding = allocate(book, small.lines_of(*lines), small.settings(book))
    left = dict(funding.unfunded.group_by("tier").agg(pl.col("amount_cents").sum()).iter_rows())
    assert tuple(left.get(tier, 0) for tier in TIERS) == counted_out(funds, comes, lines)
    assert funding.solver["gap cents"] == 0
