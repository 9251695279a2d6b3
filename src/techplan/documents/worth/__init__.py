"""The cost and worth report: what spending serves, what things truly cost, and which ways there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from techplan.documents.report import write_report
from techplan.documents.worth.report import worth_report

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def write_worth(plan: Plan) -> bytes:
    """The report as PDF; equal plans give equal bytes. Raises TypesettingError where it cannot be set."""
    return write_report(worth_report(plan))


__all__ = ["worth_report", "write_worth"]
