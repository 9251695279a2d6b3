"""Every column of a document's tables with its type, unit and line of doc, as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from techplan.book.columns import Table

HEADINGS: Final = ("table", "table_doc", "column", "type", "unit", "required", "key", "doc")


def described(tables: Mapping[str, type[Table]]) -> Iterator[tuple[str, ...]]:
    """One row of text for each column, under ``HEADINGS``, in the order of tables and columns."""
    for name, table in tables.items():
        keys = set(table.primary_key())
        for column, definition in table.columns().items():
            yield (
                name,
                table.doc(),
                table.face_name(column),
                table.kind_of(column),
                unit_of(table, column),
                "no" if definition.nullable else "yes",
                "yes" if column in keys else "no",
                doc_of(table, column),
            )


def doc_of(table: type[Table], column: str) -> str:
    """The column's line of doc."""
    return table.columns()[column].description or ""


def unit_of(table: type[Table], column: str) -> str:
    """The unit as faces show it: money is in dollars there."""
    meta: dict[str, Any] = table.columns()[column].metadata or {}
    return "dollars" if meta["kind"] == "money" else str(meta.get("unit", ""))
