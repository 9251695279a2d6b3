"""The plan's result tables as CSV, one file each, and one that describes every column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.faces import face_frame
from techplan.book.plain_csv import write_plain
from techplan.documents.columns import HEADINGS, described
from techplan.planning.readiness import READINESS
from techplan.planning.results import RESULTS
from techplan.planning.treasury import TREASURY
from techplan.planning.worth import WORTH

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

COLUMNS_FILE: Final = "columns.csv"
EVERY: Final = {**RESULTS, **TREASURY, **WORTH, **READINESS}


def write_tables(plan: Plan) -> dict[str, bytes]:
    """CSV by file name: UTF-8, line feeds, face names, plain dollars, ISO days, ``true``/``false``, nothing for null.

    Rows are in the order of the table's key, so equal plans give equal bytes.
    """
    files = {f"{name}.csv": write_plain(face_frame(table, plan.result(name))) for name, table in EVERY.items()}
    rows = pl.DataFrame(list(described(EVERY)), schema=dict.fromkeys(HEADINGS, pl.String), orient="row")
    return {**files, COLUMNS_FILE: write_plain(rows.with_columns(pl.all().replace("", None)))}
