"""Pupils' devices against pupils, school by school."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import fiscal_year_of
from techplan.planning.inventory.limits import Limits
from techplan.planning.inventory.results.reconciling import PupilDevices
from techplan.planning.results import DISTRICT_WIDE

JULY = 7
_NUMBER = pl.Decimal(18, 6)


def pupil_devices(
    book: Book, assets: pl.DataFrame, joined: pl.DataFrame, reconciled: pl.DataFrame, limits: Limits, on: date
) -> pl.DataFrame:
    """The ``pupil_devices`` table. ``reconciled`` is the table of that name, ``joined`` the joined sightings.

    A device is a pupil's where the Book or a live system says that a pupil has it, or where neither says whose it is
    and a standard asks for its class by the pupil. It is seen lately within ``limits.unseen_days`` before ``on``.
    """
    fy, students = _students(book, on)
    if not students.height:
        return PupilDevices.empty()
    since = on - timedelta(days=limits.unseen_days)
    seen = reconciled.select("asset", "standing", lately=(pl.col("last_seen") >= since).fill_null(value=False))
    devices = (
        assets.filter(pl.col("in_use"))
        .join(_held_by_pupils(book, assets, joined), on="asset", how="semi")
        .join(seen, on="asset", how="left")
        .group_by("school")
        .agg(
            in_book=pl.len().cast(pl.Int64),
            seen=(pl.col("lately") & (pl.col("standing") != "only in the Book")).sum().cast(pl.Int64),
            unwatched=(pl.col("standing") == "not watched").sum().cast(pl.Int64),
            ghosts=(pl.col("standing") == "only in the Book").sum().cast(pl.Int64),
        )
    )
    by_school = students.join(devices, on="school", how="full", coalesce=True).with_columns(
        pl.col("school").fill_null("(no school)"),
        pl.col("students", "in_book", "seen", "unwatched", "ghosts").fill_null(0),
    )
    whole = by_school.select(pl.lit(DISTRICT_WIDE).alias("school"), pl.exclude("school").sum())
    return _finished(pl.concat([by_school, whole]), fy, limits)


def _finished(frame: pl.DataFrame, fy: int, limits: Limits) -> pl.DataFrame:
    why = (
        "Devices that the Book or a system gives to a pupil, or whose class a standard asks for by the pupil; "
        f"seen within {limits.unseen_days} days."
    )
    there = pl.col("seen") + pl.col("unwatched")
    ratio = there.cast(_NUMBER) / pl.when(pl.col("students") > 0).then(pl.col("students").cast(_NUMBER))
    columns = {
        "fy": pl.lit(fy),
        "difference": there - pl.col("students"),
        "per_student": ratio,
        "why": pl.lit(why),
    }
    frame = frame.with_columns(**columns)
    schema = PupilDevices.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("school")


def _students(book: Book, on: date) -> tuple[int, pl.DataFrame]:
    """The fiscal year whose enrolment is used, that of the day or else the last before it, and pupils by school."""
    start = book.district["fiscal_year_start_month"][0] if book.district.height else None
    this = fiscal_year_of(on, start or JULY)
    known = book.enrollment.filter(pl.col("fy") <= this)
    if not known.height:
        return this, pl.DataFrame(schema={"school": pl.String, "students": pl.Int64})
    fy = int(str(known.get_column("fy").max()))
    students = known.filter(pl.col("fy") == fy).group_by("school").agg(pl.col("students").sum())
    return fy, students


def _held_by_pupils(book: Book, assets: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The assets that are pupils' devices: column ``asset``."""
    roles = (
        joined.filter(pl.col("current") & pl.col("of").is_not_null())
        .sort("seen_on", "sighting", nulls_last=False)
        .group_by(asset="of", maintain_order=True)
        .agg(role=pl.col("user_role").drop_nulls().last())
    )
    asked = book.standards.filter((pl.col("driver") == "student") & (pl.col("kind") == "device"))
    classes = asked.get_column("asset_class").drop_nulls().unique().to_list()
    frame = assets.join(roles, on="asset", how="left").with_columns(whose=pl.coalesce("assigned_to", "role"))
    ours = (pl.col("whose") == "student") | (
        (pl.col("whose").is_null() | (pl.col("whose") == "shared")) & pl.col("asset_class").is_in(classes)
    )
    return frame.filter(ours.fill_null(value=False)).select("asset")
