"""The year-end review's documents: the report and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.report import write_report
from techplan.documents.review.files import write_review_tables
from techplan.documents.review.report import review_report

if TYPE_CHECKING:
    from techplan.planning.review import Review

REPORT = "year-end-review.pdf"


def write_review(review: Review) -> bytes:
    """The report as PDF; equal reviews give equal bytes. Raises TypesettingError where it cannot be set."""
    return write_report(review_report(review))


def review_documents(review: Review) -> dict[str, bytes]:
    """Every document by its file's name. Raises TypesettingError where one cannot be set."""
    tables = {f"tables/{name}": content for name, content in write_review_tables(review).items()}
    return {**tables, REPORT: write_review(review)}


__all__ = ["review_documents", "review_report", "write_review", "write_review_tables"]
