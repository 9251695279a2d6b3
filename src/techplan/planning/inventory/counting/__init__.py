"""Physical counts: what each found, by line, by room and as certified."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.counting.awards import award_counts, last_counted
from techplan.planning.inventory.counting.certificates import awaited, certificates, rooms
from techplan.planning.inventory.counting.lines import open_lines
from techplan.planning.inventory.counting.places import WHOLE_SCHOOL
from techplan.planning.inventory.counting.scanning import Scan, add_scans, check_place, repeated_list, scan_doubts
from techplan.planning.inventory.counting.steps import close_count, open_count, overlaps
from techplan.planning.inventory.results.counting import CountLines


@dataclass(frozen=True, eq=False, kw_only=True)
class Counted:
    """The tables of all counts of a Book."""

    certificates: pl.DataFrame
    rooms: pl.DataFrame
    lines: pl.DataFrame


def count_results(book: Book, assets: pl.DataFrame) -> Counted:
    """Closed counts as certified, open ones as they stand; ``assets`` is the frame of ``owned_assets``."""
    schema = CountLines.polars_schema()
    done = book.counts.filter(pl.col("closed_on").is_not_null()).select(count_code="code")
    certified = book.count_outcomes.join(done, on="count_code", how="semi")
    closed = certified.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    lines = pl.concat([closed, open_lines(book, assets)]).sort("count_code", "number")
    with_awaited = awaited(book, lines)
    return Counted(certificates=certificates(book, with_awaited), rooms=rooms(with_awaited), lines=lines)


__all__ = [
    "WHOLE_SCHOOL",
    "Counted",
    "Scan",
    "add_scans",
    "award_counts",
    "check_place",
    "close_count",
    "count_results",
    "last_counted",
    "open_count",
    "overlaps",
    "repeated_list",
    "scan_doubts",
]
