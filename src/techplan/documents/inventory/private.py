"""Small counts of classes that a Book calls private, as of assistive technology, could name a pupil: paper has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.documents.facts.privacy import SMALL

if TYPE_CHECKING:
    from techplan.book.book import Book

KEPT_PRIVATE: Final = "Kept private"


def private_classes(book: Book) -> frozenset[str]:
    """The classes that the Book calls private."""
    return frozenset(book.asset_classes.filter(pl.col("private").fill_null(value=False))["code"])


def is_private(book: Book, number: str, asset_class: str = "asset_class") -> pl.Expr:
    """Whether a row's class is private and its count, in the column ``number``, small enough to name a pupil."""
    named = pl.col(asset_class).is_in(sorted(private_classes(book))).fill_null(value=False)
    return named & (pl.col(number) < SMALL)
