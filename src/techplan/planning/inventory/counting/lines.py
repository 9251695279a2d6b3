"""What became of each thing and each scan of the counts that are open."""

from __future__ import annotations

import polars as pl

from techplan.book.book import Book
from techplan.book.tables.things import COUNT_OUTCOMES
from techplan.planning.inventory.counting.matching import matched_scans
from techplan.planning.inventory.counting.places import NO_ROOM, WHOLE_SCHOOL, expected
from techplan.planning.inventory.results.counting import CountLines

_PLACE = ["count_code", "school", "room_key"]


def open_lines(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """The ``count_lines`` of the counts that have not been closed, scans in their order, then what was not scanned.

    The first scan of an asset says where it is; a later one is a repeat. What is expected and not scanned is missing
    where its room has been counted, else not yet counted. A thing without a room, under a whole school, is missing once
    every room of that school in which things are expected has been counted.
    """
    still = book.counts.filter(pl.col("closed_on").is_null()).select(count_code="code")
    due = expected(book, assets).join(still, on="count_code", how="semi")
    scans = matched_scans(book, assets, due).join(still, on="count_code", how="semi")
    lines = pl.concat([_scanned(scans, assets, due), _not_scanned(book, due, scans)], how="diagonal")
    lines = lines.with_columns(pl.col("outcome").cast(pl.Enum(COUNT_OUTCOMES)))
    lines = lines.sort(
        "count_code", "position", "outcome", "expected_school", "expected_room", "asset", nulls_last=True
    )
    return numbered(lines)


def numbered(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines in the form of ``count_lines``, numbered from 1 within each count."""
    frame = lines.with_columns(number=pl.int_range(1, pl.len() + 1).over("count_code"))
    schema = CountLines.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("count_code", "number")


def _scanned(scans: pl.DataFrame, assets: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """One line for each scan."""
    books = assets.select(
        "asset", "cost_cents", "in_use", "status", expected_school="school", expected_room="room"
    )  # fmt: skip
    awaited = due.select("count_code", "room_key", found="asset", due_school="school")
    frame = scans.drop("asset").join(books, left_on="found", right_on="asset", how="left")
    frame = frame.join(awaited, on=["count_code", "found"], how="left", suffix="_due")
    frame = frame.sort("count_code", "position")
    known = pl.col("found").is_not_null()
    first = pl.when(known).then(pl.col("position").min().over("count_code", "found"))
    own_room = (pl.col("room_key") == _key("expected_room")) & (pl.col("school") == pl.col("expected_school"))
    outcome = (
        pl.when(~known).then(pl.lit("unknown"))
        .when(pl.col("position") > first).then(pl.lit("repeat"))
        .when(own_room.fill_null(value=False)).then(pl.lit("matched"))
        .otherwise(pl.lit("moved in"))
    )  # fmt: skip
    frame = frame.with_columns(outcome=outcome, first_room=pl.col("room").first().over("count_code", "found"))
    return frame.with_columns(asset=pl.col("found"), found_school="school", found_room="room", note=_note())


def _key(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.to_lowercase().fill_null(NO_ROOM)


def _note() -> pl.Expr:
    """What a reader should know of a scan."""
    elsewhere = pl.col("room").fill_null(NO_ROOM) != pl.col("first_room").fill_null(NO_ROOM)
    away = ~pl.col("in_use").fill_null(value=True)
    return (
        pl.when(pl.col("outcome") == "unknown").then(
            pl.coalesce("note", pl.lit("No asset has this tag, serial number or network address."))
        )
        .when((pl.col("outcome") == "repeat") & elsewhere).then(
            pl.format("Scanned before in room {}, which counts.", pl.col("first_room").fill_null("not given"))
        )
        .when((pl.col("outcome") != "repeat") & away).then(
            pl.format("By the books it is {}, and it was found.", pl.col("status").fill_null("disposed"))
        )
    )  # fmt: skip


def _not_scanned(book: Book, due: pl.DataFrame, scans: pl.DataFrame) -> pl.DataFrame:
    """One line for each thing that is expected and was not scanned anywhere in the count."""
    left = due.join(scans, left_on=["count_code", "asset"], right_on=["count_code", "found"], how="anti")
    counted = scans.select(*_PLACE).unique().with_columns(counted=pl.lit(value=True))
    left = left.join(counted, on=_PLACE, how="left").with_columns(pl.col("counted").fill_null(value=False))
    finished = _finished_schools(book, due, counted)
    left = left.join(finished, on=["count_code", "school"], how="left")
    gone = pl.col("counted") | ((pl.col("room_key") == NO_ROOM) & pl.col("finished").fill_null(value=False))
    return left.select(
        "count_code",
        "asset",
        "cost_cents",
        position=pl.lit(None, pl.Int64),
        outcome=pl.when(gone).then(pl.lit("missing")).otherwise(pl.lit("not yet counted")),
        expected_school="school",
        expected_room="room",
    )


def _finished_schools(book: Book, due: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Schools counted as a whole in which every room with something expected has been counted."""
    whole = book.count_places.filter(pl.col("room") == WHOLE_SCHOOL).select("count_code", "school")
    rooms = due.filter(pl.col("room_key") != NO_ROOM).select(*_PLACE).unique()
    begun = counted.select("count_code", "school").unique()
    open_rooms = rooms.join(counted, on=_PLACE, how="anti").select("count_code", "school").unique()
    done = whole.join(begun, on=["count_code", "school"], how="semi").join(
        open_rooms, on=["count_code", "school"], how="anti"
    )
    return done.with_columns(finished=pl.lit(value=True))
