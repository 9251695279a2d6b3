"""What the plan puts off: solved over all ways to pay, then told back as items, years and beginnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from techplan.book.book import Book
from techplan.book.money import share_out
from techplan.book.school_years import add_months
from techplan.planning.funding.allocation import LEAST_WORTH, Source
from techplan.planning.funding.eligibility import with_cases
from techplan.planning.funding.model import NO_PURSE, Flows, optimal_flows
from techplan.planning.funding.units import Returned
from techplan.planning.put_off import NOTHING, NeedKey, PutOff
from techplan.planning.settings import Settings
from techplan.planning.slipping.chains import Chains, chains_of, with_shifts
from techplan.planning.slipping.occurrences import Element, elements_of, occurrences
from techplan.planning.slipping.program import Choices, choices_of


@dataclass(frozen=True)
class Chosen:
    """What is put off; for each line that waits, the items (or 1) by the years late; and what the solver said.

    ``prices`` are the cents of a whole line so many years later, ``past`` tells lines whose support ends meanwhile.
    """

    put_off: PutOff
    late: Mapping[str, Mapping[int, int]]
    flows: Flows | None = None
    prices: Mapping[tuple[str, int], int] = field(default_factory=dict)
    past: Mapping[str, bool] = field(default_factory=dict)


def choose(
    book: Book,
    needs: pl.DataFrame,
    lines: pl.DataFrame,
    settings: Settings,
    source: Source,
    *,
    weights: Mapping[str, int],
    returned: Mapping[str, Returned],
    progress: Callable[[str, float], None] | None = None,
) -> Chosen:
    """The best of all that may be put off, by the goals of who pays. Nothing where nothing may wait.

    Raises PlanError where the solver does not prove an optimum.
    """
    owed = lines.filter((pl.col("amount_cents") > 0) & pl.col("fy").is_in(list(settings.years)))
    found = elements_of(book, needs, owed, settings)
    if not found or not source.terms.pots:
        return Chosen(NOTHING, {})
    chains = chains_of(book, needs, owed)
    elements = with_shifts(found, chains)
    worth = pl.col("line").replace_strict(dict(weights), default=LEAST_WORTH, return_dtype=pl.Int64)
    ways = occurrences(owed, elements, book, settings).with_columns(year=pl.col("fy") - settings.first_fy, worth=worth)
    placed, eligibility = with_cases(ways, book, source.terms.pots, source.terms.caps, source.rule_sets)
    choices = choices_of(placed, elements, chains, eligibility, source.terms, returned, settings)
    flows = optimal_flows(
        choices.units, choices.purses, source.terms,
        shifts=choices.shifts, ties=choices.ties, order=settings.funding_goals, progress=progress,
    )  # fmt: skip
    told = _told(elements, chains, choices, flows, settings)
    prices = {(line, years): cents for line, years, cents in ways.select("line", "slipped", "amount_cents").iter_rows()}
    return replace(told, prices=prices, past={element.line: element.past_support for element in elements})


def _told(elements: Sequence[Element], chains: Chains, choices: Choices, flows: Flows, settings: Settings) -> Chosen:
    begins = dict(zip(choices.groups, flows.steps, strict=True))
    moved: dict[str, dict[int, int]] = {}
    needs: dict[NeedKey, dict[int, int]] = {}
    late: dict[str, Mapping[int, int]] = {}
    for element in sorted(elements, key=lambda element: (element.fy, element.line)):
        if element.need is None:
            begin = begins[element.group]
            first = min(one.fy for one in elements if one.group == element.group)
            if begin and (not element.drops or element.fy < first + begin):
                late[element.line] = {begin: 1}
            continue
        items = _items(element, choices, flows, settings)
        own = _by_itself(items, _before(element, chains, moved))
        moved[element.line] = {(years + element.ahead if years else 0): count for years, count in items.items()}
        for (shift, years), count in own.items():
            key = element.need._replace(due_on=add_months(element.need.due_on, 12 * shift))
            entry = needs.setdefault(key, {})
            ahead = element.ahead if not shift else 0
            entry[years + ahead] = entry.get(years + ahead, 0) + count
        waiting = {years: sum(n for (_, y), n in own.items() if y == years) for years in {y for _, y in own}}
        if waiting:
            late[element.line] = waiting
    of_kind = {kind: {name.removeprefix(f"{kind} "): years for name, years in begins.items()
                      if years and name.startswith(f"{kind} ")} for kind in ("initiative", "agreement")}  # fmt: skip
    return Chosen(PutOff(needs, of_kind["initiative"], of_kind["agreement"]), late, flows)


def _items(element: Element, choices: Choices, flows: Flows, settings: Settings) -> dict[int, int]:
    """Whole items by years late; what is unfunded stands in its own year."""
    u = choices.unit_of[element.line]
    unit = choices.units[u]
    cents = {0: max(0, unit.cents)}
    for c, choice in enumerate(unit.choices):
        years = c if choice.purse != NO_PURSE else settings.last_fy + 1 - element.fy
        if years:
            part = round(flows.chosen[u, c])
            cents[years] = part
            cents[0] -= part
    years_late = sorted(cents)
    shares = _shared(element.quantity, [max(0, cents[years]) for years in years_late])
    return {years: count for years, count in zip(years_late, shares, strict=True) if count}


def _before(element: Element, chains: Chains, moved: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    """Of this line's items, how many follow something moved by so many years."""
    if not element.shift:
        return {0: element.quantity}
    weights: dict[int, int] = {0: 0}
    for line in chains.before.get(element.line, ()):
        for years, count in (moved.get(line) or {0: chains.items[line]}).items():
            weights[years] = weights.get(years, 0) + count
    years_moved = sorted(weights)
    return dict(zip(years_moved, _shared(element.quantity, [weights[years] for years in years_moved]), strict=True))


def _shared(items: int, weights: Sequence[int]) -> list[int]:
    """Whole items by weight; without any weight all in the first place."""
    if not any(weights):
        return [items, *(0 for _ in weights[1:])]
    return share_out(items, weights, [f"{place:03d}" for place in range(len(weights))])


def _by_itself(items: Mapping[int, int], shifts: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Items by what they follow and the years that they wait by themselves: the least moved are the least late."""
    wanted = [(years, count) for years, count in sorted(items.items()) if count]
    found: dict[tuple[int, int], int] = {}
    for shift, room in sorted(shifts.items()):
        left = room
        while left and wanted:
            years, count = wanted[0]
            part = min(left, count)
            left -= part
            wanted[0] = (years, count - part)
            if part == count:
                wanted.pop(0)
            if years > shift:
                found[shift, years - shift] = found.get((shift, years - shift), 0) + part
    return found
