"""The review's tables as CSV, one file each, what they assume, and one file that describes every column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from techplan.book.columns import Table
from techplan.book.faces import face_frame
from techplan.book.plain_csv import write_plain
from techplan.documents.columns import HEADINGS, described
from techplan.documents.tables import COLUMNS_FILE
from techplan.planning.assumptions import assumptions_frame
from techplan.planning.results import Assumptions
from techplan.planning.review.results import REVIEW

if TYPE_CHECKING:
    from techplan.planning.review import Review

ASSUMED: Final = "review_assumed"
"""Norms and simplifications that the review rests on; its own ``review_assumptions`` are those of next year's plan."""


def write_review_tables(review: Review) -> dict[str, bytes]:
    """CSV by file name: face names, plain dollars, ISO days; equal reviews give equal bytes."""
    files = {f"{name}.csv": write_plain(face_frame(table, review.result(name))) for name, table in REVIEW.items()}
    files[f"{ASSUMED}.csv"] = write_plain(face_frame(Assumptions, assumptions_frame(review.assumptions)))
    every: dict[str, type[Table]] = {**REVIEW, ASSUMED: Assumptions}
    rows = pl.DataFrame(list(described(every)), schema=dict.fromkeys(HEADINGS, pl.String), orient="row")
    return {**files, COLUMNS_FILE: write_plain(rows.with_columns(pl.all().replace("", None)))}
