"""Grids of a report, made from columns that say how they print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from techplan.book.money import dollars
from techplan.documents.facts.shapes import Grid, Head, Role, Row
from techplan.documents.words import amount, whole_number

Kind = Literal["text", "count", "dollars", "cents", "day"]
"""``dollars`` are whole ones; ``cents`` are dollars and cents, where a table is held against a ledger."""


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
        if column.kind in _NUMBERS
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
    if column.kind in _NUMBERS:
        return _NUMBERS[column.kind](int(value))
    if column.kind == "day" and isinstance(value, date):
        return value.isoformat()
    return str(value)


def _cents(value: int) -> str:
    return f"{'−' if value < 0 else ''}{dollars(abs(value))}"


_NUMBERS: Final[dict[str, Callable[[int], str]]] = {
    "count": whole_number,
    "dollars": lambda cents: amount(cents).replace("$", ""),
    "cents": _cents,
}
