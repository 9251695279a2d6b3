"""Findings that a person accepted with a reason: kept in the Book's decisions, and so after every import."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import BookError, Problem
from techplan.book.words import did_you_mean
from techplan.planning.inventory.findings.kinds import KINDS

ACCEPTED: Final = "accepted"


def with_acceptance(found: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The found rows with ``accepted`` and ``reason``.

    Of several decisions on one row the latest holds, so that an acceptance can be taken back by another answer. A
    decision without a subject is on every row of its finding that has none of its own.
    """
    yes = pl.col("answer").str.strip_chars().str.to_lowercase() == ACCEPTED
    last = (
        book.decisions.sort("decided_on", "decision", nulls_last=False)
        .select(yes.alias("yes"), finding="about", subject="subject", reason="reason")
        .unique(["finding", "subject"], keep="last", maintain_order=True)
    )
    single = last.filter(pl.col("subject").is_not_null())
    every = last.filter(pl.col("subject").is_null()).select("finding", all_yes="yes", all_reason="reason")
    joined = found.join(single, on=["finding", "subject"], how="left").join(every, on="finding", how="left")
    own = pl.col("yes").is_not_null()
    accepted = pl.coalesce("yes", "all_yes", pl.lit(value=False))
    reason = pl.when(accepted).then(pl.when(own).then("reason").otherwise("all_reason"))
    return joined.with_columns(accepted=accepted, reason=reason).drop("yes", "all_yes", "all_reason")


def accept(
    book: Book, rows: pl.DataFrame, finding: str, subjects: list[str], *, reason: str, who: str | None, on: date
) -> Book:
    """The Book with a decision that accepts these rows of a finding, or all of it where no subject is named.

    ``rows`` is the ``finding_rows`` table. Raises BookError where there is no such finding or row, or no reason.
    """
    problems = _faults(rows, finding, subjects, reason)
    if problems:
        raise BookError("Nothing was accepted.", problems)
    names: list[str | None] = [*dict.fromkeys(subjects)] or [None]
    taken = set(book.decisions.get_column("decision"))
    new = [
        {
            "decision": _code(finding, subject, on, taken),
            "about": finding,
            "subject": subject,
            "answer": ACCEPTED,
            "reason": reason.strip(),
            "who": who,
            "decided_on": on,
        }
        for subject in names
    ]
    return book.with_tables(decisions=pl.concat([book.decisions, pl.DataFrame(new, schema=book.decisions.schema)]))


def _code(finding: str, subject: str | None, on: date, taken: set[str]) -> str:
    base = f"{finding}/{subject or 'all'}/{on.isoformat()}"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}/{number}"
    taken.add(code)
    return code


def _faults(rows: pl.DataFrame, finding: str, subjects: list[str], reason: str) -> list[Problem]:
    if finding not in KINDS:
        hint = did_you_mean(finding, KINDS) or f"There are: {', '.join(KINDS)}."
        return [_fault(finding, "There is no such finding.", hint)]
    found = set(rows.filter(pl.col("finding") == finding).get_column("subject"))
    faults = [
        _fault(
            subject,
            f"This row does not have the finding “{finding}”.",
            did_you_mean(subject, found) or "Look at the finding's rows.",
        )
        for subject in dict.fromkeys(subjects)
        if subject not in found
    ]
    if not subjects and not found:
        faults.append(
            _fault(finding, "No row has this finding, so there is nothing to accept.", "Nothing needs doing.")
        )
    if not reason.strip():
        faults.append(_fault(finding, "No reason is given.", "Say why it is accepted; an auditor will ask."))
    return faults


def _fault(value: str, what: str, remedy: str) -> Problem:
    return Problem(
        severity="error", table="decisions", value=value, rule="accepting a finding", what=what, remedy=remedy
    )
