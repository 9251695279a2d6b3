"""One model that is written in several ways."""

from __future__ import annotations

import polars as pl

from techplan.book.book import Book
from techplan.planning.inventory.findings.rows import of_table


def model_findings(book: Book, assets: pl.DataFrame) -> pl.DataFrame:
    """Found rows on ``product_models`` and on models that only assets name.

    Spellings are of one model where they are equal but for case, spaces and punctuation, with the same maker; a maker
    that is not entered is read from the name. ``Lenovo ThinkPad`` and ``IBM ThinkPad`` are two models.
    """
    used = assets.filter(pl.col("model").is_not_null()).group_by("model").agg(items=pl.len())
    known = book.product_models.select("model", "maker")
    names = used.join(known, on="model", how="full", coalesce=True).with_columns(pl.col("items").fill_null(0))
    brand = pl.col("maker").str.strip_chars().str.to_lowercase()
    name = pl.col("model").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "")
    maker = brand.str.replace_all(r"[^\p{L}\p{N}]+", "").fill_null("")
    bare = pl.when((maker != "") & name.str.starts_with(maker)).then(name.str.slice(maker.str.len_chars()))
    names = names.with_columns(bare=bare.otherwise(name), maker=maker)
    names = names.with_columns(form=pl.concat_str(["maker", "bare"], separator=" ").str.strip_chars())
    several = names.filter(pl.len().over("form") > 1)
    if several.is_empty():
        return of_table(several, "model spelt several ways", "product_models", "model", "")
    commonest = several.sort("items", "model", descending=[True, False]).group_by("form", maintain_order=True)
    rows = several.join(commonest.agg(usual=pl.col("model").first(), usual_items=pl.col("items").first()), on="form")
    others = pl.format("The usual spelling is “{}” ({} assets); this one is on {}.", "usual", "usual_items", "items")
    own = pl.format("The usual spelling, on {} assets; others are in use beside it.", "items")
    what = pl.when(pl.col("model") == pl.col("usual")).then(own).otherwise(others)
    return of_table(rows, "model spelt several ways", "product_models", "model", what)
