"""Recurring costs on money that ends: what it pays, what is left when it has ended, and who pays then.

The part of a later cost that ending money once paid is the share it paid in the last year in which it paid. Where two
moneys paid one after the other, the later one's part comes first, since it had taken over what the earlier one paid.
Of that part, what nobody pays counts first (it would be paid had the money gone on), then later money of the same fund,
then other funds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import polars as pl

from techplan.book.money import dollars, half_up, share_out
from techplan.book.school_years import label
from techplan.planning.cliffs.ending import Ending, Source
from techplan.planning.cliffs.results import CliffLines
from techplan.planning.settings import Settings

Payer: TypeAlias = Mapping[Source, int]
"""Cents by fund and award."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One recurring cost line with what each fund and award pays of it and what nobody pays."""

    line: str
    fy: int
    pay_on: date
    title: str
    cents: int
    paid: Payer
    unfunded: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The years in which one money pays one source, and its share of the cost in the last of them."""

    money: Ending
    first_fy: int
    last_fy: int
    paid: int
    of: int

    @property
    def key(self) -> Source:
        """Fund and award."""
        return self.money.fund, self.money.award

    def part_of(self, cents: int) -> int:
        """The same share of another cost."""
        return half_up(cents * min(Fraction(self.paid, self.of), Fraction(1)))


@dataclass(slots=True)
class Remains:
    """What one money left behind in one year, by who pays it now."""

    cents: int = 0
    same_fund: int = 0
    unfunded: int = 0
    payers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    nobody: int = 0

    @property
    def elsewhere(self) -> int:
        """Paid by other funds."""
        return self.cents - self.same_fund - self.unfunded


def cliff_lines(
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    unfunded: pl.DataFrame,
    endings: Mapping[Source, Ending],
    settings: Settings,
) -> pl.DataFrame:
    """The ``cliff_lines`` table, from a plan's ``cost_lines``, ``allocations`` and ``unfunded``."""
    rows = [
        row
        for source, costs in _sources(lines, allocations, unfunded, settings).items()
        for row in _rows(source, costs, endings)
    ]
    return pl.DataFrame(rows, schema=CliffLines.polars_schema(), orient="row").sort(CliffLines.primary_key())


def _sources(
    lines: pl.DataFrame, allocations: pl.DataFrame, unfunded: pl.DataFrame, settings: Settings
) -> dict[tuple[str, str], list[Cost]]:
    """The recurring costs of the plan's years by source table and key, in order of time."""
    paid: dict[str, dict[Source, int]] = defaultdict(dict)
    for line, fund, award, cents in allocations.select("line", "fund", "award", "amount_cents").iter_rows():
        paid[line][fund, award] = cents
    short = dict(unfunded.select("line", "amount_cents").iter_rows())
    wanted = lines.filter("recurring", pl.col("fy").is_in(list(settings.years))).sort("fy", "pay_on", "line")
    columns = ("source_table", "source_key", "line", "fy", "pay_on", "title", "amount_cents")
    found: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    for table, key, line, fy, pay_on, title, cents in wanted.select(columns).iter_rows():
        found[table, key].append(Cost(line, fy, pay_on, title, cents, paid.get(line, {}), short.get(line, 0)))
    return found


def _rows(source: tuple[str, str], costs: Sequence[Cost], endings: Mapping[Source, Ending]) -> Iterator[dict[str, Any]]:
    """The rows of one source."""
    stretches = _stretches(costs, endings)
    remains = _remains(costs, stretches)
    years = sorted({cost.fy for cost in costs})
    for stretch in stretches:
        so_far = 0
        for fy in years:
            of_year = [cost for cost in costs if cost.fy == fy]
            paid = sum(cost.paid.get(stretch.key, 0) for cost in of_year)
            so_far += paid
            left = remains.get((stretch.key, fy), Remains())
            if paid or left.cents:
                yield _row(source, stretch, of_year, paid, so_far, left)


