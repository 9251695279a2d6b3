"""The kinds of column that tables are made of: text, money, counts, rates, days.

A table is described as data. Each helper returns a dataframely column that carries, beside its type, what the rest
of the house derives from it: a line of doc (``description``), a unit, the table it refers to and its choices
(``metadata``). Nothing else in the project knows how a column is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import dataframely as dy
import polars as pl

RATE_PRECISION: Final = 18
RATE_SCALE: Final = 6
LEAST_RATE: Final = Decimal("-0.999999")
"""A price that fell by all of itself could not be told back to an earlier year."""
FIRST_DAY: Final = date(1970, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)


def _meta(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, **{name: value for name, value in more.items() if value is not None}}


def list_pattern(choices: Sequence[str], separator: str) -> str:
    """The regular expression of a list of these choices: one or more, parted by the separator, with nothing between."""
    one = "|".join(re.escape(choice).replace("\\ ", " ") for choice in choices)
    return f"^(?:{one})(?:{re.escape(separator)}(?:{one}))*$"


def text(
    doc: str,
    *,
    key: bool = False,
    required: bool = False,
    references: str | None = None,
    choices: Sequence[str] | None = None,
    separator: str | None = None,
    pattern: str | None = None,
) -> dy.String:
    """Text of at least one character, or null. ``references`` is ``"table.column"``; ``pattern`` a regular expression.

    ``separator`` says that the text is a list (``"3;6;9"``), whose every item must then obey ``choices`` and
    ``references``.
    """
    check: dict[str, Callable[[pl.Expr], pl.Expr]] | None = None
    if choices is not None and separator is None:
        allowed = list(choices)
        check = {"choice": lambda column: column.is_in(allowed)}
    elif choices is not None and separator is not None:
        items = list_pattern(choices, separator)
        check = {"choice": lambda column: column.str.contains(items)}
    return dy.String(
        primary_key=key,
        nullable=not (key or required),
        min_length=1,
        regex=pattern,
        check=check,
        description=doc,
        metadata=_meta("text", references=references, choices=tuple(choices) if choices else None, separator=separator),
    )


def money(doc: str, *, required: bool = False, negative: bool = False) -> dy.Int64:
    """Whole cents. Inside, the name ends in ``_cents``; a CSV shows the column in dollars under the name without it."""
    return dy.Int64(
        nullable=not required, min=None if negative else 0, description=doc, metadata=_meta("money", unit="cents")
    )


def count(
    doc: str,
    *,
    key: bool = False,
    required: bool = False,
    unit: str = "count",
    least: int = 0,
    most: int | None = None,
) -> dy.Int64:
    """A whole number, zero or more, or between bounds."""
    return dy.Int64(
        primary_key=key,
        nullable=not (key or required),
        min=least,
        max=most,
        description=doc,
        metadata=_meta("count", unit=unit),
    )


def months(doc: str, *, required: bool = False) -> dy.Int64:
    """A life or a lead time in whole months."""
    return count(doc, required=required, unit="months")


def fiscal_year(doc: str, *, key: bool = False, required: bool = False) -> dy.Int64:
    """The integer of the year in which a fiscal year ends: 2027 is FY2027."""
    return dy.Int64(
        primary_key=key,
        nullable=not (key or required),
        min=1950,
        max=2199,
        description=doc,
        metadata=_meta("fiscal year", unit="fiscal year"),
    )


def rate(doc: str, *, required: bool = False, negative: bool = False) -> dy.Decimal:
    """A share or a yearly rate as an exact fraction of one: 0.03, never 3 percent."""
    return dy.Decimal(
        RATE_PRECISION,
        RATE_SCALE,
        nullable=not required,
        min=LEAST_RATE if negative else Decimal(0),
        max=Decimal(1),
        description=doc,
        metadata=_meta("number", unit="fraction of one"),
    )


def number(doc: str, *, required: bool = False, unit: str = "number", negative: bool = False) -> dy.Decimal:
    """An exact decimal number, such as FTE, a ratio, hours, watts or Mbps."""
    return dy.Decimal(
        RATE_PRECISION,
        RATE_SCALE,
        nullable=not required,
        min=None if negative else Decimal(0),
        description=doc,
        metadata=_meta("number", unit=unit),
    )


def day(doc: str, *, key: bool = False, required: bool = False) -> dy.Date:
    """A calendar day."""
    return dy.Date(
        primary_key=key,
        nullable=not (key or required),
        min=FIRST_DAY,
        max=LAST_DAY,
        description=doc,
        metadata=_meta("date"),
    )


def yes_no(doc: str, *, required: bool = False) -> dy.Bool:
    """Yes or no; null is "not known"."""
    return dy.Bool(nullable=not required, description=doc, metadata=_meta("yes or no"))


class Table(dy.Schema):
    """A table of the Book or of a Plan; the class's docstring says what one row is."""

    @classmethod
    def table_name(cls) -> str:
        """The name in files, links and pages: ``AssetClasses`` is ``asset_classes``."""
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")

    @classmethod
    def doc(cls) -> str:
        """What one row is, in a line."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def empty(cls) -> pl.DataFrame:
        """No rows, all columns, right types."""
        return pl.DataFrame(schema=cls.polars_schema())

    @classmethod
    def polars_schema(cls) -> pl.Schema:
        """Column names and polars types, in order."""
        return pl.Schema({name: column.dtype for name, column in cls.columns().items()})

    @classmethod
    def kind_of(cls, column: str) -> str:
        """``text``, ``money``, ``count``, ``fiscal year``, ``number``, ``date`` or ``yes or no``."""
        return str((cls.columns()[column].metadata or {})["kind"])

    @classmethod
    def face_name(cls, column: str) -> str:
        """The column's name where people read it: money drops ``_cents``, since it is shown in dollars."""
        return column.removesuffix("_cents") if cls.kind_of(column) == "money" else column

    @classmethod
    def references(cls) -> dict[str, tuple[str, str]]:
        """For each referring column, the table and column that it must be found in."""
        found: dict[str, tuple[str, str]] = {}
        for name, column in cls.columns().items():
            target = (column.metadata or {}).get("references")
            if target is not None:
                table, _, other = str(target).partition(".")
                found[name] = (table, other)
        return found
