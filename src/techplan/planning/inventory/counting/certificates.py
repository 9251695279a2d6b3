"""A count's certificate and its rooms, from its lines."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.counting.places import NO_ROOM, WHOLE_SCHOOL, in_words, room_key
from techplan.planning.inventory.results.counting import CountCertificates, CountRooms

_TOTALS: Final = {
    "matched": "matched",
    "moved_in": "moved in",
    "missing": "missing",
    "not_yet_counted": "not yet counted",
    "unknown": "unknown",
    "repeats": "repeat",
}


def awaited(book: Book, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with ``awaited``: whether the thing counts as expected.

    What was moved in from a room that the count does not cover does not. What was found where the books say does, also
    when it is retired, or stands in a room outside the count: so expected is matched, moved out, missing and not yet
    counted, and the scans are matched, moved in, unknown and repeats.
    """
    key = pl.col("expected_room").str.strip_chars().str.to_lowercase().fill_null(NO_ROOM)
    whole = book.count_places.filter(pl.col("room") == WHOLE_SCHOOL).select(
        "count_code", expected_school="school", at_school=pl.lit(value=True)
    )
    rooms = book.count_places.filter(pl.col("room") != WHOLE_SCHOOL).select(
        "count_code", expected_school="school", expected_key=room_key(), in_room=pl.lit(value=True)
    )
    rooms = rooms.unique(["count_code", "expected_school", "expected_key"])
    frame = lines.with_columns(expected_key=key).join(whole, on=["count_code", "expected_school"], how="left")
    frame = frame.join(rooms, on=["count_code", "expected_school", "expected_key"], how="left")
    covered = pl.col("at_school").fill_null(value=False) | pl.col("in_room").fill_null(value=False)
    thing = pl.col("outcome").is_in(["matched", "missing", "not yet counted"])
    moved = (pl.col("outcome") == "moved in") & covered
    return frame.with_columns(awaited=thing | moved).drop("expected_key", "at_school", "in_room")


def certificates(book: Book, lines: pl.DataFrame) -> pl.DataFrame:
    """The ``count_certificates`` table; ``lines`` have ``awaited``."""
    totals = lines.group_by("count_code").agg(
        pl.col("awaited").sum().alias("expected"),
        *((pl.col("outcome") == said).sum().alias(name) for name, said in _TOTALS.items()),
        missing_cost_cents=pl.col("cost_cents").filter(pl.col("outcome") == "missing").sum(),
        noted=pl.col("note").is_not_null().sum(),
    )
    frame = book.counts.select("title", "opened_on", "closed_on", "by", "award", count_code="code")
    for other in (in_words(book), totals):
        frame = frame.join(other, on="count_code", how="left")
    numbers = [*_TOTALS, "missing_cost_cents", "expected", "noted"]
    frame = frame.with_columns(pl.col(numbers).fill_null(0), pl.col("places").fill_null("no place"))
    frame = frame.with_columns(exceptions=_exceptions())
    schema = CountCertificates.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("count_code")


def _exceptions() -> pl.Expr:
    said = [
        pl.when(pl.col(name) > 0).then(pl.format(words, name))
        for name, words in (
            ("missing", "{} missing"),
            ("moved_in", "{} found in another room"),
            ("unknown", "{} scanned that no asset fits"),
            ("not_yet_counted", "{} not counted"),
            ("noted", "{} with a note"),
        )
    ]
    text = pl.concat_str(said, separator="; ", ignore_nulls=True)
    return pl.when(text != "").then(text)


def rooms(lines: pl.DataFrame) -> pl.DataFrame:
    """The ``count_rooms`` table: expected = matched + moved out + missing + not yet counted, room by room.

    ``lines`` have ``awaited``. What matched by its school alone, scanned without a room, stands in its room by the
    books, which does not count as counted for that.
    """
    by_books = lines.filter(pl.col("awaited")).with_columns(
        school=pl.col("expected_school"), room=pl.col("expected_room")
    )
    moved = pl.col("outcome") == "moved in"
    expected = _by_room(by_books).agg(
        expected=pl.len(),
        moved_out=moved.sum(),
        missing=(pl.col("outcome") == "missing").sum(),
        not_yet_counted=(pl.col("outcome") == "not yet counted").sum(),
    )
    unchecked = (pl.col("outcome") == "matched") & pl.col("found_room").is_null()
    scanned = lines.filter(pl.col("outcome").is_in([_TOTALS[name] for name in _SCANNED])).with_columns(
        school=pl.col("found_school"),
        room=pl.when(unchecked).then("expected_room").otherwise("found_room"),
        in_it=~(unchecked & pl.col("expected_room").is_not_null()),
    )
    found = _by_room(scanned).agg(
        *((pl.col("outcome") == said).sum().alias(name) for name, said in _TOTALS.items() if name in _SCANNED),
        counted=pl.col("in_it").any(),
    )
    frame = expected.join(found, on=["count_code", "school", "room_key"], how="full", coalesce=True)
    names = pl.coalesce("room", "room_right")
    frame = frame.with_columns(room=names.fill_null(NO_ROOM), counted=pl.col("counted").fill_null(value=False))
    schema = CountRooms.polars_schema()
    numbers = [name for name, dtype in schema.items() if dtype == pl.Int64]
    frame = frame.with_columns(pl.col(numbers).fill_null(0), pl.col("school").fill_null(NO_ROOM))
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(CountRooms.primary_key())


_SCANNED: Final = ("matched", "moved_in", "unknown", "repeats")


def _by_room(lines: pl.DataFrame) -> pl.dataframe.group_by.GroupBy:
    """Grouped by place; rooms that differ in case alone are one, under the first of their names."""
    key = pl.col("room").str.strip_chars().str.to_lowercase().fill_null(NO_ROOM)
    named = lines.with_columns(room_key=key).with_columns(
        room=pl.col("room").min().over("count_code", "school", "room_key")
    )
    return named.group_by("count_code", pl.col("school").fill_null(NO_ROOM), "room_key", "room")
