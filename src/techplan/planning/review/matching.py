"""Which line of the adopted plan each account of the ledger belongs to: as it says itself, by saved rules, or none.

A line, category, school or goal that nothing says is "(not known)", so that every dimension adds up to the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.ledger_match import LedgerMatch, MatchRule
from techplan.book.school_years import label
from techplan.planning.review.amounts import Amounts, amounts_of, in_words
from techplan.planning.review.results import NOT_KNOWN, ReviewAccounts

Line = Mapping[str, Any]
"""A row of ``adopted_lines``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of the ledger, matched or not."""

    row: Mapping[str, Any]
    amounts: Amounts
    matched_by: str
    line: str | None
    fund: str
    school: str
    category: str
    goal: str
    why: str


def accounts_of(book: Book, saved: LedgerMatch, fy: int, *, carried_on_top: bool) -> list[Account]:
    """The accounts of one fiscal year in the order of their codes, each with what it belongs to."""
    lines: dict[str, Line] = {row["line"]: row for row in of_year(book.adopted_lines, fy).iter_rows(named=True)}
    rows = of_year(book.ledger, fy).sort("account").iter_rows(named=True)
    return [_matched(row, lines, saved, amounts_of(row, carried_on_top=carried_on_top)) for row in rows]


def of_year(frame: pl.DataFrame, fy: int) -> pl.DataFrame:
    """The rows of one fiscal year."""
    return frame.filter(pl.col("fy") == fy)


def _matched(row: Mapping[str, Any], lines: Mapping[str, Line], saved: LedgerMatch, amounts: Amounts) -> Account:
    stated = row["plan_line"]
    if stated is not None and stated in lines:
        return _account(row, amounts, "plan line", lines[stated], None, "It names its plan line.")
    if stated is not None:
        why = f"It names the plan line {stated}, which was not adopted for {label(row['fy'])}."
        return _account(row, amounts, "unmatched", None, None, why)
    rule = next((one for one in saved.rules if one.fits(row) and (one.line is None or one.line in lines)), None)
    if rule is None:
        return _account(row, amounts, "unmatched", None, None, "It names no plan line, and no saved rule fits it.")
    line = lines[rule.line] if rule.line is not None else None
    return _account(row, amounts, "rule", line, rule, f"By the saved rule “{rule.name}”.")


def _account(
    row: Mapping[str, Any], amounts: Amounts, by: str, line: Line | None, rule: MatchRule | None, why: str
) -> Account:
    def said(column: str) -> str:
        """What the rule says, else the line; what neither says is not known."""
        of_rule = getattr(rule, column) if rule is not None else None
        return of_rule or (line[column] if line is not None else None) or NOT_KNOWN

    return Account(
        row=row,
        amounts=amounts,
        matched_by=by,
        line=line["line"] if line is not None else None,
        fund=row["fund"] or said("fund"),
        school=said("school"),
        category=said("category"),
        goal=said("goal"),
        why=" ".join(part for part in (why, in_words(amounts)) if part),
    )


def review_accounts(accounts: list[Account]) -> pl.DataFrame:
    """The ``review_accounts`` table."""
    rows = [
        {
            "account": one.row["account"],
            "description": one.row["description"],
            "matched_by": one.matched_by,
            "line": one.line,
            "fund": one.fund,
            "school": one.school,
            "category": one.category,
            "goal": one.goal,
            **{name: value for name, value in one.amounts.columns().items() if name != "accounts"},
            "why": one.why,
        }
        for one in accounts
    ]
    return pl.DataFrame(rows, schema=ReviewAccounts.polars_schema(), orient="row").sort("account")