def _stretches(costs: Sequence[Cost], endings: Mapping[Source, Ending]) -> list[Stretch]:
    """Each ending money that pays the source; the one that paid last comes first."""
    payers = sorted({payer for cost in costs for payer, cents in cost.paid.items() if cents} & set(endings))
    return sorted((_stretch(endings[payer], costs) for payer in payers), key=lambda one: (-one.last_fy, one.key))


def _stretch(money: Ending, costs: Sequence[Cost]) -> Stretch:
    key = (money.fund, money.award)
    years = sorted({cost.fy for cost in costs if cost.paid.get(key)})
    last = [cost for cost in costs if cost.fy == years[-1]]
    in_time = [cost for cost in last if cost.pay_on <= money.ends_on] or last
    paid = sum(cost.paid.get(key, 0) for cost in last)
    return Stretch(money, years[0], years[-1], paid, sum(cost.cents for cost in in_time))


def _remains(costs: Sequence[Cost], stretches: Sequence[Stretch]) -> dict[tuple[Source, int], Remains]:
    """What each money left behind, by money and fiscal year."""
    found: dict[tuple[Source, int], Remains] = defaultdict(Remains)
    for cost in costs:
        parts = _parts(cost, stretches)
        if not parts:
            continue
        nobody = min(cost.unfunded, sum(parts.values()))
        keys = sorted(parts)
        unfunded = share_out(nobody, [parts[key] for key in keys], [" ".join(key) for key in keys])
        budget: dict[str, int] = defaultdict(int)
        for (fund, _), cents in cost.paid.items():
            budget[fund] += cents
        left_of = dict(budget)
        for key, missing in zip(keys, unfunded, strict=True):
            same = min(parts[key] - missing, left_of.get(key[0], 0))
            left_of[key[0]] = left_of.get(key[0], 0) - same
            one = found[key, cost.fy]
            one.cents += parts[key]
            one.same_fund += same
            one.unfunded += missing
            one.nobody += cost.unfunded
            for fund, cents in budget.items():
                one.payers[fund] += cents
    return found


def _parts(cost: Cost, stretches: Sequence[Stretch]) -> dict[Source, int]:
    """The part of a cost that each ended money once paid; together never more than the cost."""
    parts: dict[Source, int] = {}
    free = cost.cents
    for stretch in stretches:
        ended = cost.pay_on > stretch.money.ends_on and cost.fy >= stretch.last_fy
        if ended and not cost.paid.get(stretch.key):
            part = min(stretch.part_of(cost.cents), free)
            free -= part
            if part:
                parts[stretch.key] = part
    return parts


def _row(
    source: tuple[str, str], stretch: Stretch, of_year: Sequence[Cost], paid: int, so_far: int, left: Remains
) -> dict[str, Any]:
    money = stretch.money
    return {
        "source_table": source[0],
        "source_key": source[1],
        "fund": money.fund,
        "award": money.award,
        "fy": of_year[0].fy,
        "title": of_year[0].title,
        "ends_on": money.ends_on,
        "first_fy": stretch.first_fy,
        "last_fy": stretch.last_fy,
        "cost_cents": sum(cost.cents for cost in of_year),
        "paid_cents": paid,
        "paid_so_far_cents": so_far,
        "remains_cents": left.cents,
        "same_fund_cents": left.same_fund,
        "elsewhere_cents": left.elsewhere,
        "unfunded_cents": left.unfunded,
        "payers": _payers(left) if left.cents else None,
        "why": _why(stretch, left),
    }


def _payers(left: Remains) -> str:
    """``001 35,000.00; nobody 6,200.00``: who pays the lines that the money would have helped to pay."""
    named = sorted(left.payers.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{fund} {dollars(cents)}" for fund, cents in named if cents]
    return "; ".join([*parts, *([f"nobody {dollars(left.nobody)}"] if left.nobody else [])])


def _why(stretch: Stretch, left: Remains) -> str:
    said = f"{stretch.money.why}."
    if not left.cents:
        return said
    share = f"It paid {dollars(stretch.paid)} of {dollars(stretch.of)} in {label(stretch.last_fy)}"
    return f"{said} {share}; the same share of the later cost is taken."
