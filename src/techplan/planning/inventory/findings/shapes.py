"""Serial numbers that are not as their maker makes them, or not as the others of their model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from techplan.planning.inventory.findings.damage import damaged
from techplan.planning.inventory.findings.models import maker_form
from techplan.planning.inventory.findings.rows import of_assets, still_here
from techplan.planning.inventory.limits import Limits
from techplan.rules.serials import SerialShape, serial_shapes

FINDING: Final = "serial shape"


def shape_findings(assets: pl.DataFrame, limits: Limits) -> Iterator[pl.DataFrame]:
    """Found rows on serial numbers of an odd shape; damaged ones have a finding of their own and are left out."""
    numbered = assets.filter(still_here() & pl.col("serial_key").is_not_null())
    sound = numbered.join(damaged(numbered.get_column("serial")), left_on="serial", right_on="text", how="anti")
    made = sound.with_columns(maker_form=maker_form("maker"))
    for shape in serial_shapes():
        yield _unlike_its_maker(made, shape, limits)
    yield _unlike_its_model(sound, limits)


def _unlike_its_maker(made: pl.DataFrame, shape: SerialShape, limits: Limits) -> pl.DataFrame:
    """Serial numbers that do not have their maker's shape.

    Where most numbers of a class do not have it (of ``limits.cost_peers`` or more), the shape is wrong of this class or
    a system reports another number than the label's, and nothing is said.
    """
    own = made.filter(pl.col("maker_form").is_in(shape.makers) & pl.col("asset_class").is_in(shape.classes))
    own = own.with_columns(odd=~pl.col("serial_key").str.contains(shape.pattern))
    few = pl.len().over("asset_class") < limits.cost_peers
    mostly_right = pl.col("odd").sum().over("asset_class") * 2 <= pl.len().over("asset_class")
    what = shape.says if shape.confirmed else f"{shape.says} That is usual, and not confirmed by the maker."
    return of_assets(own.filter(pl.col("odd") & (few | mostly_right)), FINDING, what, "serial")


def _unlike_its_model(sound: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Serial numbers of another length than nearly all of their model."""
    rows = sound.filter(pl.col("model").is_not_null()).with_columns(
        width=pl.col("serial_key").str.len_chars().cast(pl.Int64)
    )
    widths = rows.group_by("model", "width").agg(n=pl.len()).with_columns(total=pl.col("n").sum().over("model"))
    usual = widths.filter(
        (pl.col("total") >= limits.cost_peers) & (pl.col("n") >= float(limits.tag_width_share) * pl.col("total"))
    ).select("model", usual="width")
    apart = rows.join(usual, on="model").filter(pl.col("width") != pl.col("usual"))
    what = pl.format("It has {} characters; nearly all of {} have {}.", "width", "model", "usual")
    return of_assets(apart, FINDING, what, "serial")
