"""The defaults of classes that figures rest on: values that came with a new Book and that nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import label
from techplan.planning.assumptions import Assumption

DEFAULT = "default:"
"""How the ``source`` of a class begins while its values are the norms'."""


def class_defaults(book: Book, stock: pl.DataFrame) -> list[Assumption]:
    """One assumption for each class in the plan whose values are the norms', with those that move its figures."""
    planned = set(stock["asset_class"].unique().to_list())
    unseen = book.asset_classes.filter(pl.col("source").str.starts_with(DEFAULT) & pl.col("code").is_in(planned))
    return [
        Assumption(
            assumption="class values are defaults",
            about=f"class {row['code']}",
            value=_in_words(row),
            why=f"{_origin(row['source'])}. Enter the district's own values, and their source.",
        )
        for row in unseen.iter_rows(named=True)
    ]


def _origin(source: str) -> str:
    return source.removeprefix(DEFAULT).strip().capitalize()


def _in_words(row: Mapping[str, Any]) -> str:
    parts = []
    if row["life_months"]:
        parts.append(f"life {row['life_months']} months")
    if row["unit_price_cents"] is not None:
        when = f" in {label(row['price_fy'])}" if row["price_fy"] else ""
        parts.append(f"price {dollars(row['unit_price_cents'])}{when}")
    for column, word in (("attrition", "losses"), ("spare_share", "spares")):
        if row[column]:
            parts.append(f"{word} {_percent(row[column])} %")
    if row["lead_time_months"]:
        parts.append(f"lead time {row['lead_time_months']} months")
    return ", ".join(parts) or "none"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
