"""What asset systems write in place of a number, and how numbers are brought into one form.

Serials and tags stay as written but for spaces around them: ``219E01BE`` is a serial, ``00069`` and ``69`` are two
tags. What a spreadsheet has shortened (``5.02E+18``) cannot be restored, so it is flagged and not stored. What a
board's maker left in the firmware (``To Be Filled By O.E.M.``) is no serial.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.reading.damage import MEANING, REMEDY, Damage, damage_of
from techplan.sources.findings import Findings, counted, listed

_ESCAPED: Final = r"^[`']([=+\-@])"
"""A guard that a system puts before what a spreadsheet would take for a formula; Snipe-IT's is a backtick."""

NOTHING: Final = frozenset(
    {"n/a", "na", "#n/a", "none", "null", "nil", "--", "---", "-", "–", "—", ".", "?", "†", "‡", "unknown",
     "unassigned", "not available", "not reported", "not specified", "not applicable", "tbd"}
)  # fmt: skip
"""Words for "nothing is known", in lower case."""

JUNK_SERIALS: Final = frozenset(
    {"to be filled by o.e.m.", "to be filled by oem", "to be filled by o.e.m", "default string", "system serial number",
     "serial number", "chassis serial number", "base board serial number", "invalid", "empty", "o.e.m.", "oem",
     "no serial", "no serial number", "xxxxxxxxxx", "123456789", "0123456789", "1234567890"}
)  # fmt: skip
"""What firmware says where nobody gave it a number, in lower case; so do runs of one digit such as 0 or 00000000."""

NUMBERS: Final = {
    "tag": "Asset tag",
    "serial": "Serial number",
    "model_number": "Model number",
    "purchase_order": "Order number",
}
"""Columns that hold numbers of a thing, and what people call them."""


def clean_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Every text column trimmed and without a guard against formulas; what is empty or a word for nothing is null."""
    texts = [column for column, dtype in rows.schema.items() if dtype == pl.String]
    trimmed = pl.col(texts).str.strip_chars(" \t\r\n\u00a0\u200b\ufeff")
    rows = rows.with_columns(trimmed.str.replace(_ESCAPED, "$1"))
    nothing = pl.col(texts).str.to_lowercase().is_in(sorted(NOTHING)) | (pl.col(texts) == "")
    return rows.with_columns(pl.when(~nothing).then(pl.col(texts)))


def without_damage(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Numbers that a spreadsheet has shortened become null; those that look like a date are kept. Each is said."""
    for column in [column for column in NUMBERS if column in rows.columns]:
        texts = rows.get_column(column).drop_nulls().unique().to_list()
        damages = {text: damage for text in texts if (damage := damage_of(text)) in {"shortened", "made a date"}}
        if not damages:
            continue
        for line, text in rows.filter(pl.col(column).is_in(list(damages))).select("line", column).iter_rows():
            _report_damage(damages[text], column, line, text, findings)
        lost = [text for text, damage in damages.items() if damage == "shortened"]
        rows = rows.with_columns(pl.when(~pl.col(column).is_in(lost)).then(pl.col(column)).alias(column))
    return rows


def _report_damage(damage: Damage, column: str, line: int, text: str, findings: Findings) -> None:
    shortened = damage == "shortened"
    findings.note(
        "warning",
        "number shortened by a spreadsheet" if shortened else "number that looks like a date",
        f"{NUMBERS[column]}: {MEANING[damage]} It is {'not stored' if shortened else 'kept as it stands'}.",
        REMEDY if shortened else "Compare it with the device.",
        line=line,
        column=column,
        value=text,
    )


def without_junk_serials(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Firmware's stand-ins for a serial become null, counted by word."""
    if "serial" not in rows.columns:
        return rows
    lower = pl.col("serial").str.to_lowercase()
    junk = lower.is_in(sorted(JUNK_SERIALS)) | lower.str.contains(r"^(?:0+|x{4,}|f{8,})$")
    found = dict(rows.filter(junk).group_by("serial").len().iter_rows())
    if found:
        findings.note(
            "note",
            "no real serial number",
            f"{counted(sum(found.values()), 'row')} have a stand-in for a serial number, which is left empty: "
            f"{listed(found)}.",
            "Nothing need be done; the devices go by their tags.",
            column="serial",
        )
    return rows.with_columns(pl.when(~junk).then(pl.col("serial")).alias("serial"))


def normal_mac(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """``mac`` as twelve lower-case hexadecimal digits; anything else becomes null and is said."""
    if "mac" not in rows.columns:
        return rows
    bare = pl.col("mac").str.replace_all(r"[\s:.\-]", "").str.to_lowercase()
    good = bare.str.contains(r"^[0-9a-f]{12}$") & ~bare.is_in(["0" * 12, "f" * 12])
    for line, value in rows.filter(pl.col("mac").is_not_null() & ~good).select("line", "mac").iter_rows():
        findings.note(
            "warning",
            "not a network address",
            "The network address is not twelve hexadecimal digits; it is left empty.",
            "Correct it in the system that the file came from.",
            line=line,
            column="mac",
            value=value,
        )
    return rows.with_columns(pl.when(good).then(bare).alias("mac"))
