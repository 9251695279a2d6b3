"""What people decided about a candidate or an assumption, as the Book's decisions say; the latest one holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from techplan.book.book import Book

CANDIDATE: Final = "candidate"
ASSUMPTION: Final = "assumption"
ACCEPTED: Final = "accepted"
OPEN: Final = ("open", None)

Standing = tuple[str, str | None]
"""Open, accepted or declined, and the reason."""


def standings(book: Book, about: str) -> Mapping[str, Standing]:
    """By subject, what the latest decision about it says. An answer other than ``accepted`` declines it.

    A decision without a subject decides nothing here: each candidate is decided by itself.
    """
    rows = book.decisions.filter((pl.col("about") == about) & pl.col("subject").is_not_null())
    found: dict[str, Standing] = {}
    for row in rows.sort("decided_on", "decision", nulls_last=False).iter_rows(named=True):
        answer = row["answer"].strip().lower()
        standing = answer if answer in {ACCEPTED, "open"} else "declined"
        found[row["subject"]] = (standing, row["reason"])
    return found
