"""What became of each thing and each scan of the counts that are open."""

from __future__ import annotations

import polars as pl

from techplan.book.book import Book
from techplan.book.tables.things import COUNT_OUTCOMES
from techplan.planning.inventory.counting.matching import matched_scans
from techplan.planning.inventory.counting.places import NO_ROOM, expected, room_key, whole_schools
from techplan.planning.inventory.results.counting import CountLines

_PLACE = ["count_code", "school", "room_key"]


def open_lines(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """The ``count_lines`` of the counts that have not been closed, scans in their order, then what was not scanned.

    The first scan of an asset says where it is; a later one is a repeat. A scan without a room, in a school that is
    counted as a whole, matches what the books have at that school. What is expected and not scanned is missing where
    its room has been counted, else not yet counted. A thing without a room, under a whole school, is missing once every
    room of that school in which things are expected has been counted: until then it may stand in one of them.
    """
    still = book.counts.filter(pl.col("closed_on").is_null()).select(count_code="code")
    due = expected(book, assets).join(still, on="count_code", how="semi")
    scans = matched_scans(book, assets, due).join(still, on="count_code", how="semi")
    lines = pl.concat([_scanned(book, scans, assets), _not_scanned(book, due, scans)], how="diagonal")
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


def _scanned(book: Book, scans: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """One line for each scan."""
    books = assets.select(
        "asset", "cost_cents", "in_use", "status", expected_school="school", expected_room="room"
    )  # fmt: skip
    whole = whole_schools(book).with_columns(at_school=pl.lit(value=True))
    frame = scans.drop("asset").join(books, left_on="found", right_on="asset", how="left")
    frame = frame.join(whole, on=["count_code", "school"], how="left").sort("count_code", "position")
    known = pl.col("found").is_not_null()
    first = pl.when(known).then(pl.col("position").min().over("count_code", "found"))
    roomless = pl.col("room").is_null() & pl.col("at_school").fill_null(value=False)
    same_room = (pl.col("room_key") == room_key("expected_room")) | roomless
    own_room = same_room & (pl.col("school") == pl.col("expected_school"))
    outcome = (
        pl.when(~known).then(pl.lit("unknown"))
        .when(pl.col("position") > first).then(pl.lit("repeat"))
        .when(own_room.fill_null(value=False)).then(pl.lit("matched"))
        .otherwise(pl.lit("moved in"))
    )  # fmt: skip
    place = pl.col("school", "room", "room_key")
    frame = frame.with_columns(place.first().over("count_code", "found").name.prefix("first_"), outcome=outcome)
    return frame.with_columns(asset=pl.col("found"), found_school="school", found_room="room", note=_note())


def _note() -> pl.Expr:
    """What a reader should know of a scan."""
    repeat, known = pl.col("outcome") == "repeat", pl.col("found").is_not_null()
    other_school = pl.col("school").ne_missing(pl.col("first_school"))
    elsewhere = other_school | (pl.col("room_key") != pl.col("first_room_key"))
    away = ~pl.col("in_use").fill_null(value=True)
    unchecked = (pl.col("outcome") == "matched") & pl.col("room").is_null() & pl.col("expected_room").is_not_null()
    return (
        pl.when(~known).then(pl.coalesce("note", pl.lit("No asset has this tag, serial number or network address.")))
        .when(repeat & elsewhere).then(
            pl.format(
                "Scanned before in {}, which counts, and now in {}.",
                _place("first_school", "first_room", named=other_school), _place("school", "room", named=other_school),
            )
        )
        .when(~repeat & away).then(
            pl.format("By the books it is {}, and it was found.", pl.col("status").fill_null("disposed"))
        )
        .when(unchecked).then(pl.lit("The scan names no room; the room by the books was not checked."))
    )  # fmt: skip


def _place(school: str, room: str, *, named: pl.Expr) -> pl.Expr:
    """A room in words, with its school where ``named``."""
    said = pl.when(pl.col(room).is_null()).then(pl.lit("no room")).otherwise(pl.format("room {}", room))
    return pl.when(named).then(pl.format("school {}, {}", pl.col(school).fill_null("not given"), said)).otherwise(said)


def _not_scanned(book: Book, due: pl.DataFrame, scans: pl.DataFrame) -> pl.DataFrame:
    """One line for each thing that is expected and was not scanned anywhere in the count."""
    left = due.join(scans, left_on=["count_code", "asset"], right_on=["count_code", "found"], how="anti")
    counted = scans.select(*_PLACE).unique().with_columns(counted=pl.lit(value=True))
    left = left.join(counted, on=_PLACE, how="left").with_columns(pl.col("counted").fill_null(value=False))
    finished = _finished_schools(book, due, counted)
    left = left.join(finished, on=["count_code", "school"], how="left")
    roomless = pl.col("room_key") == NO_ROOM
    gone = pl.when(roomless).then(pl.col("finished").fill_null(value=False)).otherwise("counted")
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
    whole = whole_schools(book)
    rooms = due.filter(pl.col("room_key") != NO_ROOM).select(*_PLACE).unique()
    begun = counted.select("count_code", "school").unique()
    open_rooms = rooms.join(counted, on=_PLACE, how="anti").select("count_code", "school").unique()
    done = whole.join(begun, on=["count_code", "school"], how="semi").join(
        open_rooms, on=["count_code", "school"], how="anti"
    )
    return done.with_columns(finished=pl.lit(value=True))
