"""The report on who pays: why, what waits, what is short, and the budget in adopted form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.paying.budget import budget_findings, budget_sections
from techplan.documents.paying.report import paying_report
from techplan.documents.report import write_report

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def write_paying(plan: Plan) -> bytes:
    """The report as PDF; equal plans give equal bytes. Raises TypesettingError where it cannot be set."""
    return write_report(paying_report(plan))


__all__ = ["budget_findings", "budget_sections", "paying_report", "write_paying"]
