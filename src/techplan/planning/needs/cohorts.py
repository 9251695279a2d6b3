"""Assets rolled up into cohorts: things of one class at one school that fall due together, for one reason.

A projection works on cohorts, so its cost grows with the places and months there are and not with the number of assets:
fifty million assets at thirty schools make some tens of thousands of cohorts.

Things that went into service in one month age together, and things that fall due in one month form one cohort, dated by
the first of them, since they are ordered together. A month is split at the day of the month on which school starts, and
fiscal years start on the first of a month, so no cohort ever straddles a fiscal year or a summer: the money is the same
as if each thing were projected by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.tables.district import GRADES
from techplan.planning.needs.due import AFTER_SCHOOL, REASONS, coded, in_stock, with_due_dates, with_model_facts
from techplan.planning.results import DISTRICT_WIDE
from techplan.planning.settings import Settings

COHORT_SCHEMA: Final[dict[str, Any]] = {
    "school": pl.String,
    "asset_class": pl.String,
    "grade": pl.String,
    "support_end": pl.Date,
    "why": REASONS,
    "due_on": pl.Date,
    "items": pl.Int64,
}
"""``grade`` is kept only for classes that follow the pupil or are replaced by one that does; ``support_end`` only for
classes that are handed down, where it decides how long they serve there; ``due_on`` is null where nothing dates the
things."""

_LOT: Final = ("school", "asset_class", "grade", "support_end", "served_period", "replace_period")
"""What things must share to age together."""


def cohorts(
    batches: Iterable[pl.DataFrame], book: Book, settings: Settings, of_pupils: Collection[str] = ()
) -> pl.DataFrame:
    """The cohorts of the assets in stock, sorted; ``batches`` are parts of an ``assets`` table.

    ``of_pupils`` are the classes whose things follow their pupil from grade to grade.

    Each batch is rolled up by itself, so that memory holds one batch and the cohorts, never all assets. Things without
    a class are left out (they are data gaps).
    """
    parts: list[pl.DataFrame] = []
    for batch in batches:
        parts.append(_lots(batch, book, _split(settings)))
        if len(parts) > 16:  # fold now and then, so that memory stays flat over any number of batches
            parts = [_fold(parts)]
    return _due_together(_fold(parts), book, settings, of_pupils) if parts else pl.DataFrame(schema=COHORT_SCHEMA)


def _split(settings: Settings) -> int:
    return int(settings.first_day_of_school[-2:])


def _lots(batch: pl.DataFrame, book: Book, split: int) -> pl.DataFrame:
    """Things in stock of one class and school that went into service in one half month, and age together."""
    return (
        with_model_facts(batch.filter(in_stock()), book)
        .filter(pl.col("asset_class").is_not_null())
        .with_columns(
            served_period=_period(pl.col("in_service_on"), split),
            replace_period=_period(pl.col("replace_on"), split),
        )
        .group_by(_LOT)
        .agg(pl.col("in_service_on", "replace_on").min(), items=pl.len().cast(pl.Int64))
        .with_columns(pl.col("school", "asset_class", "grade").cast(pl.String))
        .collect()
    )


def _fold(parts: list[pl.DataFrame]) -> pl.DataFrame:
    lots = pl.concat(parts).group_by(_LOT)
    return lots.agg(pl.col("in_service_on", "replace_on").min(), pl.col("items").sum())


def _due_together(lots: pl.DataFrame, book: Book, settings: Settings, of_pupils: Collection[str]) -> pl.DataFrame:
    """The cohorts that lots make: those that fall due in the same half month for the same reason are one."""
    handed_down = pl.col("hand_down_to").is_not_null()
    donors = book.standards.filter(handed_down)["asset_class"].drop_nulls().unique().to_list()
    carried = pl.col("asset_class").cast(pl.String).is_in(sorted(of_pupils))
    carried &= pl.col("grade").cast(pl.String).is_in(GRADES[:AFTER_SCHOOL])
    kept_support = pl.when(pl.col("asset_class").cast(pl.String).is_in(donors)).then(pl.col("support_end"))
    return (
        with_due_dates(coded(lots), book, settings)
        .group_by(
            pl.col("school").cast(pl.String).fill_null(DISTRICT_WIDE),
            pl.col("asset_class").cast(pl.String),
            pl.when(carried).then(pl.col("grade").cast(pl.String)).alias("grade"),
            kept_support.alias("support_end"),
            "why",
            _period(pl.col("due_on"), _split(settings)).alias("period"),
        )
        .agg(pl.col("due_on").min(), pl.col("items").sum())
        .select(pl.col(name).cast(dtype) for name, dtype in COHORT_SCHEMA.items())
        .sort("school", "asset_class", "grade", "due_on", "support_end", "why")
        .collect()
    )


def _period(day: pl.Expr, split: int) -> pl.Expr:
    """Half months, numbered in order, split at the day of the month on which school starts."""
    half = (day.dt.day() >= split).cast(pl.Int32)
    return day.dt.year() * 24 + day.dt.month().cast(pl.Int32) * 2 + half
