"""A count is opened and closed. Each step gives a new Book, or says what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.history import record_changes
from techplan.book.problem import BookError, Problem
from techplan.book.words import did_you_mean
from techplan.planning.inventory.counting.places import WHOLE_SCHOOL

Place = tuple[str, str]
"""A school's code and a room, or ``WHOLE_SCHOOL``."""


def open_count(
    book: Book,
    code: str,
    places: Sequence[Place],
    *,
    on: date,
    by: str | None = None,
    title: str | None = None,
    award: str | None = None,
) -> Book:
    """The Book with a count opened at these places. Raises BookError where a place, award or code will not do."""
    problems = _opening_faults(book, code, places, award)
    if problems:
        raise BookError("The count was not opened.", problems)
    schools = {school for school, _ in places}
    row = {
        "code": code,
        "title": title,
        "school": next(iter(schools)) if len(schools) == 1 else None,
        "opened_on": on,
        "by": by,
        "award": award,
    }
    where = [{"count_code": code, "school": school, "room": room} for school, room in dict.fromkeys(places)]
    return book.with_tables(counts=with_rows(book.counts, [row]), count_places=with_rows(book.count_places, where))


def _opening_faults(book: Book, code: str, places: Sequence[Place], award: str | None) -> list[Problem]:
    faults = []
    if code in set(book.counts["code"]):
        faults.append(fault("code", code, "A count of this code is there already.", "Choose another code."))
    if not places:
        faults.append(fault("school", None, "No place is named.", "Name a school or rooms of it."))
    schools, rooms = set(book.schools["code"]), set(book.rooms.select("school", "room").iter_rows())
    for school, room in dict.fromkeys(places):
        if school not in schools:
            hint = did_you_mean(school, schools) or "Use a code of the schools table."
            faults.append(fault("school", school, "There is no such school.", hint))
        elif room != WHOLE_SCHOOL and (school, room) not in rooms:
            own = [other for at, other in rooms if at == school]
            hint = did_you_mean(room, own) or "Use a room of the rooms table, or enter it there first."
            faults.append(fault("room", room, f"The school {school} has no such room.", hint))
    if award is not None and award not in set(book.awards["award"]):
        hint = did_you_mean(award, set(book.awards["award"])) or "Use a code of the awards table."
        faults.append(fault("award", award, "There is no such award.", hint))
    return faults


def overlaps(book: Book, places: Sequence[Place]) -> list[Problem]:
    """A warning for each place that another open count covers too: a thing would then be counted twice."""
    still = book.counts.filter(pl.col("closed_on").is_null()).get_column("code")
    taken = book.count_places.filter(pl.col("count_code").is_in(still.implode()))
    found = []
    for code, school, room in taken.select("count_code", "school", "room").iter_rows():
        for other_school, other in places:
            if school == other_school and (room == other or WHOLE_SCHOOL in {room, other}):
                what = f"The open count {code} covers it too."
                found.append(
                    Problem(
                        severity="warning", table="count_places", value=f"{other_school} {other}", rule="counted twice",
                        what=what, remedy="Close that count first, or count the place in one of them only.",
                    )
                )  # fmt: skip
    return found


def open_count_row(book: Book, code: str) -> dict[str, Any]:
    """The row of a count that is open. Raises BookError."""
    rows = book.counts.filter(pl.col("code") == code)
    if rows.is_empty():
        known = set(book.counts["code"])
        hint = did_you_mean(code, known) or "Open it first with techplan count open."
        raise BookError("There is no such count.", [fault("code", code, "There is no such count.", hint)])
    if rows["closed_on"][0] is not None:
        what = f"The count was closed on {rows['closed_on'][0].isoformat()}; what is certified stays as it is."
        raise BookError("The count is closed.", [fault("code", code, what, "Open a new count.")])
    return rows.row(0, named=True)


def close_count(book: Book, code: str, lines: pl.DataFrame, *, on: date, by: str, mark_missing: bool = False) -> Book:
    """The Book with the count closed as ``lines`` (its ``count_lines``) say.

    Outcomes are kept as certified. Things found elsewhere move; what was found was last seen on ``on``, and is active
    again where it was missing. Missing things get that status only where the person says so. What is retired and was
    found is an exception: nothing is changed. A scan without a room takes away no room. Raises BookError where the
    count is closed or not known, or ``on`` is before its opening.
    """
    opened = open_count_row(book, code)["opened_on"]
    if on < opened:
        what = f"The count was opened on {opened.isoformat()}; it cannot close before."
        raise BookError("The count was not closed.", [fault("closed_on", on.isoformat(), what, "Give a later day.")])
    own = lines.filter(pl.col("count_code") == code)
    others = book.count_outcomes.filter(pl.col("count_code") != code)  # an open count has certified nothing yet
    counts = book.counts.with_columns(
        closed_on=pl.when(pl.col("code") == code).then(pl.lit(on)).otherwise("closed_on"),
        by=pl.when(pl.col("code") == code).then(pl.lit(by)).otherwise("by"),
    )
    after = book.with_tables(
        counts=counts,
        count_outcomes=pl.concat([others, own.select(others.columns)]),
        assets=_moved(book.assets, own, on, mark_missing=mark_missing),
    )
    return record_changes(book, after, on=on, source=f"count {code}")


def _moved(assets: pl.DataFrame, lines: pl.DataFrame, on: date, *, mark_missing: bool) -> pl.DataFrame:
    found = lines.filter(pl.col("outcome").is_in(["matched", "moved in"])).select(
        "asset", "found_school", "found_room", found=pl.lit(value=True), moved=pl.col("outcome") == "moved in"
    )
    missing = lines.filter(pl.col("outcome") == "missing").select("asset", gone=pl.lit(mark_missing))
    frame = assets.join(found, on="asset", how="left", maintain_order="left")
    frame = frame.join(missing, on="asset", how="left", maintain_order="left")
    retired = (
        pl.col("status").is_in(["retired", "disposed"]).fill_null(value=False) | pl.col("disposed_on").is_not_null()
    )
    seen = pl.col("found").fill_null(value=False) & ~retired
    moves = seen & pl.col("moved").fill_null(value=False)
    other_school = (pl.col("found_school") != pl.col("school")).fill_null(value=False)
    status = (
        pl.when(seen & (pl.col("status") == "missing")).then(pl.lit("active"))
        .when(pl.col("gone").fill_null(value=False)).then(pl.lit("missing"))
        .otherwise("status")
    )  # fmt: skip
    return frame.with_columns(
        school=pl.when(moves).then(pl.coalesce("found_school", "school")).otherwise("school"),
        room=pl.when(moves & (pl.col("found_room").is_not_null() | other_school)).then("found_room").otherwise("room"),
        last_seen=pl.when(seen).then(pl.max_horizontal("last_seen", pl.lit(on))).otherwise("last_seen"),
        status=status,
    ).select(assets.columns)


def with_rows(table: pl.DataFrame, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The table with rows at its end."""
    return pl.concat([table, pl.DataFrame(rows, schema=table.schema)]) if rows else table


def fault(column: str, value: str | None, what: str, remedy: str) -> Problem:
    """What stands in the way of a step of a count."""
    return Problem(
        severity="error", table="counts", column=column, value=value, rule="physical count", what=what, remedy=remedy
    )
