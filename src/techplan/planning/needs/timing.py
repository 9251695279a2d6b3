"""From the day a thing falls due to the year that pays for it.

The district's policy turns a due date into a deploy-by date; the class's lead time turns that into an order date; and
since an order needs an appropriation and a certificate of funds, the fiscal year of the order date pays.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.school_years import add_months_expr, fiscal_year_expr
from techplan.planning.settings import Settings


def deploy_by(due_on: pl.Expr, settings: Settings) -> pl.Expr:
    """The day by which a replacement is to be in use, by the district's deployment policy.

    ``as due``: the day itself. ``summer before``: the last first day of school that is not after it. ``summer after``:
    the next first day of school that is not before it.
    """
    if settings.deployment_policy == "as due":
        return due_on
    month, number = (int(part) for part in settings.first_day_of_school.split("-"))
    this_year = pl.date(due_on.dt.year(), month, number)
    if settings.deployment_policy == "summer before":
        return pl.when(this_year <= due_on).then(this_year).otherwise(pl.date(due_on.dt.year() - 1, month, number))
    return pl.when(this_year >= due_on).then(this_year).otherwise(pl.date(due_on.dt.year() + 1, month, number))


def with_timing(frame: pl.DataFrame, lead_months: pl.Expr, settings: Settings) -> pl.DataFrame:
    """``frame`` (``due_on``, ``deploy_by``) with ``due_fy``, ``backlog``, ``order_on``, ``late`` and ``paying_fy``.

    What was due before the plan began is its backlog. An order date before the plan began cannot be kept any more: the
    first plan year pays, and the row is marked late.
    """
    begins: date = settings.begins
    return frame.with_columns(
        due_fy=fiscal_year_expr(pl.col("due_on"), settings.start_month),
        backlog=pl.col("due_on") < begins,
        order_on=add_months_expr(pl.col("deploy_by"), -lead_months),
    ).with_columns(
        late=pl.col("order_on") < begins,
        paying_fy=pl.max_horizontal(
            fiscal_year_expr(pl.col("order_on"), settings.start_month), pl.lit(settings.first_fy, dtype=pl.Int64)
        ),
    )
