"""Equipment or supply: the lesser of the district's own level and the federal one of the award's date decides."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.planning.inventory.property.levels import is_dated, level_of
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

THRESHOLD: Final = "uniform_guidance.equipment_threshold"

KIND_SCHEMA: Final = {"award": pl.String, "threshold_cents": pl.Int64, "rule_words": pl.String}


def thresholds(book: Book, rules: Rules, known: date) -> tuple[pl.DataFrame, tuple[int, str]]:
    """By award, ``threshold_cents`` and ``rule_words``; and the same for things that no award is entered for.

    The federal level follows the day of the award (2 CFR 200.1); where that is not known, the lowest level there ever
    was is used, so that no record is left out.
    """
    own = book.district["capital_unit_threshold_cents"][0] if book.district.height else None
    none = _lesser(level_of(rules, THRESHOLD, None, known), own, "no award is entered, so the lowest is used")
    rows = [
        (award, *_lesser(level_of(rules, THRESHOLD, day, known), own, _because(rules, day, known)))
        for award, day in book.awards.select("award", "awarded_on").iter_rows()
    ]
    return pl.DataFrame(rows, schema=KIND_SCHEMA, orient="row"), none


def _because(rules: Rules, day: date | None, known: date) -> str:
    if day is None:
        return "its award has no date, so the lowest is used"
    if is_dated(rules, THRESHOLD, day, known):
        return f"its award is of {day.isoformat()}"
    return f"its award of {day.isoformat()} is older than the rule, so the lowest is used"


def _lesser(federal: RuleValue, own: int | None, because: str) -> tuple[int, str]:
    if own is not None and own < federal.cents:
        return own, f"the district's own level, {dollars(own)}, is below the federal {dollars(federal.cents)}"
    return federal.cents, f"the federal level is {dollars(federal.cents)}: {because} ({federal.citation})"
