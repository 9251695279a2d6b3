"""Readiness as a report: what is ready to learn with, what is not, what is not known."""

from __future__ import annotations

from techplan.documents.readiness.findings import readiness_findings
from techplan.documents.readiness.report import readiness_report, write_readiness
from techplan.documents.readiness.sections import readiness_sections

__all__ = ["readiness_findings", "readiness_report", "readiness_sections", "write_readiness"]
