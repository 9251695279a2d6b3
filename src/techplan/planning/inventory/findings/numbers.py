"""Tags, serial numbers and addresses: double, damaged, words in their place, of a wrong shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from techplan.planning.inventory.findings.rows import of_assets
from techplan.planning.inventory.limits import Limits
from techplan.rules.serials import serial_shapes

_KEYS: Final = (
    ("duplicate tag", "tag", "tag_key"),
    ("duplicate serial", "serial", "serial_key"),
    ("duplicate network address", "mac", "mac_key"),
)
_DAMAGE: Final = (
    (r"^\d(\.\d+)?[eE][+-]?\d{2,}$", "A spreadsheet has shortened it; the digits that are missing cannot be restored."),
    (r"^\d+\.0+$", "A program took it for a number and wrote a decimal point."),
    (r"^(#+|#N/A|#REF!|#VALUE!|#NAME\?|#DIV/0!)$", "A spreadsheet shows an error in its place."),
    (
        r"^(\d{1,2}-)?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d{1,2})?$",
        "A spreadsheet made a date of it.",
    ),
)
_NUMBERS: Final = ("tag", "serial", "purchase_order")


def number_findings(assets: pl.DataFrame, limits: Limits) -> Iterator[pl.DataFrame]:
    """Found rows on what identifies things; things that left the district keep their numbers and are not looked at."""
    here = assets.filter(pl.col("disposed_on").is_null() & (pl.col("status").fill_null("active") != "disposed"))
    for finding, column, key in _KEYS:
        yield _duplicates(here, finding, column, key)
    yield of_assets(
        here.filter(pl.col("serial").is_not_null() & pl.col("serial_key").is_null()),
        "placeholder serial", pl.format("“{}” is no serial number.", "serial"), "serial",
    )  # fmt: skip
    for column in _NUMBERS:
        for pattern, what in _DAMAGE:
            yield of_assets(here.filter(pl.col(column).str.contains(pattern)), "damaged number", what, column)
    yield _lost_zeros(here, limits)
    yield _shapes(here)
    yield _unlike_its_model(here, limits)


def _duplicates(assets: pl.DataFrame, finding: str, column: str, key: str) -> pl.DataFrame:
    """Every asset of those that share a key, each with the others named; nulls share nothing."""
    shared = assets.filter(pl.col(key).is_not_null()).filter(pl.len().over(key) > 1)
    if shared.is_empty():
        return of_assets(shared, finding, "", column)
    holders = shared.group_by(key).agg(names=pl.col("asset").sort().str.join(", "), holders=pl.len())
    rows = shared.join(holders, on=key)
    named = pl.when(pl.col("names").str.len_chars() > 120).then(
        pl.concat_str([pl.col("names").str.slice(0, 120), pl.lit(" …")])
    )
    what = pl.format("It is on {} assets: {}.", "holders", named.otherwise("names"))
    return of_assets(rows, finding, what, column)


def _lost_zeros(assets: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Tags of digits alone that are shorter than the width which nearly all such tags have."""
    digits = assets.filter(pl.col("tag").str.contains(r"^\d+$")).with_columns(width=pl.col("tag").str.len_chars())
    widths = digits.group_by("width").len().sort("len", "width", descending=[True, True])
    if widths.is_empty() or widths["len"][0] < limits.tag_width_share * digits.height:
        return of_assets(digits.clear(), "damaged number", "", "tag")
    usual = int(widths["width"][0])
    what = f"It has fewer digits than nearly all tags, which have {usual}: leading zeros may be lost."
    return of_assets(digits.filter(pl.col("width") < usual), "damaged number", what, "tag")


def _shapes(assets: pl.DataFrame) -> pl.DataFrame:
    """Serial numbers that are not as their maker makes them for that class."""
    parts = [of_assets(assets.clear(), "serial shape", "", "serial")]
    for shape in serial_shapes():
        own = assets.filter(
            pl.col("maker").str.to_lowercase().is_in(shape.makers)
            & pl.col("asset_class").is_in(shape.classes)
            & pl.col("serial_key").is_not_null()
        )
        parts.append(
            of_assets(
                own.filter(~pl.col("serial_key").str.contains(shape.pattern)), "serial shape", shape.says, "serial"
            )
        )
    return pl.concat(parts)


def _unlike_its_model(assets: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Serial numbers of another length than nearly all of their model."""
    rows = assets.filter(pl.col("serial_key").is_not_null() & pl.col("model").is_not_null()).with_columns(
        width=pl.col("serial_key").str.len_chars().cast(pl.Int64)
    )
    widths = rows.group_by("model", "width").agg(n=pl.len()).with_columns(total=pl.col("n").sum().over("model"))
    usual = widths.filter(
        (pl.col("total") >= limits.cost_peers) & (pl.col("n") >= float(limits.tag_width_share) * pl.col("total"))
    ).select("model", usual="width")
    apart = rows.join(usual, on="model").filter(pl.col("width") != pl.col("usual"))
    what = pl.format("It has {} characters; nearly all of {} have {}.", "width", "model", "usual")
    return of_assets(apart, "serial shape", what, "serial")
