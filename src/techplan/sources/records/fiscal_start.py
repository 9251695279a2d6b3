"""The month in which the fiscal year starts, for files that name only a school year or days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from techplan.book.book import Book
from techplan.sources.records.drafts import Lines

JULY: Final = 7
"""Where the Book does not say, as in most states; and that is said."""


def start_month(book: Book, said_in: Iterable[Lines]) -> int:
    """The month by the district's settings, or July, which is then noted in the files' lines."""
    found = book.district.get_column("fiscal_year_start_month").drop_nulls().to_list()
    if found:
        return int(found[0])
    for lines in said_in:
        lines.assume("The fiscal year is taken to start in July, since the district's settings do not say.")
    return JULY
