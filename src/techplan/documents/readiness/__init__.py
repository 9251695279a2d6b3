"""Readiness as sections and findings of a report."""

from __future__ import annotations

from techplan.documents.readiness.findings import readiness_findings
from techplan.documents.readiness.sections import readiness_sections

__all__ = ["readiness_findings", "readiness_sections"]
