"""Equipment or supply: the lesser of the district's own level and the federal one of the award's date decides."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

THRESHOLD: Final = "uniform_guidance.equipment_threshold"

KIND_SCHEMA: Final = {"award": pl.String, "threshold_cents": pl.Int64, "rule_words": pl.String}


def thresholds(book: Book, rules: Rules, known: date) -> tuple[pl.DataFrame, tuple[int, str]]:
    """By award, ``threshold_cents`` and ``rule_words``; and the same for things that no dated award paid.

    The federal level follows the day of the award (2 CFR 200.1); where that is not known, the lowest level there ever
    was is used, so that no record is left out.
    """
    own = book.district["capital_unit_threshold_cents"][0] if book.district.height else None
    undated = _lesser(min(_levels(rules, known), key=lambda value: value.cents), own, "its award has no date")
    rows = []
    for award, day in book.awards.select("award", "awarded_on").iter_rows():
        in_force = _in_force(rules, day, known) if day is not None else None
        found = undated if in_force is None else _lesser(in_force, own, f"its award is of {day.isoformat()}")
        rows.append((award, *found))
    return pl.DataFrame(rows, schema=KIND_SCHEMA, orient="row"), undated


def _levels(rules: Rules, known: date) -> list[RuleValue]:
    return [value for value in rules.history(THRESHOLD) if value.published <= known] or list(rules.history(THRESHOLD))


def _in_force(rules: Rules, day: date, known: date) -> RuleValue | None:
    """The federal level for an award of a day; None before the Uniform Guidance."""
    first = min(value.effective for value in rules.history(THRESHOLD))
    return rules.at(THRESHOLD, on=day, known=known) if day >= first else None


def _lesser(federal: RuleValue, own: int | None, because: str) -> tuple[int, str]:
    if own is not None and own < federal.cents:
        return own, f"the district's own level, {dollars(own)}, is below the federal {dollars(federal.cents)}"
    return federal.cents, f"the federal level is {dollars(federal.cents)}, since {because} ({federal.citation})"
