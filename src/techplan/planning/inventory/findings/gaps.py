"""What a record must say and does not: school, class, fund, federal share, award."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.findings.rows import of_assets, of_table


def gap_findings(book: Book, assets: pl.DataFrame, record: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Found rows on empty fields; ``record`` is the property record."""
    here = assets.filter(pl.col("in_use"))
    yield of_assets(here.filter(pl.col("school").is_null()), "no school", "It is at no school.", "school")
    yield of_assets(here.filter(pl.col("asset_class").is_null()), "no class", "It has no class.", "asset_class")
    unpaid = here.filter(pl.col("fund").is_null() & pl.col("award").is_null())
    yield of_assets(unpaid, "no fund", "Nothing says who paid.", "fund")
    unshared = assets.filter(pl.col("federal") & pl.col("federal_share").is_null() & pl.col("in_use"))
    yield of_assets(unshared, "no federal share", "The federal share of its cost is not known.", "federal_share")
    lacking = record.filter(pl.col("missing").is_not_null()).join(
        assets.select("asset", "school"), on="asset", how="left"
    )
    for against, finding in (("law", "federal record incomplete"), ("local policy", "local record incomplete")):
        what = pl.format("Missing: {}.{}", pl.col("missing").str.replace_all(";", ", "), _unclear())
        yield of_assets(lacking.filter(pl.col("against") == against), finding, what)
    yield _awards(book)


def _unclear() -> pl.Expr:
    """Where the kind is not known, what makes the law's fields asked for."""
    said = pl.lit(" Until its cost is known it is held to be equipment.")
    return pl.when(pl.col("kind") == "not known").then(said).otherwise(pl.lit(""))


def _awards(book: Book) -> pl.DataFrame:
    federal = book.funds.filter(pl.col("kind") == "federal grant").get_column("fund")
    rows = book.awards.filter(pl.col("fund").is_in(federal.implode()))
    rows = rows.filter(pl.col("awarded_on").is_null() | pl.col("fain").is_null())
    lacks = pl.concat_str(
        [
            pl.when(pl.col("awarded_on").is_null()).then(pl.lit("the day of award")),
            pl.when(pl.col("fain").is_null()).then(pl.lit("the FAIN")),
        ],
        separator=" and ",
        ignore_nulls=True,
    )
    return of_table(rows, "award incomplete", "awards", "award", pl.format("It lacks {}.", lacks))
