"""How typed values look in files, and back: dollars with two decimals, ISO days, ``true`` and ``false``.

The way back is only for texts that look exactly as the way out makes them; whatever people write is read by
``techplan.book.reading``.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from techplan.book.columns import RATE_PRECISION, RATE_SCALE, Table

_WHOLE: Final = r"^(?:0|[1-9]\d{0,17})$"
_MONEY: Final = r"^-?(?:0|[1-9]\d{0,15})\.\d{2}$"
_NUMBER: Final = rf"^-?(?:0|[1-9]\d{{0,{RATE_PRECISION - RATE_SCALE - 1}}})(?:\.\d{{1,{RATE_SCALE}}})?$"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_YES_NO: Final = r"^(?:true|false)$"
_LOOKS: Final = {
    "count": _WHOLE,
    "fiscal year": _WHOLE,
    "money": _MONEY,
    "number": _NUMBER,
    "date": _DAY,
    "yes or no": _YES_NO,
}


def face_frame(table: type[Table], frame: pl.DataFrame) -> pl.DataFrame:
    """The table as people see it in a file: all text, null where nothing is known, columns under their face names."""
    return frame.select(
        as_written(pl.col(column), table.kind_of(column)).alias(table.face_name(column)) for column in table.columns()
    )


def face_names(table: type[Table]) -> dict[str, str]:
    """The column behind each face name, in the table's order."""
    return {table.face_name(column): column for column in table.columns()}


def as_written(column: pl.Expr, kind: str) -> pl.Expr:
    """A column of a kind (``Table.kind_of``) as files show it: text, null where nothing is known."""
    match kind:
        case "text":
            return column
        case "money":
            sign = pl.when(column < 0).then(pl.lit("-")).otherwise(pl.lit(""))
            cents = (column.abs() % 100).cast(pl.String).str.zfill(2)
            return pl.concat_str(sign, column.abs().floordiv(100).cast(pl.String), pl.lit("."), cents)
        case "number":
            return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
        case _:  # counts, years, ISO days, true and false
            return column.cast(pl.String)


def typed_frame(table: type[Table], texts: pl.DataFrame) -> pl.DataFrame | None:
    """The typed table of texts under face names, or None where any text is not exactly as ``face_frame`` writes it.

    Columns that the texts lack are null. A column that the table does not have gives None too.
    """
    columns = face_names(table)
    if not set(texts.columns) <= set(columns):
        return None
    typed: dict[str, pl.Series] = {}
    for face in texts.columns:
        column = typed_column(table, columns[face], texts[face])
        if column is None:
            return None
        typed[columns[face]] = column
    return pl.DataFrame(typed).select(
        (pl.col(column) if column in typed else pl.lit(None, dtype)).alias(column)
        for column, dtype in table.polars_schema().items()
    )


def typed_column(table: type[Table], column: str, texts: pl.Series) -> pl.Series | None:
    """The values of one column's texts, or None where any text is not exactly as ``face_frame`` writes it."""
    kind = table.kind_of(column)
    pattern = _LOOKS.get(kind)
    if pattern is not None and not texts.str.contains(pattern).all():
        return None
    typed = texts.to_frame("of").select(_read(pl.col("of"), kind).alias(column)).to_series()
    return typed if typed.null_count() == texts.null_count() else None  # no day is 2026-02-30


def _read(column: pl.Expr, kind: str) -> pl.Expr:
    match kind:
        case "text":
            return column
        case "money":
            return column.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
        case "number":
            return column.cast(pl.Decimal(RATE_PRECISION, RATE_SCALE), strict=False)
        case "date":
            return column.str.to_date("%Y-%m-%d", strict=False)
        case "yes or no":
            return column == "true"
        case _:
            return column.cast(pl.Int64, strict=False)
