"""Budget against actual: by plan line, by fund, school, category and goal, and whether the ledger ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.ledger_match import AMOUNTS
from techplan.book.money import dollars
from techplan.book.school_years import first_day, last_day
from techplan.planning.review.amounts import Amounts, in_words, total
from techplan.planning.review.matching import Account, of_year
from techplan.planning.review.results import (
    DIMENSIONS,
    MATCHES,
    NOT_KNOWN,
    UNMATCHED,
    ReviewLines,
    ReviewPace,
    ReviewTies,
    ReviewTotals,
)
from techplan.planning.review.shares import share_of
from techplan.planning.settings import Settings

NAMES: Final = {
    "fund": ("funds", "fund", "name"),
    "school": ("schools", "code", "name"),
    "goal": ("goals", "code", "title"),
}
"""Where a dimension's items have their names; a category is its own."""


def review_lines(book: Book, accounts: list[Account], fy: int) -> pl.DataFrame:
    """The ``review_lines`` table: every adopted line, each category matched without a line, and what is unmatched."""
    of_line: dict[str, list[Amounts]] = defaultdict(list)
    for one in accounts:
        of_line[_place(one)].append(one.amounts)
    rows = [
        _line_row(line, total(of_line.pop(line["line"], [])))
        for line in of_year(book.adopted_lines, fy).sort("line").iter_rows(named=True)
    ]
    rows += [_other_row(place, total(parts)) for place, parts in of_line.items()]
    return pl.DataFrame(rows, schema=ReviewLines.polars_schema(), orient="row").sort("line")


def _place(one: Account) -> str:
    if one.line is not None:
        return one.line
    return UNMATCHED if one.matched_by == "unmatched" else f"({one.category})"


def _line_row(line: Mapping[str, Any], amounts: Amounts) -> dict[str, Any]:
    planned = line["amount_cents"]
    over = None if planned is None else amounts.committed - planned
    said = [in_words(amounts)]
    if planned is not None and amounts.accounts and amounts.adopted != planned:
        said.append(f"The plan adopted {dollars(planned)}, the ledger {dollars(amounts.adopted)}.")
    return {
        "line": line["line"],
        "title": line["title"] or line["line"],
        **{name: line[name] for name in ("fund", "school", "category", "goal")},
        "planned_cents": planned,
        "over_plan_cents": over if amounts.accounts else None,
        **amounts.columns(),
        "why": _joined(said, "As the ledger says."),
    }


def _other_row(place: str, amounts: Amounts) -> dict[str, Any]:
    """A category that rules name without a line, or all that is unmatched."""
    matched = place != UNMATCHED
    category = place[1:-1] if matched else None
    why = "Matched to the category only, by saved rules." if matched else "Belongs to no line of the adopted plan."
    return {
        "line": place,
        "title": f"Other {category}" if matched else "Not matched to the plan",
        "category": category,
        **amounts.columns(),
        "why": _joined([why, in_words(amounts)], ""),
    }


def _joined(parts: list[str], otherwise: str) -> str:
    return " ".join(part for part in parts if part) or otherwise


def review_totals(book: Book, accounts: list[Account]) -> pl.DataFrame:
    """The ``review_totals`` table; an item is there because an account is."""
    rows = []
    for dimension in DIMENSIONS:
        names = _names(book, dimension)
        parts: dict[str, list[Amounts]] = defaultdict(list)
        for one in accounts:
            parts[getattr(one, dimension)].append(one.amounts)
        for item, of_item in parts.items():
            amounts = total(of_item)
            rows.append(
                {
                    "dimension": dimension,
                    "item": item,
                    "title": names.get(item) or (f"No {dimension} is known" if item == NOT_KNOWN else item),
                    **amounts.columns(),
                    "why": in_words(amounts) or "As the ledger says.",
                }
            )
    return pl.DataFrame(rows, schema=ReviewTotals.polars_schema(), orient="row").sort("dimension", "item")


def _names(book: Book, dimension: str) -> dict[str, str]:
    if dimension not in NAMES:
        return {}
    table, key, name = NAMES[dimension]
    return dict(book.table(table).select(key, name).iter_rows())


def review_ties(accounts: list[Account], printed: Mapping[str, int] | None) -> pl.DataFrame:
    """The ``review_ties`` table: the parts of the ledger, their sum, and how far a report's own foot is from it."""
    whole = total(one.amounts for one in accounts)
    rows = [_tie(by, total(one.amounts for one in accounts if one.matched_by == by), _SAYS[by]) for by in MATCHES] + [
        _tie("ledger", whole, "All accounts of the year: the three parts together.")
    ]
    if printed is not None:
        rows += list(_feet(whole, printed))
    return pl.DataFrame(rows, schema=ReviewTies.polars_schema(), orient="row").sort("part")


_SAYS: Final = {
    "plan line": "Accounts that name their plan line.",
    "rule": "Accounts that a saved rule matches to a line or a category.",
    "unmatched": "Accounts that belong to no line of the adopted plan.",
}


def _tie(part: str, amounts: Amounts, why: str) -> dict[str, Any]:
    return {"part": part, "accounts": amounts.accounts, **_five(amounts), "why": why}


def _five(amounts: Amounts) -> dict[str, int]:
    return {
        "adopted_cents": amounts.adopted,
        "revised_cents": amounts.budget,
        "encumbered_cents": amounts.encumbered,
        "actual_cents": amounts.actual,
        "left_cents": amounts.left,
    }


def _feet(whole: Amounts, printed: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """What the report prints, and that less the sum of its rows; an amount that it does not print is empty."""
    given = {f"{name}_cents": printed.get(name) for name in AMOUNTS}
    off = {name: None if cents is None else cents - _five(whole)[name] for name, cents in given.items()}
    yield {"part": "printed", **given, "why": "What the ledger’s own report prints at its foot."}
    same = not any(off.values())
    why = "The report’s foot is the sum of its rows." if same else "Printed less the sum of the rows; not repaired."
    yield {"part": "difference", **off, "why": why}


def review_pace(accounts: list[Account], settings: Settings, fy: int) -> pl.DataFrame:
    """The ``review_pace`` table: one row, or none where the year has no ledger."""
    start, end = first_day(fy, settings.start_month), last_day(fy, settings.start_month)
    as_of = min(max(settings.on, start), end)
    whole = total(one.amounts for one in accounts)
    rows = [
        {
            "fy": fy,
            "as_of": as_of,
            "elapsed_share": share_of(_days(start, as_of), _days(start, end)),
            "spent_share": share_of(whole.actual, whole.budget),
            "encumbered_share": share_of(whole.encumbered, whole.budget),
            "why": "The ledger does not say its day; the day of the review is taken, within the year.",
        }
    ]
    return pl.DataFrame(rows if accounts else [], schema=ReviewPace.polars_schema(), orient="row")


def _days(first: date, last: date) -> int:
    """Days from one to the other, both counted."""
    return (last - first).days + 1
