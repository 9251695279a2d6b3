"""Numbers that a spreadsheet damaged: shortened, made a date, written with a decimal point, without leading zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from techplan.book.reading.damage import MEANING, damage_of
from techplan.planning.inventory.findings.rows import of_assets, still_here
from techplan.planning.inventory.limits import Limits

FINDING: Final = "damaged number"

_NUMBERS: Final = ("tag", "serial", "purchase_order")
_SUSPECT: Final = r"(?i)^\s*([+-]?\d[\d.,]*e[+-]?\d+|\d+\.0+|#.*|(\d{1,2}-)?[a-z]{3}(-\d{1,4})?)\s*$"
"""What is looked at more closely: nearly no sound number is like this, so few texts are read one by one."""
_DECIMAL: Final = re.compile(r"\d+\.0+")
_ERROR: Final = re.compile(r"#{2,}|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", re.IGNORECASE)


def damage_findings(assets: pl.DataFrame, limits: Limits) -> Iterator[pl.DataFrame]:
    """Found rows on damaged tags, serial numbers and order numbers of things that have not left the district."""
    here = assets.filter(still_here())
    for column in _NUMBERS:
        rows = here.join(damaged(here.get_column(column)), left_on=column, right_on="text", maintain_order="left")
        yield of_assets(rows, FINDING, pl.col("damage"), column)
    yield _lost_zeros(here, limits)


def damaged(texts: pl.Series) -> pl.DataFrame:
    """The damaged ones among texts, each once (``text``), with what is wrong in words (``damage``).

    What may as well be right, such as the tag ``12E4``, is not among them.
    """
    suspects = texts.drop_nulls().unique()
    suspects = suspects.filter(suspects.str.contains(_SUSPECT)).sort()
    frame = pl.DataFrame({"text": suspects, "damage": [_said(text) for text in suspects]}, schema=_SCHEMA)
    return frame.filter(pl.col("damage").is_not_null())


_SCHEMA: Final = {"text": pl.String, "damage": pl.String}


def _said(text: str) -> str | None:
    bare = text.strip()
    if _ERROR.fullmatch(bare):
        return "A spreadsheet shows an error in its place."
    if _DECIMAL.fullmatch(bare):
        return "A program took it for a number and wrote a decimal point."
    damage = damage_of(bare)
    return None if damage is None or damage == "doubtful" else MEANING[damage]


def _lost_zeros(here: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Tags of digits alone that are shorter than the width which nearly all such tags have."""
    bare = pl.col("tag").str.strip_chars()
    digits = here.filter(bare.str.contains(r"^\d+$")).with_columns(width=bare.str.len_chars())
    widths = digits.group_by("width").len().sort("len", "width", descending=[True, True])
    if widths.is_empty() or widths["len"][0] < limits.tag_width_share * digits.height:
        return of_assets(digits.clear(), FINDING, "", "tag")
    usual = int(widths["width"][0])
    what = f"It has fewer digits than nearly all tags, which have {usual}: leading zeros may be lost."
    return of_assets(digits.filter(pl.col("width") < usual), FINDING, what, "tag")
