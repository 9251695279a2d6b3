"""Pupils' devices against pupils, school by school."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import fiscal_year_of, label
from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.results.reconciling import PupilDevices
from techplan.planning.results import DISTRICT_WIDE

JULY = 7
_NUMBER = pl.Decimal(18, 6)
_NOWHERE = "(no school)"


def pupil_devices(
    book: Book, assets: pl.DataFrame, joined: pl.DataFrame, reconciled: pl.DataFrame, limits: Limits, on: date
) -> pl.DataFrame:
    """The ``pupil_devices`` table. ``reconciled`` is the table of that name, ``joined`` the joined sightings.

    A device is a pupil's where the Book or a live system says that a pupil has it, or where neither says whose it is
    and a standard asks for its class by the pupil. It is seen lately within ``limits.unseen_days`` before ``on``.
    Empty where the Book holds no count of pupils up to the fiscal year of ``on``.
    """
    students = _students(book, on)
    if not students.height:
        return PupilDevices.empty()
    since = on - timedelta(days=limits.unseen_days)
    seen = reconciled.select("asset", "standing", lately=(pl.col("last_seen") >= since).fill_null(value=False))
    devices = (
        assets.filter(pl.col("in_use"))
        .join(_held_by_pupils(book, assets, joined), on="asset", how="semi")
        .join(seen, on="asset", how="left")
        .group_by(pl.col("school").fill_null(_NOWHERE))
        .agg(
            in_book=pl.len().cast(pl.Int64),
            seen=(pl.col("lately") & pl.col("standing").is_in(["in all", "missing from a system"])).sum(),
            unwatched=(pl.col("standing") == "not watched").sum(),
            ghosts=(pl.col("standing") == "only in the Book").sum(),
        )
    )
    counts = ("students", "in_book", "seen", "unwatched", "ghosts")
    latest = students.get_column("fy").max()
    by_school = students.join(devices, on="school", how="full", coalesce=True).with_columns(
        pl.col(counts).fill_null(0).cast(pl.Int64), pl.col("fy").fill_null(latest)
    )
    whole = by_school.select(pl.lit(DISTRICT_WIDE).alias("school"), pl.col("fy").max(), pl.col(counts).sum())
    return _finished(pl.concat([by_school, whole], how="diagonal"), fiscal_year_of(on, _start(book)), limits)


def _finished(frame: pl.DataFrame, this: int, limits: Limits) -> pl.DataFrame:
    why = (
        "Devices that the Book or a system gives to a pupil, or whose class a standard asks for by the pupil; "
        f"seen within {limits.unseen_days} days."
    )
    older = frame.get_column("fy").min() != this
    last = f" Where no pupils are counted for {label(this)}, the last count before it is used."
    there = pl.col("seen") + pl.col("unwatched")
    ratio = there.cast(_NUMBER) / pl.when(pl.col("students") > 0).then(pl.col("students").cast(_NUMBER))
    of_older = (pl.col("fy") < this) | ((pl.col("school") == DISTRICT_WIDE) & older)
    frame = frame.with_columns(
        difference=there - pl.col("students"),
        per_student=ratio,
        why=pl.when(of_older).then(pl.lit(why + last)).otherwise(pl.lit(why)),
    )
    schema = PupilDevices.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("school")


def _start(book: Book) -> int:
    start = book.district["fiscal_year_start_month"][0] if book.district.height else None
    return int(start or JULY)


def _students(book: Book, on: date) -> pl.DataFrame:
    """``school``, ``fy``, ``students``: as counted (not projected) in the year of the day, else in the last before it.

    As in planning, each school's own last counted year holds; a school that has closed since has no pupils.
    """
    this = fiscal_year_of(on, _start(book))
    closed = book.schools.filter(pl.col("closes_fy") < this).select(school="code")
    counted = book.enrollment.filter(
        (pl.col("fy") <= this) & (pl.col("basis") != "projected").fill_null(value=True)
    ).join(closed, on="school", how="anti")
    of_last = counted.filter(pl.col("fy") == pl.col("fy").max().over("school"))
    return of_last.group_by("school").agg(pl.col("fy").max(), pl.col("students").sum()).sort("school")


def _held_by_pupils(book: Book, assets: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The assets that are pupils' devices: column ``asset``.

    What the Book lists as shared is a pupils' device where a standard asks for its class by the pupil: it is in a cart.
    """
    roles = (
        joined.filter(pl.col("current") & pl.col("of").is_not_null() & pl.col("user_role").is_not_null())
        .sort("seen_on", "sighting", nulls_last=False)
        .group_by(asset="of")
        .agg(role=pl.col("user_role").last())
    )
    asked = book.standards.filter((pl.col("driver") == "student") & (pl.col("kind") == "device"))
    classes = asked.get_column("asset_class").drop_nulls().unique()
    frame = assets.join(roles, on="asset", how="left")
    nobodys = pl.coalesce("assigned_to", "role").fill_null("shared") == "shared"
    held = (pl.col("assigned_to") == "student") | (pl.col("role") == "student")
    ours = held.fill_null(value=False) | (nobodys & pl.col("asset_class").is_in(classes.implode()))
    return frame.filter(ours).select("asset")
