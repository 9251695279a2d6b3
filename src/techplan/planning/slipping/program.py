"""The choices as units, ties and shifts of the funding program.

- A line has one choice for each year that may pay it. A replacement's last choice may be none at all: its chain moves
  it beyond the plan.
- What is bought *early* after something late: at most the part that does not follow it. With ``v(k, t)`` the cents of
  line ``k`` paid ``t`` years late, ``r`` its cents over those of all lines that it follows, and ``e`` the years by
  which one of them moves it, for every ``j``:  sum over t < j of v(k, t)  ≤  cents(k) − r · sum of v(before, e ≥ j).
- And nothing slips by itself further than its window ``w``:
  sum over t ≥ j of v(k, t)  ≤  r · sum of v(before, e ≥ j − w).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from techplan.planning.funding.eligibility import Eligibility
from techplan.planning.funding.limits import Terms
from techplan.planning.funding.model import NO_PURSE, Choice, Purse, Shift, Tie, Unit
from techplan.planning.funding.units import Returned, purses_of
from techplan.planning.settings import Settings
from techplan.planning.slipping.chains import Chains
from techplan.planning.slipping.occurrences import Element


@dataclass(frozen=True)
class Choices:
    """The program's parts; ``unit_of`` gives the unit of a line that may be put off, ``groups`` the shifts' names."""

    units: list[Unit]
    purses: list[Purse]
    ties: list[Tie]
    shifts: list[Shift]
    unit_of: dict[str, int]
    groups: list[str]


def choices_of(
    ways: pl.DataFrame,
    elements: Sequence[Element],
    chains: Chains,
    eligibility: Eligibility,
    terms: Terms,
    returned: Mapping[str, Returned],
    settings: Settings,
) -> Choices:
    """The program of ``ways`` (from ``occurrences``, with ``case``, ``year``, ``worth``)."""
    purses, of_row = purses_of(ways, eligibility, terms, returned)
    placed = ways.with_columns(purse=pl.Series(of_row, dtype=pl.Int64))
    by_line = {element.line: element for element in elements}
    units = list(_plain_units(placed.filter(~pl.col("line").is_in(list(by_line)))))
    unit_of: dict[str, int] = {}
    moving = placed.filter(pl.col("line").is_in(list(by_line))).sort("tier", "line", "slipped")
    for (line,), rows in moving.group_by("line", maintain_order=True):
        unit_of[str(line)] = len(units)
        units.append(_moving_unit(rows, by_line[str(line)], settings))
    units = _charged_once(units, elements, chains, unit_of)
    ties = [tie for element in elements for tie in _ties(element, by_line, chains, units, unit_of, settings)]
    groups = sorted({element.group for element in elements if element.group})
    shifts = [_shift([one for one in elements if one.group == group], units, unit_of, settings) for group in groups]
    return Choices(units, purses, ties, shifts, unit_of, groups)


def _plain_units(placed: pl.DataFrame) -> Iterator[Unit]:
    """Lines that are paid in their year or not at all, those decided alike together."""
    alone = pl.when(pl.col("whole").fill_null(value=False)).then("line").otherwise(pl.lit(""))
    key = ["tier", "purse", "worth", "alone"]
    grouped = placed.with_columns(alone=alone).group_by(key).agg(pl.col("amount_cents").sum(), pl.col("year").first())
    for tier, purse, worth, name, cents, year in grouped.sort(key).select(*key, "amount_cents", "year").iter_rows():
        yield Unit(tier, year, cents, (Choice(purse, cents),), worth, whole=bool(name))


def _moving_unit(rows: pl.DataFrame, element: Element, settings: Settings) -> Unit:
    first = rows.row(0, named=True)
    choices = [
        Choice(purse, cents, Fraction(slipped), element.past_support)
        for purse, cents, slipped in rows.select("purse", "amount_cents", "slipped").iter_rows()
    ]
    if element.shift and element.fy + element.window + element.shift > settings.last_fy:
        choices.append(Choice(NO_PURSE, 0, Fraction(settings.last_fy + 1 - element.fy), element.past_support))
    whole = bool(first["whole"]) and not element.shift
    return Unit(first["tier"], first["year"], first["amount_cents"], tuple(choices), first["worth"], whole)


def _charged_once(
    units: list[Unit], elements: Sequence[Element], chains: Chains, unit_of: Mapping[str, int]
) -> list[Unit]:
    """Years late are charged to the line that slips by itself, not to those that only follow it."""
    charge: dict[str, Fraction] = {}
    for element in elements:
        if element.shift and element.line in unit_of:
            for line in chains.before.get(element.line, ()):
                charge[line] = charge.get(line, Fraction(0)) + Fraction(element.cents, chains.cents[element.line])
    ahead = {element.line: element.ahead for element in elements}
    found = list(units)
    for line, share in charge.items():
        if line not in unit_of:
            continue
        unit = units[unit_of[line]]
        choices = tuple(
            Choice(c.purse, c.cents, c.slipped - share * _moves(c.slipped, ahead[line]), c.past_support)
            for c in unit.choices
        )
        found[unit_of[line]] = Unit(unit.tier, unit.year, unit.cents, choices, unit.worth, unit.whole)
    return found


def _moves(slipped: Fraction, ahead: int) -> Fraction:
    """The years by which a line so late moves what follows it."""
    return slipped + ahead if slipped else Fraction(0)


def _ties(
    element: Element,
    by_line: Mapping[str, Element],
    chains: Chains,
    units: Sequence[Unit],
    unit_of: Mapping[str, int],
    settings: Settings,
) -> Iterator[Tie]:
    """What a line that follows others may not do by itself."""
    if not element.shift or element.line not in unit_of:
        return
    me = unit_of[element.line]
    ratio = Fraction(element.cents, chains.cents[element.line])
    mine = list(enumerate(_years(element, len(units[me].choices), settings)))
    before = [
        (unit_of[line], c, _moves(Fraction(years), by_line[line].ahead))
        for line in chains.before[element.line]
        if line in unit_of
        for c, years in enumerate(_years(by_line[line], len(units[unit_of[line]].choices), settings))
    ]
    for j in range(1, element.shift + 1):
        late = tuple((u, c, ratio) for u, c, moved in before if moved >= j)
        if late:
            early = tuple((me, c, Fraction(1)) for c, years in mine if years < j)
            yield Tie((*early, *late), Fraction(element.cents))
    for years in sorted({years for _, years in mine if years > 0}):
        window = element.window if element.fy + years <= settings.last_fy else 0
        if years > window:
            late = tuple((u, c, -ratio) for u, c, moved in before if moved >= years - window)
            yield Tie((*((me, c, Fraction(1)) for c, y in mine if y >= years), *late), Fraction(0))


def _years(element: Element, choices: int, settings: Settings) -> list[int]:
    """The years late of each choice, in order; the last may be beyond the plan."""
    inside = min(element.window + element.shift, settings.last_fy - element.fy) + 1
    return [*range(min(inside, choices)), *([settings.last_fy + 1 - element.fy] if choices > inside else [])]


def _shift(members: Sequence[Element], units: Sequence[Unit], unit_of: Mapping[str, int], settings: Settings) -> Shift:
    """What moves as one: in each step every line's choice, those before a later start or beyond the plan left out."""
    start = min(element.fy for element in members)
    steps = []
    for step in range(max(element.window for element in members) + 1):
        if members[0].drops:
            due = [(unit_of[one.line], 0) for one in members if one.fy >= start + step]
        else:
            due = [(unit_of[one.line], step) for one in members if one.fy + step <= settings.last_fy]
        if step == 0 or due:
            steps.append(tuple(due))
    return Shift(tuple(steps))
