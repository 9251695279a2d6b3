"""CSV in one plain form: UTF-8, line feeds, commas, quotes only where they are needed.

Reading is fast because it proves itself: what was read is written again, and only if the same bytes come out was it
read rightly. Any other file (of a spreadsheet, with a byte order mark, with rows of unequal width) is not plain, and is
read by ``techplan.book.reading``.
"""

from __future__ import annotations

import polars as pl

_NEEDS_QUOTES = r'[",\r\n]|^\s|\s$'
"""Blank space at an end is quoted too, because some programs take it away."""


def write_plain(texts: pl.DataFrame) -> bytes:
    """A frame of text columns as plain CSV; null is an empty field."""
    lines = [",".join(_quoted_name(name) for name in texts.columns)]
    if texts.height:
        rows = texts.select(pl.concat_str([_quoted(pl.col(name)) for name in texts.columns], separator=","))
        lines.append(rows.to_series().str.join("\n").item())
    return "\n".join([*lines, ""]).encode()


def _quoted(column: pl.Expr) -> pl.Expr:
    inside = column.str.replace_all('"', '""', literal=True)
    quoted = pl.concat_str(pl.lit('"'), inside, pl.lit('"'))
    return pl.when(column.str.contains(_NEEDS_QUOTES)).then(quoted).otherwise(column).fill_null("")


def _quoted_name(name: str) -> str:
    return str(pl.select(_quoted(pl.lit(name))).item())


def read_plain(data: bytes) -> pl.DataFrame | None:
    """The texts of a plain CSV file, null where a field is empty; None where the file is not plain."""
    if not data.endswith(b"\n") or b"\x00" in data:
        return None
    try:
        texts = pl.read_csv(data, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    return texts if write_plain(texts) == data else None


def lines_of(texts: pl.DataFrame) -> list[int]:
    """For each row of a plain file, the line on which it starts, counted from 1; the header is line 1."""
    if not texts.height:
        return []
    breaks = pl.sum_horizontal(pl.col(name).str.count_matches("\n").fill_null(0) for name in texts.columns)
    ends = texts.select(breaks.cast(pl.Int64).cum_sum().shift(1, fill_value=0)).to_series()
    return [2 + row + above for row, above in enumerate(ends.to_list())]
