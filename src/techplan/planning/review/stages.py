"""Before and after, where an investment reached schools in stages, beside the schools not yet reached.

An initiative reaches a school in the first fiscal year of a cost that names the school; a program in the first year of
a standard of its own that names the school. It is set beside every indicator of the goals that it is judged to help
(contributions). Each school is one case, whatever its size, because the investment came school by school. The mean
change of the schools reached less that of the others is a difference in differences: an association. It would be an
effect only if both groups had gone the same way without it, which nothing here shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import label
from techplan.planning.review.indicators import Values, shown, values_of
from techplan.planning.review.interval import welch_interval
from techplan.planning.review.numbers import exact, mean, trimmed
from techplan.planning.review.results import ASSOCIATIONS, ReviewStages


@dataclass(frozen=True, slots=True)
class Investment:
    """Something that reached schools in stages: code, title, and the first fiscal year at each school."""

    code: str
    title: str
    first: Mapping[str, int]


def staged(book: Book) -> list[Investment]:
    """Initiatives and programs that name the schools they reach, by code."""
    reached: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    costs = book.initiative_costs.select("initiative", "school", "fy")
    standards = book.standards.select("program", "school", "first_fy")
    for kind, frame in (("initiatives", costs), ("programs", standards)):
        for code, school, fy in frame.drop_nulls().sort(frame.columns).iter_rows():
            at = reached[kind, code]
            at[school] = min(fy, at.get(school, fy))
    titles = {
        "initiatives": dict(book.initiatives.select("initiative", "title").iter_rows()),
        "programs": dict(book.programs.select("code", "title").iter_rows()),
    }
    return [Investment(code, titles[kind].get(code) or code, at) for (kind, code), at in sorted(reached.items())]


def review_stages(book: Book, fy: int, small: int, least: int) -> pl.DataFrame:
    """The ``review_stages`` table; ``least`` is the number of schools of each group that an interval needs."""
    values = values_of(book)
    about = {row["indicator"]: row for row in book.indicators.sort("indicator").iter_rows(named=True)}
    goals = _goals(book)
    rows = [
        row
        for one in staged(book)
        for indicator in about.values()
        if indicator["goal"] in goals.get(one.code, ())
        for row in _compared(one, indicator, values, fy, small, least)
    ]
    return pl.DataFrame(rows, schema=ReviewStages.polars_schema(), orient="row").sort("investment", "indicator")


def _goals(book: Book) -> dict[str, set[str]]:
    """The goals that each initiative or program is judged to help."""
    found: dict[str, set[str]] = defaultdict(set)
    for goal, *subjects in book.contributions.select("goal", "initiative", "program").iter_rows():
        for subject in subjects:
            if subject is not None:
                found[subject].add(goal)
    return found


def _compared(
    one: Investment, indicator: Mapping[str, Any], values: Values, fy: int, small: int, least: int
) -> Iterator[dict[str, Any]]:
    first = min(one.first.values())
    before = max((year for code, _, year in values if code == indicator["indicator"] and year < first), default=None)
    if before is None or first > fy:
        return
    changes: dict[bool, list[Fraction]] = {True: [], False: []}
    hidden = 0
    for school in sorted({at for code, at, _ in values if code == indicator["indicator"]}):
        pair = [values.get((indicator["indicator"], school, year)) for year in (before, fy)]
        if any(row is None or row["actual"] is None for row in pair):
            continue
        then, now = (shown(row, small) for row in pair)
        if then is None or now is None:
            hidden += 1
            continue
        changes[one.first.get(school, fy + 1) <= fy].append(Fraction(now) - Fraction(then))
    yield {
        "investment": one.code,
        "indicator": indicator["indicator"],
        "title": one.title,
        "measure": indicator["title"],
        "before_fy": before,
        "after_fy": fy,
        "hidden": hidden,
        **_figures(changes[True], changes[False], least, indicator["unit"] or "points", before, fy),
    }


def _figures(
    reached: list[Fraction], others: list[Fraction], least: int, unit: str, before: int, after: int
) -> dict[str, Any]:
    of_reached, of_others = mean(reached), mean(others)
    both = of_reached is not None and of_others is not None
    enough = both and min(len(reached), len(others)) >= least
    interval = welch_interval(reached, others) if enough else None
    found = {
        "reached": len(reached),
        "not_yet": len(others),
        "reached_change": exact(of_reached) if of_reached is not None else None,
        "not_yet_change": exact(of_others) if of_others is not None else None,
        "difference": exact(of_reached - of_others) if of_reached is not None and of_others is not None else None,
        "low": interval[0] if interval else None,
        "high": interval[1] if interval else None,
        "reading": ASSOCIATIONS[2] if not both else ASSOCIATIONS[0] if enough else ASSOCIATIONS[1],
    }
    return {**found, "why": _why(found, least, unit, before, after)}


def _why(found: Mapping[str, Any], least: int, unit: str, before: int, after: int) -> str:
    if found["difference"] is None:
        return "No school of one of the two groups has values in both years that may be shown, so nothing is compared."
    said = (
        f"From {label(before)} to {label(after)} the schools reached ({found['reached']}) changed by "
        f"{trimmed(found['reached_change'])}, those not yet reached ({found['not_yet']}) by "
        f"{trimmed(found['not_yet_change'])} {unit}. An association, not a proof: the schools may differ in other ways."
    )
    if found["low"] is not None:
        return f"{said} Welch’s 95 % interval over schools."
    if found["reading"] == ASSOCIATIONS[1]:
        return f"{said} No interval: it needs {least} schools of each kind."
    return f"{said} No interval: the schools of each kind changed alike."
