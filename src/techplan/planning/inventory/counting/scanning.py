"""Taking scans: each needs a place that the district knows, since closing a count moves things there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import BookError, Problem
from techplan.book.words import did_you_mean
from techplan.planning.inventory.counting.places import NO_ROOM, WHOLE_SCHOOL, room_key
from techplan.planning.inventory.counting.steps import fault, open_count_row, with_rows


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner read, and where; a place that is not given is the count's own."""

    scanned: str
    room: str | None = None
    school: str | None = None


def add_scans(book: Book, code: str, scans: Sequence[Scan], *, on: date | None = None) -> Book:
    """The Book with scans added after those there are, ``on`` the day of scanning.

    A room is written as the district writes it; a scan that names none is of the only room of the count, where it
    covers but one. Raises BookError where the count is closed or not known, or a place is not known or not given.
    """
    count = open_count_row(book, code)
    placed = _placed(book, count, scans)
    faults = _place_faults(book, count, placed)
    if faults:
        raise BookError("No scan was taken.", faults)
    last = book.count_scans.filter(pl.col("count_code") == code).get_column("position").max()
    start = int(str(last)) if last is not None else 0
    rows = [
        {
            "count_code": code,
            "position": start + number,
            "scanned": scan.scanned,
            "school": scan.school,
            "room": scan.room,
            "scanned_on": on,
        }
        for number, scan in enumerate(placed, start=1)
    ]
    return book.with_tables(count_scans=with_rows(book.count_scans, rows))


def check_place(book: Book, code: str, room: str | None, school: str | None) -> None:
    """Raises BookError as ``add_scans`` would for scans of this place, so that nobody scans for nothing.

    A place that is not given is no fault yet: the scans may name it themselves.
    """
    count = open_count_row(book, code)
    probe = _placed(book, count, [Scan("?", room, school)])
    given = {name for name, value in (("room", room), ("school", school)) if value is not None}
    faults = [one for one in _place_faults(book, count, probe) if one.column in given and one.value is not None]
    if faults:
        raise BookError("No scan was taken.", faults)


def scan_doubts(book: Book, code: str, scans: Sequence[Scan]) -> list[Problem]:
    """What a person should know before these scans are taken: warnings, and notes of what is assumed."""
    count = open_count_row(book, code)
    placed = _placed(book, count, scans)
    doubts = []
    if repeated_list(book, code, scans):
        what = "All of this was scanned in the same room before; each will count as a repeat."
        doubts.append(_doubt("warning", "scanned again", what, "Leave it out if it is the same list again."))
    for school, room in _elsewhere(book, count, placed):
        what = "The count does not cover this room; what is found there counts, what is missing there does not."
        doubts.append(_doubt("warning", "room outside the count", what, "Open a count for it too.", f"{school} {room}"))
    assumed = sum(had.room is None and has.room is not None for had, has in zip(scans, placed, strict=True))
    bare = sum(scan.room is None for scan in placed)
    if assumed:
        room = next(has.room for had, has in zip(scans, placed, strict=True) if had.room is None and has.room)
        what = f"{assumed:,} of the scans name no room; they are taken as of {room}, the only room of the count."
        doubts.append(_doubt("note", "room assumed", what, "Name another with --room, if they are not."))
    if bare:
        what = f"{bare:,} of the scans name no room; they are counted at the school, and rooms are not checked."
        doubts.append(_doubt("warning", "no room given", what, "Name the room, so that rooms are counted as well."))
    return doubts


def repeated_list(book: Book, code: str, scans: Sequence[Scan]) -> bool:
    """Whether every one of these scans was taken in the same room already: most likely the same list again."""
    rows = book.counts.filter(pl.col("code") == code).to_dicts()
    if not rows or not scans:
        return False
    own = rows[0]["school"]
    there = book.count_scans.filter(pl.col("count_code") == code).select("scanned", "room", "school")
    known = {(scanned, _key(room), school or own) for scanned, room, school in there.iter_rows()}
    placed = _placed(book, rows[0], scans)
    return all((scan.scanned, _key(scan.room), scan.school or own) in known for scan in placed)


def _key(room: str | None) -> str:
    return (room or NO_ROOM).strip().lower()


def _placed(book: Book, count: dict[str, Any], scans: Sequence[Scan]) -> list[Scan]:
    """The scans with their rooms as the district writes them, or the only room that the count covers."""
    spelt = _spellings(book)
    covered = _covered(book, count["code"])
    rooms = {school: {room for at, room in covered if at == school} for school, _ in covered}
    placed = []
    for scan in scans:
        school = scan.school or count["school"]
        only = rooms.get(school, set())
        room = scan.room or (next(iter(only)) if len(only) == 1 and only != {WHOLE_SCHOOL} else None)
        placed.append(replace(scan, room=spelt.get((school, _key(room)), room) if room else None))
    return placed


def _covered(book: Book, code: str) -> list[tuple[str, str]]:
    """The places of a count."""
    return book.count_places.filter(pl.col("count_code") == code).select("school", "room").rows()


def _spellings(book: Book) -> dict[tuple[str, str], str]:
    """How each known room is written, by school and key: in the rooms table, else by a count, else by an asset."""
    frames = [frame.select("school", "room") for frame in (book.rooms, book.count_places, book.assets)]
    known = pl.concat(frames).drop_nulls().filter(pl.col("room") != WHOLE_SCHOOL)
    rows = known.with_columns(key=room_key()).unique(["school", "key"], keep="first", maintain_order=True)
    return {(school, key): room for school, room, key in rows.select("school", "room", "key").iter_rows()}


def _place_faults(book: Book, count: dict[str, Any], scans: Sequence[Scan]) -> list[Problem]:
    """An error for each place that is not known, or not given though the count covers several."""
    schools, spelt = set(book.schools["code"]), _spellings(book)
    covered = _covered(book, count["code"])
    rooms: dict[str, list[str]] = {}
    for (school, _), name in spelt.items():
        rooms.setdefault(school, []).append(name)
    faults = []
    for school, room in dict.fromkeys((scan.school or count["school"], scan.room) for scan in scans):
        own = rooms.get(school, [])
        if school is None:
            what = "The count covers several schools, and scans do not say where they are from."
            faults.append(fault("school", None, what, "Name the school with the scans."))
        elif school not in schools:
            hint = did_you_mean(school, schools) or "Use a code of the schools table."
            faults.append(fault("school", school, "There is no such school.", hint))
        elif room is None and (school, WHOLE_SCHOOL) not in covered:
            what = f"The count does not cover the whole school {school}, and scans do not say which room they are from."
            faults.append(fault("room", None, what, "Name the room with the scans."))
        elif room is not None and own and (school, _key(room)) not in spelt:
            hint = did_you_mean(room, own) or "Use a room of the rooms table, or enter it there first."
            faults.append(fault("room", room, f"The school {school} has no such room.", hint))
    return faults


def _elsewhere(book: Book, count: dict[str, Any], scans: Sequence[Scan]) -> list[tuple[str, str]]:
    """Rooms of the scans that the count does not cover, each once."""
    covered = {(school, _key(room)) for school, room in _covered(book, count["code"])}
    places = dict.fromkeys((str(scan.school or count["school"]), scan.room) for scan in scans)
    return [
        (school, room)
        for school, room in places
        if room is not None and not {(school, _key(room)), (school, WHOLE_SCHOOL)} & covered
    ]


def _doubt(severity: Any, rule: str, what: str, remedy: str, value: str | None = None) -> Problem:
    return Problem(severity=severity, table="count_scans", rule=rule, what=what, remedy=remedy, value=value)
