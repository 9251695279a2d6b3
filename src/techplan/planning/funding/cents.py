"""From the solver's flows to whole cents: rounded, re-checked against every limit, and laid onto lines.

The solver works in binary floats, so its answer is only a wish. Each wish is paid as far as every limit still has
room, the first tier first; what is then unfunded although a pot has room is topped up. No limit can be passed, and at
worst a cent stays unfunded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from techplan.planning.funding.eligibility import Eligibility
from techplan.planning.funding.limits import Cap, Limits
from techplan.planning.funding.model import Flows, Group


@dataclass(frozen=True, slots=True)
class Paid:
    """What one pot (by position) pays of one line, in cents."""

    line: str
    pot: int
    cents: int


def grouped(lines: pl.DataFrame, eligibility: Eligibility) -> tuple[pl.DataFrame, list[Group]]:
    """The lines with the position of their ``group``, and the groups in their order.

    ``lines`` has ``case`` and ``year`` (its position in the plan).
    """
    alike = sorted(set(zip(eligibility.allowed, eligibility.caps, strict=True)))
    position = {pair: number for number, pair in enumerate(alike)}
    of_case = [position[pair] for pair in zip(eligibility.allowed, eligibility.caps, strict=True)]
    keyed = lines.with_columns(alike=pl.Series(of_case, dtype=pl.Int64).gather(lines["case"]))
    key = ["tier", "year", "alike"]
    found = keyed.group_by(key).agg(pl.col("amount_cents").sum()).sort(key).with_row_index("group")
    groups = [
        Group(tier, year, alike[number][0], alike[number][1], cents)
        for tier, year, number, cents in found.select(*key, "amount_cents").iter_rows()
    ]
    return keyed.join(found.select(*key, "group"), on=key, how="left").drop("alike"), groups


def pay_groups(groups: Sequence[Group], flows: Flows, limits: Limits, caps: Sequence[Cap]) -> list[dict[int, int]]:
    """For each group, the cents that each pot pays; ``limits`` is drawn down."""
    paid: list[dict[int, int]] = [{} for _ in groups]
    left = [group.cents for group in groups]

    def pay(g: int, p: int, wish: int) -> None:
        group = groups[g]
        bound = [cap for cap in group.caps if caps[cap].pot == p]
        cents = min(wish, left[g], limits.room(p, group.year, bound))
        if cents > 0:
            limits.pay(p, group.year, bound, cents)
            paid[g][p] = paid[g].get(p, 0) + cents
            left[g] -= cents

    for (g, p), cents in zip(flows.pairs, flows.cents.tolist(), strict=True):
        pay(g, p, round(cents))
    for g, group in enumerate(groups):
        for p in group.pots:
            if left[g] == 0:
                break
            pay(g, p, left[g])
    return paid


def pay_lines(lines: pl.DataFrame, paid: Sequence[dict[int, int]]) -> Iterator[Paid]:
    """What each pot pays of each line: within a group the backlog first, then by day, then by line."""
    order = ["group", pl.col("backlog").not_(), "pay_on", "line"]
    purses = [sorted(of_group.items()) for of_group in paid]
    place = [0] * len(paid)
    for group, line, amount in lines.sort(order).select("group", "line", "amount_cents").iter_rows():
        purse, owed = purses[group], amount
        while owed > 0 and place[group] < len(purse):
            pot, cents = purse[place[group]]
            part = min(owed, cents)
            owed -= part
            purse[place[group]] = (pot, cents - part)
            if cents == part:
                place[group] += 1
            if part:
                yield Paid(line, pot, part)
