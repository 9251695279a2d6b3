"""The Inventory's tables as files: CSV for other programs, a workbook for people."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.faces import face_frame
from techplan.book.plain_csv import write_plain
from techplan.documents.columns import HEADINGS, described
from techplan.documents.inventory.words import district_name
from techplan.documents.tables import COLUMNS_FILE
from techplan.documents.workbook.columns_sheet import write_columns
from techplan.documents.workbook.looks import looks_of
from techplan.documents.workbook.table_sheet import Sheets, write_table
from techplan.planning.inventory.results import INVENTORY

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory

_FIRST: Final = datetime(2000, 1, 1)


def write_inventory_tables(inventory: Inventory) -> dict[str, bytes]:
    """CSV by file name, one for each table and one that describes every column; equal inventories, equal bytes."""
    files = {f"{name}.csv": write_plain(face_frame(table, inventory.result(name))) for name, table in INVENTORY.items()}
    rows = pl.DataFrame(list(described(INVENTORY)), schema=dict.fromkeys(HEADINGS, pl.String), orient="row")
    return {**files, COLUMNS_FILE: write_plain(rows.with_columns(pl.all().replace("", None)))}


def write_inventory_workbook(inventory: Inventory) -> bytes:
    """The workbook as XLSX bytes: a sheet for each table, findings first, and one that describes every column."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties(
            {
                "title": f"Inventory as of {inventory.on.isoformat()}",
                "author": district_name(inventory),
                "comments": f"Taken with Techplan {inventory.version}.",
                "created": _FIRST.replace(year=inventory.on.year, month=inventory.on.month, day=inventory.on.day),
            }
        )
        looks, sheets = looks_of(book), Sheets()
        for name, table in INVENTORY.items():
            write_table(book, looks, sheets, name, table, inventory.result(name))
        write_columns(book.add_worksheet("Columns"), looks, INVENTORY)
    return buffer.getvalue()
