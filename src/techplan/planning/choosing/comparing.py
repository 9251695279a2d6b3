"""Ways to meet one need, compared: nominal and present value, break-even year, sensitivity of the ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.book.school_years import label
from techplan.planning.annuities import present_value
from techplan.planning.choosing.cash_flows import Way, way_of
from techplan.planning.choosing.results import AlternativeCosts, AlternativeYears, BreakEvens, Sensitivities
from techplan.planning.costs.prices import percent
from techplan.planning.settings import Settings

CHANGES: Final[tuple[tuple[str, str, Callable[[Way], Way]], ...]] = (
    ("prices and payments", "+20%", lambda way: way.with_price(Fraction(6, 5))),
    ("prices and payments", "-20%", lambda way: way.with_price(Fraction(4, 5))),
    ("running cost", "+20%", lambda way: way.with_running_cost(Fraction(6, 5))),
    ("running cost", "-20%", lambda way: way.with_running_cost(Fraction(4, 5))),
    ("useful life", "+1 year", lambda way: way.with_life(1)),
    ("useful life", "-1 year", lambda way: way.with_life(-1)),
)
"""Each change is made to every way alike, one at a time."""
RATES: Final = ((Decimal("0.02"), "+2 points"), (Decimal("-0.02"), "-2 points"))


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison:
    """The tables of all choices of a Book."""

    costs: pl.DataFrame
    years: pl.DataFrame
    break_evens: pl.DataFrame
    sensitivities: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Choice:
    code: str
    first_fy: int
    rate: Decimal
    ways: tuple[Way, ...]

    def values(self, change: Callable[[Way], Way] | None = None, rate: Decimal | None = None) -> dict[str, int]:
        """Present value of each way, with one figure changed."""
        used = self.rate if rate is None else rate
        return {
            way.code: present_value((change(way) if change else way).flow(), used)
            for way in sorted(self.ways, key=lambda way: way.code)
        }


def compare_choices(book: Book, settings: Settings) -> Comparison:
    """Every choice that has ways entered."""
    choices = list(_choices(book, settings))
    return Comparison(
        costs=_frame(AlternativeCosts, [row for choice in choices for row in _costs(choice)]),
        years=_frame(AlternativeYears, [row for choice in choices for row in _years(choice)]),
        break_evens=_frame(BreakEvens, [row for choice in choices for row in _break_evens(choice)]),
        sensitivities=_frame(Sensitivities, [row for choice in choices for row in _sensitivities(choice)]),
    )


def _frame(table: Any, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=table.polars_schema(), orient="row").sort(table.primary_key())


def _choices(book: Book, settings: Settings) -> Iterator[_Choice]:
    rate = book.district["discount_rate"][0] if book.district.height else None
    for row in book.choices.sort("choice").iter_rows(named=True):
        ways = book.alternatives.filter(pl.col("choice") == row["choice"]).sort("alternative")
        if ways.is_empty():
            continue
        used = row["discount_rate"] if row["discount_rate"] is not None else rate
        made = [way_of(way, row["quantity"], row["years"], settings.escalation) for way in ways.iter_rows(named=True)]
        yield _Choice(row["choice"], row["first_fy"] or settings.first_fy, used or Decimal(0), tuple(made))


def _costs(choice: _Choice) -> Iterator[tuple[Any, ...]]:
    values = choice.values()
    nominal = {way.code: sum(way.flow()) for way in choice.ways}
    by_value, by_paid = _ranks(values), _ranks(nominal)
    for way in choice.ways:
        cents = nominal[way.code]
        why = f"{way.quantity:,} for {way.years} years, discounted at {percent(choice.rate)} a year"
        why += f", prices growing {percent(way.growth)} a year." if way.growth else "."
        yield (
            choice.code, way.code, way.title, way.kind, cents, values[way.code], half_up(Fraction(cents, way.years)),
            by_value[way.code], by_paid[way.code], why,
        )  # fmt: skip


def _ranks(values: dict[str, int]) -> dict[str, int]:
    order = sorted(values, key=lambda code: (values[code], code))
    return {code: place for place, code in enumerate(order, start=1)}


def _years(choice: _Choice) -> Iterator[tuple[Any, ...]]:
    for way in choice.ways:
        so_far = 0
        for number, cents in enumerate(way.flow()):
            so_far += cents
            yield (choice.code, way.code, choice.first_fy + number, cents, so_far)


def _break_evens(choice: _Choice) -> Iterator[tuple[Any, ...]]:
    """Each pair once: from when what costs more at first has cost less in all, and goes on to do so."""
    for number, one in enumerate(choice.ways):
        for other in choice.ways[number + 1 :]:
            dear, cheap = (one, other) if one.flow()[0] > other.flow()[0] else (other, one)
            fy = _break_even(dear, cheap, choice.first_fy)
            says = (
                f"“{dear.title}” has cost less than “{cheap.title}” from the end of {label(fy)} on."
                if fy is not None
                else f"“{dear.title}” does not cost less than “{cheap.title}” within {dear.years} years."
            )
            yield (choice.code, dear.code, cheap.code, fy, says)


def _break_even(dear: Way, cheap: Way, first_fy: int) -> int | None:
    ahead, so_far, found = 0, 0, None
    for number, (one, other) in enumerate(zip(dear.flow(), cheap.flow(), strict=True)):
        ahead, so_far = ahead + one, so_far + other
        if ahead < so_far and found is None:
            found = first_fy + number
        elif ahead >= so_far:
            found = None
    return found


def _sensitivities(choice: _Choice) -> Iterator[tuple[Any, ...]]:
    if len(choice.ways) < 2:
        return
    now, _ = _least(choice.values())
    changed = [(figure, size, choice.values(change)) for figure, size, change in CHANGES]
    changed += [
        ("discount rate", size, choice.values(rate=max(choice.rate + step, Decimal(0)))) for step, size in RATES
    ]
    for figure, size, values in changed:
        least, saving = _least(values)
        yield (choice.code, figure, size, least, least != now, saving)


def _least(values: dict[str, int]) -> tuple[str, int]:
    first, second = sorted(values, key=lambda code: (values[code], code))[:2]
    return first, values[second] - values[first]


def in_words(costs: pl.DataFrame, choice: str) -> str:
    """Which way is least, and by how much; for a reader who is new."""
    rows = costs.filter(pl.col("choice") == choice).sort("rank")
    first = rows.row(0, named=True)
    if rows.height == 1:
        return f"Only “{first['title']}” is entered; there is nothing to compare it with."
    second = rows.row(1, named=True)
    saving = dollars(second["present_cents"] - first["present_cents"])
    return f"“{first['title']}” is the least, {saving} below “{second['title']}” in today's money."
