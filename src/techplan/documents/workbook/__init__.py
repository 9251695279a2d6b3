"""The plan as a workbook: a summary of live formulas over one sheet for each table, to the cent."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from techplan.book.tables import TABLES
from techplan.documents.workbook.columns_sheet import write_columns
from techplan.documents.workbook.looks import looks_of
from techplan.documents.workbook.summary import write_summary
from techplan.documents.workbook.table_sheet import Sheets, write_table
from techplan.planning.results import RESULTS
from techplan.planning.worth import WORTH

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

EVERY: Final = {**RESULTS, **WORTH}
"""Every table that a plan has."""
BOOK_TABLES: Final = ("assets", "asset_classes", "agreements", "funds")
"""Tables of the Book that a treasurer reads beside the results."""


def write_workbook(plan: Plan) -> bytes:
    """The workbook as XLSX bytes; equal plans give equal bytes.

    Every formula carries the value it has, for readers that do not calculate. Text from a file is never a formula.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    # in_memory also gives the parts inside the file one fixed time
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties(_properties(plan))
        looks = looks_of(book)
        summary, columns = book.add_worksheet("Summary"), book.add_worksheet("Columns")
        sheets = Sheets()
        for name, table in EVERY.items():
            write_table(book, looks, sheets, name, table, plan.result(name))
        for name in BOOK_TABLES:
            write_table(book, looks, sheets, name, TABLES[name], plan.book.table(name))
        write_columns(columns, looks, {**EVERY, **{name: TABLES[name] for name in BOOK_TABLES}})
        write_summary(summary, looks, sheets, plan)
    return buffer.getvalue()


def _properties(plan: Plan) -> dict[str, Any]:
    district = plan.book.district["name"][0] if plan.book.district.height else ""
    return {
        "title": f"Technology plan FY{plan.settings.first_fy}–FY{plan.settings.last_fy}",
        "author": district,
        "comments": f"Planned on {plan.on.isoformat()} with Techplan {plan.version}.",
        "created": datetime(plan.on.year, plan.on.month, plan.on.day),
    }
