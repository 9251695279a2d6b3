"""The district's whole forecast with the plan in place of the technology that is in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.budget.law import ASK, Law, said
from techplan.planning.budget.results import UNASSIGNED, ForecastWithPlan
from techplan.planning.funding.pots import OWN_MONEY
from techplan.planning.settings import Settings
from techplan.rules.values import RuleValue

NUMBERED: Final = re.compile(r"\d+\.\d+")
DEFAULT_YEARS: Final = 5


def forecast_years(law: Law, settings: Settings) -> range:
    """The fiscal years that the state's forecast covers, from the year in progress (``<state>.forecast.years``)."""
    years = law.find("forecast.years")
    span = DEFAULT_YEARS if years is None else int(str(years.value))
    return range(settings.in_progress, settings.in_progress + span)


def forecast_with_plan(
    book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, settings: Settings, law: Law
) -> pl.DataFrame:
    """The ``forecast_with_plan`` table: years of the state's forecast for which the Book has rows."""
    given = book.forecast_lines.filter(pl.col("fy").is_in(list(forecast_years(law, settings))))
    planned = _planned(book, lines, allocations, law)
    numbers = dict(law.below("forecast.line"))
    rows: list[dict[str, Any]] = []
    for (fy,), frame in given.sort("fy", "line").group_by("fy", maintain_order=True):
        year = int(str(fy))
        rows += _year(year, frame, planned.get(year, {}) if year in settings.years else None, numbers)
    return pl.DataFrame(rows, schema=ForecastWithPlan.polars_schema()).sort("fy", "line")


def _planned(book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, law: Law) -> dict[int, dict[str, int]]:
    """What the general funds' own money pays, by fiscal year and normal line of the forecast."""
    general = book.funds.filter(pl.col("kind") == "general")["fund"]
    paid = allocations.filter(pl.col("fund").is_in(general.to_list()) & (pl.col("award") == OWN_MONEY))
    by_object = paid.join(lines.select("line", "object"), on="line", how="left")
    line_of = {digit: same(str(rule.value)) for digit, rule in law.below("forecast.line")}
    planned: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for fy, code, cents in by_object.select("fy", "object", "amount_cents").iter_rows():
        planned[fy][line_of.get((code or "")[:1], UNASSIGNED)] += cents
    return planned


def same(line: str) -> str:
    """A line's number in one way of writing: 3.010 and 3.01 are one line; other names stay as they are."""
    return line.rstrip("0") if NUMBERED.fullmatch(line) else line


def _year(
    fy: int, frame: pl.DataFrame, planned: Mapping[str, int] | None, numbers: Mapping[str, RuleValue]
) -> Iterator[dict[str, Any]]:
    """The rows of one year; ``planned`` is None where the plan does not cover it."""
    rules = {same(str(rule.value)): rule for rule in numbers.values()}
    left = dict(planned or {})
    for row in frame.iter_rows(named=True):
        yield _row(row, None if planned is None else left.pop(same(row["line"]), 0), rules.get(same(row["line"])))
    for line, cents in sorted(left.items()):
        rule = rules.get(line)
        title = "Technology of the plan" if rule else "Technology of the plan without an object that the form knows"
        added = {"fy": fy, "line": str(rule.value) if rule else UNASSIGNED, "title": title, "role": "expenditure",
                 "amount_cents": 0, "technology_cents": 0}  # fmt: skip
        yield _row(added, cents, rule)


def _row(row: Mapping[str, Any], planned: int | None, rule: RuleValue | None) -> dict[str, Any]:
    technology = row["technology_cents"]
    if planned is None:
        added, why = row["amount_cents"], "The plan does not cover this year."
    elif technology is None and planned:
        added, why = None, "How much of the line is technology is not entered, so it would be counted twice."
    else:
        added = row["amount_cents"] - (technology or 0) + planned
        why = "Without the plan, less technology, plus the plan." if planned or technology else "As it was."
    return {
        "fy": row["fy"],
        "line": row["line"],
        "title": row["title"],
        "role": row["role"],
        "without_cents": row["amount_cents"],
        "technology_cents": technology,
        "plan_cents": planned,
        "with_cents": added,
        "confirmed": rule is None or rule.confirmed,
        "why": f"{why} Line by object: {said(rule)}" if rule and planned else _unknown(row, why),
    }


def _unknown(row: Mapping[str, Any], why: str) -> str:
    return f"{why} Enter the object. {ASK}" if row["line"] == UNASSIGNED else why
