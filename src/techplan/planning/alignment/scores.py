"""Judgements on what helps which goal, put together: means, spread, points."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.tables.learning import EVIDENCE_TIERS
from techplan.planning.alignment.results import Scores

COLUMNS: Final = {
    "program": "program", "initiative": "initiative", "agreement": "agreement", "asset class": "asset_class",
}  # fmt: skip
"""The column of ``contributions`` that names each kind of subject."""

NUMBER: Final = pl.Decimal(18, 6)


def goal_weights(book: Book) -> pl.DataFrame:
    """``goal`` and ``weight``: a share of one among all goals that have no goal below them.

    A goal without a weight counts as one; where every weight is zero, all weigh alike.
    """
    parents = book.goals["parent"].drop_nulls()
    leaves = book.goals.filter(~pl.col("code").is_in(parents.implode()))
    given = pl.col("weight").cast(pl.Float64).fill_null(1.0)
    total = given.sum()
    share = pl.when(total > 0).then(given / total).otherwise(1 / pl.len())
    return leaves.select(goal="code", weight=share).sort("goal")


def scores(book: Book) -> pl.DataFrame:
    """The ``scores`` table.

    One person's contribution is the PERT mean (low + 4 × likely + high) ÷ 6; a bound that is missing is the
    likely one, and bounds that were entered the wrong way round are turned.
    The mean over persons counts each alike; a likelihood that nobody gave is taken as certain, evidence as none.
    """
    parts = [_of_kind(book, kind, column) for kind, column in COLUMNS.items()]
    frame = (
        pl.concat(parts).join(goal_weights(book), on="goal", how="left").with_columns(pl.col("weight").fill_null(0.0))
    )
    frame = frame.with_columns(points=pl.col("weight") * pl.col("contribution") * pl.col("likelihood") * 100)
    schema = Scores.polars_schema()
    exact = [name for name, dtype in schema.items() if isinstance(dtype, pl.Decimal)]
    frame = frame.with_columns(pl.col(exact).round(6).cast(NUMBER))
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(Scores.primary_key())


def _of_kind(book: Book, kind: str, column: str) -> pl.DataFrame:
    judged = book.contributions.filter(pl.col(column).is_not_null() & pl.col("likely").is_not_null())
    low, likely, high = (pl.col(name).cast(pl.Float64) for name in ("low", "likely", "high"))
    least, most = pl.min_horizontal(low, likely, high), pl.max_horizontal(low, likely, high)
    tier = pl.col("evidence").fill_null("none").replace_strict(
        {name: place for place, name in enumerate(EVIDENCE_TIERS)}, return_dtype=pl.Int64
    )  # fmt: skip
    each = judged.with_columns(
        mean=(least + 4 * likely + most) / 6, unsure=(most - least) / 6, tier=tier,
        chance=pl.col("likelihood").cast(pl.Float64).fill_null(1.0),
    )  # fmt: skip
    weakest = pl.col("tier").max().replace_strict(dict(enumerate(EVIDENCE_TIERS)), return_dtype=pl.String)
    return (
        each.sort("contribution")
        .group_by(subject=column, goal="goal")
        .agg(
            scorers=pl.col("scorer").fill_null("").n_unique(),
            contribution=pl.col("mean").mean(),
            spread=pl.col("mean").std(),
            uncertainty=pl.col("unsure").mean(),
            likelihood=pl.col("chance").mean(),
            evidence=weakest,
        )
        .with_columns(subject_kind=pl.lit(kind))
        .select(
            "subject_kind",
            "subject",
            "goal",
            "scorers",
            "contribution",
            "spread",
            "uncertainty",
            "likelihood",
            "evidence",
        )
    )
