"""Replacement waves: what one-time money and awards bought falls due again, and nobody gives that money twice.

Things of the inventory say which fund or award bought them. Things that the plan buys are traced where one money alone
pays a whole purchase; of a purchase that several pay, nobody can say which item is whose, so it is only counted.
Nothing is thinned by losses: a thing that is lost must be replaced too, only sooner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr, fiscal_year_expr
from techplan.planning.assumptions import Assumption
from techplan.planning.cliffs.ending import Ending, Source
from techplan.planning.cliffs.results import ReplacementWaves
from techplan.planning.funding.pots import OWN_MONEY
from techplan.planning.needs.families import family_of
from techplan.planning.settings import Settings

KEY: Final = ["fund", "award", "asset_class", "fy", "origin"]
UNDATED: Final = ("as directed", "grade entry")
"""Refresh rules by which nothing bought today has a day on which it falls due."""


def replacement_waves(
    book: Book,
    needs: pl.DataFrame,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    asset_due: pl.DataFrame,
    endings: Mapping[Source, Ending],
    settings: Settings,
) -> tuple[pl.DataFrame, list[Assumption]]:
    """The ``replacement_waves`` table, and what could not be traced.

    Frames are a plan's ``needs``, ``cost_lines``, ``allocations`` and ``asset_due``.
    """
    owned, undated = _owned(book, asset_due, settings)
    planned, undatable = _planned(book, needs, lines, allocations, endings, settings)
    waves = pl.concat([owned, planned]).group_by(KEY).agg(pl.col("items", "backlog_items", "untraced_items").sum())
    priced = waves.join(_prices(book, lines), on=["asset_class", "fy"], how="left")
    leased = pl.col("asset_class").is_in(_leased(book))
    told = priced.with_columns(
        cost_cents=pl.col("items") * pl.col("unit_cents"),
        why=pl.concat_str([_traced(), _untraced(), _price(leased)]),
    )
    frame = told.select(pl.col(name).cast(dtype) for name, dtype in ReplacementWaves.polars_schema().items())
    return frame.sort(ReplacementWaves.primary_key()), _assumptions(frame, undated, undatable)


def _owned(book: Book, asset_due: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, int]:
    """Things in the inventory by what bought them, and how many of them have no due day."""
    once = book.funds.filter(pl.col("one_time"))["fund"].to_list()
    bought = book.assets.select("asset", "fund", "award").join(
        book.awards.select("award", of_award="fund"), on="award", how="left"
    )
    chosen = bought.with_columns(fund=pl.coalesce("of_award", "fund")).filter(
        pl.col("fund").is_not_null() & (pl.col("award").is_not_null() | pl.col("fund").is_in(once))
    )
    things = asset_due.join(chosen.drop("of_award"), on="asset").with_columns(
        fy=pl.when("backlog").then(settings.first_fy).otherwise("due_fy").cast(pl.Int64),
        award=pl.col("award").fill_null(OWN_MONEY),
        asset_class=_family(book),
    )
    due = things.filter(pl.col("fy").is_between(settings.first_fy, settings.last_fy))
    frame = due.select(
        "fund", "award", "asset_class", "fy",
        origin=pl.lit("owned"),
        items=pl.lit(1, dtype=pl.Int64),
        backlog_items=pl.col("backlog").cast(pl.Int64),
        untraced_items=pl.lit(0, dtype=pl.Int64),
    )  # fmt: skip
    return frame, things["fy"].null_count()


def _planned(
    book: Book,
    needs: pl.DataFrame,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    endings: Mapping[Source, Ending],
    settings: Settings,
) -> tuple[pl.DataFrame, int]:
    """Purchases of the plan by the ending money that pays, and how many lines nothing dates again."""
    payers = pl.DataFrame(sorted(endings), schema={"fund": pl.String, "award": pl.String}, orient="row")
    bought = (
        lines.filter((pl.col("source_table") == "needs") & ~pl.col("asset_class").is_in(_leased(book)))
        .select("line", "asset_class", "amount_cents", need="source_key")
        .join(needs.select("need", "deploy_by", "quantity"), on="need")
        .join(_lives(book), on="asset_class", how="left")
    )
    paid = allocations.join(payers, on=["fund", "award"], how="semi").filter(pl.col("amount_cents") > 0)
    parts = paid.select("line", "fund", "award", part="amount_cents").join(bought, on="line")
    due_on = add_months_expr(pl.col("deploy_by"), pl.col("life_months"))
    dated = parts.with_columns(fy=fiscal_year_expr(due_on, settings.start_month))
    alone = pl.col("part") == pl.col("amount_cents")
    frame = dated.filter(pl.col("fy").is_between(settings.first_fy, settings.last_fy)).select(
        "fund", "award", "asset_class", "fy",
        origin=pl.lit("planned"),
        items=pl.when(alone).then("quantity").otherwise(0).cast(pl.Int64),
        backlog_items=pl.lit(0, dtype=pl.Int64),
        untraced_items=pl.when(alone).then(0).otherwise("quantity").cast(pl.Int64),
    )  # fmt: skip
    return frame, dated.filter(pl.col("fy").is_null())["line"].n_unique()


def _family(book: Book) -> pl.Expr:
    """The class bought in place of each class."""
    families = family_of(book)
    return pl.col("asset_class").replace(list(families), list(families.values()))


def _lives(book: Book) -> pl.DataFrame:
    """asset_class, life_months: of the classes whose new things fall due by age."""
    aging = ~pl.col("refresh_rule").is_in(UNDATED).fill_null(value=False) & (pl.col("life_months") > 0)
    return book.asset_classes.filter(aging).select("life_months", asset_class="code")


def _leased(book: Book) -> list[str]:
    return book.asset_classes.filter(pl.col("lease_payments").is_not_null())["code"].to_list()


def _prices(book: Book, lines: pl.DataFrame) -> pl.DataFrame:
    """asset_class, fy, unit_cents: the price of one in each year in which the plan buys the class, where it has one."""
    bought = lines.filter((pl.col("source_table") == "needs") & ~pl.col("asset_class").is_in(_leased(book)))
    prices = bought.group_by("asset_class", "fy").agg(
        unit_cents=pl.col("unit_cents").first(), different=pl.col("unit_cents").n_unique()
    )
    return prices.filter(pl.col("different") == 1).drop("different")


def _traced() -> pl.Expr:
    owned = pl.lit("By the fund and award that the inventory records.")
    return pl.when(pl.col("origin") == "owned").then(owned).otherwise(
        pl.lit("Bought by this plan: purchases that this money pays alone, due again after their useful life.")
    )  # fmt: skip


def _untraced() -> pl.Expr:
    words = pl.format(" {} items of purchases with several payers are not counted.", pl.col("untraced_items"))
    return pl.when(pl.col("untraced_items") > 0).then(words).otherwise(pl.lit(""))


def _price(leased: pl.Expr) -> pl.Expr:
    return (
        pl.when(leased).then(pl.lit(" The class is leased: it has payments, not a price."))
        .when(pl.col("unit_cents").is_null())
        .then(pl.lit(" The plan buys none of the class in that year, so it has no price for it."))
        .otherwise(pl.lit(" Priced as the plan prices the class in that year."))
    )  # fmt: skip


def _assumptions(frame: pl.DataFrame, undated: int, undatable: int) -> list[Assumption]:
    """What is left out."""
    shared = frame.filter(pl.col("untraced_items") > 0).height
    notes = (
        ("things without a due day are in no wave", "not counted", "Nothing dates them; see the data gaps.", undated),
        (
            "purchases that nothing dates again are in no wave",
            "not counted",
            "Their class is replaced as directed, by grade, or has no useful life.",
            undatable,
        ),
        (
            "purchases that several pay are in no wave",
            "counted apart",
            "Which items are whose cannot be said.",
            shared,
        ),
    )
    return [
        Assumption(assumption=what, about="replacement waves", value=value, why=why, confirmed=True, rows=rows)
        for what, value, why, rows in notes
        if rows
    ]
