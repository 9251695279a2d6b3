"""The assets as proving them needs them: with class, maker, support end and the keys by which things are compared."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.needs.due import in_stock

NO_KEY: Final = (
    "", "0", "-", "na", "n/a", "none", "null", "unknown", "tbd", "default string", "to be filled by o.e.m.",
    "to be filled by oem", "system serial number", "not specified", "not available", "invalid", "123456789",
)  # fmt: skip
"""What stands where no serial number is: such a text is no key, and two of them are no duplicate (formats.md, 11)."""


def tag_key(column: str = "tag") -> pl.Expr:
    """A tag as it is compared: trimmed, without regard to case; null where it says nothing."""
    return _key(pl.col(column).str.strip_chars().str.to_lowercase())


def serial_key(column: str = "serial") -> pl.Expr:
    """A serial number as it is compared: trimmed, without case, spaces and dashes; null where it says nothing."""
    plain = pl.col(column).str.strip_chars().str.to_lowercase()
    return pl.when(plain.is_in(NO_KEY)).then(None).otherwise(_key(plain.str.replace_all(r"[\s\-]", "")))


def mac_key(column: str = "mac") -> pl.Expr:
    """A network address as it is compared: twelve hexadecimal digits; null where it is not one."""
    plain = pl.col(column).str.to_lowercase().str.replace_all(r"[^0-9a-f]", "")
    return pl.when((plain.str.len_chars() == 12) & ~plain.is_in(["000000000000", "ffffffffffff"])).then(plain)


def _key(plain: pl.Expr) -> pl.Expr:
    return pl.when(plain.is_in(NO_KEY)).then(None).otherwise(plain)


def owned_assets(book: Book) -> pl.DataFrame:
    """The ``assets`` table with ``asset_class`` filled from the model, and these columns more.

    ``maker`` and ``released_on`` of the model, ``ends_on`` (the asset's own support end, else its model's), ``in_use``,
    ``tag_key``, ``serial_key``, ``mac_key`` (as compared), and ``federal`` (whether a federal grant paid, in whole or
    part: by its award's fund, its fund, or its federal share). In the order of the assets' key.
    """
    models = book.product_models.select(
        "model", "maker", "released_on", model_class="asset_class", model_end="support_end"
    )
    federal = book.funds.filter(pl.col("kind") == "federal grant").get_column("fund")
    awards = book.awards.filter(pl.col("fund").is_in(federal.implode())).get_column("award")
    return (
        book.assets.join(models, on="model", how="left", maintain_order="left")
        .with_columns(
            asset_class=pl.coalesce("asset_class", "model_class"),
            ends_on=pl.coalesce("support_end", "model_end"),
            in_use=in_stock(),
            tag_key=tag_key(),
            serial_key=serial_key(),
            mac_key=mac_key(),
            federal=pl.col("fund").is_in(federal.implode()).fill_null(value=False)
            | pl.col("award").is_in(awards.implode()).fill_null(value=False)
            | (pl.col("federal_share") > 0).fill_null(value=False),
        )
        .drop("model_class", "model_end")
    )
