"""Cells of asset systems to typed values. What cannot be read becomes empty, and a Problem says where and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from techplan.book.reading.cells import read_column
from techplan.book.reading.days import parse_days
from techplan.book.reading.parsed import Parsed
from techplan.book.school_years import add_months_expr
from techplan.book.tables import TABLES
from techplan.sources.findings import Findings, counted
from techplan.sources.source import DateOrder

ASSETS: Final = TABLES["assets"]

LISTED_ONE_BY_ONE: Final = 25
"""Up to so many cells with one fault in one column are listed each on its own; more are one Problem with a count."""

_MONTHS: Final = re.compile(r"(\d{1,3})(?:\.0+)?\s*(?:months?|mos?\.?)?", re.IGNORECASE)
_YEARS: Final = re.compile(r"(\d{1,2})(?:\.0+)?\s*(?:years?|yrs?\.?)", re.IGNORECASE)
_LIFE: Final = r"(?i)^\d{1,3}\s*(?:months?|years?)$"
_ORDER_FAULTS: Final = ("Nothing in this column", "Some cells of this column")


def typed_columns(rows: pl.DataFrame, findings: Findings, dates: DateOrder | None) -> pl.DataFrame:
    """The text columns of ``rows`` that are not text in ``assets``, typed; ``cost`` becomes ``cost_cents``.

    ``warranty_months`` gives the end of warranty from the day of service, where the row does not say it outright.
    """
    rows = _without_lives(rows, findings)
    borrowed = None if dates else _order_of_others(rows)
    for column in ASSETS.columns():
        face = ASSETS.face_name(column)
        if face not in rows.columns or ASSETS.kind_of(column) == "text":
            continue
        texts = _texts(rows, face)
        order = dates
        if borrowed is not None and ASSETS.kind_of(column) == "date" and _asks_order(texts):
            order = borrowed
            findings.assume(
                f"{findings.title(face)}: day and month are in the same order as in the file's other dates."
            )
        read = read_column(ASSETS, column, texts, dates=order, words={}, identifier=False)
        for sentence in read.assumed:
            if order == dates or not sentence.endswith("as told"):
                findings.assume(f"{findings.title(face)}: {sentence}.")
        rows = _take(rows, face, column, read.parsed, findings)
    return _warranty_end(rows, findings)


def _texts(rows: pl.DataFrame, column: str) -> list[str]:
    return rows.get_column(column).drop_nulls().unique(maintain_order=True).to_list()


def _order_of_others(rows: pl.DataFrame) -> DateOrder | None:
    """Whether day or month comes first, where the columns of days that show it agree."""
    columns = [name for name in ASSETS.columns() if name in rows.columns and ASSETS.kind_of(name) == "date"]
    shown = {order for column in columns if (order := parse_days(_texts(rows, column)).order) is not None}
    return next(iter(shown)) if len(shown) == 1 else None


def _asks_order(texts: list[str]) -> bool:
    return any((one.fault or "").startswith(_ORDER_FAULTS[0]) for one in parse_days(texts).by_text.values())


def _take(
    rows: pl.DataFrame, face: str, column: str, parsed: Mapping[str, Parsed[Any]], findings: Findings
) -> pl.DataFrame:
    """The column typed; its faults as Problems."""
    dtype = ASSETS.columns()[column].dtype
    _report(rows, face, {text: one for text, one in parsed.items() if one.fault is not None}, findings)
    values = {text: one.value for text, one in parsed.items() if one.value is not None}
    old, new = pl.Series(list(values), dtype=pl.String), pl.Series(list(values.values()), dtype=dtype)
    typed = pl.col(face).replace_strict(old, new, default=None, return_dtype=dtype)
    return rows.with_columns(typed.alias(column)).drop([face] if face != column else [])


def _report(rows: pl.DataFrame, face: str, faults: Mapping[str, Parsed[Any]], findings: Findings) -> None:
    if not faults:
        return
    cells = rows.filter(pl.col(face).is_in(list(faults))).select("line", face)
    by_fault: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for line, text in cells.iter_rows():
        read = faults[text]
        by_fault.setdefault((read.fault or "", read.remedy or ""), []).append((line, text))
    for (fault, remedy), places in by_fault.items():
        together = len(places) > LISTED_ONE_BY_ONE or (len(places) > 1 and fault.startswith(_ORDER_FAULTS))
        count = f" So it is in {counted(len(places), 'row')}, this being the first." if together else ""
        for line, text in places[:1] if together else places:
            findings.note(
                "warning",
                "unreadable value",
                f"{fault}{count} The value is left empty.",
                remedy,
                line=line,
                column=face,
                value=text,
            )


def _without_lives(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """``36 months`` in a column of end-of-life dates is a life, which classes have, not a day."""
    if "replace_on" not in rows.columns:
        return rows
    life = pl.col("replace_on").str.contains(_LIFE)
    number = rows.select(life.sum()).item()
    if number:
        findings.assume(
            f"A life such as '36 months' in place of an end-of-life date is not taken ({counted(number, 'row')}); "
            "lives are those of the classes."
        )
    return rows.with_columns(pl.when(~life).then(pl.col("replace_on")).alias("replace_on"))


def _warranty_end(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    if "warranty_months" not in rows.columns:
        return rows
    parsed = {text: _months(text) for text in _texts(rows, "warranty_months")}
    _report(rows, "warranty_months", {text: one for text, one in parsed.items() if one.fault}, findings)
    lengths = {text: one.value for text, one in parsed.items() if one.value}
    length = pl.col("warranty_months").replace_strict(lengths, default=None, return_dtype=pl.Int64)
    rows = rows.with_columns(length)
    if "in_service_on" not in rows.columns:
        return rows.drop("warranty_months")
    said = pl.col("warranty_end") if "warranty_end" in rows.columns else pl.lit(None, pl.Date)
    counts = rows.select((said.is_null() & pl.col("warranty_months").is_not_null()).sum()).item()
    if counts:
        findings.assume("Where the file gives only months of warranty, they run from the purchase date.")
    end = pl.coalesce(said, add_months_expr(pl.col("in_service_on"), pl.col("warranty_months")))
    return rows.with_columns(end.alias("warranty_end")).drop("warranty_months")


def _months(text: str) -> Parsed[int]:
    if found := _MONTHS.fullmatch(text):
        return Parsed(int(found[1]))
    if found := _YEARS.fullmatch(text):
        return Parsed(int(found[1]) * 12)
    return Parsed(fault="This is not a number of months.", remedy="Write it as in 36.")
