"""Where a count takes place, and what is expected there by the books."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book

WHOLE_SCHOOL: Final = "*"
NO_ROOM: Final = "-"


def room_key(column: str = "room") -> pl.Expr:
    """A room as it is compared: trimmed, without case; a thing without a room is at ``NO_ROOM``."""
    return pl.col(column).str.strip_chars().str.to_lowercase().fill_null(NO_ROOM)


def whole_schools(book: Book) -> pl.DataFrame:
    """The schools that each count covers as a whole: ``count_code``, ``school``."""
    return book.count_places.filter(pl.col("room") == WHOLE_SCHOOL).select("count_code", "school")


def expected(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """What each count expects: ``count_code`` and the columns of ``assets`` with ``room_key``.

    A whole school covers everything at it, whatever its room and though it have none.
    """
    here = assets.filter(pl.col("in_use") & pl.col("school").is_not_null()).with_columns(room_key=room_key())
    whole = whole_schools(book)
    rooms = book.count_places.filter(pl.col("room") != WHOLE_SCHOOL).select("count_code", "school", room_key=room_key())
    rooms = rooms.join(whole, on=["count_code", "school"], how="anti")
    parts = [whole.join(here, on="school"), rooms.join(here, on=["school", "room_key"])]
    return pl.concat([part.select("count_code", *here.columns) for part in parts]).sort("count_code", "asset")


def in_words(book: Book) -> pl.DataFrame:
    """The places of each count in words: ``count_code``, ``places``."""
    names = book.schools.select("name", school="code")
    rooms = book.count_places.join(names, on="school", how="left").with_columns(
        pl.col("name").fill_null(pl.col("school"))
    )
    by_school = rooms.sort("count_code", "school", "room").group_by("count_code", "school", maintain_order=True).agg(
        pl.col("name").first(), pl.col("room"), whole=(pl.col("room") == WHOLE_SCHOOL).any()
    )  # fmt: skip
    listed = pl.format("{}, rooms {}", "name", pl.col("room").list.join(", "))
    by_school = by_school.with_columns(
        words=pl.when("whole").then(pl.format("{}, the whole school", "name")).otherwise(listed)
    )
    return by_school.group_by("count_code", maintain_order=True).agg(places=pl.col("words").str.join("; "))
