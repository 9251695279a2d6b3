"""The report on readiness: what is ready to learn with, what is not, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.documents.facts.shapes import KeyFigure
from techplan.documents.readiness.findings import readiness_findings
from techplan.documents.readiness.sections import LATER, readiness_sections
from techplan.documents.report import Report, write_report
from techplan.documents.report.of_plan import of_plan
from techplan.documents.words import whole_number

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def readiness_report(plan: Plan) -> Report:
    """Everything the report says of a plan."""
    return Report(
        title="Ready to learn",
        **of_plan(plan),
        about="Readiness of",
        lead="Network, access at home, devices, content, policies and security, each measured against a dated target. "
        "What nobody measured is not known: neither good nor bad.",
        key_figures=_figures(plan),
        findings=readiness_findings(plan, plan.ready),
        sections=readiness_sections(plan, plan.ready),
    )


def write_readiness(plan: Plan) -> bytes:
    """The report as PDF; equal plans give equal bytes. Raises TypesettingError where it cannot be set."""
    return write_report(readiness_report(plan))


def _figures(plan: Plan) -> tuple[KeyFigure, ...]:
    standing = plan.result("readiness").filter(pl.col("about") != LATER)["standing"]
    counted = {name: int((standing == name).sum()) for name in ("ready", "not ready", "unknown")}
    return (
        KeyFigure(label="Ready", printed=whole_number(counted["ready"]), note="measures, schools and district"),
        KeyFigure(label="Not ready", printed=whole_number(counted["not ready"]), note="each with its gap"),
        KeyFigure(label="Not known", printed=whole_number(counted["unknown"]), note="each with what is missing"),
    )
