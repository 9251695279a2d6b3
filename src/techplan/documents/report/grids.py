"""Grids of a report, made from columns that say how they print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from techplan.documents.facts.shapes import Grid, Head, Role, Row
from techplan.documents.words import amount, whole_number

Kind = Literal["text", "count", "dollars", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the key of its value in a row, how it prints, and the share of the width text wants."""

    label: str
    key: str
    kind: Kind = "text"
    share: int = 2
    unknown: str = "not known"


def grid(
    id: str,  # noqa: A002  # the word that Grid has
    title: str,
    columns: Sequence[Column],
    rows: Iterable[dict[str, Any]],
    *,
    source: str,
    empty: str,
    note: str = "",
    total: dict[str, Any] | None = None,
    lead: int = 1,
) -> Grid:
    """A grid whose rows are dicts; a key ``role`` in a row sets the row's role."""
    made = [_row(columns, row) for row in rows]
    if total is not None and made:
        made.append(_row(columns, {"role": "total", **total}))
    heads = tuple(
        Head(label=column.label, numeric=True)
        if column.kind in {"count", "dollars"}
        else Head(label=column.label, numeric=False, share=column.share)
        for column in columns
    )
    return Grid(id=id, title=title, head=heads, rows=tuple(made), source=source, note=note, empty=empty, lead=lead)


def _row(columns: Sequence[Column], row: dict[str, Any]) -> Row:
    role: Role = row.get("role", "body")
    values = [row.get(column.key, "" if role != "body" else None) for column in columns]
    exact = tuple(value if isinstance(value, int) and column.kind != "text" else None
                  for column, value in zip(columns, values, strict=True))  # fmt: skip
    cells = tuple(shown(column, value) for column, value in zip(columns, values, strict=True))
    return Row(cells=cells, exact=exact, role=role)


def shown(column: Column, value: Any) -> str:
    """A value as it prints."""
    if value is None:
        return column.unknown
    if value == "":
        return ""
    if column.kind == "count":
        return whole_number(int(value))
    if column.kind == "dollars":
        return amount(int(value)).replace("$", "")
    if column.kind == "day" and isinstance(value, date):
        return value.isoformat()
    return str(value)
