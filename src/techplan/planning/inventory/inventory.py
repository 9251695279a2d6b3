"""What the district owns, proven, on one page: from a Book and the rules to an Inventory.

Pure like the plan: it opens no file and reads no clock; equal arguments give equal tables. It changes no figure of a
plan, and no row of the Book.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.results import INVENTORY
from techplan.version import VERSION


@dataclass(frozen=True, eq=False, kw_only=True)
class Inventory:
    """What a Book's things amount to on a day: one frame for each table of ``INVENTORY``."""

    book: Book
    on: date
    known: date
    findings: pl.DataFrame
    finding_rows: pl.DataFrame
    standings: pl.DataFrame
    reconciled: pl.DataFrame
    disagreements: pl.DataFrame
    watches: pl.DataFrame
    pupil_devices: pl.DataFrame
    count_certificates: pl.DataFrame
    count_rooms: pl.DataFrame
    count_lines: pl.DataFrame
    award_counts: pl.DataFrame
    property_record: pl.DataFrame
    disposals: pl.DataFrame
    order_lines: pl.DataFrame
    incident_years: pl.DataFrame
    learnt: pl.DataFrame
    book_fingerprint: str
    rules_fingerprint: str
    version: str = VERSION

    def result(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is none."""
        if name not in INVENTORY:
            raise KeyError(name)
        frame: pl.DataFrame = getattr(self, name)
        return frame
