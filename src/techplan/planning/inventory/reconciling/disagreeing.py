"""Fields on which the Book and a live system say different things of one asset."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.planning.inventory.results.reconciling import Disagreements

FIELDS: Final = ("tag", "serial", "mac", "school", "model", "support_end", "assigned_to")
"""Compared, where both sides say something: as people read them, in this order."""


def disagreements(assets: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The ``disagreements`` table; of several sightings by one system the latest counts.

    Tags, serials and addresses are compared as they are joined, models without case, punctuation and the maker's name.
    """
    latest = (
        joined.filter(pl.col("current") & pl.col("of").is_not_null())
        .sort("seen_on", "sighting", nulls_last=False)
        .unique(["of", "system"], keep="last", maintain_order=True)
        .with_columns(assigned_to=pl.col("user_role").replace({"other": None}))
    )
    both = latest.drop("asset").join(assets, left_on="of", right_on="asset", how="inner", suffix="_book")
    both = both.with_columns(
        _plain_models(both, "model", "maker").alias("plain_model"),
        _plain_models(both, "model_book", "maker").alias("plain_model_book"),
    )
    parts = [Disagreements.empty(), *(_of_field(both, field) for field in FIELDS)]
    return pl.concat(parts).sort(Disagreements.primary_key())


def _of_field(both: pl.DataFrame, field: str) -> pl.DataFrame:
    # a column that only one of the two tables has keeps its name in the join
    ours = "ends_on" if field == "support_end" else f"{field}_book"
    theirs, book = {
        "tag": ("s_tag", "tag_key"),
        "serial": ("s_serial", "serial_key"),
        "mac": ("s_mac", "mac_key"),
        "model": ("plain_model", "plain_model_book"),
    }.get(field, (field, ours))
    apart = (pl.col(theirs) != pl.col(book)).fill_null(value=False)
    if field == "assigned_to":
        apart = apart & pl.col(ours).is_in(["student", "staff"])
    return both.filter(apart).select(
        asset="of",
        system="system",
        field=pl.lit(field),
        in_book=pl.col(ours).cast(pl.String),
        in_system=pl.col(field).cast(pl.String),
        school="school_book",
    )


def _plain_models(frame: pl.DataFrame, column: str, maker: str) -> pl.Series:
    """Models as they are compared; each distinct name is worked on once."""
    names = frame.select(name=column, maker=maker).unique()
    plain, brand = plain_model(pl.col("name")), plain_model(pl.col("maker"))
    without = pl.when(plain.str.starts_with(brand)).then(plain.str.slice(brand.str.len_chars())).otherwise(plain)
    names = names.with_columns(plain=pl.when(without == "").then(plain).otherwise(without.fill_null(plain)))
    joined = frame.select(name=column, maker=maker).join(
        names, on=["name", "maker"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.get_column("plain")


def plain_model(name: pl.Expr) -> pl.Expr:
    """A model's or maker's name without case, spaces, punctuation and bracketed part numbers."""
    return name.str.to_lowercase().str.replace_all(r"\([^)]*\)", "").str.replace_all(r"[^\p{L}\p{N}]+", "")
