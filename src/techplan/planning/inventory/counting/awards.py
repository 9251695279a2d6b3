"""When the things that each federal award bought were last counted, and by when they must be counted again."""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr
from techplan.planning.inventory.results.counting import AwardCounts
from techplan.rules.load import Rules

RULE = "uniform_guidance.count_months"
NO_AWARD = "(award not entered)"


def last_counted(book: Book) -> pl.DataFrame:
    """``asset`` and ``last_counted_on``: the last closed count in which it was found."""
    closed = book.counts.filter(pl.col("closed_on").is_not_null()).select("closed_on", count_code="code")
    found = book.count_outcomes.filter(pl.col("outcome").is_in(["matched", "moved in"]) & pl.col("asset").is_not_null())
    return (
        found.join(closed, on="count_code")
        .group_by("asset")
        .agg(last_counted_on=pl.col("closed_on").max())
        .sort("asset")
    )


def award_counts(
    book: Book, assets: pl.DataFrame, record: pl.DataFrame, rules: Rules, on: date, known: date
) -> pl.DataFrame:
    """The ``award_counts`` table: one row for each award with things still owned, and one for those without an award.

    Due is the earliest of each thing's last count, or else its acquisition, and the months of 2 CFR 200.313(d)(2).
    ``record`` is the property record.
    """
    rule = rules.at(RULE, on=on, known=known)
    owned = assets.filter(pl.col("disposed_on").is_null() & (pl.col("status").fill_null("active") != "disposed"))
    rows = record.join(owned.select("asset"), on="asset", how="semi").with_columns(
        since=pl.coalesce("last_counted_on", "acquired_on"), award=pl.col("award").fill_null(NO_AWARD)
    )
    rows = rows.with_columns(due=add_months_expr(pl.col("since"), pl.lit(int(str(rule.value)))))
    frame = rows.group_by("award").agg(
        pl.col("fain").first(),
        items=pl.len(),
        equipment=(pl.col("kind") == "equipment").sum(),
        cost_cents=pl.col("cost_cents").sum(),
        counted=(pl.col("last_counted_on").is_not_null() & (pl.col("due") >= on)).sum(),
        never_counted=pl.col("last_counted_on").is_null().sum(),
        oldest=pl.col("last_counted_on").min(),
        due_on=pl.col("due").min(),
    )
    law = "Equipment must be counted every two years" + f" ({rule.citation})"
    why = pl.when(pl.col("equipment") > 0).then(pl.lit(f"{law}.")).otherwise(
        pl.lit(f"{law}; these are supplies, counted by local policy.")
    )  # fmt: skip
    frame = frame.with_columns(
        last_counted_on=pl.when(pl.col("never_counted") == 0).then("oldest"),
        overdue=(pl.col("due_on") < on).fill_null(value=False),
        why=why,
    )
    schema = AwardCounts.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("award")
