"""One model that is written in several ways."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.findings.rows import of_table

FINDING: Final = "model spelt several ways"

_FIRM: Final = r"( (incorporated|inc|corporation|corp|company|co|limited|ltd|llc))+$"


def model_findings(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """Found rows on ``product_models`` and on models that only assets name: all spellings, with the commonest told.

    Spellings are of one model where they are equal but for case, spaces, punctuation and the maker's name in front, and
    have the same maker. Where no maker is entered, it is the one whose model has that name, if there is only one.
    ``Lenovo ThinkPad`` and ``IBM ThinkPad`` are two models; so are ``Pro 7`` and ``Pro 7+``.
    """
    used = assets.filter(pl.col("model").is_not_null()).group_by("model").agg(items=pl.len())
    known = book.product_models.select("model", "maker")
    names = used.join(known, on="model", how="full", coalesce=True).with_columns(pl.col("items").fill_null(0))
    several = _formed(names).filter(pl.col("bare") != "").filter(pl.len().over("form") > 1)
    if several.is_empty():
        return of_table(several, FINDING, "product_models", "model", "")
    commonest = several.sort("items", "model", descending=[True, False]).group_by("form", maintain_order=True)
    rows = several.join(commonest.agg(usual=pl.col("model").first(), usual_items=pl.col("items").first()), on="form")
    others = pl.format("The usual spelling is “{}” ({} assets); this one is on {}.", "usual", "usual_items", "items")
    own = pl.format("The usual spelling, on {} assets; others are in use beside it.", "items")
    what = pl.when(pl.col("model") == pl.col("usual")).then(own).otherwise(others)
    return of_table(rows, FINDING, "product_models", "model", what)


def maker_form(column: str) -> pl.Expr:
    """A maker as makers are compared: lower case, single spaces, no punctuation, no ``Inc.``; null where none is."""
    plain = _plain(column).str.replace(_FIRM, "")
    return pl.when(plain != "").then(plain)


def _plain(column: str) -> pl.Expr:
    """Words in lower case with a single space between. A plus sign is part of a name, and becomes a word."""
    words = pl.col(column).str.to_lowercase().str.replace_all("+", " plus ", literal=True)
    return words.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def _formed(names: pl.DataFrame) -> pl.DataFrame:
    """The names with ``form``: the maker and the bare name, written together."""
    names = names.with_columns(by=maker_form("maker"), plain=_plain("model"))
    led = pl.col("plain").str.starts_with(pl.col("by") + " ")
    bare = pl.when(led).then(pl.col("plain").str.slice(pl.col("by").str.len_chars() + 1)).otherwise("plain")
    names = names.with_columns(bare=bare.str.replace_all(" ", ""), by=pl.col("by").str.replace_all(" ", ""))
    makers = names.filter(pl.col("by").is_not_null()).group_by("bare").agg(
        only=pl.col("by").first(), makers=pl.col("by").n_unique()
    )  # fmt: skip
    only = makers.filter(pl.col("makers") == 1).select("bare", "only")
    return names.join(only, on="bare", how="left").with_columns(
        form=pl.concat_str(pl.coalesce("by", "only", pl.lit("")), "bare")
    )
