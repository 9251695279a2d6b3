"""Every dollar of the plan shared out to the goals that it serves; the sum over goals is the budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.alignment.results import NO_GOAL, GoalGaps, GoalMoney, LineGoals, LineWeights

NOT_FUNDED: Final = "-"
SCALE: Final = 1_000_000
"""Points are shared in millionths, so that parts are exact."""


def line_goals(book: Book, lines: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """The ``line_goals`` table: each line's amount by goal, to the cent.

    The most specific judgement decides: that of its agreement or initiative, else of its program, else of its class,
    else of the programs whose standards ask for that class. What nobody judged serves no goal. Parts are in proportion
    to points, cents that remain go to the largest remainders.
    """
    best = _judged_by(book, lines, scores)
    each = best.group_by("line", "goal").agg(
        pl.col("micro").sum(), pl.col("subject_kind").first(), subject=pl.col("subject").sort().first()
    )
    amounts = lines.select("line", "fy", "amount_cents")
    rows = amounts.join(each, on="line", how="left").with_columns(
        pl.col("goal").fill_null(NO_GOAL), pl.col("micro").fill_null(1)
    )
    return _largest_remainder(rows)


def line_weights(book: Book, lines: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """The ``line_weights`` table: each line's tier, and its points against the highest; without points 0."""
    best = _judged_by(book, lines, scores).group_by("line").agg(
        pl.col("micro").sum(), pl.col("subject_kind").first(), subject=pl.col("subject").sort().first()
    )  # fmt: skip
    rows = lines.select("line", "tier").join(best, on="line", how="left")
    highest = pl.col("micro").max()
    said = pl.format("The points of {} {}.", "subject_kind", "subject")
    frame = rows.with_columns(
        weight=pl.when(highest > 0).then((pl.col("micro") / highest).round(6)).fill_null(0.0),
        why=said.fill_null("Nobody judged what it helps."),
    )
    schema = LineWeights.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("line")


def _judged_by(book: Book, lines: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """``line``, ``goal``, ``micro`` points and the subject, from the most specific judgement of each line."""
    points = scores.select(
        "goal", "subject_kind", "subject", micro=(pl.col("points").cast(pl.Float64) * SCALE).round(0).cast(pl.Int64)
    ).filter(pl.col("micro") > 0)
    shares = _subjects(book, lines).join(points, on=["subject_kind", "subject"])
    return shares.filter(pl.col("order") == pl.col("order").min().over("line"))


def _subjects(book: Book, lines: pl.DataFrame) -> pl.DataFrame:
    """``line``, ``subject_kind``, ``subject``, ``order``: what a line may be judged by, the most specific first."""
    initiatives = book.initiative_costs.select("initiative", source_key="cost")
    asked = book.standards.filter(pl.col("asset_class").is_not_null() & pl.col("program").is_not_null())
    by_class = asked.select("asset_class", subject="program").unique()
    with_initiative = lines.filter(pl.col("source_table") == "initiative_costs").join(initiatives, on="source_key")
    parts = (
        _named(lines.filter(pl.col("source_table") == "agreements"), "agreement", "source_key", 1),
        _named(with_initiative, "initiative", "initiative", 1),
        _named(lines, "program", "program", 2),
        _named(lines, "asset class", "asset_class", 3),
        _named(lines.join(by_class, on="asset_class"), "program", "subject", 4),
    )
    return pl.concat(parts)


def _named(lines: pl.DataFrame, kind: str, column: str, order: int) -> pl.DataFrame:
    rows = lines.filter(pl.col(column).is_not_null())
    return rows.select("line", subject_kind=pl.lit(kind), subject=pl.col(column), order=pl.lit(order))


def _largest_remainder(rows: pl.DataFrame) -> pl.DataFrame:
    """Each line's amount in proportion to ``micro``, in whole cents that add up; ties go to the lower goal."""
    total = pl.col("micro").sum().over("line")
    product = pl.col("amount_cents").cast(pl.Int128) * pl.col("micro")
    frame = rows.with_columns(part=(product // total).cast(pl.Int64), left=product % total)
    missing = pl.col("amount_cents") - pl.col("part").sum().over("line")
    frame = frame.sort(["line", "left", "goal"], descending=[False, True, False])
    place = pl.int_range(pl.len()).over("line")
    said = pl.format("By the points of {} {}.", "subject_kind", "subject")
    frame = frame.with_columns(
        amount_cents=pl.col("part") + (place < missing).cast(pl.Int64),
        why=pl.when(pl.col("goal") == NO_GOAL).then(pl.lit("Nobody judged what it helps.")).otherwise(said),
    )
    schema = LineGoals.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(LineGoals.primary_key())


def goal_money(parts: pl.DataFrame, allocations: pl.DataFrame, unfunded: pl.DataFrame) -> pl.DataFrame:
    """The ``goal_money`` table: each goal's dollars by fund and year; ``parts`` is the ``line_goals`` table.

    What several funds pay of one line is shared out to its goals fund by fund, so that goals and funds both add up: the
    goals' parts of a line are filled in order, fund after fund.
    """
    paid = pl.concat(
        [
            allocations.group_by("line", "fund").agg(pl.col("amount_cents").sum()),
            unfunded.select("line", fund=pl.lit(NOT_FUNDED), amount_cents="amount_cents"),
        ]
    ).filter(pl.col("amount_cents") > 0)
    goals = _spans(parts.filter(pl.col("amount_cents") > 0), "goal")
    funds = _spans(paid, "fund")
    both = goals.join(funds, on="line", suffix="_fund")
    overlap = pl.min_horizontal("end", "end_fund") - pl.max_horizontal("start", "start_fund")
    years = parts.select("line", "fy").unique()
    rows = both.with_columns(amount_cents=overlap).filter(pl.col("amount_cents") > 0).join(years, on="line")
    frame = rows.group_by("goal", "fund", "fy").agg(pl.col("amount_cents").sum())
    schema = GoalMoney.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(GoalMoney.primary_key())


def _spans(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Each part of a line as a span of its cents, in the order of ``name``."""
    ordered = rows.sort("line", name).with_columns(end=pl.col("amount_cents").cum_sum().over("line"))
    return ordered.select("line", name, "end", start=pl.col("end") - pl.col("amount_cents"))


def goal_gaps(book: Book, lines: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The ``goal_gaps`` table: goals that no dollar serves, and categories of spending that serve no goal."""
    served = set(parts.filter(pl.col("amount_cents") > 0)["goal"])
    parents = set(book.goals["parent"].drop_nulls())
    rows: list[Mapping[str, object]] = [
        {
            "gap": "goal without money", "subject": goal, "amount_cents": 0, "lines": 0,
            "remedy": "Name what helps this goal in contributions, or ask whether it is a goal of technology.",
        }
        for goal in sorted(set(book.goals["code"]) - served - parents)
    ]  # fmt: skip
    without = parts.filter(pl.col("goal") == NO_GOAL).drop("amount_cents").join(
        lines.select("line", "category", "amount_cents"), on="line"
    )  # fmt: skip
    for category, cents, number in without.group_by("category").agg(
        pl.col("amount_cents").sum(), pl.len()
    ).sort("category").iter_rows():  # fmt: skip
        rows.append(
            {
                "gap": "spending without a goal", "subject": category, "amount_cents": cents, "lines": number,
                "remedy": "Say in contributions which goal it helps, or ask why it is bought.",
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=GoalGaps.polars_schema(), orient="row").sort(GoalGaps.primary_key())
