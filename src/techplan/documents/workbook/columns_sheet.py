"""The sheet that says of every column what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from techplan.documents.columns import HEADINGS, described

if TYPE_CHECKING:
    from techplan.book.columns import Table
    from techplan.documents.workbook.looks import Looks

_WIDTHS: Final = (18, 75, 24, 12, 18, 9, 6, 90)


def write_columns(sheet: Any, looks: Looks, tables: Mapping[str, type[Table]]) -> None:
    """Writes one row for each column of each table."""
    for j, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(j, j, width)
        sheet.write_string(0, j, heading.replace("_", " "), looks.head)
    last = 0
    for i, row in enumerate(described(tables), 1):
        last = i
        for j, value in enumerate(row):
            sheet.write_string(i, j, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
