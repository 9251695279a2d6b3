"""One sheet for each table: frozen head with notes, filters, widths, and every value in its own type."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.columns import doc_of, unit_of

if TYPE_CHECKING:
    from techplan.book.columns import Table
    from techplan.documents.workbook.looks import Looks

MOST_ROWS: Final = 1_048_575
"""Rows of data that one sheet can hold under its head; what is more goes on to the next sheet."""
MOST_TEXT: Final = 32_767
"""Characters that one cell can hold."""
NOT_XML: Final = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F\\x{FFFE}\\x{FFFF}]"
"""Characters that XML cannot hold, and so no workbook; the CSV tables keep them."""
_EPOCH: Final = date(1899, 12, 30)
_WIDEST: Final = 60


@dataclass(slots=True)
class Sheets:
    """Where each table's columns are, so that formulas can point at them; and how many rows each table has."""

    tables: dict[str, type[Table]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def place(self, name: str, column: str) -> str:
        """The cells of one column, as a formula writes them: ``'budget_years'!$D$2:$D$70``."""
        letter = _letters(list(self.tables[name].columns()).index(column))
        last = min(max(self.rows[name], 1), MOST_ROWS) + 1
        return f"'{name}'!${letter}$2:${letter}${last}"


def write_table(book: Any, looks: Looks, sheets: Sheets, name: str, table: type[Table], frame: pl.DataFrame) -> None:
    """Writes a table on a sheet of its name, and on ``name (2)`` … where it has more rows than a sheet can hold."""
    sheets.tables[name], sheets.rows[name] = table, frame.height
    for part, start in enumerate(range(0, max(frame.height, 1), MOST_ROWS)):
        title = name if part == 0 else f"{name} ({part + 1})"
        _write_sheet(book.add_worksheet(title), looks, table, frame.slice(start, MOST_ROWS))


def _write_sheet(sheet: Any, looks: Looks, table: type[Table], frame: pl.DataFrame) -> None:
    sheet.freeze_panes(1, len(table.primary_key()) if len(table.primary_key()) < 4 else 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for j, column in enumerate(table.columns()):
        kind, head = table.kind_of(column), table.face_name(column)
        values = cell_values(frame[column], kind)
        sheet.set_column(j, j, _wide(head, frame[column], kind), looks.kinds[kind])
        sheet.write_string(0, j, head, looks.head_number if kind in {"money", "count", "number"} else looks.head)
        unit = unit_of(table, column)
        note = doc_of(table, column) + (f" In {unit}." if unit and unit not in {"count", "number"} else "")
        sheet.write_comment(0, j, note, {"x_scale": 2, "author": ""})
        write = {"text": sheet.write_string, "yes or no": sheet.write_boolean}.get(kind, sheet.write_number)
        for i, value in enumerate(values, 1):
            if value is not None:
                write(i, j, value)
    if frame.height:
        sheet.autofilter(0, 0, frame.height, len(frame.columns) - 1)


def cell_values(column: pl.Series, kind: str) -> list[Any]:
    """A column's values as cells hold them: dollars, day numbers, clean text; null where nothing is known."""
    of = pl.col(column.name)
    shown = {
        "money": of / 100,
        "number": of.cast(pl.Float64),
        "date": (of - pl.lit(_EPOCH)).dt.total_days(),
        "text": clean(of),
    }.get(kind, of)
    return column.to_frame().select(shown).to_series().to_list()


def clean(text: pl.Expr) -> pl.Expr:
    """Text that a cell can hold: without characters that XML has no place for, cut with an ellipsis if too long."""
    whole = text.str.replace_all(NOT_XML, "")
    too_long = whole.str.len_chars() > MOST_TEXT
    return pl.when(too_long).then(whole.str.slice(0, MOST_TEXT - 1) + "…").otherwise(whole)


def _wide(head: str, column: pl.Series, kind: str) -> float:
    least = {"money": 14, "date": 12}.get(kind, 8)
    longest = 0
    if kind == "text" and column.len():
        longest = int(column.str.len_chars().max() or 0)  # type: ignore[arg-type]
    return min(max(least, len(head) + 4, longest + 2), _WIDEST)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
