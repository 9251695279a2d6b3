"""Fields on which the Book and a live system say different things of one asset."""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.planning.inventory.results.reconciling import Disagreements

FIELDS: Final = ("tag", "serial", "mac", "school", "model", "support_end", "assigned_to")
"""Compared, where both sides say something: as people read them, in this order."""

_BRACKETS: Final = r"\([^)]*\)"
_FIRM: Final = r"( (incorporated|inc|corporation|corp|company|co|limited|ltd|llc))+$"


def disagreements(assets: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The ``disagreements`` table; of several sightings by one system the latest counts.

    Tags, serials and addresses are compared as they are joined, models as ``apart_models`` says.
    """
    latest = _latest(joined.filter(pl.col("current") & pl.col("of").is_not_null())).with_columns(
        assigned_to=pl.col("user_role").replace({"other": None})
    )
    both = latest.drop("asset").join(assets, left_on="of", right_on="asset", how="inner", suffix="_book")
    both = both.with_columns(models_apart=apart_models(both, "model_book", "model"))
    parts = [Disagreements.empty(), *(_of_field(both, field) for field in FIELDS)]
    return pl.concat(parts).sort(Disagreements.primary_key())


def _latest(named: pl.DataFrame) -> pl.DataFrame:
    """The latest row of each asset and system. Most have one only, and those need no sorting."""
    both = ["of", "system"]
    again = named.group_by(both).len().filter(pl.col("len") > 1)
    if again.is_empty():
        return named
    last = (
        named.join(again, on=both, how="semi")
        .sort("seen_on", ~pl.col("ended"), "sighting", nulls_last=False)
        .unique(both, keep="last", maintain_order=True)
    )
    return pl.concat([named.join(again, on=both, how="anti"), last])


def _of_field(both: pl.DataFrame, field: str) -> pl.DataFrame:
    # a column that only one of the two tables has keeps its name in the join
    ours = "ends_on" if field == "support_end" else f"{field}_book"
    theirs, book = {
        "tag": ("s_tag", "tag_key"),
        "serial": ("s_serial", "serial_key"),
        "mac": ("s_mac", "mac_key"),
    }.get(field, (field, ours))
    apart = pl.col("models_apart") if field == "model" else (pl.col(theirs) != pl.col(book)).fill_null(value=False)
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


def apart_models(frame: pl.DataFrame, ours: str, theirs: str) -> pl.Series:
    """Whether two columns of models differ, other than by case, spaces, punctuation and the ``maker`` in front.

    What stands in brackets counts only where both have brackets: ``iPad (8th generation)`` is no ``iPad (9th
    generation)``, but a part number that one side leaves out is no difference. Each distinct pair is worked on once.
    """
    pairs = frame.select(ours=ours, theirs=theirs, maker="maker").unique()
    bare = {side: pl.col(side).str.replace_all(_BRACKETS, " ") for side in ("ours", "theirs")}
    whole_differs = _plain_model(pl.col("ours")) != _plain_model(pl.col("theirs"))
    bare_differs = _plain_model(bare["ours"]) != _plain_model(bare["theirs"])
    bracketed = pl.col("ours").str.contains(_BRACKETS) & pl.col("theirs").str.contains(_BRACKETS)
    pairs = pairs.with_columns(apart=(whole_differs & (bare_differs | bracketed)).fill_null(value=False))
    found = frame.select(ours=ours, theirs=theirs, maker="maker").join(
        pairs, on=["ours", "theirs", "maker"], how="left", nulls_equal=True, maintain_order="left"
    )
    return found.get_column("apart")


def _plain_model(name: pl.Expr) -> pl.Expr:
    words, maker = _words(name), _words(pl.col("maker")).str.replace(_FIRM, "")
    led = words.str.starts_with(maker + " ")
    bare = pl.when(led).then(words.str.slice(maker.str.len_chars() + 1)).otherwise(words)
    return bare.str.replace_all(" ", "", literal=True)


def _words(text: pl.Expr) -> pl.Expr:
    """Words in lower case with a single space between; a plus sign is part of a name, and becomes a word."""
    plain = text.str.to_lowercase().str.replace_all("+", " plus ", literal=True)
    return plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
